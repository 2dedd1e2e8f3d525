package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// graphql reads the errors of GraphQL servers, which mostly come with 200; their
// codes stand in extensions.
var graphql = platform{
	name: "graphql",
	wrote: func(s *answer) bool {
		return s.json.at("errors", "0").has("extensions") || s.json.at("errors", "0").has("message", "locations") || s.json.has("data") && s.json.at("errors", "0").has("message")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the errors of a GraphQL server"
		if scopes := s.json.at("errors", "0", "extensions", "required_scopes"); scopes.kind() == '[' {
			p := add(r, diagnose.MissingScope, diagnose.Certain, s.where("errors", "0", "extensions", "required_scopes"), "the server lists the scopes that it requires")
			p.Need = diagnose.AllOf(scopes.strings()...)
			r.Refused = true
			return
		}
		for _, key := range [...]string{"code", "classification"} {
			code := s.json.at("errors", "0", "extensions", key).str()
			if code == "" {
				continue
			}
			r.Code = diagnose.Know(code, s.where("errors", "0", "extensions", key))
			if known(s, r, graphqlCodes[:], code, strings.TrimSuffix(code, "Exception")) {
				r.Refused = true
				return
			}
		}
		for _, key := range [...]string{"type", "errorType"} {
			if known(s, r, graphqlCodes[:], s.json.at("errors", "0", key).str()) {
				r.Refused = true
				return
			}
		}
	},
}

var graphqlCodes = [...]meaning{
	{"FORBIDDEN", diagnose.MissingPermission, diagnose.Possible, "", diagnose.Fix{}},
	{"INSUFFICIENT_SCOPES", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{}},
	{"ACCESS_DENIED", diagnose.MissingPermission, diagnose.Possible, "", diagnose.Fix{}},
	{"UNAUTHENTICATED", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"permission-error", diagnose.MissingPermission, diagnose.Likely, "A permission of the role refused the rows.", diagnose.Fix{}},
	{"ACCESS-DENIED", diagnose.MissingPermission, diagnose.Possible, "", diagnose.Fix{}},
	{"UserUnauthorized", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"UNAUTHORIZED", diagnose.MissingPermission, diagnose.Possible, "", diagnose.Fix{}},
	{"THROTTLED", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
