package refusal

import "github.com/why403/why403/diagnose"

// pipedrive reads Pipedrive's API.
var pipedrive = platform{
	name: "pipedrive",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (s.onHost("pipedrive.com") || s.says("scope and url mismatch"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of Pipedrive's API"
		if !known(s, r, pipedriveCodes[:], "") {
			readSentences(s, r, pipedriveSentences[:])
		}
	},
}

var pipedriveCodes = [...]meaning{}

var pipedriveSentences = [...]meaning{
	{"scope and url mismatch", diagnose.MissingScope, diagnose.Likely, "The app lacks the scope for this address, or the call went to another company's domain.", diagnose.Fix{}},
	{"not allowed in your plan", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
}
