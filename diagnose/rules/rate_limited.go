package rules

import "github.com/why403/why403/diagnose"

var rateLimited = diagnose.Checker{
	ID:    "rate-limited",
	Stage: diagnose.StageAnswerer,
	Cause: diagnose.RateLimited,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.ResponseEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "too many calls in too short a time",
		Why:   `The caller used up what it may ask in a span of time. Most servers answer 429; GitHub answers 403 for its secondary limits, some gateways answer 403 for quotas.`,
		Fix:   `The developer waits as long as Retry-After says, spreads the calls, caches, and makes fewer at once. No permission helps.`,
		Tell:  `The same call succeeds after a pause. On Genesys Cloud a rate limit is always 429, never 401 or 403.`,
		Example: `{"request": {"method": "GET", "url": "https://api.github.com/repos/acme/shop/pulls"},
 "response": {"status": 403, "headers": {"Retry-After": "60"}, "body": {"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}}}`,
		Since: "v0.1",
	},
	Check: checkRateLimited,
}

func checkRateLimited(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.RateLimited, "the server says that there were too many calls")
	status := c.Refusal.Status.Or(0)
	retry, waits := c.Response.Header("Retry-After")
	left, counted := c.Response.Header("X-RateLimit-Remaining")
	switch {
	case ok:
	case status == 429:
		f = diagnose.Finding{Certainty: diagnose.Certain, Summary: "the server answered 429: too many requests",
			Evidence: []diagnose.Statement{{At: c.Refusal.Status.From(), Says: "status 429"}}}
	case len(c.Refusal.Points) > 0:
		return unnamed(c, diagnose.StageAnswerer)
	case counted && left.Value == "0":
		f = diagnose.Finding{Certainty: diagnose.Likely, Summary: "no calls are left in this window",
			Evidence: []diagnose.Statement{{At: left.At, Says: "X-RateLimit-Remaining is 0"}}}
	case waits && status == 403:
		f = diagnose.Finding{Certainty: diagnose.Possible, Summary: "the server asks to come back later",
			Evidence: []diagnose.Statement{{At: retry.At, Says: "Retry-After on a 403"}}}
	case spoken(c) && status != 0:
		return diagnose.Clear("status %d, and nothing in the answer speaks of a limit", status)
	default:
		return unnamed(c, diagnose.StageAnswerer)
	}
	if waits {
		f.Evidence = append(f.Evidence, diagnose.Statement{At: retry.At, Says: "Retry-After: " + retry.Value})
	}
	f.Fixes = append(f.Fixes, diagnose.Fix{By: diagnose.Developer, Do: "Wait as long as Retry-After says, a minute where it says nothing, then double the pause at each further refusal"})
	if len(f.Fixes) == 1 {
		f.Fixes = append(f.Fixes, diagnose.Fix{By: diagnose.Developer, Do: "Make fewer calls at once: one worker per token, larger pages, answers cached, notifications instead of polling"})
	}
	f.Avoid = []string{"Do not ask for a new token at each refusal: that is a call too, and some platforms drop the oldest tokens of a client."}
	return diagnose.Blame(f)
}
