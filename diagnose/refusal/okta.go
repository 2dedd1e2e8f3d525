package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// okta reads Okta's error body: errorCode E0000…, errorSummary, errorCauses.
var okta = platform{
	name: "okta",
	wrote: func(s *answer) bool {
		return s.json.has("errorCode", "errorSummary") || strings.HasPrefix(s.json.at("errorCode").str(), "E0000") || s.says("access the feature you are requesting") || s.says("policy evaluation failed for this request")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Okta"
		code := s.json.at("errorCode").str()
		if s.says("policy evaluation failed") {
			add(r, diagnose.MissingPermission, diagnose.Likely, s.messageAt, "the server says: "+short(s.message)).Detail = "No rule of the authorization server's access policies admits this client, user, grant type and scope."
			return
		}
		if code == "" {
			add(r, diagnose.FeatureOff, diagnose.Likely, s.messageAt, "the server says: "+short(s.message)).Detail = "A feature flag of the Okta organisation is off; Okta's support switches it."
			return
		}
		r.Code = diagnose.Know(code, s.where("errorCode"))
		known(s, r, oktaCodes[:], code)
	},
}

var oktaCodes = [...]meaning{
	{"E0000006", diagnose.MissingPermission, diagnose.Likely, "The administrator behind the token lacks the role for this; with an OAuth token the scope may be missing as well.", diagnose.Fix{By: diagnose.Admin, Where: "Okta › Security › Administrators", Do: "Give the token's administrator the smallest role that carries it"}},
	{"E0000011", diagnose.BadToken, diagnose.Likely, "The token is not valid: expired after 30 days unused, revoked, or of another organisation.", diagnose.Fix{}},
	{"E0000015", diagnose.FeatureOff, diagnose.Certain, "A feature flag of the Okta organisation is off.", diagnose.Fix{By: diagnose.Vendor, Do: "Ask Okta's support to enable the feature"}},
	{"E0000004", diagnose.BadToken, diagnose.Likely, "Authentication failed.", diagnose.Fix{}},
	{"E0000005", diagnose.ExpiredToken, diagnose.Likely, "The session is not valid any more.", diagnose.Fix{}},
	{"E0000022", diagnose.WrongMethod, diagnose.Certain, "", diagnose.Fix{}},
	{"E0000038", diagnose.ResourceState, diagnose.Likely, "The operation is not allowed in the user's present status.", diagnose.Fix{}},
	{"E0000034", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"E0000047", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"E0000056", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
	{"E0000079", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"E0000069", diagnose.ResourceState, diagnose.Certain, "The user is locked.", diagnose.Fix{}},
	{"E0000016", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
}
