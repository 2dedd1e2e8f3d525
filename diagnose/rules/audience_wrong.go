package rules

import (
	"net/netip"
	"strings"

	"github.com/why403/why403/diagnose"
)

var audienceWrong = diagnose.Checker{
	ID:    "audience-wrong",
	Stage: diagnose.StageToken,
	Cause: diagnose.WrongAudience,
	Needs: diagnose.TokenEvidence | diagnose.RequestEvidence,
	May:   diagnose.RefusalEvidence | diagnose.RouteEvidence,
	Bring: &theToken,
	Doc: diagnose.Doc{
		Title: "token was issued for another API",
		Why: `The aud claim says for whom a token is meant. A server that is not named there has to refuse it (RFC 7519), mostly with 401 invalid_token, ` +
			`and some with 403 or insufficient_scope. Typical: an ID token sent in place of the access token, a token for the sign-in page's own API, one for another environment.`,
		Fix:  `The developer asks for a token with the API's own identifier as audience, resource or scope.`,
		Tell: `The token works at the host that aud names. A token without aud is never blamed by this rule.`,
		Example: `{"request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me"}, "response": {"status": 401},
 "token": {"claims": {"aud": "https://management.azure.com", "scp": "user_impersonation"}}}`,
		Since: "v0.1",
	},
	Check: checkAudienceWrong,
}

func checkAudienceWrong(c *diagnose.Case) diagnose.Verdict {
	aud, ok := c.Token.Audience.Get()
	host := c.Request.URL.Or(diagnose.URL{}).Host
	switch {
	case !ok || len(aud) == 0:
		return diagnose.Abstain("the token names no audience%s", why(c.Token.Audience.Why()))
	case host == "":
		return diagnose.Abstain("the host of the call was not shown")
	case isLoopback(host):
		return diagnose.Abstain("the call went to this machine, where a proxy or a stand-in may take it to any API")
	}
	others := make([]string, 0, len(aud))
	for _, a := range aud {
		switch other := audienceHost(a); {
		case other == "":
			return diagnose.Abstain("an audience that is no address cannot be held against the host")
		case related(other, host):
			return diagnose.Clear("the audience is the host that was called")
		default:
			others = append(others, other)
		}
	}
	f := diagnose.Finding{
		Certainty: diagnose.Possible,
		Summary:   "the token is meant for " + list(others, "and") + ", the call went to " + host,
		Evidence: []diagnose.Statement{{At: c.Token.Audience.From(), Says: "aud names " + list(others, "and")},
			{At: c.Request.URL.From(), Says: "the call went to " + host}},
		Fixes: []diagnose.Fix{{By: diagnose.Developer, Do: "Ask for a token whose audience (or resource, or scope) is the API that is called"}},
	}
	switch {
	case acceptsTokens(c) && spoken(c):
		also(&f, "The server has a reason of its own, so it accepted the token.")
	case about401(c), wellKnown(others, host), !spoken(c):
		f.Certainty = diagnose.Likely
	case len(c.Refusal.PointsTo(diagnose.WrongAudience)) > 0:
		f.Certainty = diagnose.Certain
	}
	return diagnose.Blame(f)
}

// isLoopback says whether a host is the caller's own machine.
func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// audienceHost returns the host an audience names; "" for a bare name or id, save
// those that are published.
func audienceHost(aud string) string {
	switch strings.ToLower(strings.TrimSpace(aud)) {
	case "00000003-0000-0000-c000-000000000000":
		return "graph.microsoft.com"
	case "00000002-0000-0000-c000-000000000000":
		return "graph.windows.net"
	case "797f4846-ba00-4fd7-ba43-dac1f8f63013":
		return "management.azure.com"
	}
	scheme, rest, ok := strings.Cut(aud, "://")
	if !ok || scheme != "https" && scheme != "http" {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, ":")
	return strings.ToLower(host)
}

// related says whether two hosts may be served by one API: the same, or of the same
// organisation's domain.
func related(a, b string) bool {
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a) || lastTwo(a) == lastTwo(b) && !shared(a, b)
}

func lastTwo(host string) string {
	labels := strings.Split(host, ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

// shared says whether two hosts are different APIs of one vendor, whose tokens are
// not good at one another.
func shared(a, b string) bool {
	return strings.HasSuffix(a, ".microsoft.com") && strings.HasSuffix(b, ".microsoft.com")
}

// wellKnown says whether all hosts are APIs whose audience is their own host.
func wellKnown(others []string, host string) bool {
	for _, h := range append([]string{host}, others...) {
		switch h {
		case "graph.microsoft.com", "management.azure.com", "graph.windows.net", "vault.azure.net":
		default:
			return false
		}
	}
	return true
}
