package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var permissionMissing = diagnose.Checker{
	ID:    "permission-missing",
	Stage: diagnose.StagePermission,
	Cause: diagnose.MissingPermission,
	Needs: diagnose.RouteEvidence,
	May:   diagnose.RequestEvidence | rightsEvidence | diagnose.RefusalEvidence | diagnose.BodyEvidence | diagnose.ClockEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "caller's roles do not carry a permission the operation needs",
		Why: `Every published operation lists permissions, of which one (any) or all are needed. They come from roles: the user's, or the OAuth client's where the grant is client credentials. ` +
			`A permission may be held by a wildcard; one that is held in some divisions only counts as held here.`,
		Fix: `An administrator assigns a role that carries the permission: an existing one with little else in it before a new one, one permission before a wildcard. ` +
			`Changes of roles take minutes to apply.`,
		Tell: `Another user with the same client gets through. A permission that is held, but not where the object lies, is division-outside.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"}, "response": {"status": 403},
 "user": {"permissions": ["routing:skill:view"]}}`,
		Since: "v0.1",
	},
	Check: checkPermissionMissing,
}

func checkPermissionMissing(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	switch {
	case op == nil:
		return diagnose.Abstain("the catalog does not know this operation, so nothing says which permission it needs")
	case op.Permissions.Empty():
		return diagnose.Clear("%s asks for no permission", op.ID)
	case unread(c):
		return diagnose.Abstain("a 401 is about the token; permissions come after it")
	}
	have, ok := held(c)
	if !ok {
		return diagnose.Abstain("the caller's permissions are not known%s", why(c.User.Permissions.Why())).AndBring(askPermissions(c))
	}
	missing := op.Permissions.Missing(have, diagnose.PermissionCovers)
	if len(missing) == 0 {
		return diagnose.Clear("the caller holds %s", op.Permissions)
	}
	who := "the user's roles"
	if byClient(c) {
		who = "the client's roles"
	}
	need := diagnose.Requirement{Mode: op.Permissions.Mode, Names: missing}
	f := diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   who + " do not carry " + list(missing, conjunction(op.Permissions)),
		Need:      op.Permissions,
		Have:      have,
		Evidence: []diagnose.Statement{{At: permissionsAt(c), Says: who + " carry " + itoa(len(have)) + " " + these(have, "permission", "permissions") + ", and not " + these(missing, "this one", "these")},
			asks(op, op.PermissionsFrom, op.Permissions.String())},
		Fixes: permissionFixes(c, need),
		Avoid: []string{"Do not grant " + wildcard(missing[0]) + " for this: it opens everything of its kind."},
	}
	if op.Permissions.Mode == diagnose.Any && len(missing) > 1 {
		f.Detail = "Any one of the permissions is enough."
	}
	if scopeless(c) {
		f.Avoid = append(f.Avoid, "Do not add scopes to a client-credentials client: they have no effect.")
	}
	weigh(c, &f)
	return diagnose.Blame(f)
}

func permissionsAt(c *diagnose.Case) diagnose.Location {
	for _, at := range []diagnose.Location{c.User.Permissions.From(), c.User.Grants.From(), c.Client.Grants.From(), c.Token.Permissions.From()} {
		if at != (diagnose.Location{}) {
			return at
		}
	}
	return diagnose.Location{}
}

// wildcard is what not to grant for the sake of one permission.
func wildcard(permission string) string {
	domain, _, _ := strings.Cut(permission, ":")
	return domain + ":*:*"
}
