package rules

import "github.com/why403/why403/diagnose"

var csrfOrCORS = diagnose.Checker{
	ID:    "csrf-or-cors",
	Stage: diagnose.StageAnswerer,
	Cause: diagnose.CSRFOrCORS,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.ResponseEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "CSRF protection or a CORS preflight stopped the call",
		Why: `A server that keeps sessions in cookies refuses changes without its CSRF token or with a foreign Origin or Referer. ` +
			`A browser asks with OPTIONS before a call to another origin; where that preflight is refused the call itself is never made, and the script sees no status at all.`,
		Fix: `The developer sends the CSRF token, or calls with a bearer token and without cookies; ` +
			`whoever runs the server adds the origin to its list. Platforms that do not offer CORS are called from a server, not from a page.`,
		Tell: `The same call made with curl works where CORS was the cause. A CSRF refusal names CSRF, the Referer or the Origin, and hits POST, PUT, PATCH and DELETE only.`,
		Example: `{"request": {"method": "POST", "url": "https://shop.example.com/api/orders"},
 "response": {"status": 403, "body": {"detail": "CSRF Failed: CSRF token missing."}}}`,
		Since: "v0.1",
	},
	Check: checkCSRFOrCORS,
}

func checkCSRFOrCORS(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.CSRFOrCORS, "CSRF protection or a CORS preflight stopped the call")
	who := c.Refusal.Answerer
	switch {
	case ok:
	case who == diagnose.AnswererCSRF || who == diagnose.AnswererCORS:
		f = diagnose.Finding{Certainty: diagnose.Likely, Summary: string(who) + " refused the call",
			Evidence: []diagnose.Statement{{At: c.Refusal.Status.From(), Says: c.Refusal.Because}}}
	case who == diagnose.AnswererAPI:
		return diagnose.Clear("the API itself answered: %s", c.Refusal.Because)
	default:
		return guessBrowser(c)
	}
	f.Fixes = beside(f.Fixes, browserFixes(c)...)
	return diagnose.Blame(f)
}

// guessBrowser looks for the marks of a browser where the server said nothing.
func guessBrowser(c *diagnose.Case) diagnose.Verdict {
	if len(c.Refusal.Points) > 0 || spoken(c) {
		return unnamed(c, diagnose.StageAnswerer)
	}
	origin, cross := c.Request.Header("Origin")
	_, allowed := c.Response.Header("Access-Control-Allow-Origin")
	cookie, session := c.Request.Header("Cookie")
	_, bearer := c.Request.Header("Authorization")
	f := diagnose.Finding{Certainty: diagnose.Possible, Fixes: browserFixes(c)}
	switch method := c.Request.Method.Or(""); {
	case cross && c.Response.HeadersShown && !allowed:
		f.Summary = "the answer to a call from another origin allows no origin"
		f.Evidence = []diagnose.Statement{{At: origin.At, Says: "Origin was sent, and the answer has no Access-Control-Allow-Origin"}}
	case session && !bearer && changes(method):
		f.Summary = "a change was asked for with cookies alone, which CSRF protection refuses"
		f.Evidence = []diagnose.Statement{{At: cookie.At, Says: method + " with a Cookie header and without Authorization"}}
	default:
		return unnamed(c, diagnose.StageAnswerer)
	}
	return diagnose.Blame(f)
}

func changes(method string) bool {
	return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE"
}

func browserFixes(c *diagnose.Case) []diagnose.Fix {
	if c.Refusal.Answerer == diagnose.AnswererCORS || c.Request.Method.Or("") == "OPTIONS" {
		return []diagnose.Fix{
			{By: diagnose.Admin, Do: "Add the page's origin, exactly as the Origin header shows it, to the origins the server or the OAuth client allows"},
			{By: diagnose.Developer, Do: "Make the call from a server instead of a page, where the platform offers no CORS"},
		}
	}
	return []diagnose.Fix{
		{By: diagnose.Developer, Do: "Send a bearer token and no session cookie, or send the CSRF token and a matching Origin and Referer"},
		{By: diagnose.Admin, Do: "Add scheme and host of the page to the server's trusted origins, or exempt API views from CSRF protection where they take bearer tokens only"},
	}
}
