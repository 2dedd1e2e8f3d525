package refusal

import "github.com/why403/why403/diagnose"

// cors knows refused preflights, and browsers that were not allowed to see the
// answer.
var cors = platform{
	name: "cors",
	wrote: func(s *answer) bool {
		if s.method == "OPTIONS" && (s.status == 403 || s.status == 401 || s.status == 405) {
			return true
		}
		if s.statusShown && s.status == 0 && s.sent("Origin") != "" {
			return true
		}
		return s.notJSON() && s.text != "" && s.quotes("Invalid CORS request", "blocked by CORS policy", "Access-Control-Allow-Origin")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererCORS, "a preflight that was refused"
		p := add(r, diagnose.CSRFOrCORS, diagnose.Certain, s.statusAt, "the CORS preflight was refused")
		switch {
		case s.statusShown && s.status == 0:
			r.Because, p.Says = "status 0 with an Origin header", "status 0: the browser kept the answer from the page"
			p.Certainty = diagnose.Likely
		case s.quotes("CORS", "Access-Control-Allow-Origin"):
			p.At = s.body.At
		case s.sent("Origin") == "" && s.sent("Access-Control-Request-Method") == "":
			p.Certainty = diagnose.Likely
		}
		p.Detail = "A browser asks by OPTIONS before it calls; the server does not accept the page's origin, method or headers. A token or a permission does not help."
		p.Fixes = []diagnose.Fix{
			{By: diagnose.Developer, Do: "Call the API from your server, or from an origin that the API accepts"},
			{By: diagnose.Admin, Do: "Add the page's origin to the allowed origins of the API or of the OAuth client"},
		}
	},
}
