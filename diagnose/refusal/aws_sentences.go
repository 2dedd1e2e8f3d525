package refusal

import "github.com/why403/why403/diagnose"

// awsOwnSentences are turns of words that nobody but AWS writes.
var awsOwnSentences = [...]meaning{
	{"unable to determine service operation name", diagnose.EndpointNotPublished, diagnose.Likely, "No operation has this path and method: a misspelt or doubled slash, a wrong version, or the address of another service.", diagnose.Fix{By: diagnose.Developer, Do: "Compare method and path with the operation's page; let the SDK build the address"}},
	{"troubleshooting function url authorization", diagnose.MissingPermission, diagnose.Likely, "The policy of the function does not admit the caller. A public function URL needs lambda:InvokeFunctionUrl and lambda:InvokeFunction for everybody; one with AWS_IAM needs a signed call besides.",
		diagnose.Fix{By: diagnose.Admin, Where: "AWS › Lambda › the function › Configuration › Permissions", Do: "Allow both actions in the resource-based policy", Run: `aws lambda get-policy --function-name "$FUNCTION"`}},
	{"no open id connect provider found", diagnose.WrongAudience, diagnose.Likely, "The account knows no identity provider for the token's issuer: the role's account is another one, or the provider's address is not the issuer to the letter.",
		diagnose.Fix{By: diagnose.Admin, Where: "AWS › IAM › Identity providers", Do: "Add the issuer as a provider in the account of the role", Run: "aws iam list-open-id-connect-providers"}},
	{"use case details have not been submitted", diagnose.FeatureOff, diagnose.Likely, "The model's provider wants to know the use case before the account may call it.", diagnose.Fix{By: diagnose.Admin, Where: "AWS › Bedrock › Model access", Do: "Fill in the form, and wait some minutes"}},
	{"roles may not be assumed by root", diagnose.NeedsUserContext, diagnose.Certain, "The root user cannot assume a role.", diagnose.Fix{By: diagnose.Developer, Do: "Call with the keys of an IAM user or role"}},
}

// awsSentences are what AccessDeniedException and ValidationException mean where
// IAM is not the reason.
var awsSentences = [...]meaning{
	{"have access to the model", diagnose.FeatureOff, diagnose.Likely, "The account has no access to this model of Bedrock, or not in this region.", diagnose.Fix{By: diagnose.Admin, Where: "AWS › Bedrock › Model access", Do: "Ask for access to the model in this region"}},
	{"model access is denied", diagnose.FeatureOff, diagnose.Likely, "The account has no access to this model of Bedrock: agreement, marketplace subscription or payment.", diagnose.Fix{By: diagnose.Admin, Where: "AWS › Bedrock › Model access", Do: "Ask for access to the model, and accept its terms"}},
	{"refers to a customer master key that does not exist", diagnose.MissingPermission, diagnose.Likely, "The object is encrypted with a KMS key: the caller may not use it, or it is another region's.",
		diagnose.Fix{By: diagnose.Admin, Where: "AWS › KMS › the key", Do: "Allow the caller kms:Decrypt and kms:GenerateDataKey in the key's policy and its own"}},
	{"headers present in the request which were not signed", diagnose.BadToken, diagnose.Certain, "The signature does not cover a header that was sent.", diagnose.Fix{By: diagnose.Developer, Do: "Sign every x-amz- header that is sent, or do not send it"}},
	{"session token not found or invalid", diagnose.ExpiredToken, diagnose.Likely, "The sign-in of IAM Identity Center has ended.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again", Run: "aws sso login"}},
	{"get role credentials operation no access", diagnose.MissingPermission, diagnose.Likely, "The user is not assigned to this account with this permission set.", diagnose.Fix{By: diagnose.Admin, Where: "AWS › IAM Identity Center › AWS accounts", Do: "Assign the user or a group to the account with the permission set"}},
	{"from unsupported countries", diagnose.IPAllowlist, diagnose.Certain, "The provider of the model does not serve the caller's country.", diagnose.Fix{}},
	{"account is currently blocked", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"account is not authorized", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
	{"pending verification", diagnose.ClientDisabled, diagnose.Likely, "AWS is still verifying the account.", diagnose.Fix{}},
}
