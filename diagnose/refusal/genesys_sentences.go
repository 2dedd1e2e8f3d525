package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// genesysSentences are the beginnings of the platform's own sentences, with the code
// that they go with. They are a fallback for a message that came without its
// envelope, and never become the Refusal's literal code.
var genesysSentences = [...]struct{ words, code string }{
	{"at least one of the following division(s)", "missing.any.division.permissions"},
	{"in the provided division(s)", "missing.division.permission"},
	{"at least one of the following permissions", "missing.any.permissions"},
	{"missing the following permission", "missing.permissions"},
	{"App not authorized to use scope", "app.not.authorized.for.scope"},
	{"missing the required scope", "missing.scopes"},
	{"missing the following scope", "missing.scopes"},
	{"at least one of the following scopes", "missing.scopes"},
	{"requires a user context", "not.a.user"},
	{"Permission is forbidden on domain", "forbidden"},
	{"Requests originating from this IP address", "ip.not.authorized"},
	{"Policy ID(s):", "authz.policy.denied"},
	{"No authentication bearer token specified", "authentication.required"},
	{"The supplied credentials are expired", "credentials.expired"},
	{"Rate limit exceeded the maximum", "too.many.requests"},
	{"You are not authorized to perform the requested action", "not.authorized"},
	{"Unable to perform the requested action", "missing.permissions"},
}

func sentenceCode(message string) string {
	for i := range genesysSentences {
		if contains(message, genesysSentences[i].words) {
			return genesysSentences[i].code
		}
	}
	if accessForbidden(message) {
		return "not.authorized"
	}
	return ""
}

// accessForbidden knows "Access to Conversation 1 is forbidden.", the kind of the
// object and its id in between.
func accessForbidden(message string) bool {
	_, rest, found := strings.Cut(message, "Access to ")
	object, _, ends := strings.Cut(rest, " is forbidden")
	return found && ends && object != "" && strings.Count(object, " ") <= 2 && 'A' <= object[0] && object[0] <= 'Z'
}

// badRequest is the code of every 400 that has none of its own; its message knows better.
const badRequest = "bad.request"

// readBadRequest reads what the message behind that code says of rights; false where
// it is about the request after all. At a 400 a field may be called like a right:
// "Missing required field: permissions".
func readBadRequest(s *answer, r *diagnose.Refusal) bool {
	if s.handsOn() {
		return true // what the remote system said is read for itself
	}
	cause, sure := mostTelling(s.message), s.status == 403
	switch cause {
	case diagnose.NeedsUserContext:
		sure = true
	case diagnose.FeatureOff:
		sure = sure || contains(s.message, "organi")
	case diagnose.MissingPermission, diagnose.MissingScope, diagnose.WrongOrg:
	default:
		sure = false
	}
	if sure {
		add(r, cause, diagnose.Likely, s.messageAt, "the message: "+short(s.message))
	}
	return sure
}
