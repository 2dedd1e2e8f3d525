package refusal

import "github.com/why403/why403/diagnose"

// xero reads Xero's API, whose 401 and 403 mean other things than their names.
var xero = platform{
	name: "xero",
	wrote: func(s *answer) bool {
		return s.onHost("api.xero.com") && s.json.there() || s.json.has("Title", "Detail", "Status") && (s.says("authentication unsuccessful") || s.says("authorization unsuccessful"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Xero's API"
		readSentences(s, r, xeroSentences[:])
	},
}

var xeroSentences = [...]meaning{
	{"authentication unsuccessful", diagnose.WrongOrg, diagnose.Likely, "The token does not reach the organisation in Xero-tenant-id, or the connection was removed.", diagnose.Fix{By: diagnose.Developer, Do: "Take the tenant id from GET /connections", Run: `curl -H "Authorization: Bearer $TOKEN" https://api.xero.com/connections`}},
	{"authorization unsuccessful", diagnose.MissingScope, diagnose.Likely, "", diagnose.Fix{By: diagnose.Developer, Do: "Ask for the scope, and have the user consent again"}},
	{"token expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Refresh the token"}},
}
