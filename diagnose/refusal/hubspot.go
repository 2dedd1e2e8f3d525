package refusal

import "github.com/why403/why403/diagnose"

// hubspot reads HubSpot's API, whose error names the scopes in the errors' context.
var hubspot = platform{
	name: "hubspot",
	wrote: func(s *answer) bool {
		return s.onHost("hubapi.com", "hubspot.com") || s.json.has("category", "status", "message") || s.says("this app hasn t been granted all required scopes")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of HubSpot's API"
		category := s.json.at("category").str()
		if category != "" {
			r.Code = diagnose.Know(category, s.where("category"))
		}
		if category != "MISSING_SCOPES" && !s.says("hasn t been granted all required scopes") {
			if mostTelling(s.message) != diagnose.MissingPermission {
				known(s, r, hubspotCategories[:], category)
			}
			return
		}
		p := add(r, diagnose.MissingScope, diagnose.Certain, s.messageAt, "the app was not granted the scopes")
		for _, key := range [...]string{"requiredGranularScopes", "requiredScopes"} {
			path := []string{"errors", "0", "context", key}
			if scopes := s.json.at(path...).strings(); len(scopes) > 0 {
				p.Need, p.At, p.Says = diagnose.AnyOf(scopes...), s.where(path...), key+" names "+diagnose.AnyOf(scopes...).String()
				break
			}
		}
		p.Detail = "The account's subscription decides which scopes an app can be granted."
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Where: "HubSpot › the app › Auth › Scopes", Do: "Add the scope to the app and to its install URL, and install it again"}}
	},
}

var hubspotCategories = [...]meaning{
	{"EXPIRED_AUTHENTICATION", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Refresh the token"}},
	{"INVALID_AUTHENTICATION", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"BANNED", diagnose.ClientDisabled, diagnose.Likely, "", diagnose.Fix{}},
	{"RATE_LIMITS", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"USER_DOES_NOT_HAVE_PERMISSIONS", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
}
