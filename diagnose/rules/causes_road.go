package rules

import "github.com/why403/why403/diagnose"

// causesOfTheRoad: what stands between the caller and the API.
func causesOfTheRoad() []CauseDoc {
	return []CauseDoc{
		{
			Cause: diagnose.WAFOrProxy,
			Title: "firewall, CDN, gateway or proxy answered",
			Means: `The call was stopped on its way. The API has not seen it.`,
			Shows: []Shape{
				{"Cloudflare", `403 "error code: 1010" (or 1020, 1006 …), an HTML page, cf-ray and server: cloudflare`},
				{"AWS WAF, CloudFront", `403 HTML, Server: awselb/2.0 or CloudFront, "Request blocked", X-Cache: Error from cloudfront`},
				{"Akamai", `403 HTML "Access Denied", Reference #<number>`},
				{"Egress proxies", `CONNECT tunnel failed, response 403; Squid's X-Squid-Error: ERR_ACCESS_DENIED`},
			},
			Tell: `HTML where the API speaks JSON, and the same for every token. CDN headers around a JSON error prove nothing: then the API answered.`,
			Mend: []diagnose.Fix{
				by(diagnose.Network, "Find the request in the log by its reference and let it through"),
				by(diagnose.Developer, "Send an honest User-Agent, and try from another network"),
			},
			Example: proxyAnswered.Doc.Example,
		},
		{
			Cause: diagnose.IPAllowlist,
			Title: "caller's address is not allowed",
			Means: `Organisation or client takes calls from listed addresses only.`,
			Shows: []Shape{
				{"Genesys Cloud", `401 {"code": "ip.not.authorized", "message": "Requests originating from this IP address …"}`},
				{"GitHub", `403 … the <org> organization has an IP allow list enabled, and your IP address is not permitted to access this resource.`},
				{"Microsoft Entra", `AADSTS53003: Access has been blocked by Conditional Access policies`},
				{"Salesforce", `{"error": "invalid_grant", "error_description": "ip restricted"}`},
				{"Atlas, Cosmos DB, Key Vault", `403 naming the client's address and the network rules`},
			},
			Tell:    `The same token works from another network.`,
			Mend:    []diagnose.Fix{by(diagnose.Admin, "Add the range the calls come from"), by(diagnose.Network, "Send the calls out by a listed address")},
			Example: ipNotAllowed.Doc.Example,
		},
		{
			Cause: diagnose.CSRFOrCORS,
			Title: "CSRF protection or a CORS preflight refused",
			Means: `Protection of browser users: a change with a session cookie needs a CSRF token; a call from another origin needs the server's leave beforehand.`,
			Shows: []Shape{
				{"Django", `403 CSRF verification failed. Request aborted.; {"detail": "CSRF Failed: <why>"}`},
				{"Rails, Laravel, Spring", `422 or 419 or 403 naming a CSRF token`},
				{"Browsers", `status 0, "blocked by CORS policy"; a refused OPTIONS in the network panel`},
				{"Genesys Cloud", `403 origin.not.allowed, host_not_allowed for embedded frames`},
			},
			Tell:    `The same call with curl and a bearer token works.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Send the CSRF token, or a bearer token and no cookies; or call from a server"), by(diagnose.Admin, "Add the page's origin to the allowed ones")},
			Example: csrfOrCORS.Doc.Example,
		},
		{
			Cause: diagnose.RateLimited,
			Title: "too many calls",
			Means: `A limit per token, client, user or address is used up for now.`,
			Shows: []Shape{
				{"Genesys Cloud", `429 {"code": "too.many.requests"}, never 401 or 403`},
				{"GitHub", `403 or 429 You have exceeded a secondary rate limit; X-RateLimit-Remaining: 0`},
				{"Google", `403 rateLimitExceeded, userRateLimitExceeded, quotaExceeded; 429 RESOURCE_EXHAUSTED`},
				{"Salesforce", `403 REQUEST_LIMIT_EXCEEDED`},
				{"Cloudflare", `429 error code: 1015`},
			},
			Tell:    `It works after a pause.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Wait as long as Retry-After says, then call less often and less in parallel")},
			Example: rateLimited.Doc.Example,
		},
	}
}
