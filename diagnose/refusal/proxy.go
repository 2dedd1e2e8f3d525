package refusal

import "github.com/why403/why403/diagnose"

// proxy knows egress proxies: the caller's own network refused to let the call out,
// by a refused CONNECT or by a block page.
var proxy = platform{
	name: "proxy",
	wrote: func(s *answer) bool {
		return s.notJSON() && proxySign(s) != ""
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererProxy, proxySign(s)
		p := add(r, diagnose.WAFOrProxy, diagnose.Certain, s.statusAt, r.Because)
		p.Detail = "A proxy between the caller and the internet refused; the API never saw the call."
		if s.host != "" {
			p.Object = s.host
		}
		p.Fixes = []diagnose.Fix{
			{By: diagnose.Network, Do: "Allow the API's host, with its port, in the proxy"},
			{By: diagnose.Developer, Do: "Check HTTPS_PROXY and NO_PROXY in the environment of the program"},
		}
	},
}

func proxySign(s *answer) string {
	if s.method == "CONNECT" && (s.status >= 400 || !s.statusShown) {
		return "the proxy refused the CONNECT"
	}
	for _, h := range [...]struct{ name, part, sign string }{
		{"X-Squid-Error", "", "the X-Squid-Error header of a Squid proxy"},
		{"Proxy-Status", "http_request_denied", "the Proxy-Status header says http_request_denied"},
		{"X-Deny-Reason", "", "the X-Deny-Reason header of an egress proxy"},
		{"Server", "Zscaler", "server: Zscaler"},
		{"Server", "BlueCoat", "server: BlueCoat"},
	} {
		if s.headerHas(h.name, h.part) {
			return h.sign
		}
	}
	if s.text == "" {
		return ""
	}
	for _, w := range [...]struct{ words, sign string }{
		{"CONNECT tunnel failed", "the client says that the proxy refused the tunnel"},
		{"Tunnel connection failed", "the client says that the proxy refused the tunnel"},
		{"through proxy. Proxy returns", "the client says that the proxy refused the tunnel"},
		{"proxyconnect tcp", "the client says that the proxy refused the tunnel"},
		{"from proxy after CONNECT", "the client says that the proxy refused the tunnel"},
		{"ERR_TUNNEL_CONNECTION_FAILED", "the browser says that the proxy refused the tunnel"},
		{"ERR_ACCESS_DENIED", "the error page of a Squid proxy"},
		{"TCP_DENIED", "the log of a Squid proxy says that it denied the call"},
		{"(squid", "the error page of a Squid proxy"},
		{"Zscaler", "the page names Zscaler"},
		{"Blue Coat", "the page names Blue Coat"},
		{"McAfee Web Gateway", "the page names McAfee Web Gateway"},
		{"Skyhigh Secure Web Gateway", "the page names Skyhigh"},
		{"Forcepoint", "the page names Forcepoint"},
		{"Netskope", "the page names Netskope"},
		{"Cisco Umbrella", "the page names Cisco Umbrella"},
		{"Web Page Blocked", "a web filter's block page"},
		{"(policy_denied)", "a web filter's block page"},
		{"content_filter_denied", "a web filter's block page"},
		{"web protection policy", "a web filter's block page"},
		{"accordance with company policy", "a web filter's block page"},
		{"internet usage is monitored", "a web filter's block page"},
	} {
		if s.quotes(w.words) {
			return w.sign
		}
	}
	return ""
}
