package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// google reads Google's APIs: google.rpc.ErrorInfo first, then the older reasons,
// then IAM's sentence.
var google = platform{
	name: "google",
	wrote: func(s *answer) bool {
		e := s.json.at("error")
		if e.has("code", "message") && (e.has("status") || e.at("errors", "0").has("reason") || e.at("details").kind() == '[') {
			return true
		}
		if s.onHost("googleapis.com") && s.form != xmlForm {
			return true
		}
		return s.says("has not been used in project") || s.says("request had insufficient authentication scopes") || s.form == htmlForm && s.says("your client does not have permission to get url")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error envelope of Google's APIs"
		e := s.json.at("error")
		if status := e.at("status").str(); status != "" {
			r.Code = diagnose.Know(status, s.where("error", "status"))
		}
		if !readErrorInfo(s, r) && !readReason(s, r) {
			readGoogleSentence(s, r)
		}
	},
}

// readErrorInfo reads the ErrorInfo among error.details.
func readErrorInfo(s *answer, r *diagnose.Refusal) bool {
	i := -1
	for _, d := range s.json.at("error", "details").members() {
		i++
		reason := d.at("reason").str()
		m := lookup(googleReasons[:], reason)
		if m == nil {
			continue
		}
		path := []string{"error", "details", itoa(i), "reason"}
		r.Code = diagnose.Know(reason, s.where(path...))
		p := mean(r, m, s.where(path...))
		p.Says = "ErrorInfo says " + m.code
		meta := d.at("metadata")
		p.Action, p.Object = meta.at("permission").str()+meta.at("method").str(), meta.at("resource").str()+meta.at("service").str()
		if permission := meta.at("permission").str(); permission != "" {
			p.Action, p.Need = permission, diagnose.AllOf(permission)
		}
		if p.Action != "" {
			p.Says += " for " + p.Action
		}
		if m.code == "SERVICE_DISABLED" {
			serviceDisabled(s, p, meta.at("service").str())
		}
		if p.Cause == diagnose.RateLimited {
			waitFor(s, p)
		}
		return true
	}
	return false
}

// readReason reads the older error.errors[].reason.
func readReason(s *answer, r *diagnose.Refusal) bool {
	reason := s.json.at("error", "errors", "0", "reason").str()
	m := lookup(googleReasons[:], reason)
	if m == nil {
		return false
	}
	at := s.where("error", "errors", "0", "reason")
	r.Code = diagnose.Know(reason, at)
	p := mean(r, m, at)
	p.Says = "reason " + reason
	switch {
	case reason == "insufficientPermissions" && s.says("insufficient authentication scopes"):
		p.Certainty = diagnose.Certain
	case reason == "accessNotConfigured":
		serviceDisabled(s, p, "")
	case p.Cause == diagnose.RateLimited:
		waitFor(s, p)
	}
	return true
}

// serviceDisabled warns of the project that is not one's own: with end-user
// credentials Google counts the call to the project of the OAuth client.
func serviceDisabled(s *answer, p *diagnose.Point, service string) {
	if service == "" {
		service = between(s.message, "/api/", "/overview")
	}
	project := firstWord(between(s.message, "in project ", "before"))
	p.Object = project
	p.Detail = "Check first that the project in the message is yours. With the credentials of gcloud it is a shared one: then set a quota project instead of enabling anything."
	p.Fixes = []diagnose.Fix{
		{By: diagnose.Developer, Do: "Set the quota project, where the project is not yours", Run: "gcloud auth application-default set-quota-project \"$PROJECT\""},
		{By: diagnose.Admin, Where: "Google Cloud console › APIs & Services", Do: "Enable the API in the project, and wait some minutes"},
	}
	if service != "" {
		p.Fixes[1].Run = "gcloud services enable " + service + " --project \"$PROJECT\""
	}
}

// readGoogleSentence reads answers that have neither.
func readGoogleSentence(s *answer, r *diagnose.Refusal) {
	put := func(cause diagnose.Cause, c diagnose.Certainty) *diagnose.Point {
		return add(r, cause, c, s.messageAt, "the server says: "+short(s.message))
	}
	switch {
	case s.says("insufficient authentication scopes"):
		put(diagnose.MissingScope, diagnose.Certain).Fixes = scopeFixes
	case s.says("has not been used in project"):
		serviceDisabled(s, put(diagnose.FeatureOff, diagnose.Certain), "")
	case s.says("permission*denied on resource"):
		p := put(diagnose.MissingPermission, diagnose.Certain)
		p.Action = strings.Trim(between(s.message, "Permission ", " denied on resource"), "'\"`")
		p.Object = strings.Trim(firstWord(after(s.message, "denied on resource ")), "'\"`")
		if p.Action != "" {
			p.Need = diagnose.AllOf(p.Action)
		}
		p.Fixes = googleGrant
	case s.says("does not have*access to the google cloud") || s.says("does not have*permission"):
		p := put(diagnose.MissingPermission, diagnose.Certain)
		p.Principal = firstWord(s.message)
		p.Action = firstWord(after(s.message, "does not have "))
		if strings.Count(p.Action, ".") >= 2 {
			p.Need = diagnose.AllOf(p.Action)
		} else {
			p.Action = ""
		}
		p.Fixes = googleGrant
	case s.says("your client does not have permission to get url"):
		put(diagnose.MissingPermission, diagnose.Likely).Detail = "Cloud Run and Cloud Functions say so where the caller may not invoke the service (run.invoker), or sent no identity token with the service as audience."
	case s.says("vpc service controls") || s.says("vpcServiceControlsUniqueIdentifier") || s.says("prohibited by organization s policy"):
		put(diagnose.IPAllowlist, diagnose.Likely).Detail = "A perimeter of VPC Service Controls keeps the call out."
	case s.says("delegation denied for"):
		put(diagnose.NeedsUserContext, diagnose.Likely).Detail = "The caller may not act for this user: domain-wide delegation, or the mailbox's own delegation, is missing."
	case s.says("requires a quota project"):
		put(diagnose.MissingHeader, diagnose.Certain).Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send X-Goog-User-Project, or set the quota project of the credentials"}}
	}
}

func after(s, before string) string {
	if i := index(s, before); i >= 0 {
		return s[i+len(before):]
	}
	return ""
}

var (
	scopeFixes  = []diagnose.Fix{{By: diagnose.Developer, Do: "Ask for the scope beside those held now, and have the user consent again: a token keeps the scopes it was issued with"}}
	googleGrant = []diagnose.Fix{{By: diagnose.Admin, Where: "Google Cloud console › IAM", Do: "Grant the smallest role that carries the permission, on the resource itself"}}
)

var googleReasons = [...]meaning{
	{"ACCESS_TOKEN_SCOPE_INSUFFICIENT", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Ask for the scope beside those held now, and have the user consent again"}},
	{"insufficientPermissions", diagnose.MissingScope, diagnose.Likely, "Google's older word for a token without the scope; some services say it for a missing right of the user too.",
		diagnose.Fix{By: diagnose.Developer, Do: "Ask for the scope beside those held now, and have the user consent again"}},
	{"SERVICE_DISABLED", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"accessNotConfigured", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"BILLING_DISABLED", diagnose.FeatureOff, diagnose.Certain, "Billing is off for the project.", diagnose.Fix{By: diagnose.Admin, Do: "Link a billing account to the project"}},
	{"billingNotEnabled", diagnose.FeatureOff, diagnose.Certain, "Billing is off for the project.", diagnose.Fix{}},
	{"IAM_PERMISSION_DENIED", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{By: diagnose.Admin, Where: "Google Cloud console › IAM", Do: "Grant the smallest role that carries the permission, on the resource itself"}},
	{"USER_PROJECT_DENIED", diagnose.MissingPermission, diagnose.Certain, "The caller may not use the quota project.", diagnose.Fix{By: diagnose.Admin, Do: "Grant roles/serviceusage.serviceUsageConsumer on the quota project, or choose another"}},
	{"CONSUMER_INVALID", diagnose.WrongOrg, diagnose.Likely, "The project the call is counted to does not exist or is deleted.", diagnose.Fix{}},
	{"CONSUMER_SUSPENDED", diagnose.ClientDisabled, diagnose.Certain, "The project is suspended.", diagnose.Fix{}},
	{"API_KEY_INVALID", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"API_KEY_SERVICE_BLOCKED", diagnose.FeatureOff, diagnose.Likely, "The API key is restricted to other APIs.", diagnose.Fix{By: diagnose.Admin, Where: "Google Cloud console › Credentials › the key › API restrictions", Do: "Add this API to the key"}},
	{"API_KEY_HTTP_REFERRER_BLOCKED", diagnose.CSRFOrCORS, diagnose.Likely, "The API key is restricted to other web pages.", diagnose.Fix{By: diagnose.Admin, Where: "Google Cloud console › Credentials › the key", Do: "Add the page to the key's referrers; for a server use another key"}},
	{"API_KEY_IP_ADDRESS_BLOCKED", diagnose.IPAllowlist, diagnose.Certain, "The API key is restricted to other addresses.", diagnose.Fix{}},
	{"ipRefererBlocked", diagnose.IPAllowlist, diagnose.Likely, "The API key is restricted to other addresses or pages.", diagnose.Fix{}},
	{"API_KEY_ANDROID_APP_BLOCKED", diagnose.ClientDisabled, diagnose.Likely, "The API key is restricted to other apps.", diagnose.Fix{}},
	{"API_KEY_IOS_APP_BLOCKED", diagnose.ClientDisabled, diagnose.Likely, "The API key is restricted to other apps.", diagnose.Fix{}},
	{"ACCESS_TOKEN_EXPIRED", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{}},
	{"ACCESS_TOKEN_TYPE_UNSUPPORTED", diagnose.BadToken, diagnose.Certain, "The API takes another kind of token.", diagnose.Fix{}},
	{"CREDENTIALS_MISSING", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"ACCOUNT_STATE_INVALID", diagnose.ClientDisabled, diagnose.Certain, "The account is deleted or disabled.", diagnose.Fix{}},
	{"SESSION_COOKIE_INVALID", diagnose.ExpiredToken, diagnose.Likely, "", diagnose.Fix{}},
	{"SECURITY_POLICY_VIOLATED", diagnose.IPAllowlist, diagnose.Likely, "A perimeter of VPC Service Controls keeps the call out.", diagnose.Fix{}},
	{"ORG_RESTRICTION_VIOLATION", diagnose.WrongOrg, diagnose.Certain, "The network admits resources of certain organisations only.", diagnose.Fix{}},
	{"RATE_LIMIT_EXCEEDED", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"rateLimitExceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"userRateLimitExceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"dailyLimitExceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"quotaExceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"dailyLimitExceededUnreg", diagnose.MissingHeader, diagnose.Certain, "The call carried neither key nor token.", diagnose.Fix{}},
	{"domainPolicy", diagnose.FeatureOff, diagnose.Likely, "The domain's administrators have switched this off for apps.", diagnose.Fix{By: diagnose.Admin, Where: "Google Admin › Security › API controls", Do: "Trust the app, or enable the service for apps"}},
	{"appNotAuthorizedToFile", diagnose.MissingScope, diagnose.Likely, "With the scope drive.file an app sees only the files it made or was given.", diagnose.Fix{}},
	{"insufficientFilePermissions", diagnose.ResourceState, diagnose.Likely, "The user has no sufficient right to this very file.", diagnose.Fix{By: diagnose.Person, Do: "Have the owner share the file"}},
	{"insufficientParentPermissions", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"cannotModifyInheritedPermission", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"forbiddenForServiceAccounts", diagnose.NeedsUserContext, diagnose.Certain, "Service accounts need domain-wide delegation and a user to act for.", diagnose.Fix{}},
	{"forbiddenForNonOrganizer", diagnose.ResourceState, diagnose.Certain, "Only the organiser may change this.", diagnose.Fix{}},
	{"delegationDenied", diagnose.NeedsUserContext, diagnose.Likely, "The service account may not act for this user: domain-wide delegation is missing.", diagnose.Fix{By: diagnose.Admin, Where: "Google Admin › Security › API controls › Domain-wide delegation", Do: "Add the service account's client id with the scopes"}},
	{"notACalendarUser", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
	{"youtubeSignupRequired", diagnose.NeedsUserContext, diagnose.Likely, "The account has no channel; service accounts cannot have one.", diagnose.Fix{}},
	{"sslRequired", diagnose.WrongRegion, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Call the https address"}},
}
