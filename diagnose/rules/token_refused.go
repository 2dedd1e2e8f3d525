package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var tokenRefused = diagnose.Checker{
	ID:    "token-refused",
	Stage: diagnose.StageToken,
	Cause: diagnose.BadToken,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.OthersEvidence | diagnose.TokenEvidence | diagnose.RouteEvidence | diagnose.RequestEvidence | diagnose.ClockEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server does not accept the token or the credentials",
		Why: `The token was not recognised: cut off or changed on the way, signed with a key the server does not know, revoked, ` +
			`or made in another region or environment. Genesys Cloud answers 401 bad.credentials, RFC 6750 servers invalid_token, token endpoints invalid_client or invalid_grant.`,
		Fix: `The developer gets a new token from the login host of the same region and sends it whole as "Authorization: Bearer …"; ` +
			`where the credentials of the client are refused, an administrator compares id and secret.`,
		Tell: `A token that is refused is refused on every call. If any call succeeds with it, look further: at scope, permission or object.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/users/me"},
 "response": {"status": 401, "body": {"message": "Invalid login credentials.", "code": "bad.credentials", "status": 401}}}`,
		Since: "v0.1",
	},
	Check: checkTokenRefused,
}

func checkTokenRefused(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.BadToken, "the server does not accept the token or the credentials")
	if !ok {
		return tokenElsewhere(c)
	}
	if x, taken := sameToken(c, 200); taken {
		lower(&f, diagnose.Possible, "The same token was accepted for "+x.Method+" "+x.URL.Path+".")
		f.Evidence = append(f.Evidence, diagnose.Statement{At: x.At, Says: "the same token got " + itoa(x.Status) + " for " + x.Method + " " + x.URL.Path})
	}
	if pastExpiry(c) {
		lower(&f, diagnose.Possible, "The token had expired when the call was made, which servers answer in the same words.")
	}
	if why, broken := c.Token.Problem.Get(); broken {
		also(&f, "The token as it was brought cannot work: "+why+".")
	}
	if c.Token.Kind.Or("") == diagnose.JWT && c.Route.Host == diagnose.HostAPI {
		also(&f, "Genesys Cloud's access tokens are opaque; this one is a JWT, made by something else.")
	}
	do := "Get a new token from the same environment's login host and send it whole, in one line, after \"Bearer \""
	if onGenesys(c) {
		do = "Get a new token from the login host of the region that the call goes to, and send it whole, in one line, after \"Bearer \""
	}
	f.Fixes = beside(f.Fixes,
		diagnose.Fix{By: diagnose.Developer, Do: do, Run: tokensMe(c)},
		diagnose.Fix{By: diagnose.Admin, Do: "Compare the client's id, secret, key or certificate with what the program uses; one that was deleted or replaced is not accepted"})
	settle(&f, newToken)
	return diagnose.Blame(f)
}

// tokenElsewhere judges the token by what other calls with it were answered.
func tokenElsewhere(c *diagnose.Case) diagnose.Verdict {
	if x, taken := sameToken(c, 200); taken {
		return diagnose.Clear("the same token was accepted for %s %s", x.Method, x.URL.Path)
	}
	x, refused := sameToken(c, 401)
	if !refused || !strings.HasSuffix(x.URL.Path, "/tokens/me") {
		return unnamed(c, diagnose.StageToken)
	}
	return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Likely, Summary: "the platform does not know the token",
		Evidence: []diagnose.Statement{{At: x.At, Says: "the same token got 401 where any live token may ask about itself: " + x.URL.Path}},
		Fixes:    []diagnose.Fix{{By: diagnose.Developer, Do: "Get a new token from the login host of the region that the call goes to"}}})
}

// sameToken finds another exchange of the capture with the same token that was
// answered with status, 200 standing for every success.
func sameToken(c *diagnose.Case, status int) (diagnose.Exchange, bool) {
	for _, x := range c.Others {
		if x.SameToken && (x.Status == status || status == 200 && x.Status > 200 && x.Status < 300) {
			return x, true
		}
	}
	return diagnose.Exchange{}, false
}

func tokensMe(c *diagnose.Case) string {
	if !onGenesys(c) {
		return ""
	}
	return get(c, "/api/v2/tokens/me")
}
