package refusal

import "github.com/why403/why403/diagnose"

// atlassian reads Jira, Confluence and Bitbucket.
var atlassian = platform{
	name: "atlassian",
	wrote: func(s *answer) bool {
		return s.onHost("atlassian.net", "api.atlassian.com", "bitbucket.org") && s.form != htmlForm || s.json.has("errorMessages", "errors") || s.says("user not permitted to use confluence") || s.headerHas("X-Authentication-Denied-Reason", "CAPTCHA")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Atlassian's APIs"
		if need := s.json.at("error", "detail", "required").strings(); len(need) > 0 {
			p := add(r, diagnose.MissingScope, diagnose.Certain, s.where("error", "detail", "required"), "the server names "+diagnose.AllOf(need...).String())
			p.Need, p.Have = diagnose.AllOf(need...), s.json.at("error", "detail", "granted").strings()
			return
		}
		if reason, at := s.header("X-Authentication-Denied-Reason"); contains(reason, "CAPTCHA") {
			p := add(r, diagnose.Other, diagnose.Certain, at, "X-Authentication-Denied-Reason: CAPTCHA_CHALLENGE")
			p.Detail = "After failed logins Jira wants a CAPTCHA answered in the browser; until then no password is accepted."
			p.Fixes = []diagnose.Fix{{By: diagnose.Person, Do: "Sign in once in the browser and answer the CAPTCHA; then correct the program's password"}}
			return
		}
		if reason, at := s.header("X-Seraph-LoginReason"); contains(reason, "AUTHENTICATED_FAILED") || contains(reason, "AUTHENTICATION_DENIED") {
			add(r, diagnose.BadToken, diagnose.Likely, at, "X-Seraph-LoginReason: "+short(reason)).Detail = "Jira counts failed logins, and then wants a CAPTCHA answered in the browser."
			return
		}
		readSentences(s, r, atlassianSentences[:])
	},
}

var atlassianSentences = [...]meaning{
	{"scope does not match", diagnose.MissingScope, diagnose.Likely, "The token's scopes do not fit this endpoint; classic and granular scopes do not mix.", diagnose.Fix{By: diagnose.Developer, Where: "developer.atlassian.com › the app › Permissions", Do: "Add the scopes of the endpoint's page, and authorise again"}},
	{"user not permitted to use confluence", diagnose.FeatureOff, diagnose.Likely, "The user has no licence for the product.", diagnose.Fix{By: diagnose.Admin, Do: "Give the user product access"}},
	{"ip address*not allowed", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{}},
	{"ip allowlist", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{}},
	{"basic auth*password*deprecated", diagnose.BadToken, diagnose.Certain, "Passwords are no longer accepted; use an API token.", diagnose.Fix{}},
	{"you do not have the permission to see the specified issue", diagnose.MissingPermission, diagnose.Certain, "Browse Projects, or the issue's security level.", diagnose.Fix{}},
	{"you do not have permission to create issues in this project", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"only*admin", diagnose.MissingRole, diagnose.Likely, "", diagnose.Fix{}},
	{"you do not have permission", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"you don t have permission", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"your credentials lack one or more required privilege scopes", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{}},
}
