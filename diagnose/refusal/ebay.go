package refusal

import "github.com/why403/why403/diagnose"

// ebay reads eBay's REST APIs, whose errors have an errorId, a domain and a
// longMessage.
var ebay = platform{
	name: "ebay",
	wrote: func(s *answer) bool {
		return s.onHost("ebay.com") && s.form == jsonForm || s.json.at("errors", "0").has("errorId", "domain", "category")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error list of eBay's API"
		id := s.json.at("errors", "0", "errorId").str()
		s.codeAt = s.where("errors", "0", "errorId")
		if known(s, r, ebayCodes[:], id) {
			r.Code = diagnose.Know(id, s.codeAt)
		}
	},
}

var ebayCodes = [...]meaning{
	{"1100", diagnose.MissingScope, diagnose.Likely, "The token lacks the scope of this API, or is an application's where a user's is needed.",
		diagnose.Fix{By: diagnose.Developer, Do: "Have the user consent to the scope that the method's page lists, and use that token"}},
	{"1001", diagnose.BadToken, diagnose.Likely, "The token is not valid or expired.", diagnose.Fix{}},
	{"1002", diagnose.MissingHeader, diagnose.Certain, "The access token is missing.", diagnose.Fix{}},
	{"1003", diagnose.BadToken, diagnose.Certain, "The Authorization header has the wrong type of token.", diagnose.Fix{}},
	{"2001", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
