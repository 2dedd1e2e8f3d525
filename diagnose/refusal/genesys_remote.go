package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// readRemote reads what a remote system answered to a data action: its refusal
// stands as text inside errors[].userMessage, or in the message.
func readRemote(s *answer, r *diagnose.Refusal) {
	if !s.json.has("userMessage") && !s.json.at("errors", "0").has("userMessage") && !s.handsOn() {
		return
	}
	for _, path := range remotePaths {
		text := s.json.at(path...).str()
		if text == "" {
			continue
		}
		remote := Listen(nil, &diagnose.Response{Body: diagnose.Know(diagnose.Body{Text: text, At: s.where(path...)}, s.where(path...))})
		for _, p := range remote.Points {
			p.Certainty = min(p.Certainty, diagnose.Likely)
			p.Detail = strings.TrimSpace("The remote system of the data action said so, not Genesys Cloud. " + p.Detail)
			r.Points = append(r.Points, p)
		}
		if len(remote.Points) > 0 {
			return
		}
	}
	if m := lookup(dataActionMeanings[:], s.code); m != nil {
		mean(r, m, s.codeAt)
	}
}

var remotePaths = [...][]string{{"errors", "0", "userMessage"}, {"errors", "1", "userMessage"}, {"userMessage"}, {"message"}}

// handsOn says whether the answer hands on what the remote system of a data action said.
func (s *answer) handsOn() bool {
	for _, path := range remotePaths {
		if text := s.json.at(path...).str(); contains(text, "request to backend service failed") || contains(text, "response from web service") {
			return true
		}
	}
	return false
}

var dataActionMeanings = [...]meaning{
	{"INVALID_CREDENTIALS", diagnose.BadToken, diagnose.Likely, "The data action's integration could not sign in to the remote system.",
		diagnose.Fix{By: diagnose.Admin, Where: "Admin › Integrations › the integration › Configuration › Credentials", Do: "Renew the credentials"}},
	{"ACTION.AUTHENTICATION", diagnose.BadToken, diagnose.Likely, "The data action's integration could not sign in to the remote system.", diagnose.Fix{}},
}
