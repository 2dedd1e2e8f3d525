package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// aws reads AWS services: the sentence of IAM wherever it stands, and the codes of
// refused signatures and tokens.
var aws = platform{
	name: "aws",
	wrote: func(s *answer) bool {
		if s.says("not authorized to perform") && (s.says("user arn aws") || s.says("user arn*resource") || awsSentence(s.message).action != "") {
			return true
		}
		if s.form == jsonForm && (s.json.has("__type") || s.headerHas("x-amzn-errortype", "Exception") && s.onHost("amazonaws.com")) {
			return true
		}
		if findSentence(s, awsOwnSentences[:]) != nil {
			return true
		}
		return s.form == xmlForm && (s.onHost("amazonaws.com") && !isStorageHost(s) || s.quotes("<ErrorResponse", "<Response>") && lookup(awsCodes[:], s.code) != nil) || s.form == textForm && awsCode(s.text) != ""
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of AWS IAM"
		code := s.code
		if t := s.json.at("__type").str(); t != "" {
			code = t[strings.LastIndexByte(t, '#')+1:]
		}
		if code == "" {
			code = awsCode(s.text)
		}
		if s.codeAt == (diagnose.Location{}) {
			s.codeAt = s.body.At
		}
		if code != "" {
			r.Code = diagnose.Know(code, s.codeAt)
		}
		if a := awsSentence(s.message); a.action != "" {
			readAWSSentence(s, r, a)
			return
		}
		if mostTelling(s.message) == diagnose.MissingScope { // Cognito has no code for it
			add(r, diagnose.MissingScope, diagnose.Certain, s.messageAt, "the server says: "+short(s.message))
			return
		}
		if known(s, r, awsCodes[:], code, strings.TrimSuffix(code, "Exception")) || known(s, r, storageCodes[:], code) || readSentences(s, r, awsOwnSentences[:]) || readSentences(s, r, awsSentences[:]) {
			return
		}
		if code == "403" {
			add(r, diagnose.MissingPermission, diagnose.Possible, s.codeAt, "a bare 403").Detail = "The answer to a HEAD has no body, so no code: a right is missing, the object does not exist and the caller may not list, or the signature is refused. The same call as GET says which."
		}
		if contains(code, "AccessDenied") {
			p := add(r, diagnose.MissingPermission, diagnose.Likely, s.codeAt, "code "+code)
			p.Detail = "The answer does not name the action; CloudTrail does."
			if s.form == textForm && !s.quotes("(Service: ", "operation: Access Denied", "operation: Access to the resource") {
				p.Certainty = diagnose.Possible // the word alone may be anybody's
			}
		}
	},
}

// awsDenial is what IAM's sentence names.
type awsDenial struct{ principal, action, resource, reason string }

// awsSentence takes apart "User: P is not authorized to perform: A on resource: R
// because …" and its forms without resource or reason.
func awsSentence(message string) awsDenial {
	var a awsDenial
	const words = "not authorized to perform"
	before, rest := "", message
	for strings.IndexByte(a.action, ':') < 0 { // EC2 says "to perform this operation" first
		i := index(rest, words)
		if i < 0 {
			return awsDenial{}
		}
		before, rest = rest[:i], strings.TrimLeft(rest[i+len(words):], ": ")
		a.action = strings.TrimRight(firstWord(rest), ".,")
	}
	if j := strings.LastIndex(before, "User: "); j >= 0 {
		a.principal = firstWord(before[j+len("User: "):])
	}
	if j := index(rest, "on resource"); j >= 0 {
		a.resource = strings.Trim(firstWord(strings.TrimLeft(rest[j+len("on resource"):], "s: ")), `"'.,`)
	}
	for _, word := range [...]string{" because ", " with an explicit deny"} {
		if j := index(rest, word); j >= 0 {
			a.reason = strings.TrimSpace(rest[j:])
			break
		}
	}
	return a
}

func firstWord(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return f[0]
	}
	return ""
}

// awsPolicies are the kinds of policy that a reason names, and what follows.
var awsPolicies = [...]struct{ words, kind, do string }{
	{"service control policy", "a service control policy of the organisation", "Change the service control policy; no policy inside the account helps against it"},
	{"resource control policy", "a resource control policy of the organisation", "Change the resource control policy; no policy inside the account helps against it"},
	{"permissions boundary", "the permissions boundary", "Widen the permissions boundary of the role or user to this action"},
	{"session policy", "the session policy", "Widen the session policy that was passed when the role was assumed"},
	{"VPC endpoint policy", "the VPC endpoint's policy", "Allow the action in the policy of the VPC endpoint"},
	{"resource-based policy", "the resource's own policy", "Allow the principal in the policy of the resource"},
	{"identity-based policy", "the principal's own policies", "Attach a policy to the principal that allows just this action on just this resource"},
}

func readAWSSentence(s *answer, r *diagnose.Refusal, a awsDenial) {
	says := "IAM names " + a.action
	if a.resource != "" {
		says += " on " + a.resource
	}
	p := add(r, diagnose.MissingPermission, diagnose.Certain, s.messageAt, says)
	p.Principal, p.Action, p.Object = a.principal, a.action, a.resource
	p.Need = diagnose.AllOf(a.action)
	kind, do := "", "Attach a policy to the principal that allows just this action on just this resource"
	for _, policy := range awsPolicies {
		if contains(a.reason, policy.words) {
			kind, do = policy.kind, policy.do
			break
		}
	}
	switch {
	case contains(a.reason, "block public access"):
		p.Cause, p.Need, p.Detail = diagnose.FeatureOff, diagnose.Requirement{}, "Block Public Access of the bucket or the account forbids what would make it public; no policy of the caller helps."
		do = "Keep the bucket private, or lift Block Public Access for it where it is meant to be public"
	case contains(a.reason, "explicit deny"):
		p.Says += " and an explicit deny"
		p.Detail = "A Deny statement" + where(kind) + " matches, and no Allow outweighs a Deny."
		do = "Find the Deny statement" + where(kind) + ", and except this principal or meet its condition"
	case contains(a.action, "AssumeRoleWithWebIdentity"):
		p.Detail = "The trust policy of the role decides: its conditions compare the token's sub and aud to the letter, and case counts."
		do = "Compare the sub and aud of the token with the conditions of the role's trust policy"
	case kind != "":
		p.Detail = "Nothing in " + kind + " allows it; check that the principal is the one you meant, and that the resource's ARN matches the policy to the letter."
	}
	p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Where: "AWS › IAM", Do: do,
		Run: `aws iam simulate-principal-policy --policy-source-arn "$PRINCIPAL_ARN" --action-names ` + a.action}}
}

func where(kind string) string {
	if kind == "" {
		return ""
	}
	return " in " + kind
}

// awsCode finds one of AWS' codes in the parentheses of its tools ("An error
// occurred (ExpiredToken) when calling …"), or at the beginning of a text, where
// only long ones count: short ones are everybody's words.
func awsCode(text string) string {
	if contains(text, "AccessDenied: Access Denied") { // SDKs put the code in front of the words
		return "AccessDenied"
	}
	if code := awsJavaCode(text); code != "" {
		return code
	}
	tool := false
	if i := index(text, "An error occurred ("); i >= 0 {
		text, tool = text[i+len("An error occurred ("):], true
	}
	n := 0
	for n < len(text) && alnum(text[n]) {
		n++
	}
	code := text[:n]
	if inner := awsCodeBeforeColon(text); !tool && inner != "" {
		return inner
	}
	if !tool && (n < len("RequestTimeTooSkewed") && code != "AccessDenied" || n < len(text) && text[n] != ':') {
		return ""
	}
	if tool || code == "AccessDenied" || code == "AccessDeniedException" || lookup(awsCodes[:], code) != nil || lookup(awsCodes[:], strings.TrimSuffix(code, "Exception")) != nil {
		return code
	}
	return ""
}

// awsJavaCode reads the parentheses of the Java SDK: "… (Service: Amazon S3; Status
// Code: 403; Error Code: AccessDenied; …)", whose second version leaves the code out.
func awsJavaCode(text string) string {
	if !contains(text, "(Service: ") {
		return ""
	}
	if contains(text, "Access Denied (Service: ") {
		return "AccessDenied"
	}
	return strings.Trim(firstWord(after(text, "Error Code: ")), ";)")
}

// awsCodeBeforeColon finds a long code in front of its words anywhere in a line of
// an SDK: "creating fleet UnauthorizedOperation: You are not …".
func awsCodeBeforeColon(text string) string {
	for i := 0; i < min(len(text), 4<<10); i++ {
		if text[i] != ':' {
			continue
		}
		begin := i
		for begin > 0 && alnum(text[begin-1]) {
			begin--
		}
		code := text[begin:i]
		if len(code) > len("AuthFailure") && lookup(awsCodes[:], strings.TrimSuffix(code, "Exception")) != nil {
			return code
		}
	}
	return ""
}

var renewSession = diagnose.Fix{By: diagnose.Developer, Do: "Get fresh temporary credentials", Run: "aws sts get-caller-identity"}

var awsCodes = [...]meaning{
	{"ExpiredToken", diagnose.ExpiredToken, diagnose.Certain, "The session token of temporary credentials is past its life.", renewSession},
	{"ExpiredTokenException", diagnose.ExpiredToken, diagnose.Certain, "The session token of temporary credentials is past its life.", renewSession},
	{"RequestExpired", diagnose.ExpiredToken, diagnose.Certain, "The signature's date is too old: a clock is wrong, or the request waited.", diagnose.Fix{By: diagnose.Developer, Do: "Set the clock, and sign right before sending"}},
	{"SignatureDoesNotMatch", diagnose.BadToken, diagnose.Certain, "The signature was made with another secret, region or service, or something changed the request after signing.",
		diagnose.Fix{By: diagnose.Developer, Do: "Check secret, region, service and every signed header; sign the very path and body that are sent"}},
	{"InvalidClientTokenId", diagnose.BadToken, diagnose.Certain, "The access key is unknown, deleted, inactive, or of another partition.", renewSession},
	{"UnrecognizedClient", diagnose.BadToken, diagnose.Certain, "The access key or session token is not valid, or not in this region.", renewSession},
	{"InvalidAccessKeyId", diagnose.BadToken, diagnose.Certain, "The access key does not exist.", renewSession},
	{"InvalidToken", diagnose.BadToken, diagnose.Certain, "The session token is malformed, or belongs to another access key.", renewSession},
	{"InvalidSignature", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"IncompleteSignature", diagnose.BadToken, diagnose.Certain, "The Authorization header is no complete signature.", diagnose.Fix{}},
	{"RequestTimeTooSkewed", diagnose.BadToken, diagnose.Certain, "The caller's clock is off by more than 15 minutes.", diagnose.Fix{By: diagnose.Developer, Do: "Set the clock (NTP)"}},
	{"MissingAuthenticationToken", diagnose.MissingHeader, diagnose.Certain, "The request carried no signature.", diagnose.Fix{}},
	{"OptInRequired", diagnose.FeatureOff, diagnose.Certain, "The account has not signed up for this service or region.", diagnose.Fix{By: diagnose.Admin, Do: "Enable the service or region for the account"}},
	{"SubscriptionRequired", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"UnauthorizedOperation", diagnose.MissingPermission, diagnose.Certain, "EC2 names the action only in the encoded message.",
		diagnose.Fix{By: diagnose.Admin, Do: "Decode the message to see action, resource and the statement that decided", Run: `aws sts decode-authorization-message --encoded-message "$MESSAGE"`}},
	{"RegionDisabled", diagnose.WrongRegion, diagnose.Certain, "STS is switched off in this region for the account.", diagnose.Fix{By: diagnose.Admin, Where: "AWS › IAM › Account settings › STS", Do: "Activate the region, or use the endpoint of another one"}},
	{"AuthFailure", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"Throttling", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"ThrottlingException", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"NotAuthorized", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"InvalidIdentityToken", diagnose.BadToken, diagnose.Certain, "The web identity token is not accepted: issuer, audience or signature.", diagnose.Fix{}},
}
