package rules

import (
	"time"

	"github.com/why403/why403/diagnose"
)

var tokenExpiredNamed = diagnose.Checker{
	ID:    "token-expired-named",
	Stage: diagnose.StageToken,
	Cause: diagnose.ExpiredToken,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.TokenEvidence | diagnose.ClockEvidence | diagnose.RequestEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server says that the token has expired",
		Why: `The words are the server's: credentials.expired, "token expired", "Signature has expired", invalid_token with an expiry text. ` +
			`The right status is 401; quite a few services answer 403.`,
		Fix:  `The developer asks for a new token, or refreshes it, before the old one runs out, and repeats the call once.`,
		Tell: `A fresh token gets through where expiry was all. Where it does not, look at what stands next in the order of checks.`,
		Example: `{"request": {"method": "GET", "url": "https://data.example.org/v1/items"},
 "response": {"status": 403, "body": {"message": "Signature has expired"}}}`,
		Since: "v0.1",
	},
	Check: checkTokenExpiredNamed,
}

func checkTokenExpiredNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.ExpiredToken, "the server says that the token has expired")
	if !ok {
		return unnamed(c, diagnose.StageToken)
	}
	if signed, _, _ := signature(c.Request.URL.Or(diagnose.URL{}).Query); signed {
		return diagnose.Abstain("the credential is the signed address itself")
	}
	f.Fixes = beside(f.Fixes,
		diagnose.Fix{By: diagnose.Developer, Do: "Get a new token and repeat the call; renew it a minute before its end from now on"})
	exp, known := c.Token.Expires.Get()
	at, clock := c.At.Get()
	good := known && clock && at.Before(exp.Add(-5*time.Minute))
	switch {
	case good && f.Certainty == diagnose.Possible:
		return diagnose.Clear("the server does not say so, and the token is good until %s", exp.UTC().Format(time.RFC3339))
	case f.Certainty == diagnose.Possible:
		f.Summary = "the token may have expired"
	case good:
		lower(&f, diagnose.Likely, "The token itself is good until "+exp.UTC().Format(time.RFC3339)+": it was revoked or idle too long, the server's clock is off, or another token was sent.")
		return diagnose.Blame(f).AndDisagree(clash("whether the token has expired", "the server", "it has", "the token", "good until "+exp.UTC().Format(time.RFC3339)))
	}
	return diagnose.Blame(f)
}
