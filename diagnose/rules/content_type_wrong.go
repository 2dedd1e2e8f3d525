package rules

import (
	"encoding/json"
	"strings"

	"github.com/why403/why403/diagnose"
)

var contentTypeWrong = diagnose.Checker{
	ID:    "content-type-wrong",
	Stage: diagnose.StagePayload,
	Cause: diagnose.MissingHeader,
	Needs: diagnose.RouteEvidence | diagnose.RequestEvidence | diagnose.BodyEvidence,
	May:   rightsEvidence | diagnose.RefusalEvidence,
	Bring: &theBody,
	Doc: diagnose.Doc{
		Title: "body is JSON, the Content-Type says otherwise",
		Why: `The operation takes JSON, and the call announced something else, or nothing: curl's -d alone sends application/x-www-form-urlencoded. ` +
			`Servers answer 415 or 400; few answer 403.`,
		Fix:  `The developer sends "Content-Type: application/json" (curl --json does).`,
		Tell: `With the right header the same body gets through.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/calls/7f9d3c1a-2b44-4e0d-9a51-c0ffee000001/participants/b1a2c3d4-0001-4002-8003-c0ffee000002",
 "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": "{\"state\": \"disconnected\"}"}, "response": {"status": 415}}`,
		Since: "v0.1",
	},
	Check: checkContentTypeWrong,
}

func checkContentTypeWrong(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	body, _ := c.Request.Body.Get()
	h, shown := c.Request.Header("Content-Type")
	switch {
	case op == nil:
		return diagnose.Abstain("the catalog does not know this operation")
	case op.Body == nil || strings.TrimSpace(body.Text) == "":
		return diagnose.Clear("it does not apply: the operation takes no body, or none was sent")
	case !shown && !c.Request.Complete:
		return diagnose.Abstain("the headers of the request are not shown whole")
	case shown && isJSONType(h.Value):
		return diagnose.Clear("the Content-Type is JSON")
	case !shown && namesBodyFault(c.Refusal):
		return diagnose.Clear("the server has read the body: it names a fault in it")
	case !body.Parsed && !body.Truncated && !json.Valid([]byte(body.Text)):
		return diagnose.Clear("it does not apply: the body itself is not JSON, which payload-not-json looks at")
	}
	says := "no Content-Type was sent"
	if shown {
		says = "the Content-Type is " + h.Value
	}
	f := diagnose.Finding{
		Summary:  "the body is JSON, and " + strings.Replace(says, "the Content-Type is", "the Content-Type says", 1),
		Evidence: []diagnose.Statement{{At: h.At, Says: says}, {At: body.At, Says: "the body is JSON"}},
		Fixes:    []diagnose.Fix{{By: diagnose.Developer, Do: "Send the header Content-Type: application/json", Run: "curl --json @body.json …the call…"}},
	}
	aboutBody(c, &f, 415)
	return diagnose.Blame(f)
}

// namesBodyFault says whether the server found something wrong inside of the body.
func namesBodyFault(r *diagnose.Refusal) bool {
	for _, p := range r.Points {
		if (p.Cause == diagnose.PayloadSchema || p.Cause == diagnose.PayloadSemantics) && p.Certainty >= diagnose.Likely {
			return true
		}
	}
	return false
}

func isJSONType(v string) bool {
	v, _, _ = strings.Cut(strings.ToLower(v), ";")
	v = strings.TrimSpace(v)
	return v == "application/json" || strings.HasSuffix(v, "+json") || v == "text/json"
}

// aboutBody says how certain a fault of the body is by the status: it explains a
// 400, and a 403 only where all that is checked before it is known to be in order.
func aboutBody(c *diagnose.Case, f *diagnose.Finding, telling int) {
	pass, open := rights(c)
	f.Fault = true
	switch status := c.Refusal.Status.Or(0); {
	case status == telling && telling != 0:
		f.Certainty = diagnose.Certain
	case status == 400 || status == 415 || status == 422:
		f.Certainty = diagnose.Likely
	case status == 401:
		f.Certainty = diagnose.Possible
		also(f, "A 401 is about the token; the body comes after it.")
	case pass:
		f.Certainty = diagnose.Likely
		also(f, "A wrong body usually answers 400, not 403; what is checked before it is known to be in order.")
	default:
		f.Certainty = diagnose.Possible
		also(f, "A wrong body usually answers 400, not 403, and it is not settled that what is checked before it is in order: "+open+".")
	}
}
