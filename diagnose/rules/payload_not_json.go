package rules

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/why403/why403/diagnose"
)

var payloadNotJSON = diagnose.Checker{
	ID:    "payload-not-json",
	Stage: diagnose.StagePayload,
	Cause: diagnose.PayloadSchema,
	Needs: diagnose.RouteEvidence | diagnose.BodyEvidence,
	May:   diagnose.RequestEvidence | rightsEvidence | diagnose.RefusalEvidence,
	Bring: &theBody,
	Doc: diagnose.Doc{
		Title:   "body is not JSON",
		Why:     `The operation takes a JSON body, and what was sent is none: a form, a comma too many, single quotes, a shell that ate the quotes, an unexpanded variable.`,
		Fix:     `The developer writes the body to a file, checks it with a JSON reader, and sends the file.`,
		Tell:    `Servers answer 400 and name a position. A body that is JSON and has the wrong fields is payload-schema.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/calls/7f9d3c1a-2b44-4e0d-9a51-c0ffee000001/participants/b1a2c3d4-0001-4002-8003-c0ffee000002", "body": "{state: disconnected}"}, "response": {"status": 400}}`,
		Since:   "v0.1",
	},
	Check: checkPayloadNotJSON,
}

func checkPayloadNotJSON(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	body, ok := c.Request.Body.Get()
	switch {
	case op == nil:
		return diagnose.Abstain("the catalog does not know this operation")
	case op.Body == nil:
		return diagnose.Clear("it does not apply: %s takes no body", op.ID)
	case !ok:
		return diagnose.Abstain("the body was not brought").AndBring(theBody)
	case body.Parsed:
		return diagnose.Clear("the body is JSON")
	case strings.TrimSpace(body.Text) == "":
		return diagnose.Clear("it does not apply: no body was sent")
	case body.Truncated:
		return diagnose.Abstain("only the beginning of the body is shown").AndBring(theBody)
	}
	var any json.RawMessage
	err := json.Unmarshal([]byte(body.Text), &any)
	if err == nil {
		return diagnose.Clear("the body is JSON")
	}
	says := "it ends too early"
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) && int(syntax.Offset) < len(body.Text) {
		says = "the fault shows at byte " + itoa(int(syntax.Offset))
	}
	f := diagnose.Finding{
		Summary:  "the body is not JSON",
		Detail:   "Of the body, " + says + ".",
		Evidence: []diagnose.Statement{{At: body.At, Says: "the body cannot be read as JSON: " + says}},
		Fixes: []diagnose.Fix{{By: diagnose.Developer, Do: "Write the body to a file, check it, and send the file, so that no shell changes it",
			Run: "jq . body.json && curl --json @body.json …the call…"}},
	}
	if h, ok := c.Request.Header("Content-Type"); ok && strings.Contains(strings.ToLower(h.Value), "form") {
		also(&f, "It was sent as a form, and the operation takes JSON.")
	}
	aboutBody(c, &f, 0)
	return diagnose.Blame(f)
}
