package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var audienceNamed = diagnose.Checker{
	ID:    "audience-named",
	Stage: diagnose.StageToken,
	Cause: diagnose.WrongAudience,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.TokenEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server says that the token was made for somebody else",
		Why: `The aud claim names another API, or iss names an issuer this server does not trust: a token for the sign-in of the app sent to Graph, ` +
			`an ID token sent instead of an access token, a token of the test tenant sent to production.`,
		Fix: `The developer asks for a token with the audience (resource, scope) of the API that is called.`,
		Tell: `Every call to this API is refused with the token, and another API takes it. ` +
			`Some servers answer insufficient_scope for a wrong audience: compare aud and iss before adding scopes.`,
		Example: `{"request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me"},
 "response": {"status": 401, "body": {"error": {"code": "InvalidAuthenticationToken", "message": "Access token validation failure. Invalid audience."}}}}`,
		Since: "v0.1",
	},
	Check: checkAudienceNamed,
}

func checkAudienceNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.WrongAudience, "the token was made for another API, or by another issuer")
	if !ok {
		return unnamed(c, diagnose.StageToken)
	}
	if aud, known := c.Token.Audience.Get(); known {
		f.Have = aud
		f.Evidence = append(f.Evidence, diagnose.Statement{At: c.Token.Audience.From(), Says: "the aud claim names " + strings.Join(aud, ", ")})
	}
	if iss, known := c.Token.Issuer.Get(); known {
		f.Evidence = append(f.Evidence, diagnose.Statement{At: c.Token.Issuer.From(), Says: "the iss claim names " + iss})
	}
	f.Fixes = beside(f.Fixes, diagnose.Fix{By: diagnose.Developer,
		Do: "Ask for an access token whose audience is the API that is called, from the issuer that API trusts, and send that one"})
	f.Avoid = []string{"Do not add scopes to a token for another audience: it stays refused."}
	return diagnose.Blame(f)
}
