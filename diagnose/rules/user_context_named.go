package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var userContextNamed = diagnose.Checker{
	ID:    "user-context-named",
	Stage: diagnose.StageGrant,
	Cause: diagnose.NeedsUserContext,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.RouteEvidence | diagnose.TokenEvidence | diagnose.ClientEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server wants a person behind the token",
		Why: `The call acts for a user, and the token stands for a program. Genesys Cloud says so in three forms: 400 not.a.user, ` +
			`the words "This request requires a user context", and, on calls that change somebody's own part of a conversation, a bare 403 not.authorized to a client-credentials token.`,
		Fix: `The developer signs a user in (authorization code with PKCE) and calls with that token, or uses the call that takes the user's id as a parameter.`,
		Tell: `GET users/me with the same token answers 400 where nobody stands behind it. ` +
			`With a user behind the token the bare not.authorized means that the user has no part in the object.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/users/me"}, "client": {"grant": "client_credentials"},
 "response": {"status": 400, "body": {"message": "This request requires a user context. Client credentials cannot be used for requests to this resource.", "code": "not.a.user", "status": 400}}}`,
		Since: "v0.1",
	},
	Check: checkUserContextNamed,
}

func checkUserContextNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.NeedsUserContext, "the call needs a person behind the token")
	if onGenesys(c) && bareRefusal(c) {
		if ofAParticipant(c) {
			return bareToClient(c)
		}
		ok = ok && byClient(c)
	}
	if !ok {
		return unnamed(c, diagnose.StageGrant)
	}
	f.Fixes = beside(f.Fixes, signIn(c))
	if user, known := c.Token.HasUser.Get(); known && user && !byClient(c) {
		lower(&f, diagnose.Likely, "The token that was brought has a user behind it, so another token may have made the call.")
		return diagnose.Blame(f).AndDisagree(clash("whether a user stands behind the token", "the server", "none does", "the token", "one does"))
	}
	return diagnose.Blame(f)
}

// bareToClient judges not.authorized, without another word, on somebody's own part
// of a conversation.
func bareToClient(c *diagnose.Case) diagnose.Verdict {
	_, known := c.Client.Grant.Get()
	_, known2 := c.Token.HasUser.Get()
	switch {
	case !known && !known2:
		return diagnose.Abstain("it is not known whether a user stands behind the token").AndBring(askWho(c))
	case !byClient(c):
		return diagnose.Clear("a user stands behind the token")
	}
	evidence := []diagnose.Statement{
		{At: placeOf(c, diagnose.Point{}), Says: "the refusal names no permission, as for objects that one must take part in"},
		{At: c.Client.Grant.From(), Says: "the grant is client credentials: nobody stands behind the token"}}
	return diagnose.Blame(
		diagnose.Finding{Certainty: diagnose.Likely, Summary: "the call acts for a participant, and no user stands behind the token",
			Evidence: evidence, Fixes: []diagnose.Fix{signIn(c)},
			Avoid: []string{"Do not widen the roles of the client: with every permission it still is no participant."}})
}

// bareRefusal says whether Genesys Cloud refused without naming anything; its
// reader then gives every reading as possible.
func bareRefusal(c *diagnose.Case) bool {
	p := c.Refusal.PointsTo(diagnose.ResourceState)
	return len(p) > 0 && p[0].Certainty < diagnose.Certain && len(c.Refusal.PointsTo(diagnose.NeedsUserContext)) > 0
}

// ofAParticipant says whether the call changes one participant's own part of a
// conversation, or speaks in it.
func ofAParticipant(c *diagnose.Case) bool {
	path := c.Request.URL.Or(diagnose.URL{}).Path
	if op := c.Route.Operation; op != nil {
		path = op.Path
	}
	return changes(c.Request.Method.Or("")) && strings.Contains(path, "/conversations/") &&
		(strings.Contains(path, "/participants/") || strings.Contains(path, "/communications/"))
}

func signIn(c *diagnose.Case) diagnose.Fix {
	do := "Sign a user in (authorization code with PKCE) and make the call with that user's token"
	if onGenesys(c) {
		do += "; a client of the client-credentials grant cannot make it whatever its roles"
	}
	return diagnose.Fix{By: diagnose.Developer, Do: do}
}
