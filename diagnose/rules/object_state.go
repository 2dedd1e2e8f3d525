package rules

import (
	"encoding/json"
	"strings"

	"github.com/why403/why403/diagnose"
)

var objectState = diagnose.Checker{
	ID:    "object-state",
	Stage: diagnose.StageObject,
	Cause: diagnose.ResourceState,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.ResourceEvidence | diagnose.RequestEvidence | diagnose.RouteEvidence | diagnose.UserEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "conversation, as it was brought, does not allow the call",
		Why: `The conversation shows what the refusal does not say: it is over, the participant has left or was never in it, the id is that of a user or a call leg instead of a participant, ` +
			`or the caller takes no part.`,
		Fix:  `The developer reads the conversation right before the change and takes the participant's id from it.`,
		Tell: `An id that does not exist is usually answered 404; a participant who has left 400, 403 or 409.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/calls/66666666-aaaa-4bbb-8ccc-000000000006/participants/77777777-aaaa-4bbb-8ccc-000000000007", "body": {"state": "disconnected"}},
 "response": {"status": 403}, "resource": {"id": "66666666-aaaa-4bbb-8ccc-000000000006", "participants": [{"id": "77777777-aaaa-4bbb-8ccc-000000000007", "purpose": "agent", "endTime": "2026-03-01T10:00:00.000Z"}]}}`,
		Since: "v0.1",
	},
	Check: checkObjectState,
}

// conversation is as much of a conversation as the rule looks at.
type conversation struct {
	ID           string        `json:"id"`
	EndTime      string        `json:"endTime"`
	Participants []participant `json:"participants"`
}

type participant struct {
	ID      string              `json:"id"`
	State   string              `json:"state"`
	EndTime string              `json:"endTime"`
	UserID  string              `json:"userId"`
	User    struct{ ID string } `json:"user"`
	Calls, Chats, Emails, Messages, Callbacks,
	Videos, Screenshares, Cobrowsesessions []leg
}

// leg is one communication of a participant.
type leg struct{ ID, State string }

func (p *participant) legs() []leg {
	var all []leg
	for _, some := range [][]leg{p.Calls, p.Chats, p.Emails, p.Messages, p.Callbacks, p.Videos, p.Screenshares, p.Cobrowsesessions} {
		all = append(all, some...)
	}
	return all
}

// left says whether a participant takes part no more.
func (p *participant) left() bool {
	if p.EndTime != "" || over(p.State) {
		return true
	}
	legs := p.legs()
	for _, l := range legs {
		if !over(l.State) {
			return false
		}
	}
	return len(legs) > 0
}

func over(state string) bool {
	return strings.EqualFold(state, "disconnected") || strings.EqualFold(state, "terminated")
}

func checkObjectState(c *diagnose.Case) diagnose.Verdict {
	if c.Resource.JSON == "" {
		return noConversation(c)
	}
	var conv conversation
	if json.Unmarshal([]byte(c.Resource.JSON), &conv) != nil || len(conv.Participants) == 0 {
		return diagnose.Abstain("the resource is no conversation with participants")
	}
	if p, ok := decisive(c.Refusal); ok && p.Cause != diagnose.ResourceState {
		return diagnose.Abstain("the server gives another reason: %s", p.Says)
	}
	wanted := c.Route.Params["participantId"]
	if wanted == "" {
		wanted = after(c.Request.URL.Or(diagnose.URL{}).Path, "participants")
	}
	what := wrongWith(&conv, wanted, c.User.Entity.Or(diagnose.Entity{}).ID)
	if what == "" {
		return diagnose.Clear("the conversation is live, and the participant is in it")
	}
	f := diagnose.Finding{Certainty: diagnose.Likely, Summary: what,
		Evidence: []diagnose.Statement{{At: c.Resource.At, Says: what}},
		Fixes:    []diagnose.Fix{{By: diagnose.Developer, Do: "Read the conversation right before the change, and take the id of a participant who is still connected"}}}
	if what == notAParty {
		f.Fixes = []diagnose.Fix{{By: diagnose.Person, Do: "Let somebody who takes part in the conversation make the call"},
			{By: diagnose.Admin, Do: "Or give the caller the permission over other people's conversations that the operation lists"}}
		if !bareRefusal(c) {
			f.Certainty = diagnose.Possible
		}
	}
	return diagnose.Blame(f)
}

// noConversation asks for the conversation where it would decide.
func noConversation(c *diagnose.Case) diagnose.Verdict {
	v := diagnose.Abstain("the object was not brought")
	path := c.Request.URL.Or(diagnose.URL{}).Path
	before, _, _ := strings.Cut(path, "/participants/")
	id := before[strings.LastIndexByte(before, '/')+1:]
	if !ofAParticipant(c) || id == "" {
		return v
	}
	return v.AndBring(diagnose.Ask{What: "the conversation as the API returns it, with its participants", Cost: 2, Run: get(c, "/api/v2/conversations/"+id),
		Answers: []diagnose.Answer{
			{If: "the participant is not in it, or has left", Then: "the call acts on something that is not there any more"},
			{If: "the caller is no participant", Then: "the caller needs a permission over other people's conversations"}}})
}

const notAParty = "the caller is no participant of the conversation"

// wrongWith says what in a conversation stands against the call, or nothing.
func wrongWith(conv *conversation, wanted, caller string) string {
	live, party, found := false, caller == "", false
	for i := range conv.Participants {
		p := &conv.Participants[i]
		live = live || !p.left()
		party = party || p.UserID == caller || p.User.ID == caller
		switch {
		case wanted == "":
		case strings.EqualFold(p.ID, wanted) && p.left():
			if conv.EndTime == "" {
				return "the participant has left the conversation already"
			}
			found = true
		case strings.EqualFold(p.ID, wanted):
			found = true
		case strings.EqualFold(p.UserID, wanted) || strings.EqualFold(p.User.ID, wanted):
			return "the id in the path is a user's; the participant of that user is " + p.ID
		default:
			for _, l := range p.legs() {
				if strings.EqualFold(l.ID, wanted) {
					return "the id in the path is that of a communication; its participant is " + p.ID
				}
			}
		}
	}
	switch {
	case conv.EndTime != "" || !live:
		return "the conversation is over"
	case wanted != "" && !found:
		return "the participant of the path is not in the conversation"
	case !party:
		return notAParty
	}
	return ""
}

// after returns the path segment that follows segment.
func after(path, segment string) string {
	_, rest, _ := strings.Cut(path, "/"+segment+"/")
	id, _, _ := strings.Cut(rest, "/")
	return id
}
