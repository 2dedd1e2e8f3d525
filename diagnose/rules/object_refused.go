package rules

import "github.com/why403/why403/diagnose"

var objectRefused = diagnose.Checker{
	ID:    "object-refused",
	Stage: diagnose.StageObject,
	Cause: diagnose.ResourceState,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.RouteEvidence | diagnose.TokenEvidence | diagnose.ClientEvidence | diagnose.ResourceEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "object itself is closed to the caller, or in the wrong state",
		Why: `The refusal is about this one object: somebody else's job, a conversation the caller is no party to, a participant who has left, a locked or managed setting, ` +
			`another person's document. Genesys Cloud answers not.authorized without a permission, or a code of the operation such as conversation.error.forbidden.not.active.participant.`,
		Fix:  `The caller acts on an object of its own, or becomes a part of it, or its owner does it; where the state is wrong, the call is made earlier or not at all.`,
		Tell: `The same call works on another object of the same kind and division. Bring the object as the API returns it: state and participants decide.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/calls/66666666-aaaa-4bbb-8ccc-000000000006/participants/77777777-aaaa-4bbb-8ccc-000000000007"},
 "response": {"status": 403, "body": {"message": "Access to Conversation 66666666-aaaa-4bbb-8ccc-000000000006 is forbidden.", "code": "forbidden", "status": 403}}}`,
		Since: "v0.1",
	},
	Check: checkObjectRefused,
}

func checkObjectRefused(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.ResourceState, "the object is closed to the caller, or in the wrong state")
	if !ok && c.Route.Operation != nil && len(c.Route.Params) == 0 && c.Request.Method.Or("") == "GET" {
		return diagnose.Clear("the call names no single object")
	}
	if !ok {
		return unnamed(c, diagnose.StageObject)
	}
	if onGenesys(c) && bareRefusal(c) && ofAParticipant(c) {
		if byClient(c) {
			lower(&f, diagnose.Possible, "Nobody stands behind the token, which alone explains a refusal without a named permission on a participant.")
		} else if byUser(c) {
			f.Certainty = max(f.Certainty, diagnose.Likely)
		}
	}
	if p := f.Evidence[0]; p.Says != "" && len(f.Fixes) == 0 {
		f.Fixes = []diagnose.Fix{
			{By: diagnose.Developer, Do: "Read the object first, and act only while it is in a state that allows it and the caller is part of it"},
			{By: diagnose.Person, Do: "Let the owner of the object, or somebody who takes part in it, make the call"}}
	}
	settle(&f, settleObject(c))
	return diagnose.Blame(f)
}

// settleObject asks for the one thing that tells the readings of a bare refusal
// apart: who called, then what the object is like.
func settleObject(c *diagnose.Case) diagnose.Ask {
	switch {
	case !onGenesys(c):
	case ofAParticipant(c) && !byClient(c) && !byUser(c):
		return askWho(c)
	case changes(c.Request.Method.Or("")) && len(c.Route.Params) > 0 && c.Resource.JSON == "":
		return askObject(c)
	}
	return byOwner
}
