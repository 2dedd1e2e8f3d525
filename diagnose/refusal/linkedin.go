package refusal

import "github.com/why403/why403/diagnose"

// linkedin reads LinkedIn's API.
var linkedin = platform{
	name: "linkedin",
	wrote: func(s *answer) bool {
		return s.json.has("serviceErrorCode") || s.json.has("message", "status") && s.says("not enough permissions to access")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of LinkedIn's API"
		if s.json.has("serviceErrorCode") {
			s.codeAt = s.where("serviceErrorCode")
		}
		if known(s, r, linkedinCodes[:], s.json.at("serviceErrorCode").str()) {
			return
		}
		if s.says("not enough permissions to access") {
			add(r, diagnose.MissingScope, diagnose.Likely, s.messageAt, "the server says: "+short(s.message)).Detail = "The token lacks the scope, or the app lacks the product that carries it."
		}
	},
}

var linkedinCodes = [...]meaning{
	{"65600", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"65601", diagnose.BadToken, diagnose.Certain, "The user has revoked the token.", diagnose.Fix{By: diagnose.Person, Do: "Authorise the app again"}},
	{"65602", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"65604", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
}
