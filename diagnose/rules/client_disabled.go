package rules

import (
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

var clientDisabled = diagnose.Checker{
	ID:    "client-disabled",
	Stage: diagnose.StageToken,
	Cause: diagnose.ClientDisabled,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.ClientEvidence | diagnose.UserEvidence | diagnose.TokenEvidence | diagnose.RouteEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "OAuth client or account is switched off",
		Why: `The client is inactive, disabled or due for deletion, the app is suspended or blocked by the administrator, or the person's account is inactive. ` +
			`Tokens issued before stop working without any change in the program.`,
		Fix: `An administrator switches the client or the account on again, or gives the program a client of its own.`,
		Tell: `It worked until a day, and since then every call of this client is refused, also with new tokens. ` +
			`A client that is missing consent was never able to make the call.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"}, "response": {"status": 401}, "client": {"grant": "client_credentials", "state": "inactive"}}`,
		Since:   "v0.1",
	},
	Check: checkClientDisabled,
}

func checkClientDisabled(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.ClientDisabled, "the client or the account is switched off")
	client, user := off(c.Client.State), off(c.User.State)
	switch {
	case ok:
	case client != "":
		f = switchedOff("the OAuth client is "+client, c.Client.State.From())
	case user != "":
		f = switchedOff("the account is "+user, c.User.State.From())
	case c.Client.State.Ok():
		return diagnose.Clear("the client is %s", c.Client.State.Or(""))
	default:
		return olderThanClient(c)
	}
	f.Fixes = beside(f.Fixes, enable(c, user != "" && client == ""))
	return diagnose.Blame(f)
}

func off(state diagnose.Known[string]) string {
	switch s := strings.ToLower(state.Or("")); s {
	case "inactive", "disabled", "deleted", "suspended", "blocked":
		return s
	}
	return ""
}

func switchedOff(what string, at diagnose.Location) diagnose.Finding {
	return diagnose.Finding{Certainty: diagnose.Likely, Summary: what, Evidence: []diagnose.Statement{{At: at, Says: what}}}
}

func enable(c *diagnose.Case, account bool) diagnose.Fix {
	fix := diagnose.Fix{By: diagnose.Admin, Do: "Find out who switched the client or account off and why, and have it switched on again or use another one"}
	switch {
	case account:
		fix.Do = "Activate the account, or let the program use one that is active"
	case onGenesys(c):
		fix.Do = "Switch the client on again, or give the program a client of its own"
		fix.Where, fix.Change = "Admin › Integrations › OAuth › the client", clientChange(c, diagnose.EnableClient)
	}
	return fix
}

// olderThanClient looks at a client that was changed after the token was issued:
// no fault in itself, but a reason to repeat the call with a new token.
func olderThanClient(c *diagnose.Case) diagnose.Verdict {
	modified, known := c.Client.Modified.Get()
	issued, dated := c.Token.IssuedAt.Get()
	if known && dated && modified.After(issued) {
		return diagnose.Abstain("the client was changed at %s, after the token was issued; a token keeps what it was issued with", modified.UTC().Format(time.RFC3339)).
			AndBring(diagnose.Ask{What: "the answer to the same call with a new token", Cost: 2, Answers: []diagnose.Answer{
				{If: "it succeeds", Then: "the change of the client was what the old token lacked"},
				{If: "it is refused alike", Then: "the change had nothing to do with it"}}})
	}
	return unnamed(c, diagnose.StageToken)
}
