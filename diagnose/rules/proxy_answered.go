package rules

import "github.com/why403/why403/diagnose"

var proxyAnswered = diagnose.Checker{
	ID:    "proxy-answered",
	Stage: diagnose.StageAnswerer,
	Cause: diagnose.WAFOrProxy,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.RouteEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "something in front of the API answered",
		Why: `A CDN, a web application firewall, a gateway or an egress proxy refused the call before the API saw it. ` +
			`It shows in an HTML page instead of JSON, in a Server header that is not the API's, in a block number ("error code: 1010"), or in a refused CONNECT. ` +
			`Token, scopes and permissions played no part.`,
		Fix: `The network people, or whoever runs the firewall, find the request by its reference number and time and let it through; ` +
			`the developer sends an honest User-Agent and no body that looks like an attack.`,
		Tell: `A JSON error behind a CDN is still the API's: CDN headers alone prove nothing. ` +
			`An allow list of the platform itself answers in the platform's own words.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/users/me"},
 "response": {"status": 403, "headers": {"Server": "awselb/2.0", "Content-Type": "text/html"},
  "body": "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>"}}`,
		Since: "v0.1",
	},
	Check: checkProxyAnswered,
}

func checkProxyAnswered(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.WAFOrProxy, "something in front of the API refused the call")
	who := c.Refusal.Answerer
	switch {
	case ok:
	case who == diagnose.AnswererAPI:
		return diagnose.Clear("the API itself answered: %s", c.Refusal.Because)
	case who == diagnose.AnswererCDN || who == diagnose.AnswererWAF || who == diagnose.AnswererGateway || who == diagnose.AnswererProxy:
		if len(c.Refusal.Points) > 0 {
			return diagnose.Abstain("a %s answered, and says why: %s", who, c.Refusal.Points[0].Says)
		}
		f = diagnose.Finding{Certainty: diagnose.Likely, Summary: "a " + string(who) + " answered instead of the API",
			Evidence: []diagnose.Statement{{At: c.Refusal.Status.From(), Says: c.Refusal.Because}}}
	default:
		return unnamed(c, diagnose.StageAnswerer)
	}
	if c.Route.Belongs != "" {
		lower(&f, diagnose.Possible, "The call went to a host that serves pages instead of this API, which explains a page for an answer.")
	}
	f.Fixes = beside(f.Fixes, networkFixes(c, who)...)
	f.Avoid = []string{"Do not grant scopes or roles for this: the API did not see the call."}
	return diagnose.Blame(f)
}

func networkFixes(c *diagnose.Case, who diagnose.Answerer) []diagnose.Fix {
	host := c.Request.URL.Or(diagnose.URL{}).Host
	if host == "" {
		host = "the API's host"
	}
	if who == diagnose.AnswererProxy {
		return []diagnose.Fix{
			{By: diagnose.Network, Do: "Allow " + host + ", with its port, through the egress proxy"},
			{By: diagnose.Developer, Do: "Check that HTTPS_PROXY and NO_PROXY of the process name the proxy that is meant"},
		}
	}
	find := "Find the request in the log of the CDN, firewall or gateway"
	if c.Refusal.Reference != "" {
		find += " by its reference " + c.Refusal.Reference
	}
	return []diagnose.Fix{
		{By: diagnose.Network, Do: find + ", and let it through"},
		{By: diagnose.Developer, Do: "Send an honest User-Agent, and repeat the call from another network to see whether the address is what is blocked"},
	}
}
