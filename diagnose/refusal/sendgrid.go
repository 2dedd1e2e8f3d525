package refusal

import "github.com/why403/why403/diagnose"

// sendgrid reads SendGrid, whose errors name the field they are about, or null.
var sendgrid = platform{
	name: "sendgrid",
	wrote: func(s *answer) bool {
		return s.onHost("api.sendgrid.com") || s.json.at("errors", "0").has("field", "message") && findSentence(s, sendgridSentences[:]) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error list of SendGrid"
		readSentences(s, r, sendgridSentences[:])
	},
}

var sendgridSentences = [...]meaning{
	{"not match a verified sender identity", diagnose.ResourceState, diagnose.Certain, "Nobody has verified the from address or its domain.",
		diagnose.Fix{By: diagnose.Admin, Where: "SendGrid › Settings › Sender Authentication", Do: "Verify the sender or authenticate its domain"}},
	{"access forbidden", diagnose.MissingPermission, diagnose.Likely, "The API key lacks the scope of this endpoint, or the plan does not include it.",
		diagnose.Fix{By: diagnose.Admin, Where: "SendGrid › Settings › API Keys", Do: "Give the key just this access; GET /v3/scopes lists what it has"}},
	{"maximum credits exceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"authorization grant is invalid expired or revoked", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
}
