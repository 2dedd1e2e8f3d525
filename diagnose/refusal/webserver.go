package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// webserver knows the stock 403 pages of nginx, Apache and IIS: a web server or
// reverse proxy in front of the API refused by its own configuration.
var webserver = platform{
	name:  "webserver",
	wrote: func(s *answer) bool { return (s.form == htmlForm || s.form == textForm) && stockPage(s) != "" },
	read: func(s *answer, r *diagnose.Refusal) {
		product := stockPage(s)
		r.Answerer, r.Because = diagnose.AnswererGateway, "the stock page of "+product
		if s.status == 401 {
			add(r, diagnose.MissingHeader, diagnose.Possible, s.body.At, "the stock 401 page of "+product)
			return
		}
		if product == "IIS" && readIIS(s, r) {
			return
		}
		if product == "Tomcat's manager" {
			add(r, diagnose.MissingRole, diagnose.Likely, s.body.At, "the page of Tomcat's manager").Detail = "The user lacks a manager role, or the manager's address valve does not admit the caller."
			return
		}
		p := add(r, diagnose.WAFOrProxy, diagnose.Likely, s.body.At, "the stock page of "+product)
		p.Detail = product + " in front of the API refused by its own configuration (a deny rule, a path it does not forward); the API's refusals look otherwise."
		p.Fixes = []diagnose.Fix{{By: diagnose.Network, Do: "Look into the error log of " + product + " at the time of the call"}}
	},
}

func stockPage(s *answer) string {
	switch {
	case s.form == htmlForm && s.quotes("<center>nginx", "<center>openresty", "<center><h1>403 Forbidden</h1></center>"):
		return "nginx"
	case s.quotes("You don't have permission to access this resource.") && s.quotes("<h1>Forbidden</h1>", "while trying to use an ErrorDocument", "htaccess file"):
		return "Apache"
	case s.form == htmlForm && (s.quotes("<address>Apache") || s.quotes("You don't have permission to access") && s.quotes("on this server")):
		return "Apache"
	case s.form == htmlForm && s.quotes("Access to this resource on the server is denied"):
		return "LiteSpeed"
	case s.quotes("Request forbidden by administrative rules.") && !s.quotes("User-Agent") && !s.onHost("github.com"):
		return "HAProxy"
	case s.quotes("tomcat-users.xml"):
		return "Tomcat's manager"
	case s.form == textForm && !s.quotes("HTTP Error 403.", "403.4 Forbidden"):
		return ""
	case s.quotes("HTTP Error 403.", "403.4 Forbidden", "403 - Forbidden: Access is denied") || s.quotes("IIS Detailed Error", "Internet Information Services") || s.headerHas("Server", "Microsoft-IIS") && s.quotes("You do not have permission to view this directory"):
		return "IIS"
	}
	return ""
}

// readIIS reads the substatus of IIS, "403.6", where its page shows it.
func readIIS(s *answer, r *diagnose.Refusal) bool {
	i := strings.Index(s.text, "403.")
	if i < 0 {
		return false
	}
	sub := s.text[i+4:]
	for n := range len(sub) {
		if sub[n] < '0' || sub[n] > '9' {
			sub = sub[:n]
			break
		}
	}
	m := lookup(iisSubstatus[:], sub)
	if m == nil {
		return false
	}
	mean(r, m, s.body.At).Says = "IIS says 403." + sub
	return true
}

var iisSubstatus = [...]meaning{
	{"4", diagnose.WrongRegion, diagnose.Likely, "The site wants HTTPS.", diagnose.Fix{By: diagnose.Developer, Do: "Call the https address"}},
	{"6", diagnose.IPAllowlist, diagnose.Certain, "The caller's IP address is rejected.", diagnose.Fix{By: diagnose.Network, Do: "Add the address to the site's IP restrictions"}},
	{"7", diagnose.BadToken, diagnose.Certain, "A client certificate is required.", diagnose.Fix{By: diagnose.Developer, Do: "Send a client certificate"}},
	{"13", diagnose.BadToken, diagnose.Certain, "The client certificate is revoked.", diagnose.Fix{}},
	{"14", diagnose.FeatureOff, diagnose.Possible, "Directory listing is off: the address names a folder, not a resource.", diagnose.Fix{}},
	{"16", diagnose.BadToken, diagnose.Certain, "The client certificate is not trusted.", diagnose.Fix{}},
	{"17", diagnose.ExpiredToken, diagnose.Certain, "The client certificate is expired or not yet valid.", diagnose.Fix{}},
	{"501", diagnose.RateLimited, diagnose.Certain, "Too many concurrent calls from one address.", diagnose.Fix{}},
	{"502", diagnose.RateLimited, diagnose.Certain, "Too many calls from one address in a time.", diagnose.Fix{}},
}
