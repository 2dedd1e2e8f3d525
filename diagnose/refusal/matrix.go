package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// matrix reads Matrix servers: an errcode that begins with M_, and a sentence.
var matrix = platform{
	name:  "matrix",
	wrote: func(s *answer) bool { return strings.HasPrefix(s.json.at("errcode").str(), "M_") },
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "an errcode of Matrix"
		s.codeAt = s.where("errcode")
		r.Code = diagnose.Know(s.json.at("errcode").str(), s.codeAt)
		known(s, r, matrixCodes[:], s.json.at("errcode").str())
	},
}

// matrixCodes leaves out M_FORBIDDEN, of which the sentence says why.
var matrixCodes = [...]meaning{
	{"M_UNKNOWN_TOKEN", diagnose.BadToken, diagnose.Likely, "The access token is not known any more: logged out, expired, or of another server.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
	{"M_MISSING_TOKEN", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"M_USER_DEACTIVATED", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"M_USER_LOCKED", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"M_USER_SUSPENDED", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"M_CONSENT_NOT_GIVEN", diagnose.ConsentMissing, diagnose.Certain, "The user has not accepted the server's terms; the answer carries the address.", diagnose.Fix{By: diagnose.Person, Do: "Open consent_uri and accept"}},
	{"M_GUEST_ACCESS_FORBIDDEN", diagnose.MissingPermission, diagnose.Likely, "Guests may not do this here.", diagnose.Fix{}},
	{"M_LIMIT_EXCEEDED", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"M_RESOURCE_LIMIT_EXCEEDED", diagnose.RateLimited, diagnose.Likely, "A limit of the server is used up.", diagnose.Fix{}},
}
