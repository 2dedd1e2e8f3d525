package rules

import "github.com/why403/why403/diagnose"

var roleMissing = diagnose.Checker{
	ID:    "role-missing",
	Stage: diagnose.StagePermission,
	Cause: diagnose.MissingRole,
	Needs: diagnose.RouteEvidence,
	May:   diagnose.RequestEvidence | rightsEvidence | diagnose.RefusalEvidence | diagnose.ClockEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "caller lacks a role that is demanded by name",
		Why: `Published operations ask for permissions, whatever role brings them. Some accounts, and some organisations in their own overlay, demand a role by its name: ` +
			`"Manage conversations" to change a conference, "Supervisor" where an organisation wants only supervisors to do so.`,
		Fix:  `An administrator assigns the role to the user, or to the OAuth client where the grant is client credentials.`,
		Tell: `The scope is there and the body is right. Where the server names a permission, that is what counts, not the name of a role.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/conferences/7f9d3c1a-2b44-4e0d-9a51-c0ffee000001/participants"},
 "response": {"status": 403}, "token": {"scopes": ["conversation:write"]}, "user": {"roles": ["employee"]}}`,
		Since: "v0.1",
	},
	Check: checkRoleMissing,
}

func checkRoleMissing(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	switch {
	case op == nil:
		return diagnose.Abstain("the catalog does not know this operation")
	case op.Roles.Empty():
		return diagnose.Clear("%s demands no role by name", op.ID)
	case unread(c):
		return diagnose.Abstain("a 401 is about the token; roles come after it")
	}
	have, at, ok := rolesOf(c)
	if !ok {
		return diagnose.Abstain("the caller's roles are not known%s", why(c.User.Roles.Why())).AndBring(askRoles(c, op.Roles))
	}
	missing := op.Roles.Missing(have, diagnose.NameCovers)
	if len(missing) == 0 {
		return diagnose.Clear("the caller has the role %s", list(op.Roles.Names, "or"))
	}
	role := quoted(missing)
	who, where := "the user", "Admin › People & Permissions › People › the user › Roles"
	if byClient(c) {
		who, where = "the client", "Admin › Integrations › OAuth › the client › Roles"
	}
	if !onGenesys(c) {
		where = ""
	}
	names := quoted(have)
	if names == "" {
		names = "none"
	}
	f := diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   who + " lacks the role " + list(missing, conjunction(op.Roles)),
		Need:      op.Roles,
		Have:      have,
		Evidence:  []diagnose.Statement{{At: at, Says: "the roles of " + who + ": " + names}, asks(op, op.RolesFrom, "the role "+op.Roles.String())},
		Fixes:     []diagnose.Fix{{By: diagnose.Admin, Where: where, Change: grantOfRole(c, missing[0]), Do: "Assign the role " + role + " to " + who + "; it takes some minutes to apply"}},
		Avoid:     []string{"Do not assign an administrator's role for this."},
	}
	if op.Source == diagnose.Community && op.RolesFrom == (diagnose.Location{}) {
		f.Detail = "That the role decides is somebody's account, not the published description; an organisation may name its own roles in an overlay."
	}
	weigh(c, &f)
	return diagnose.Blame(f)
}
