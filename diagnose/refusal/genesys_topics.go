package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// topicRejected says whether the body is about a subscription to a notification
// topic that was rejected.
func topicRejected(v value) bool {
	for _, path := range [...][]string{{"rejectionReason"}, {"entities", "0", "rejectionReason"}, {"missingPermissions"}, {"entities", "0", "missingPermissions"}} {
		if v.at(path...).there() {
			return true
		}
	}
	return false
}

// readTopics reads the topics of a notification subscription that were rejected.
func readTopics(s *answer, r *diagnose.Refusal) bool {
	if !topicRejected(s.json) {
		return false
	}
	topics := []value{s.json}
	for _, t := range s.json.at("entities").members() {
		topics = append(topics, t)
	}
	for _, t := range topics {
		reason, missing := t.at("rejectionReason").str(), t.at("missingPermissions").strings()
		if reason == "" && len(missing) == 0 {
			continue
		}
		r.Refused = true
		p := add(r, diagnose.MissingPermission, diagnose.Likely, s.body.At, "topic "+t.at("id").str()+" was rejected: "+short(reason))
		if len(missing) > 0 {
			p.Certainty, p.Need = diagnose.Certain, diagnose.AllOf(missing...)
			p.Says += " missingPermissions " + strings.Join(missing, ", ")
			p.Fixes = grantFix(p.Need)
		}
	}
	return true
}
