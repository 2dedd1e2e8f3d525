package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// frappe reads Frappe and ERPNext: an exception's name, and messages that are JSON
// text within JSON text.
var frappe = platform{
	name: "frappe",
	wrote: func(s *answer) bool {
		return s.json.has("exc_type") || s.json.has("_server_messages") || strings.HasPrefix(s.json.at("exception").str(), "frappe.")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the exceptions of Frappe"
		if m := frappeMessage(s.json); m != "" {
			s.message, s.messageAt, s.isPlain = m, s.where("_server_messages"), false
			r.Message = diagnose.Know(limit(m), s.messageAt)
		}
		if !readSentences(s, r, frappeSentences[:]) {
			known(s, r, frappeCodes[:], s.json.at("exc_type").str())
		}
	},
}

// frappeMessage is the first of the messages meant for a person, without its tags.
func frappeMessage(body value) string {
	list, _ := parse(`{"list":` + body.at("_server_messages").quoted() + `}`)
	first, ok := parse(list.at("list", "0").quoted())
	if !ok {
		return ""
	}
	text := first.at("message").quoted()
	for _, tag := range [...]string{"<strong>", "</strong>", "<b>", "</b>"} {
		text = strings.ReplaceAll(text, tag, "")
	}
	return text
}

var frappeSentences = [...]meaning{
	{"user guest", diagnose.MissingHeader, diagnose.Likely, "The call counted as Guest: no session came with it, and no token that Frappe accepts.", diagnose.Fix{By: diagnose.Developer, Do: `Send "Authorization: token <key>:<secret>" or a bearer token, and see that no proxy drops it`}},
	{"user none", diagnose.MissingHeader, diagnose.Likely, "The call has no user: no session came with it, and no token that Frappe accepts.", diagnose.Fix{}},
	{"role permission", diagnose.MissingPermission, diagnose.Likely, "No role of the user has this right on the document type.", diagnose.Fix{By: diagnose.Admin, Where: "Role Permissions Manager", Do: "Give one of the user's roles the right on the document type"}},
	{"no permission for", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"not whitelisted", diagnose.EndpointNotPublished, diagnose.Likely, "Only functions marked as whitelisted can be called from outside.", diagnose.Fix{}},
}

var frappeCodes = [...]meaning{
	{"CSRFTokenError", diagnose.CSRFOrCORS, diagnose.Certain, "", diagnose.Fix{}},
	{"AuthenticationError", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"SessionExpired", diagnose.ExpiredToken, diagnose.Likely, "", diagnose.Fix{}},
	{"PermissionError", diagnose.MissingPermission, diagnose.Possible, "", diagnose.Fix{}},
}
