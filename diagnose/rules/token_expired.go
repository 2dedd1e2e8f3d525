package rules

import (
	"time"

	"github.com/why403/why403/diagnose"
)

// leeway is how far clocks may differ before a time in a token counts.
const leeway = time.Minute

var tokenExpired = diagnose.Checker{
	ID:    "token-expired",
	Stage: diagnose.StageToken,
	Cause: diagnose.ExpiredToken,
	Needs: diagnose.TokenEvidence,
	May:   diagnose.ClockEvidence | diagnose.RefusalEvidence | diagnose.RouteEvidence | diagnose.RequestEvidence,
	Bring: &theToken,
	Doc: diagnose.Doc{
		Title: "token had run out when the call was made",
		Why: `The exp claim, or the answer of an introspection, says that the token was no longer good. Most servers answer 401; some answer 403, or insufficient_scope, ` +
			`because a token that is not accepted has no scopes. A minute's difference between clocks is allowed for.`,
		Fix:  `The developer takes a new token before the old one runs out (expires_in), or on the first 401, and no more often than that.`,
		Tell: `The same call worked earlier with the same token. Where only this machine's clock tells the time, the recording may simply be old.`,
		Example: `{"request": {"method": "GET", "url": "https://api.example.com/orders"}, "response": {"status": 401},
 "token": {"claims": {"exp": 1763892000, "scope": "orders"}}, "at": "2025-11-23T11:00:00Z"}`,
		Since: "v0.1",
	},
	Check: checkTokenExpired,
}

func checkTokenExpired(c *diagnose.Case) diagnose.Verdict {
	if active, ok := c.Token.Active.Get(); ok && !active {
		return diagnose.Blame(expired(c, "the token is not active any more", diagnose.Statement{At: c.Token.Active.From(), Says: "introspection says that it is not active: run out, or revoked"}))
	}
	exp, ok := c.Token.Expires.Get()
	at, now := c.At.Get()
	switch {
	case !ok && c.Token.Active.Or(false):
		return diagnose.Clear("introspection says that the token is active")
	case !ok && acceptsTokens(c):
		return diagnose.Clear("Genesys Cloud answers 401 to a token that has run out; this is 403")
	case !ok:
		return diagnose.Abstain("it is not known when the token runs out%s", why(c.Token.Expires.Why())).AndBring(askAlive(c))
	case !now:
		return diagnose.Abstain("it is not known when the call was made").
			AndBring(diagnose.Ask{What: "when the call was made, or the Date header of the answer", Run: "why403 --at 2026-11-23T10:00:00Z …", Cost: 1})
	case !at.After(exp.Add(leeway)):
		return diagnose.Clear("the token was good until %s", exp.UTC().Format(time.RFC3339))
	}
	return diagnose.Blame(expired(c, "the token ran out at "+exp.UTC().Format(time.RFC3339)+", "+lasting(at.Sub(exp))+" before the call",
		diagnose.Statement{At: c.Token.Expires.From(), Says: "exp is " + exp.UTC().Format(time.RFC3339)},
		diagnose.Statement{At: c.At.From(), Says: "the call is judged at " + at.UTC().Format(time.RFC3339)}))
}

func askAlive(c *diagnose.Case) diagnose.Ask {
	if !onGenesys(c) {
		return theToken
	}
	return diagnose.Ask{What: "whether the token still works: the answer of GET /api/v2/tokens/me", Run: get(c, "/api/v2/tokens/me"), Cost: 2,
		Answers: []diagnose.Answer{{If: "200", Then: "it works, and shows its scopes"}, {If: "401", Then: "it has run out, was revoked, or belongs to another region"}}}
}

func expired(c *diagnose.Case, summary string, evidence ...diagnose.Statement) diagnose.Finding {
	f := diagnose.Finding{Certainty: diagnose.Certain, Summary: summary, Evidence: evidence,
		Fixes: []diagnose.Fix{{By: diagnose.Developer, Do: "Take a new token and make the call again; from then on renew it before expires_in is over"}}}
	byClock := c.At.From().Source == diagnose.MachineClock && c.Token.Active.Or(true)
	switch {
	case byClock && about401(c):
		lower(&f, diagnose.Likely, "Only this machine's clock tells the time of the call.")
	case byClock:
		lower(&f, diagnose.Possible, "Only this machine's clock tells the time of the call, so the recording may simply be older than the token's end.")
	case acceptsTokens(c) && spoken(c):
		lower(&f, diagnose.Possible, "Genesys Cloud answers 401 to a token that has run out, and this is 403 with a reason of its own.")
	case acceptsTokens(c):
		lower(&f, diagnose.Likely, "Genesys Cloud mostly answers 401 to a token that has run out.")
	}
	return f
}

func lasting(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return itoa(int(d.Hours()/24)) + " days"
	case d >= 2*time.Hour:
		return itoa(int(d.Hours())) + " hours"
	}
	return itoa(int(d.Minutes())) + " minutes"
}
