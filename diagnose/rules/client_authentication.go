package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var clientAuthentication = diagnose.Checker{
	ID:    "client-authentication",
	Stage: diagnose.StageToken,
	Cause: diagnose.MissingHeader,
	Needs: diagnose.RequestEvidence | diagnose.BodyEvidence | diagnose.RefusalEvidence,
	May:   diagnose.RouteEvidence,
	Doc: diagnose.Doc{
		Title: "token was asked for without the Basic header",
		Why: `Many token endpoints, Genesys Cloud's among them, read client id and secret from an Authorization: Basic header. ` +
			`Sent as form fields they are not seen, and the answer is invalid_client although id and secret are right.`,
		Fix:  `The developer sends id and secret as Basic authentication and leaves grant_type (and what it needs) in the form.`,
		Tell: `Wrong credentials answer the same in the header. A login host of another region does not know the client either.`,
		Example: `{"request": {"method": "POST", "url": "https://login.mypurecloud.com/oauth/token", "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": "grant_type=client_credentials&client_id=11111111-aaaa-4bbb-8ccc-000000000001&client_secret=REDACTED"},
 "response": {"status": 401, "body": {"error": "invalid_client"}}}`,
		Since: "v0.1",
	},
	Check: checkClientAuthentication,
}

func checkClientAuthentication(c *diagnose.Case) diagnose.Verdict {
	u, _ := c.Request.URL.Get()
	if !strings.HasSuffix(u.Path, "/oauth/token") {
		return diagnose.Clear("the call does not ask for a token")
	}
	body := c.Request.Body.Or(diagnose.Body{})
	code := c.Refusal.Code.Or("")
	switch h, sent := c.Request.Header("Authorization"); {
	case sent && len(h.Value) >= 5 && strings.EqualFold(h.Value[:5], "basic"):
		return diagnose.Clear("id and secret came in a Basic header")
	case !strings.Contains(body.Text, "client_secret"):
		return diagnose.Abstain("the form carries no client_secret")
	case code != "invalid_client" && code != "unauthorized_client" && code != "invalid_request":
		return diagnose.Abstain("the answer is not about the client's credentials")
	}
	certainty := diagnose.Possible
	if onGenesys(c) || strings.Contains(u.Host, "mypurecloud") || strings.Contains(u.Host, "pure.cloud") {
		certainty = diagnose.Likely
	}
	return diagnose.Blame(diagnose.Finding{Certainty: certainty,
		Summary:  "client id and secret were sent as form fields; the token endpoint reads a Basic header",
		Need:     diagnose.AllOf("Authorization: Basic"),
		Evidence: []diagnose.Statement{{At: body.At, Says: "the form names client_secret"}, {At: c.Refusal.Code.From(), Says: "the server answered " + code}},
		Fixes: []diagnose.Fix{{By: diagnose.Developer, Do: "Send id and secret as Basic authentication to the login host, and only grant_type in the form",
			Run: `curl -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials https://` + loginHost(u.Host) + `/oauth/token`}},
	})
}

func loginHost(host string) string {
	if rest, ok := strings.CutPrefix(host, "api."); ok {
		return "login." + rest
	}
	return host
}
