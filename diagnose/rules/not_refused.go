package rules

import "github.com/why403/why403/diagnose"

var notRefused = diagnose.Checker{
	ID:    "not-refused",
	Stage: diagnose.StageAnswerer,
	Cause: diagnose.NotRefused,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RouteEvidence | diagnose.RequestEvidence | diagnose.BodyEvidence,
	Bring: &diagnose.Ask{What: "the response: status, headers and body", Run: "curl -i …the call…", Cost: 1},
	Doc: diagnose.Doc{
		Title: "call was not refused",
		Why: `The status is neither 401 nor 403 and the body is no refusal in the words of a known platform. ` +
			`Some refusals do hide behind another status: Genesys Cloud answers 400 not.a.user where a call needs a user, Slack answers 200 with "ok": false.`,
		Fix:     `Nothing is to be granted. Read the server's own message for what went wrong instead.`,
		Tell:    `A refusal names who may not do what; a failed call names what was wrong with it.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/users/me"}, "response": {"status": 200}}`,
		Since:   "v0.1",
	},
	Check: func(c *diagnose.Case) diagnose.Verdict {
		status, ok := c.Refusal.Status.Get()
		switch {
		case c.Refusal.Refused:
			return diagnose.Clear("the answer is a refusal")
		case !ok:
			return diagnose.Abstain("the answer shows neither a status nor a refusal").
				AndBring(diagnose.Ask{What: "the status of the response", Run: "curl -i …the call…", Cost: 1})
		case (status == 400 || status == 422) && bodyLayer(c) == layerBlocks:
			return diagnose.Abstain("status %d, and the body is not of the shape that the operation takes", status)
		case (status == 400 || status == 404) && !spoken(c):
			return diagnose.Abstain("status %d without its body: some refusals hide behind it", status).AndBring(wholeResponse)
		}
		return diagnose.Blame(diagnose.Finding{
			Certainty: diagnose.Certain,
			Summary:   "the call was not refused: status " + itoa(status),
			Evidence:  []diagnose.Statement{{At: c.Refusal.Status.From(), Says: "status " + itoa(status)}},
		})
	},
}
