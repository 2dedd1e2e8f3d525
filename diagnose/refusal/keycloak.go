package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// keycloak reads the refusals of Keycloak's admin API, which say nothing but that
// they are one: its path tells that roles of a client are missing in the token.
var keycloak = platform{
	name: "keycloak",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && s.status == 403 && strings.Contains(s.path, "/admin/realms/")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "a path of Keycloak's admin API"
		if s.message != "" && !s.says("unknown error") && !s.says("http 403 forbidden") {
			return
		}
		p := add(r, diagnose.MissingRole, diagnose.Likely, s.statusAt, "Keycloak's admin API refused without a reason")
		p.Detail = "The admin API asks for roles such as view-users or manage-users. They are looked for in the token: of the client realm-management of the same realm, or of <realm>-realm in master."
		p.Fixes = []diagnose.Fix{
			{By: diagnose.Admin, Where: "Clients › the client › Service account roles", Do: "Assign the role of realm-management that the call needs"},
			{By: diagnose.Developer, Do: "Decode a new token and see that resource_access lists the role; a limited client scope leaves it out"},
		}
	},
}
