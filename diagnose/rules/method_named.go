package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var methodNamed = diagnose.Checker{
	ID:    "method-named",
	Stage: diagnose.StageAddress,
	Cause: diagnose.WrongMethod,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.ResponseEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title:   "server says that the path does not take this method",
		Why:     `The address exists and the method is not one of its own. The right status is 405 with an Allow header; some servers and gateways answer 403 or 404 instead.`,
		Fix:     `The developer uses a method of the Allow header or of the API's description. A PUT that should be a PATCH and a POST to a single object are the usual mix-ups.`,
		Tell:    `A GET on the same path that works while a POST is refused may also be a missing write scope; the words "method" and Allow decide.`,
		Example: `{"request": {"method": "DELETE", "url": "https://shop.example.com/api/orders"}, "response": {"status": 405, "headers": {"Allow": "GET, POST"}, "body": {"detail": "Method \"DELETE\" not allowed."}}}`,
		Since:   "v0.1",
	},
	Check: checkMethodNamed,
}

func checkMethodNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.WrongMethod, "the path does not take this method")
	allow, listed := c.Response.Header("Allow")
	switch {
	case ok:
	case c.Refusal.Status.Or(0) == 405 && len(c.Refusal.Points) == 0:
		f = diagnose.Finding{Certainty: diagnose.Certain, Summary: "the server answered 405: method not allowed",
			Evidence: []diagnose.Statement{{At: c.Refusal.Status.From(), Says: "status 405"}}}
	default:
		return unnamed(c, diagnose.StageAddress)
	}
	do := "Use the method that the API's description names for this path"
	if listed {
		methods := strings.FieldsFunc(allow.Value, func(r rune) bool { return r == ',' || r == ' ' })
		f.Need = diagnose.AnyOf(methods...)
		f.Evidence = append(f.Evidence, diagnose.Statement{At: allow.At, Says: "Allow: " + allow.Value})
		do = "Use one of " + strings.Join(methods, ", ")
	}
	if m, ok := c.Request.Method.Get(); ok {
		f.Have = []string{m}
	}
	f.Fixes = beside(f.Fixes, diagnose.Fix{By: diagnose.Developer, Do: do})
	return diagnose.Blame(f)
}
