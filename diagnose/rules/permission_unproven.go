package rules

import "github.com/why403/why403/diagnose"

var permissionUnproven = diagnose.Checker{
	ID:    "permission-unproven",
	Stage: diagnose.StagePermission,
	Cause: diagnose.MissingPermission,
	Needs: diagnose.RouteEvidence | diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.UserEvidence | diagnose.TokenEvidence | diagnose.ClientEvidence | diagnose.BodyEvidence,
	Doc: diagnose.Doc{
		Title: "operation needs a permission, and nothing shows that it is held",
		Why: `Nothing is known but a 403 on a published operation that asks for permissions. On Genesys Cloud a missing permission is by far the most frequent reason for that, ` +
			`which makes it the first thing to look at, and no more than possible.`,
		Fix:     `Bring the response body, or the caller's permissions, before changing anything; the report names which permission to look for.`,
		Tell:    `The body of the answer names the permission, the division or the scope. The rule keeps still as soon as token, roles or words of the server are known.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"}, "response": {"status": 403}}`,
		Since:   "v0.1",
	},
	Check: checkPermissionUnproven,
}

func checkPermissionUnproven(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	switch {
	case op == nil || op.Permissions.Empty():
		return diagnose.Abstain("the catalog names no permission for this call")
	case c.Refusal.Status.Or(0) != 403:
		return diagnose.Abstain("the status is not 403")
	case spoken(c) || len(c.Refusal.Points) > 0:
		return diagnose.Abstain("the server's own words are there to be judged")
	case c.Refusal.Answerer != diagnose.AnswererUnknown && c.Refusal.Answerer != diagnose.AnswererAPI:
		return diagnose.Abstain("a %s answered", c.Refusal.Answerer)
	case c.Token.Scopes.Ok() || c.Token.Expires.Ok() || c.Token.Problem.Ok() || c.Token.Kind.Ok():
		return diagnose.Abstain("the token is there to be judged")
	case op.Source != diagnose.Published && op.Source != diagnose.Org:
		return diagnose.Abstain("the operation is not published")
	}
	if _, known := held(c); known {
		return diagnose.Clear("the caller's permissions are there to be judged")
	}
	if c.User.Roles.Ok() && !op.Roles.Empty() {
		return diagnose.Abstain("the caller's roles are there to be judged")
	}
	return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Possible,
		Summary:  "the caller lacks permission " + words(op.Permissions),
		Detail:   "Nothing but the status is known. A missing permission is the usual reason for a 403 on a published operation; scope, division and policy can be the reason too.",
		Need:     op.Permissions,
		Evidence: []diagnose.Statement{{At: c.Refusal.Status.From(), Says: "403 on " + op.ID + ", which asks for " + op.Permissions.String()}},
		Settle: diagnose.Ask{What: "the response body, which names the permission, the scope or the division that is missing", Run: "curl -i …the call…", Cost: 1,
			Answers: []diagnose.Answer{
				{If: "missing.permissions or missing.any.permissions", Then: "the names in brackets are what the caller lacks"},
				{If: "app.not.authorized.for.scope", Then: "the token lacks a scope, and no role helps"},
				{If: "division ids, or a fourth part in the permission", Then: "the role has to be granted in that division"},
				{If: "not.authorized and no name", Then: "the object decides: its state, and who takes part"}}},
		Fixes: permissionFixes(c, op.Permissions)})
}
