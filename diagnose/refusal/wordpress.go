package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// wordpress reads the REST APIs of WordPress and WooCommerce.
var wordpress = platform{
	name: "wordpress",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (strings.HasPrefix(s.code, "rest_") || strings.HasPrefix(s.code, "woocommerce_rest_")) && s.json.at("data").has("status")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "a code of WordPress' REST API"
		code := strings.TrimPrefix(s.code, "woocommerce_")
		if !known(s, r, wordpressCodes[:], code) && wordpressDenies(code) {
			add(r, diagnose.MissingPermission, diagnose.Likely, s.codeAt, "code "+s.code).Detail = "The user lacks the capability."
		}
		if len(r.Points) == 1 && r.Points[0].Cause == diagnose.MissingPermission && s.status == 401 {
			nobody(r)
		}
	},
}

// wordpressDenies says whether a code is one of those by which controllers and
// plugins deny: rest_cannot_publish, woocommerce_rest_cannot_batch, rest_forbidden_status.
func wordpressDenies(code string) bool {
	return strings.Contains(code, "_cannot_") || strings.HasPrefix(code, "rest_forbidden")
}

// nobody makes of a refused right what it is with 401: WordPress answers 403 to
// users whom it knows, 401 to those whom it does not.
func nobody(r *diagnose.Refusal) {
	denied := r.Points[0]
	denied.Certainty = diagnose.Possible
	r.Points[0].Cause, r.Points[0].Certainty = diagnose.MissingHeader, diagnose.Likely
	r.Points[0].Detail = "WordPress answers 401 where it sees no user: the credentials did not arrive, or the way of sending them is not installed."
	r.Points[0].Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Use an application password or the keys over HTTPS, and see that the web server passes the Authorization header on"}}
	r.Points = append(r.Points, denied)
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
