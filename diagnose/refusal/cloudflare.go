package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// cloudflare reads the refusals that Cloudflare writes itself: error codes 1xxx,
// block pages and challenges. A JSON answer behind it (server: cloudflare) is the
// API's.
var cloudflare = platform{
	name: "cloudflare",
	wrote: func(s *answer) bool {
		if s.json.has("cloudflare_error") || s.headerHas("cf-mitigated", "challenge") {
			return true
		}
		return s.notJSON() && (cloudflareCode(s) != "" || s.quotes("blocked by cloudflare", "attention required! | cloudflare", "cf-error-details", "cf-subheadline", `data-translate="block_headline"`, "challenges.cloudflare.com", "/cdn-cgi/") ||
			s.headerHas("Server", "cloudflare") && s.form == htmlForm && s.quotes("just a moment", "cloudflare"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererCDN, "a page of Cloudflare's own"
		code := cloudflareCode(s)
		if m := lookup(cloudflareCodes[:], code); m != nil {
			r.Code, r.Because = diagnose.Know(code, s.body.At), "Cloudflare's error code "+code
			mean(r, m, s.body.At).Says = "Cloudflare's error code " + code
			return
		}
		if s.status == 429 {
			return
		}
		p := add(r, diagnose.WAFOrProxy, diagnose.Certain, s.body.At, "Cloudflare answered, not the API")
		p.Detail = "A rule of the site's owner in Cloudflare blocks or challenges the call; the API never saw it."
		p.Fixes = cloudflareFixes
	},
}

var cloudflareFixes = []diagnose.Fix{
	{By: diagnose.Developer, Do: "Send a User-Agent that names your program, and call from a machine, not through a browser's page"},
	{By: diagnose.Vendor, Where: "Cloudflare › Security › Events", Do: "Look up the cf-ray id and except the API's path from the rule"},
}

// cloudflareCode is the number of "error code: 1020" or of the page's "Error 1020";
// empty where there is none.
func cloudflareCode(s *answer) string {
	if code := s.json.at("error_code").str(); code != "" && s.json.has("cloudflare_error") {
		return code
	}
	for _, before := range [...]string{"error code: ", "error code ", "cf-error-code\">", "Error 1", "Ray ID", "CloudflareError: ", "CloudflareCode"} {
		i := index(s.text, before)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(s.text[i+len(strings.TrimSuffix(before, "1")):], " ")
		if len(rest) >= 4 && rest[0] == '1' && digits(rest[:4]) && (len(rest) == 4 || !alnum(rest[4])) {
			return rest[:4]
		}
	}
	return ""
}

var cloudflareCodes = [...]meaning{
	{"1003", diagnose.WrongRegion, diagnose.Likely, "The call went to an IP address instead of a host name.", diagnose.Fix{By: diagnose.Developer, Do: "Use the API's host name"}},
	{"1005", diagnose.IPAllowlist, diagnose.Certain, "The caller's network (ASN) is banned.", diagnose.Fix{By: diagnose.Network, Do: "Call from another network, or have the owner lift the ban"}},
	{"1006", diagnose.IPAllowlist, diagnose.Certain, "The caller's address is banned.", diagnose.Fix{By: diagnose.Network, Do: "Call from another address, or have the owner lift the ban"}},
	{"1007", diagnose.IPAllowlist, diagnose.Certain, "The caller's address is banned.", diagnose.Fix{By: diagnose.Network, Do: "Call from another address, or have the owner lift the ban"}},
	{"1008", diagnose.IPAllowlist, diagnose.Certain, "The caller's address is banned.", diagnose.Fix{By: diagnose.Network, Do: "Call from another address, or have the owner lift the ban"}},
	{"1009", diagnose.IPAllowlist, diagnose.Certain, "The caller's country is banned.", diagnose.Fix{By: diagnose.Network, Do: "Call from an allowed country, or have the owner lift the ban"}},
	{"1010", diagnose.WAFOrProxy, diagnose.Certain, "The client's signature (User-Agent and the like) is banned.", diagnose.Fix{By: diagnose.Developer, Do: "Send a User-Agent that names your program"}},
	{"1011", diagnose.WAFOrProxy, diagnose.Certain, "Hotlinking is barred; the Referer decides.", diagnose.Fix{}},
	{"1012", diagnose.WAFOrProxy, diagnose.Certain, "The owner's settings bar the caller.", diagnose.Fix{}},
	{"1015", diagnose.RateLimited, diagnose.Certain, "A rate limit of the site in Cloudflare.", diagnose.Fix{By: diagnose.Developer, Do: "Call less often; respect Retry-After"}},
	{"1016", diagnose.WrongRegion, diagnose.Likely, "The host name does not lead to a server.", diagnose.Fix{}},
	{"1020", diagnose.WAFOrProxy, diagnose.Certain, "A firewall rule of the site's owner blocks the call.", diagnose.Fix{By: diagnose.Vendor, Where: "Cloudflare › Security › Events", Do: "Look up the cf-ray id and adjust the rule"}},
}
