package rules

import (
	"time"

	"github.com/why403/why403/diagnose"
)

var tokenNotYetValid = diagnose.Checker{
	ID:    "token-not-yet-valid",
	Stage: diagnose.StageToken,
	Cause: diagnose.BadToken,
	Needs: diagnose.TokenEvidence,
	May:   diagnose.ClockEvidence | diagnose.RefusalEvidence | diagnose.RouteEvidence,
	Bring: &theToken,
	Doc: diagnose.Doc{
		Title: "token is not valid yet",
		Why: `The nbf claim lies after the call: the clock of the issuer goes ahead of the server's, or the token was made for later. ` +
			`Some servers refuse a token for an iat claim after the call, too. ` +
			`The closed list of causes has no name of its own for that; it counts as a bad token, since nothing has run out. A minute's difference is allowed for.`,
		Fix:  `The developer sets the clocks by a time server, and sets nbf to the moment of issue or a little before.`,
		Tell: `The same token works a while later.`,
		Example: `{"request": {"method": "GET", "url": "https://api.example.com/orders"}, "response": {"status": 401},
 "token": {"claims": {"nbf": 1763899200, "scope": "orders"}}, "at": "2025-11-23T11:00:00Z"}`,
		Since: "v0.1",
	},
	Check: checkTokenNotYetValid,
}

func checkTokenNotYetValid(c *diagnose.Case) diagnose.Verdict {
	nbf, ok := c.Token.NotBefore.Get()
	issued, dated := c.Token.IssuedAt.Get()
	at, now := c.At.Get()
	switch {
	case dated && now && at.Before(issued.Add(-leeway)) && !(ok && at.Before(nbf.Add(-leeway))):
		return issuedLater(c, issued, at)
	case !ok:
		return diagnose.Clear("the token names no moment before which it is not valid")
	case !now:
		return diagnose.Abstain("it is not known when the call was made").
			AndBring(diagnose.Ask{What: "when the call was made, or the Date header of the answer", Run: "why403 --at 2026-11-23T10:00:00Z …", Cost: 1})
	case !at.Before(nbf.Add(-leeway)):
		return diagnose.Clear("the token is valid since %s", nbf.UTC().Format(time.RFC3339))
	}
	f := diagnose.Finding{
		Certainty: diagnose.Certain,
		Summary:   "the token is not valid before " + nbf.UTC().Format(time.RFC3339) + ", " + lasting(nbf.Sub(at)) + " after the call",
		Evidence: []diagnose.Statement{{At: c.Token.NotBefore.From(), Says: "nbf is " + nbf.UTC().Format(time.RFC3339)},
			{At: c.At.From(), Says: "the call is judged at " + at.UTC().Format(time.RFC3339)}},
		Fixes: []diagnose.Fix{{By: diagnose.Developer, Do: "Set the clocks of issuer and server by a time server, and issue tokens that are valid at once"}},
	}
	if acceptsTokens(c) {
		lower(&f, diagnose.Likely, "Genesys Cloud mostly answers 401 to such a token.")
	}
	return diagnose.Blame(f)
}

// issuedLater blames a token that was issued after the call. Few servers look at that,
// and another token may have been sent.
func issuedLater(c *diagnose.Case, issued, at time.Time) diagnose.Verdict {
	return diagnose.Blame(diagnose.Finding{
		Certainty: diagnose.Possible,
		Summary:   "the token was issued at " + issued.UTC().Format(time.RFC3339) + ", " + lasting(issued.Sub(at)) + " after the call",
		Detail:    "Either the clocks differ, which some servers refuse, or the token that was brought is not the one that was sent.",
		Evidence: []diagnose.Statement{{At: c.Token.IssuedAt.From(), Says: "iat is " + issued.UTC().Format(time.RFC3339)},
			{At: c.At.From(), Says: "the call is judged at " + at.UTC().Format(time.RFC3339)}},
		Fixes: []diagnose.Fix{{By: diagnose.Developer, Do: "Bring the token that was sent with this call; where it is this one, set the clocks by a time server"}},
	})
}
