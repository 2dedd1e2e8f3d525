package rules

import "github.com/why403/why403/diagnose"

var userContextNeeded = diagnose.Checker{
	ID:    "user-context-needed",
	Stage: diagnose.StageGrant,
	Cause: diagnose.NeedsUserContext,
	Needs: diagnose.RouteEvidence,
	May:   diagnose.RequestEvidence | diagnose.TokenEvidence | diagnose.ClientEvidence | diagnose.RefusalEvidence | diagnose.ClockEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "operation acts for a signed-in user, and no user stands behind the token",
		Why: `The catalog marks operations that need a user: those on "me", those that act as a participant, those that list not.a.user among their errors. ` +
			`A token of the client-credentials grant has no user. Genesys Cloud mostly answers 400 not.a.user, and 403 not.authorized on participants.`,
		Fix:     `The developer signs a user in (authorization code with PKCE), or uses the operation that takes the user's id. No role and no scope of the client mends it.`,
		Tell:    `GET /api/v2/users/me with the same token answers 400 where nobody stands behind it.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/users/me"}, "response": {"status": 403}, "client": {"grant": "client_credentials"}}`,
		Since:   "v0.1",
	},
	Check: checkUserContextNeeded,
}

func checkUserContextNeeded(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	switch {
	case op == nil:
		return diagnose.Abstain("the catalog does not know this operation")
	case unread(c):
		return diagnose.Abstain("a 401 is about the token; whom it stands for comes after it")
	case !op.NeedsUser:
		return diagnose.Clear("%s does not ask for a user", op.ID)
	case byUser(c):
		return diagnose.Clear("a user stands behind the token")
	case !byClient(c):
		return diagnose.Abstain("it is not known whether a user stands behind the token").AndBring(askGrant(c))
	}
	at, says := c.Client.Grant.From(), "the grant is client credentials"
	if !c.Client.Grant.Ok() {
		at, says = c.Token.HasUser.From(), "no user stands behind the token"
	}
	certainty := diagnose.Likely
	if p, ok := decisive(c.Refusal); ok && p.Cause == diagnose.NeedsUserContext {
		certainty = diagnose.Certain
	}
	f := diagnose.Finding{
		Certainty: certainty,
		Summary:   "the operation needs a signed-in user, and nobody stands behind the token",
		Detail:    "A client-credentials token stands for a program. This operation acts for the person who is signed in.",
		Evidence:  []diagnose.Statement{{At: at, Says: says}, asks(op, op.From, "a user context")},
		Fixes:     []diagnose.Fix{signIn(c)},
		Avoid:     []string{"Do not widen the roles of the client: with every permission it still is no user."},
	}
	weigh(c, &f)
	return diagnose.Blame(f)
}
