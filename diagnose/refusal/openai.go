package refusal

import "github.com/why403/why403/diagnose"

// openai reads OpenAI's API.
var openai = platform{
	name: "openai",
	wrote: func(s *answer) bool {
		return s.onHost("api.openai.com") || s.json.at("error").has("message", "type", "param", "code")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of OpenAI's API"
		code := s.json.at("error", "code").str()
		if s.says("missing scopes") {
			p := add(r, diagnose.MissingScope, diagnose.Certain, s.messageAt, "the server names the scopes")
			if scopes := list(firstSentence(after(s.message, "Missing scopes:"))); len(scopes) > 0 {
				p.Need, p.Says = diagnose.AllOf(scopes...), "the server names "+diagnose.AllOf(scopes...).String()
			}
			p.Detail = "A restricted key has scopes of its own; the role in project or organisation limits it as well."
			return
		}
		if !known(s, r, openaiCodes[:], code) && s.says("does not have access to model") {
			add(r, diagnose.FeatureOff, diagnose.Likely, s.messageAt, "the project has no access to the model")
		}
	},
}

// firstSentence cuts a text at ". " or its end, so that dots inside names stay.
func firstSentence(s string) string {
	if i := index(s, ". "); i >= 0 {
		return s[:i]
	}
	for len(s) > 0 && s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	return s
}

var openaiCodes = [...]meaning{
	{"unsupported_country_region_territory", diagnose.IPAllowlist, diagnose.Certain, "The API is not offered where the call comes from.", diagnose.Fix{}},
	{"invalid_api_key", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"account_deactivated", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"insufficient_quota", diagnose.RateLimited, diagnose.Certain, "The credit is used up; waiting does not help.", diagnose.Fix{By: diagnose.Admin, Do: "Raise the limit or add credit"}},
	{"rate_limit_exceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"mismatched_organization", diagnose.WrongOrg, diagnose.Certain, "The key is of another organisation than the header names.", diagnose.Fix{}},
	{"ip_not_authorized", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{}},
}
