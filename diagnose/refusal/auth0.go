package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// auth0 reads Auth0's management API and token endpoint.
var auth0 = platform{
	name: "auth0",
	wrote: func(s *answer) bool {
		return s.onHost("auth0.com") || s.json.has("statusCode", "error", "message", "errorCode") || s.says("you cannot read the following fields") ||
			s.says("the tenant is not allowed to modify") || s.says("is not authorized to access resource server")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of Auth0"
		if code := s.json.at("errorCode").str(); code != "" {
			r.Code = diagnose.Know(code, s.where("errorCode"))
		}
		put := func(cause diagnose.Cause, c diagnose.Certainty) *diagnose.Point {
			return add(r, cause, c, s.messageAt, "the server says: "+short(s.message))
		}
		switch {
		case s.says("cannot read the following fields"):
			p := put(diagnose.MissingScope, diagnose.Likely)
			p.Object = strings.TrimSpace(after(s.message, "following fields:"))
			p.Detail = "Some fields need a scope of their own, such as read:client_keys for client_secret."
		case s.says("tenant is not allowed"):
			put(diagnose.FeatureOff, diagnose.Certain).Detail = "The tenant's plan does not include this setting; leave the field out, or change the plan."
		case s.says("insufficient scope"):
			p := put(diagnose.MissingScope, diagnose.Certain)
			if scopes := list(after(s.message, "expected any of:")); len(scopes) > 0 {
				p.Need = diagnose.AnyOf(scopes...)
			}
		case s.says("is not authorized to access resource server") || s.says("client has not been granted"):
			put(diagnose.ConsentMissing, diagnose.Likely).Fixes = []diagnose.Fix{{By: diagnose.Admin, Where: "Auth0 › Applications › APIs › the API › Machine to Machine Applications", Do: "Authorise the application for the API"}}
		case s.says("service not enabled within domain"):
			put(diagnose.WrongAudience, diagnose.Likely).Detail = "The audience asked for is no API of this tenant."
		case s.says("bad audience"):
			put(diagnose.WrongAudience, diagnose.Certain)
		case s.says("not authorized to the audience"):
			put(diagnose.WrongAudience, diagnose.Possible).Detail = "The user may not have these scopes on this audience."
			put(diagnose.MissingPermission, diagnose.Possible)
		case s.says("grant type*not allowed"):
			put(diagnose.ClientDisabled, diagnose.Likely).Detail = "The application's grant types do not include this one."
		default:
			oauth.read(s, r)
		}
	},
}
