package refusal

import "github.com/why403/why403/diagnose"

var (
	delegateFix = diagnose.Fix{By: diagnose.Admin, Where: "Google Admin › Security › API controls › Domain-wide delegation", Do: "Add the service account's client id with the scopes, letter by letter"}
	testUserFix = diagnose.Fix{By: diagnose.Admin, Where: "Google Cloud console › OAuth consent screen › Audience", Do: "Add the user to the test users, or publish the app"}
	nobodyFix   = diagnose.Fix{By: diagnose.Developer, Do: "Send credentials; docker has to be told once how to get them", Run: "gcloud auth configure-docker \"$REGION-docker.pkg.dev\""}
)

// googleOwnSentences are turns of words, as plain leaves them, that nobody but Google
// writes.
var googleOwnSentences = [...]meaning{
	{"unauthenticated requests do not have", diagnose.MissingHeader, diagnose.Certain, "No credentials reached the service; nobody was refused, not somebody.", nobodyFix},
	{"anonymous caller does not have", diagnose.MissingHeader, diagnose.Certain, "No credentials reached the service; nobody was refused, not somebody.", nobodyFix},
	{"invalid iap credentials empty token", diagnose.MissingHeader, diagnose.Certain, "Identity-Aware Proxy saw no token: it wants an ID token whose audience is the proxy's client id.", diagnose.Fix{}},
	{"requests from this*client application", diagnose.ClientDisabled, diagnose.Likely, "The API key is restricted to other apps: package name and certificate, or bundle id, are compared.", diagnose.Fix{}},
	{"permission denied while getting drive credentials", diagnose.MissingScope, diagnose.Likely, "The table stands on a file in Drive: the token needs a Drive scope beside that of BigQuery, and the file has to be shared with the caller.", diagnose.Fix{}},
	{"unauthorized to retrieve access tokens using this method", diagnose.ConsentMissing, diagnose.Likely, "The domain has not delegated these very scopes to the service account's client id.", delegateFix},
	{"not authorized to access this resource api", diagnose.MissingRole, diagnose.Likely, "The Admin SDK wants an administrator: the user, or the one whom the service account acts for, has no admin role for this.", diagnose.Fix{}},
	{"given you access to this app", diagnose.ConsentMissing, diagnose.Likely, "The app is in testing, and only its test users may consent.", testUserFix},
	{"has not completed the google verification process", diagnose.ConsentMissing, diagnose.Likely, "The app is in testing, and only its test users may consent.", testUserFix},
	{"rejected by the attribute condition", diagnose.BadToken, diagnose.Likely, "The claims of the foreign token do not meet the condition of the workload identity provider.", diagnose.Fix{By: diagnose.Admin, Where: "Google Cloud console › IAM › Workload Identity Federation › the provider", Do: "Compare the condition with the token's claims, such as the repository's owner"}},
	{"app attestation failed", diagnose.BadToken, diagnose.Likely, "Firebase App Check does not accept the attestation or debug token: not registered for this very app id, another project, or a device that fails the check.",
		diagnose.Fix{By: diagnose.Developer, Where: "Firebase console › App Check › the app", Do: "Compare the app id with the address of the call, and register its provider's key or the debug token"}},
	{"your client does not have permission to get url", diagnose.MissingPermission, diagnose.Likely, "Cloud Run and Cloud Functions say so where the caller may not invoke the service (run.invoker), or sent no identity token with the service as audience.", diagnose.Fix{}},
	{"sender id mismatch", diagnose.WrongOrg, diagnose.Certain, "The device's registration token is of another Firebase project than the sender's credentials.", diagnose.Fix{}},
}

// googleSentences are turns of words that say something in an answer that is Google's.
var googleSentences = [...]meaning{
	{"constraint*violated", diagnose.FeatureOff, diagnose.Likely, "A constraint of the organisation's policy forbids it; no role mends that.", diagnose.Fix{}},
	{"vpc service controls", diagnose.IPAllowlist, diagnose.Likely, "A perimeter of VPC Service Controls keeps the call out.", diagnose.Fix{}},
	{"prohibited by organization s policy", diagnose.IPAllowlist, diagnose.Likely, "A perimeter of VPC Service Controls keeps the call out.", diagnose.Fix{}},
	{"delegation denied for", diagnose.NeedsUserContext, diagnose.Likely, "The caller may not act for this user: domain-wide delegation, or the mailbox's own delegation, is missing.", diagnose.Fix{}},
	{"requests from referer", diagnose.CSRFOrCORS, diagnose.Likely, "The API key is restricted to other web pages.", diagnose.Fix{}},
	{"mail service not enabled", diagnose.FeatureOff, diagnose.Certain, "The user has no Gmail: not licensed, or switched off in the domain.", diagnose.Fix{}},
}
