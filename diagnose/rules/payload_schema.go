package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/payload"
)

var payloadSchema = diagnose.Checker{
	ID:    "payload-schema",
	Stage: diagnose.StagePayload,
	Cause: diagnose.PayloadSchema,
	Needs: diagnose.RouteEvidence | diagnose.BodyEvidence,
	May:   diagnose.RequestEvidence | rightsEvidence | diagnose.RefusalEvidence,
	Bring: &theBody,
	Doc: diagnose.Doc{
		Title: "body does not have the shape the operation takes",
		Why: `A field is missing, misspelt or of the wrong type, a value is not one of those that are listed, or the wrapper is wrong: ` +
			`one bare participant instead of {"participants": […]}, a list instead of the object. Fields that only the server sets may be sent back; null stands for "not set".`,
		Fix:  `The developer sends the body as the report corrects it; what stands in <…> is to be filled in.`,
		Tell: `A wrong body usually answers 400, not 403. It is likely at 403 only where scope, role and permission are known to be in order.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/calls/7f9d3c1a-2b44-4e0d-9a51-c0ffee000001/participants/b1a2c3d4-0001-4002-8003-c0ffee000002",
 "body": {"state": "DISCONNECTED"}}, "response": {"status": 400}}`,
		Since: "v0.1",
	},
	Check: checkPayloadSchema,
}

func checkPayloadSchema(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	body, ok := c.Request.Body.Get()
	switch {
	case op == nil:
		return diagnose.Abstain("the catalog does not know this operation")
	case op.Body == nil:
		return diagnose.Clear("it does not apply: %s takes no body", op.ID)
	case !ok:
		return diagnose.Abstain("the body was not brought").AndBring(theBody)
	case body.Truncated:
		return diagnose.Abstain("only the beginning of the body is shown").AndBring(theBody)
	}
	schema := schemaOf(op)
	empty := strings.TrimSpace(body.Text) == ""
	switch {
	case empty && !op.Body.Required:
		return diagnose.Clear("%s takes a call without a body", op.ID)
	case schema == nil && !empty:
		return diagnose.Abstain("the shape of this body is not published")
	}
	text := body.Text
	if empty {
		text = "{}"
	}
	var r payload.Result
	var err error
	if schema != nil {
		r, err = schema.Check(text)
	}
	switch {
	case err != nil && !empty:
		return diagnose.Clear("it does not apply: the body cannot be held against the schema (%v)", err)
	case len(r.Problems) == 0 && !empty:
		return diagnose.Clear("the body has the shape of %s", orElse(op.Body.Name, op.ID))
	}
	f := shapeFinding(op, body, r)
	if empty {
		f.Summary = "no body was sent, and one is required"
		f.Evidence = []diagnose.Statement{{At: c.Request.Body.From(), Says: "the body is empty"}}
	}
	aboutBody(c, &f, 0)
	if onlyUnknown(r) && c.Refusal.Status.Or(0) == 403 {
		lower(&f, diagnose.Possible, "Fields that are not known may only be newer than the catalog, or come back from a read.")
	}
	return diagnose.Blame(f)
}

// onlyUnknown says whether nothing is wrong but fields that no known name is near to.
func onlyUnknown(r payload.Result) bool {
	for _, p := range r.Problems {
		if p.Keyword != "unknown field" || p.Near != "" {
			return false
		}
	}
	return len(r.Problems) > 0
}

// manyProblems is how many problems of a body are spelt out.
const manyProblems = 8

func shapeFinding(op *diagnose.Operation, body diagnose.Body, r payload.Result) diagnose.Finding {
	f := diagnose.Finding{CorrectedBody: r.Corrected}
	for i, p := range r.Problems {
		if i == manyProblems {
			f.Evidence = append(f.Evidence, diagnose.Statement{At: body.At, Says: itoa(len(r.Problems)-i) + " more problems of this kind"})
			break
		}
		f.Evidence = append(f.Evidence, diagnose.Statement{At: body.Where(p.Pointer), Says: pointed(p)})
	}
	if len(r.Problems) > 0 {
		f.Summary = "the body is not what " + op.ID + " takes: " + pointed(r.Problems[0])
		if n := len(r.Problems) - 1; n > 0 {
			f.Summary += " (and " + itoa(n) + " more)"
		}
	}
	f.Evidence = append(f.Evidence, asks(op, op.BodyFrom, "a body of the shape "+orElse(op.Body.Name, "given in the schema")))
	fix := diagnose.Fix{By: diagnose.Developer, Do: "Correct the body as the problems say"}
	if r.Corrected != nil {
		fix.Do = "Send the corrected body"
		if r.Placeholders > 0 {
			fix.Do += ", with what stands in <…> filled in"
		}
	}
	f.Fixes = []diagnose.Fix{fix}
	return f
}

// pointed gives a problem with the place it stands at.
func pointed(p payload.Problem) string {
	if p.Pointer == "" {
		return p.Text
	}
	return p.Pointer + ": " + p.Text
}
