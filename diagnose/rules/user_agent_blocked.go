package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var userAgentBlocked = diagnose.Checker{
	ID:    "user-agent-blocked",
	Stage: diagnose.StageAnswerer,
	Cause: diagnose.WAFOrProxy,
	Needs: diagnose.RequestEvidence | diagnose.RefusalEvidence,
	May:   diagnose.RouteEvidence,
	Doc: diagnose.Doc{
		Title: "a bare library User-Agent, or none, may be blocked",
		Why: `CDNs and firewalls turn away the names that scripts send by default (Python-urllib, Java, libwww-perl) and calls without any User-Agent. ` +
			`The refusal has no words of the API, and the same address opens in a browser.`,
		Fix:     `The developer sends a User-Agent that names the program and a contact; whoever runs the CDN lets it through.`,
		Tell:    `Only the User-Agent differs between a call that works and one that does not. A refusal in the API's own words is something else.`,
		Example: `{"request": {"method": "GET", "url": "https://data.example.org/v1/items", "headers": {"User-Agent": "Python-urllib/3.11"}}, "response": {"status": 403}}`,
		Since:   "v0.1",
	},
	Check: checkUserAgentBlocked,
}

func checkUserAgentBlocked(c *diagnose.Case) diagnose.Verdict {
	switch {
	case c.Refusal.Status.Or(0) != 403 || len(c.Refusal.Points) > 0:
		return diagnose.Abstain("the answer gives another reason, or is no 403")
	case c.Refusal.Answerer == diagnose.AnswererAPI:
		return diagnose.Clear("the API itself answered: %s", c.Refusal.Because)
	case c.Route.Operation != nil:
		return diagnose.Abstain("the catalog knows the operation, and its API takes any User-Agent")
	}
	agent, sent := c.Request.Header("User-Agent")
	says := "User-Agent is a library's own: " + agent.Value
	switch {
	case sent && bareLibrary(agent.Value):
	case !sent && c.Request.Complete:
		agent.At, says = c.Request.Method.From(), "the request has no User-Agent"
	case !sent:
		return diagnose.Abstain("the request headers are not shown in full")
	default:
		return diagnose.Clear("the User-Agent is not a library's bare name")
	}
	return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Possible,
		Summary:  "the User-Agent of the call is blocked",
		Evidence: []diagnose.Statement{{At: agent.At, Says: says}},
		Settle: diagnose.Ask{What: "the answer to the same call with another User-Agent", Run: `curl -i -A "acme-sync/1.0 (ops@acme.example)" …the call…`, Cost: 1,
			Answers: []diagnose.Answer{{If: "it succeeds", Then: "the User-Agent was what is blocked"}, {If: "it is refused alike", Then: "look at the network address and the credentials next"}}},
		Fixes: []diagnose.Fix{
			{By: diagnose.Developer, Do: "Send a User-Agent that names the program and how to reach you, and see whether the answer changes"},
			{By: diagnose.Network, Do: "Let that User-Agent through in the CDN or firewall"},
		}})
}

func bareLibrary(agent string) bool {
	for _, p := range []string{"python-urllib", "python-requests/", "python-httpx/", "aiohttp/", "java/", "libwww-perl", "lwp::simple",
		"go-http-client/", "apache-httpclient/", "scrapy/", "wget/", "ruby", "php/", "guzzlehttp/", "okhttp/", "node-fetch", "axios/"} {
		if len(agent) >= len(p) && strings.EqualFold(agent[:len(p)], p) {
			return true
		}
	}
	return agent == ""
}
