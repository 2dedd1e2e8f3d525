package catalog

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// site is what is known of the host of a call.
type site struct {
	kind    diagnose.HostKind
	region  string
	shown   bool // the input shows a host
	ours    bool // the host is one of a layer's, or looks like it
	foreign bool // the host is clearly another platform's
}

// locate says whose host it is.
func (c *Catalog) locate(host string) site {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "" {
		return site{}
	}
	known := site{}
	for _, t := range c.layers {
		if h, ok := t.hostNamed(host); ok && known.region == "" {
			known = site{kind: h.Kind, region: h.Region, shown: true, ours: true}
		}
	}
	if known.shown {
		return known
	}
	if s, ok := c.related(host); ok {
		return s
	}
	return site{shown: true, foreign: isForeign(host)}
}

func (t *table) hostNamed(name string) (Host, bool) {
	lo, hi := 0, t.n[secHosts]
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.str(t.word(secHosts, mid, hostName)) < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < t.n[secHosts] && t.str(t.word(secHosts, lo, hostName)) == name {
		return t.host(lo), true
	}
	return Host{}, false
}

// related finds hosts that share a region's domain, and such as only look like
// the platform's: "api.mypurecloud.fr", "api.genesys.cloud".
func (c *Catalog) related(host string) (site, bool) {
	first, domain, _ := strings.Cut(host, ".")
	slip := false
	for _, t := range c.layers {
		for i := range t.n[secHosts] {
			known := t.str(t.word(secHosts, i, hostName))
			_, base, ok := strings.Cut(known, ".")
			if !ok || kinds[t.word(secHosts, i, hostKind)] == diagnose.HostOther {
				continue // nothing is known of how that API names its hosts
			}
			if host == base {
				return site{kind: diagnose.HostInvented, region: t.host(i).Region, shown: true, ours: true}, true
			}
			if domain == base && isRegionName(first) {
				return site{kind: diagnose.HostInvented, region: t.host(i).Region, shown: true, ours: true}, true
			}
			if domain == base {
				// Another service of that region: streaming, webmessaging, downloads.
				return site{region: t.host(i).Region, shown: true, ours: true}, true
			}
			slip = slip || oneSlip(host, known)
		}
	}
	if slip || c.branded() && borrowsBrand(first, host) {
		return site{kind: diagnose.HostInvented, shown: true, ours: true}, true
	}
	return site{}, false
}

// branded says whether a layer is the platform whose names borrowsBrand knows.
func (c *Catalog) branded() bool {
	for _, t := range c.layers {
		if _, ok := t.hostNamed("api.mypurecloud.com"); ok {
			return true
		}
	}
	return false
}

// isRegionName knows the names of AWS regions, "us-east-1", which are part of no host
// of the platform.
func isRegionName(name string) bool {
	parts := strings.Split(name, "-")
	return len(parts) == 3 && len(parts[0]) == 2 && len(parts[1]) > 3 && len(parts[2]) == 1 && '0' < parts[2][0] && parts[2][0] <= '9'
}

// borrowsBrand says whether a host that is none of the platform's was made of its
// names. Its sites for people (help, developer, status) are left alone.
func borrowsBrand(first, host string) bool {
	service := strings.Contains(host, "mygenesyscloud.") // a domain that was never the platform's
	for _, s := range []string{"api", "login", "apps", "auth", "platform", "gateway", "public-api", "rest"} {
		service = service || first == s || strings.HasPrefix(first, s+"-")
	}
	for _, brand := range []string{"purecloud.", "pure.cloud", "purecloudnow.", "genesyscloud.", "genesys.cloud", "genesys.com", "inin.com"} {
		if strings.Contains(host, brand) {
			return service || strings.HasPrefix(host, brand) || strings.HasPrefix(host, "my"+brand)
		}
	}
	return false
}

// isForPeople knows the platform's sites that people read; they serve no API.
func isForPeople(host string) bool {
	switch site, domain, _ := strings.Cut(strings.ToLower(host), "."); site {
	case "developer", "help", "status", "www":
		return domain == "mypurecloud.com" || domain == "genesys.cloud" || domain == "genesys.com"
	}
	return false
}

// isForeign says whether a host is clearly another platform's, several of which
// serve paths that look like ours ("/api/v2/users/…").
func isForeign(host string) bool {
	if strings.Contains(host, ".execute-api.") || strings.Contains(host, ".elb.") {
		return false // a gateway of somebody's own
	}
	for domain := host; ; {
		if isForeignDomain(domain) {
			return true
		}
		_, rest, ok := strings.Cut(domain, ".")
		if !ok {
			return false
		}
		domain = rest
	}
}

func isForeignDomain(domain string) bool {
	switch domain {
	case "github.com", "githubusercontent.com", "ghe.com", "gitlab.com", "bitbucket.org", "atlassian.com",
		"atlassian.net", "googleapis.com", "google.com", "googleusercontent.com", "appspot.com", "firebaseio.com",
		"microsoft.com", "microsoftonline.com", "windows.net", "azure.com", "azure-api.net", "office.com",
		"office365.com", "sharepoint.com", "dynamics.com", "visualstudio.com", "live.com", "powerbi.com",
		"amazonaws.com", "amazon.com", "amazoncognito.com", "cloudfront.net", "salesforce.com", "force.com",
		"cloudforce.com", "slack.com", "zoom.us", "hubspot.com", "hubapi.com", "spotify.com", "zendesk.com",
		"freshdesk.com", "freshservice.com", "pipedrive.com", "auth0.com", "okta.com", "oktapreview.com",
		"onelogin.com", "pingidentity.com", "pingone.com", "datadoghq.com", "datadoghq.eu", "newrelic.com",
		"pagerduty.com", "servicenow.com", "service-now.com", "workday.com", "sap.com", "ondemand.com",
		"facebook.com", "instagram.com", "whatsapp.com", "twitter.com", "x.com", "linkedin.com", "discord.com",
		"reddit.com", "twitch.tv", "tiktok.com", "stripe.com", "paypal.com", "shopify.com", "myshopify.com",
		"twilio.com", "sendgrid.com", "sendgrid.net", "mailgun.net", "dropbox.com", "dropboxapi.com", "box.com",
		"notion.com", "airtable.com", "asana.com", "trello.com", "monday.com", "clickup.com", "cloudflare.com",
		"digitalocean.com", "heroku.com", "vercel.com", "netlify.com", "docker.io", "docker.com", "quay.io",
		"npmjs.org", "npmjs.com", "pypi.org", "openai.com", "anthropic.com", "huggingface.co", "fitbit.com",
		"strava.com", "webex.com", "ringcentral.com", "five9.com", "talkdesk.com", "nice.com", "niceincontact.com",
		"intercom.io", "intercom.com", "mailchimp.com", "snowflakecomputing.com", "databricks.com", "mongodb.com",
		"elastic.co":
		return true
	}
	return false
}
