package refusal

import "github.com/why403/why403/diagnose"

// exact reads Exact Online.
var exact = platform{
	name: "exact-online",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (s.onHost("start.exactonline.nl", "start.exactonline.com", "start.exactonline.be", "start.exactonline.de", "start.exactonline.co.uk") || s.says("application scope violated"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of Exact Online"
		if !known(s, r, exactCodes[:], "") {
			readSentences(s, r, exactSentences[:])
		}
	},
}

var exactCodes = [...]meaning{}

var exactSentences = [...]meaning{
	{"application scope violated", diagnose.MissingScope, diagnose.Certain, "The app's registration lacks the scope for this resource and verb; the verb stands behind the sentence.", diagnose.Fix{}},
	{"division", diagnose.WrongOrg, diagnose.Possible, "", diagnose.Fix{}},
}
