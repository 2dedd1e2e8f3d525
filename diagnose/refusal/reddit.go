package refusal

import "github.com/why403/why403/diagnose"

// reddit reads Reddit's API, which answers {"reason": …, "message": "Forbidden",
// "error": 403}.
var reddit = platform{
	name: "reddit",
	wrote: func(s *answer) bool {
		return s.form == jsonForm && (s.onHost("reddit.com") || s.json.has("reason", "message", "error") && lookup(redditReasons[:], s.json.at("reason").str()) != nil)
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Reddit's API"
		reason, at := s.json.at("reason").str(), s.where("reason")
		if m := lookup(redditReasons[:], reason); m != nil {
			r.Code = diagnose.Know(reason, at)
			mean(r, m, at).Says = "reason " + reason
		}
	},
}

var redditReasons = [...]meaning{
	{"private", diagnose.ResourceState, diagnose.Certain, "The community is private, and the account is no approved member.", diagnose.Fix{By: diagnose.Person, Do: "Ask the community's moderators for membership"}},
	{"quarantined", diagnose.ResourceState, diagnose.Certain, "The community is quarantined; the account has to opt in once.", diagnose.Fix{By: diagnose.Person, Do: "Opt in to the quarantined community"}},
	{"gold_only", diagnose.FeatureOff, diagnose.Certain, "The community is for Premium members.", diagnose.Fix{}},
	{"banned", diagnose.ResourceState, diagnose.Certain, "The community is banned.", diagnose.Fix{}},
}
