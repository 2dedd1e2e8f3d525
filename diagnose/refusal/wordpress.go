package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// wordpress reads WordPress' REST API.
var wordpress = platform{
	name: "wordpress",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (strings.HasPrefix(s.code, "rest_") && s.json.at("data").has("status"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "a code of WordPress' REST API"
		known(s, r, wordpressCodes[:], s.code)
	},
}

var wordpressCodes = [...]meaning{
	{"rest_cookie_invalid_nonce", diagnose.CSRFOrCORS, diagnose.Certain, "The nonce is stale or missing.", diagnose.Fix{}},
	{"rest_forbidden", diagnose.MissingPermission, diagnose.Likely, "The user lacks the capability.", diagnose.Fix{}},
	{"rest_not_logged_in", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"rest_cannot_create", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"rest_cannot_edit", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"rest_cannot_delete", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"rest_cannot_view", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"rest_user_cannot_view", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"rest_forbidden_context", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"rest_no_route", diagnose.EndpointNotPublished, diagnose.Certain, "", diagnose.Fix{}},
	{"rest_disabled", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
}
