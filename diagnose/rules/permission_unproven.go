package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var permissionUnproven = diagnose.Checker{
	ID:    "permission-unproven",
	Stage: diagnose.StagePermission,
	Cause: diagnose.MissingPermission,
	Needs: diagnose.RouteEvidence | diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.UserEvidence | diagnose.TokenEvidence | diagnose.ClientEvidence | diagnose.BodyEvidence | diagnose.ClockEvidence | diagnose.OthersEvidence,
	Doc: diagnose.Doc{
		Title: "operation needs a permission, and nothing shows that it is held",
		Why: `A 403 on a published operation that asks for permissions, or for none by name to a client that scopes do not limit, without words, and nothing that is checked before is known to stop the call. On Genesys Cloud a missing permission is by far the most frequent reason for that, ` +
			`which makes it the first thing to look at, and no more than possible.`,
		Fix:     `Bring the response body, or the caller's permissions, before changing anything; the report names which permission to look for.`,
		Tell:    `The body of the answer names the permission, the division or the scope. The rule keeps still as soon as the roles, or words of the server, are known, and where the token or its scopes stop the call first.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"}, "response": {"status": 403}}`,
		Since:   "v0.1",
	},
	Check: checkPermissionUnproven,
}

func checkPermissionUnproven(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	switch {
	case op == nil || op.Permissions.Empty() && !byClient(c):
		return diagnose.Abstain("the catalog names no permission for this call")
	case c.Refusal.Status.Or(0) != 403:
		return diagnose.Abstain("the status is not 403")
	case spoken(c) && !onlyStatus(c.Refusal):
		return diagnose.Abstain("the server's own words are there to be judged")
	case c.Refusal.Answerer != diagnose.AnswererUnknown && c.Refusal.Answerer != diagnose.AnswererAPI:
		return diagnose.Abstain("a %s answered", c.Refusal.Answerer)
	case c.Token.Problem.Ok() || pastExpiry(c):
		return diagnose.Abstain("the token cannot work, which comes first")
	case scopeLayer(c) == layerBlocks || userLayer(c) == layerBlocks:
		return diagnose.Abstain("what comes before permissions stops the call")
	case op.Source != diagnose.Published && op.Source != diagnose.Org:
		return diagnose.Abstain("the operation is not published")
	}
	if x, ok := workedElsewhere(c); ok {
		return diagnose.Clear("the same token got %d for %s %s, so the permission is held somewhere", x.Status, x.Method, x.URL.Path)
	}
	if _, known := held(c); known {
		return diagnose.Clear("the caller's permissions are there to be judged")
	}
	if c.User.Roles.Ok() && !op.Roles.Empty() {
		return diagnose.Abstain("the caller's roles are there to be judged")
	}
	return diagnose.Blame(unproven(c, op))
}

// unproven names what the operation asks for; where that is nothing by name, a right
// or its division is still what a client fails for.
func unproven(c *diagnose.Case, op *diagnose.Operation) diagnose.Finding {
	summary, asks := "the caller lacks permission "+words(op.Permissions), "which asks for "+op.Permissions.String()
	if op.Permissions.Empty() {
		summary, asks = "the client lacks a permission, or holds it in another division", "for which the published API names no permission, by a client, which scopes do not limit"
	}
	return diagnose.Finding{Certainty: diagnose.Possible,
		Summary:  summary,
		Detail:   "The server says nothing but its status. A missing permission is the usual reason for a 403 on a published operation; scope, division and policy can be the reason too.",
		Need:     op.Permissions,
		Evidence: []diagnose.Statement{{At: c.Refusal.Status.From(), Says: "403 on " + op.ID + ", " + asks}},
		Settle: diagnose.Ask{What: "the response body, which names the permission, the scope or the division that is missing", Run: "curl -i …the call…", Cost: 1,
			Answers: []diagnose.Answer{
				{If: "missing.permissions or missing.any.permissions", Then: "the names in brackets are what the caller lacks"},
				{If: "app.not.authorized.for.scope", Then: "the token lacks a scope, and no role helps"},
				{If: "division ids, or a fourth part in the permission", Then: "the role has to be granted in that division"},
				{If: "not.authorized and no name", Then: "the object decides: its state, and who takes part"}}},
		Fixes: permissionFixes(c, op.Permissions)}
}

// onlyStatus says whether the words of an answer only repeat its status: "403
// Forbidden", "403 Client Error: Forbidden for url: …".
func onlyStatus(r *diagnose.Refusal) bool {
	message := strings.ToLower(r.Message.Or(""))
	return !r.Code.Ok() && len(r.Points) == 0 && (strings.Contains(message, "forbidden") || strings.Contains(message, "403"))
}
