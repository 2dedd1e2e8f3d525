package rules

import "github.com/why403/why403/diagnose"

var payloadNamed = diagnose.Checker{
	ID:    "payload-named",
	Stage: diagnose.StagePayload,
	Cause: diagnose.PayloadSemantics,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.BodyEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server objects to the body",
		Why: `The refusal is about what was sent, not about who sent it: a field that may not be set, a value that is not allowed, an object named in the body that the caller may not see. ` +
			`Most servers answer 400 or 422 for that, a few 403.`,
		Fix:  `The developer corrects the field that the server names; where the body names another object, its id has to exist and be visible to the caller.`,
		Tell: `A smaller body gets through with the same token.`,
		Example: `{"request": {"method": "POST", "url": "https://10.0.0.1:6443/api/v1/namespaces/shop/pods", "body": {"kind": "Pod"}},
 "response": {"status": 403, "body": {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "admission webhook \"pods.policy.example\" denied the request: the tag latest is not allowed", "reason": "Forbidden", "code": 403}}}`,
		Since: "v0.1",
	},
	Check: checkPayloadNamed,
}

func checkPayloadNamed(c *diagnose.Case) diagnose.Verdict {
	var fs []diagnose.Finding
	for _, cause := range []diagnose.Cause{diagnose.PayloadSemantics, diagnose.PayloadSchema} {
		if f, ok := named(c, cause, "the server objects to the body"); ok {
			f.Fixes = beside(f.Fixes, diagnose.Fix{By: diagnose.Developer, Do: "Correct the field that the server names, and send it again"})
			fs = append(fs, f)
		}
	}
	if b, known := c.Request.Body.Get(); known && b.Text == "" && len(fs) == 0 {
		return diagnose.Clear("the call carries no body")
	}
	if len(fs) == 0 {
		return unnamed(c, diagnose.StagePayload)
	}
	return diagnose.Blame(fs[0], fs[1:]...)
}
