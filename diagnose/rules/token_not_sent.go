package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var tokenNotSent = diagnose.Checker{
	ID:    "token-not-sent",
	Stage: diagnose.StageToken,
	Cause: diagnose.MissingHeader,
	Needs: diagnose.RequestEvidence,
	May:   diagnose.TokenEvidence | diagnose.RefusalEvidence | diagnose.RouteEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "no token was sent with the call",
		Why: `The whole request is shown, and there is no Authorization header in it. Clients drop it on redirects to another host, and scripts send an empty variable. ` +
			`Genesys Cloud answers 401 authentication.required, other servers a bare 401 or 403.`,
		Fix:     `The developer sends "Authorization: Bearer <token>" with the call itself, and calls the final host instead of being redirected.`,
		Tell:    `With any token the answer changes. A token that was sent and is not accepted is token-expired, token-malformed or audience-wrong.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/users/me", "headers": {"Authorization": ""}}, "response": {"status": 401}}`,
		Since:   "v0.1",
	},
	Check: checkTokenNotSent,
}

func checkTokenNotSent(c *diagnose.Case) diagnose.Verdict {
	h, shown := c.Request.Header("Authorization")
	empty := shown && bareScheme(h.Value)
	switch {
	case !empty && (shown || c.Token.Scheme.Or("") != ""):
		return diagnose.Clear("an Authorization header was sent")
	case !empty && hasToken(c.Token):
		return diagnose.Clear("a token was brought as the one that was sent")
	case !shown && !c.Request.Complete:
		return diagnose.Abstain("the request is not shown whole, so a header may be missing from the input only")
	case otherCredentials(c.Request):
		return diagnose.Clear("the request carries another kind of credentials")
	case c.Refusal.Status.Or(0) == 403 && onGenesys(c):
		return diagnose.Clear("Genesys Cloud answers 401 where no token came; this is 403")
	}
	f := diagnose.Finding{
		Certainty: diagnose.Possible,
		Summary:   "no Authorization header was sent",
		Evidence:  []diagnose.Statement{{At: c.Request.URL.From(), Says: "the request is shown whole, without an Authorization header"}},
		Fixes: []diagnose.Fix{{By: diagnose.Developer, Do: "Send the header Authorization: Bearer with the token; look at the request as it left the machine, redirects included",
			Run: `curl -v -H "Authorization: Bearer $TOKEN" …the call…`}},
	}
	if empty {
		f.Summary = "an empty Authorization header was sent"
		f.Evidence = []diagnose.Statement{{At: h.At, Says: "the Authorization header carries no token"}}
	}
	if c.Refusal.Status.Or(0) == 401 || empty {
		f.Certainty = diagnose.Likely
	}
	if !empty && speaksOfToken(c.Refusal) {
		lower(&f, diagnose.Possible, "The server speaks of a token, or of what its bearer may do; the input may merely leave the header out.")
	}
	return diagnose.Blame(f)
}

// speaksOfToken says whether the server's words make sense only where a token was sent.
func speaksOfToken(r *diagnose.Refusal) bool {
	for _, p := range r.Points {
		switch p.Cause {
		case diagnose.BadToken, diagnose.ExpiredToken, diagnose.WrongAudience, diagnose.MissingScope, diagnose.WrongScopeName, diagnose.MissingPermission, diagnose.MissingRole,
			diagnose.WrongDivision, diagnose.NeedsUserContext, diagnose.ConsentMissing, diagnose.ClientDisabled, diagnose.WrongOrg:
			if p.Certainty >= diagnose.Likely {
				return true
			}
		}
	}
	return false
}

func bareScheme(value string) bool {
	v := strings.ToLower(strings.TrimSpace(value))
	return v == "" || v == "bearer" || v == "bearer null" || v == "bearer undefined"
}

// hasToken says whether anything is known of a token.
func hasToken(t *diagnose.Token) bool {
	return t.Fingerprint != "" || t.Kind.Ok() || t.Scopes.Ok() || t.Problem.Ok() || t.Expires.Ok() || t.Active.Ok() || t.HasUser.Ok() || t.ClientID.Ok() || t.Issuer.Ok()
}

// otherCredentials says whether the call identifies its sender in another way: a
// cookie, an API key, a signature.
func otherCredentials(r *diagnose.Request) bool {
	for _, h := range r.Headers {
		name := strings.ToLower(h.Name)
		for _, word := range []string{"cookie", "key", "token", "signature", "auth"} {
			if strings.Contains(name, word) && name != "authorization" && name != ":authority" {
				return true
			}
		}
	}
	q := strings.ToLower(r.URL.Or(diagnose.URL{}).Query)
	for _, word := range []string{"token=", "key=", "signature=", "sig="} {
		if strings.Contains(q, word) {
			return true
		}
	}
	return false
}
