package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var hostWrong = diagnose.Checker{
	ID:    "host-wrong",
	Stage: diagnose.StageAddress,
	Cause: diagnose.WrongRegion,
	Needs: diagnose.RouteEvidence | diagnose.RequestEvidence,
	May:   diagnose.TokenEvidence | diagnose.OthersEvidence | diagnose.RefusalEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "call went to another host or region than the token is for",
		Why: `An organisation lives in one region, and its tokens are good at that region's API host only. Calls also go wrong where API calls are sent to the login or the apps host, ` +
			`token requests to the API host, or anything to a host that only looks like the platform's.`,
		Fix:     `The developer sets the region once, for login host and API host alike: the host behind "login." and "api." is the same domain.`,
		Tell:    `Every call fails there, for every caller. A token of another region mostly answers 401 or 404, rarely 403.`,
		Example: `{"request": {"method": "GET", "url": "https://login.mypurecloud.com/api/v2/users/me"}, "response": {"status": 403}}`,
		Since:   "v0.1",
	},
	Check: checkHostWrong,
}

func checkHostWrong(c *diagnose.Case) diagnose.Verdict {
	u, ok := c.Request.URL.Get()
	if !ok || u.Host == "" {
		return diagnose.Abstain("the host of the call was not shown").
			AndBring(diagnose.Ask{What: "the full address of the call, with its host", Run: "curl -v …the call…", Cost: 1})
	}
	switch {
	case c.Route.Host == diagnose.HostInvented:
		return wrongHost(c, u.Host+" is no host of the platform", "Send the call to the API host of the organisation's region, api.<domain of the region>")
	case c.Route.Belongs == diagnose.HostAPI:
		domain := domainOf(u.Host)
		if c.Route.Region == "" {
			domain = "<domain of the region>"
		}
		return wrongHost(c, "API calls go to api."+domain+", not to "+u.Host, "Send the call to https://api."+domain)
	case c.Route.Belongs == diagnose.HostLogin:
		return wrongHost(c, "token requests go to login."+domainOf(u.Host)+", not to "+u.Host, "Send the token request to https://login."+domainOf(u.Host))
	case c.Route.Host == diagnose.HostOther:
		return diagnose.Clear("%s serves the API that was called", u.Host)
	case c.Route.Host == diagnose.HostUnknown:
		return diagnose.Abstain("%s is not a host the catalog knows", u.Host)
	}
	if other, at := tokensDomain(c, u.Host); other != "" {
		return otherRegion(c, "the token", other, diagnose.Statement{At: at, Says: "the token works at, or was issued by, " + other})
	}
	if other, at := pagesDomain(c, u.Host); other != "" {
		return otherRegion(c, "the page that calls", other, diagnose.Statement{At: at, Says: "the page belongs to the apps of " + other})
	}
	return diagnose.Clear("%s is the platform's host in region %s, and nothing says that the token is of another", u.Host, c.Route.Region)
}

func otherRegion(c *diagnose.Case, who, region string, evidence diagnose.Statement) diagnose.Verdict {
	host := domainOf(c.Request.URL.Or(diagnose.URL{}).Host)
	v := wrongHost(c, who+" is of another region ("+region+") than the host ("+host+")", "Send the call to https://api."+region)
	v.Findings[0].Evidence = append(v.Findings[0].Evidence, evidence)
	return v
}

func wrongHost(c *diagnose.Case, summary, do string) diagnose.Verdict {
	return diagnose.Blame(diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   summary,
		Evidence:  []diagnose.Statement{{At: c.Request.URL.From(), Says: "the call went to " + c.Request.URL.Or(diagnose.URL{}).Host}},
		Fixes:     []diagnose.Fix{{By: diagnose.Developer, Do: do}},
	})
}

// domainOf leaves the first name of a host away: "mypurecloud.com", "usw2.pure.cloud".
func domainOf(host string) string {
	_, domain, _ := strings.Cut(host, ".")
	return domain
}

// tokensDomain returns the region's domain that the token is known to be of, where
// it is not the host's: by its issuer, a login host that gave it among them, or by a
// call that worked with it.
func tokensDomain(c *diagnose.Case, host string) (string, diagnose.Location) {
	issuer := strings.ToLower(c.Token.Issuer.Or(""))
	if _, rest, ok := strings.Cut(issuer, "://"); ok {
		issuer = rest
	}
	issuer, _, _ = strings.Cut(issuer, "/")
	if other := domainOf(issuer); ofPlatform(issuer) && other != domainOf(host) {
		return other, c.Token.Issuer.From()
	}
	for _, o := range c.Others {
		if o.SameToken && o.Status >= 200 && o.Status < 300 && ofPlatform(o.URL.Host) && domainOf(o.URL.Host) != domainOf(host) {
			return domainOf(o.URL.Host), o.At
		}
	}
	return "", diagnose.Location{}
}

// pagesDomain returns the region's domain of the platform's own page that sent a call
// whose token is unknown at the host, where it is not the host's: who works in that
// page signed in there.
func pagesDomain(c *diagnose.Case, host string) (string, diagnose.Location) {
	if c.Refusal.Status.Or(0) != 401 || c.Refusal.PointsTo(diagnose.BadToken) == nil {
		return "", diagnose.Location{}
	}
	for _, name := range [...]string{"Origin", "Referer"} {
		h, _ := c.Request.Header(name)
		_, page, _ := strings.Cut(strings.ToLower(h.Value), "://")
		page, _, _ = strings.Cut(page, "/")
		if domain := domainOf(page); strings.HasPrefix(page, "apps.") && ofPlatform(page) && domain != domainOf(host) {
			return domain, h.At
		}
	}
	return "", diagnose.Location{}
}

// ofPlatform says whether a host is one of the platform's in some region.
func ofPlatform(host string) bool {
	service, domain, _ := strings.Cut(host, ".")
	if service != "api" && service != "login" && service != "apps" {
		return false
	}
	return strings.HasPrefix(domain, "mypurecloud.") || strings.HasSuffix(domain, "pure.cloud")
}
