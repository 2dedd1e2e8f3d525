package redact

import (
	"net/netip"
	"strconv"
	"strings"
)

// ownDomain gives the domain of a host that an organisation keeps for itself: the
// part that its owner registered. It is empty for a platform's host, which a diagnosis
// rests on, for a local one, and for what is no host.
func ownDomain(host string) string {
	host = strings.ToLower(host)
	if address, err := netip.ParseAddr(host); err == nil {
		if address.IsLoopback() || address.IsPrivate() {
			return ""
		}
		return host
	}
	labels := strings.Split(host, ".")
	if len(labels) < 2 || strings.ContainsAny(host, " ⟨{$<:/") || strings.HasSuffix(host, ".invalid") {
		return ""
	}
	for i := range labels {
		if strings.Contains(labels[i], "purecloud") || strings.Contains(labels[i], "genesys") || platformDomain(strings.Join(labels[i:], ".")) {
			return ""
		}
	}
	keep := 2
	if n := len(labels); n > 2 && len(labels[n-1]) == 2 && len(labels[n-2]) <= 3 { // acme.co.uk
		keep = 3
	}
	return strings.Join(labels[len(labels)-keep:], ".")
}

// platformDomain says whether a domain is that of a platform whose answers are read.
func platformDomain(domain string) bool {
	switch domain {
	case "mypurecloud.com", "mypurecloud.de", "mypurecloud.ie", "mypurecloud.jp", "mypurecloud.com.au", "pure.cloud", "genesys.com", "genesyscloud.com",
		"github.com", "githubusercontent.com", "gitlab.com", "bitbucket.org", "atlassian.com", "atlassian.net",
		"google.com", "googleapis.com", "microsoft.com", "microsoftonline.com", "windows.net", "azure.com", "azure.net", "azurewebsites.net", "azure-api.net", "office.com", "sharepoint.com", "dynamics.com", "live.com",
		"amazonaws.com", "amazon.com", "amazoncognito.com", "cloudfront.net", "slack.com", "zoom.us", "hubspot.com", "hubapi.com", "salesforce.com", "force.com", "spotify.com",
		"auth0.com", "okta.com", "oktapreview.com", "onelogin.com", "pingidentity.com", "cloudflare.com", "akamai.net", "akamaihd.net", "fastly.net",
		"stripe.com", "twilio.com", "sendgrid.com", "shopify.com", "myshopify.com", "zendesk.com", "servicenow.com", "service-now.com", "notion.com", "asana.com", "box.com", "dropbox.com", "dropboxapi.com",
		"docker.com", "docker.io", "npmjs.org", "linkedin.com", "facebook.com", "twitter.com", "x.com", "reddit.com", "discord.com", "pagerduty.com", "datadoghq.com", "snowflakecomputing.com", "databricks.com", "strava.com",
		"example.com", "example.org", "example.net", "localhost.localdomain":
		return true
	}
	return false
}

// domain takes note of an organisation's own domain.
func (r *Redactor) domain(host string) {
	if d := ownDomain(host); len(d) >= startLen {
		r.ids.meet(hostKind, d)
	}
}

// hostKind is the kind of a domain; its pseudonym is a domain, too, so that addresses
// stay addresses and what lies under it stays under it.
const hostKind = "host"

func hostPlaceholder(n int) string { return hostKind + "-" + strconv.Itoa(n) + ".invalid" }

// wellKnown says whether a header of this name says something about the exchange, and
// not about those who made it.
func wellKnown(name string) bool {
	switch lower := strings.ToLower(name); lower {
	case "accept", "accept-encoding", "accept-language", "access-control-allow-credentials", "access-control-allow-headers", "access-control-allow-methods",
		"access-control-allow-origin", "access-control-expose-headers", "access-control-max-age", "access-control-request-headers", "access-control-request-method",
		"age", "allow", "alt-svc", "authorization", "proxy-authorization", "cookie", "set-cookie", "cache-control", "cf-mitigated", "connection", "content-encoding", "content-length", "content-type",
		"date", "etag", "expires", "host", "keep-alive", "last-modified", "location", "origin", "pragma", "proxy-authenticate", "referer", "retry-after", "server",
		"strict-transport-security", "transfer-encoding", "user-agent", "vary", "via", "www-authenticate":
		return true
	default:
		for _, p := range [...]string{"x-ratelimit", "ratelimit", "inin-ratelimit", "x-accepted-", "x-oauth-", "x-github-", "x-ms-", "x-amz", "x-goog", "sec-", "x-cache", "x-powered-by", "x-http-method", "x-csrf", "x-xsrf", "x-frame", "x-content-type"} {
			if strings.HasPrefix(lower, p) {
				return true
			}
		}
		return false
	}
}
