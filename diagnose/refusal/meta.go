package refusal

import "github.com/why403/why403/diagnose"

// meta reads the Graph API of Facebook, Instagram and WhatsApp, whose errors have a
// type OAuthException and a number, refined by a second one.
var meta = platform{
	name: "meta",
	wrote: func(s *answer) bool {
		return s.json.at("error").has("type", "code") && (s.json.at("error").has("fbtrace_id") || s.json.at("error", "type").str() == "OAuthException")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Meta's Graph API"
		code := s.json.at("error", "code").str()
		at := s.where("error", "code")
		r.Code = diagnose.Know(code, at)
		if m := lookup(metaSubcodes[:], s.json.at("error", "error_subcode").str()); m != nil {
			mean(r, m, s.where("error", "error_subcode")).Says = "code " + code + ", subcode " + m.code
			return
		}
		if s.says("api access blocked") || s.says("api access deactivated") {
			add(r, diagnose.ClientDisabled, diagnose.Likely, s.messageAt, "the server says: "+short(s.message)).Detail = "The app is blocked, deactivated or still in development: its dashboard says which."
			return
		}
		s.codeAt = at
		n := s.json.at("error", "code").number()
		if known(s, r, metaCodes[:], code) || n < 200 || n > 299 {
			return
		}
		p := add(r, diagnose.MissingScope, diagnose.Likely, at, "code "+code)
		p.Detail = "The codes from 200 to 299 are missing permissions, which are the scopes here; the message mostly names them."
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Have the user grant the permission; beyond the app's own people it needs App Review"}}
		add(r, diagnose.MissingRole, diagnose.Possible, at, "the user may lack the role on the page or account")
	},
}

var metaSubcodes = [...]meaning{
	{"458", diagnose.ConsentMissing, diagnose.Certain, "The user has removed the app.", diagnose.Fix{By: diagnose.Person, Do: "Authorise the app again"}},
	{"460", diagnose.ExpiredToken, diagnose.Certain, "The user has changed the password.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
	{"463", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token; exchange it for a long-lived one"}},
	{"467", diagnose.ExpiredToken, diagnose.Certain, "The session was ended.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
}

var metaCodes = [...]meaning{
	{"190", diagnose.ExpiredToken, diagnose.Likely, "The token is expired, revoked or malformed; the message says which.", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"102", diagnose.ExpiredToken, diagnose.Likely, "", diagnose.Fix{}},
	{"3", diagnose.FeatureOff, diagnose.Likely, "The app has no access to this feature.", diagnose.Fix{}},
	{"4", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"17", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"32", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"613", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"10", diagnose.MissingScope, diagnose.Likely, "The app lacks the permission, or it was not reviewed.", diagnose.Fix{By: diagnose.Developer, Do: "Have the user grant the permission; beyond the app's own people it needs App Review"}},
	{"368", diagnose.ClientDisabled, diagnose.Likely, "The action is blocked for now because of policy violations.", diagnose.Fix{}},
}
