package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var tokenMalformed = diagnose.Checker{
	ID:    "token-malformed",
	Stage: diagnose.StageToken,
	Cause: diagnose.BadToken,
	Needs: diagnose.TokenEvidence,
	May:   diagnose.RefusalEvidence | diagnose.RouteEvidence | diagnose.RequestEvidence,
	Bring: &theToken,
	Doc: diagnose.Doc{
		Title: "what was sent cannot be a working token",
		Why: `The token is cut off, quoted twice, not decodable, unsigned (alg none), or another kind of credentials stands in its place, such as Basic with the client's id and secret. ` +
			`Most servers answer 401 invalid_token.`,
		Fix:     `The developer takes the access_token from the token response as it is, and sends it behind "Bearer " and one space.`,
		Tell:    `A token that can be read and has run out is token-expired; one of another audience is audience-wrong.`,
		Example: `{"request": {"method": "GET", "url": "https://api.example.com/orders"}, "response": {"status": 401}, "token": {"raw": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtYWRlLXVwIn0."}}`,
		Since:   "v0.1",
	},
	Check: checkTokenMalformed,
}

func checkTokenMalformed(c *diagnose.Case) diagnose.Verdict {
	t := c.Token
	problem, at := t.Problem.Or(""), t.Problem.From()
	switch {
	case problem != "":
	case strings.EqualFold(t.Algorithm.Or(""), "none"):
		problem, at = "it is not signed (alg none)", t.Algorithm.From()
	case t.Scheme.Or("") == "basic" && c.Route.Operation != nil:
		problem, at = "Basic credentials were sent where a bearer token belongs", t.Scheme.From()
	case !hasToken(t):
		return diagnose.Abstain("the token itself was not brought").AndBring(theToken)
	case t.Kind.Or("") == diagnose.Opaque:
		return diagnose.Clear("the token is opaque, and nothing is wrong with its form")
	case t.Kind.Ok():
		return diagnose.Clear("the token has the form of one; its signature was not verified")
	default:
		return diagnose.Clear("what is known of the token comes from its server, so it can be read")
	}
	f := diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   "what was sent cannot be a working token: " + problem,
		Evidence:  []diagnose.Statement{{At: at, Says: "the token: " + problem}},
		Fixes:     []diagnose.Fix{{By: diagnose.Developer, Do: `Take access_token from the token response as it is, and send it as "Authorization: Bearer" with one space between`}},
	}
	switch {
	case about401(c):
		f.Certainty = diagnose.Certain
	case acceptsTokens(c):
		lower(&f, diagnose.Possible, "The server answers 401 to such a token, and this is 403: the token may only have been damaged when it was copied here.")
	}
	return diagnose.Blame(f)
}

// acceptsTokens says that the answer is of a server that refuses a bad token with
// 401, so that a 403 speaks for the token.
func acceptsTokens(c *diagnose.Case) bool {
	return c.Refusal.Status.Or(0) == 403 && onGenesys(c)
}
