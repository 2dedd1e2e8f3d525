package render_test

import (
	"time"

	"github.com/why403/why403/diagnose"
)

// The reports every format is tested with. All names and ids in them are made up.

func at(line, col int) diagnose.Location {
	return diagnose.Location{Source: "conference.json", Line: line, Col: col}
}

var (
	userFlag = diagnose.Location{Source: "--user"}
	noon     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	catalog1 = diagnose.CatalogInfo{Name: "genesys-cloud", Version: "251.0.0", Date: "2026-11-02", Digest: "sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"}
	tool     = diagnose.Tool{Version: "v0.1.0", Catalog: catalog1}
)

const (
	conferences = "/api/v2/conversations/conferences/8e51b8a2-1111-4c0d-9a51-c0ffee000001/participants"
	badBody     = "{\n    \"participantId\": \"7d3c0000-2222-4e0f-8b00-c0ffee000002\",\n    \"action\": \"disconect\"\n  }"
	goodBody    = `{"participants":[{"participantId":"7d3c0000-2222-4e0f-8b00-c0ffee000002","action":"disconnect"}]}`
)

func operation() *diagnose.Operation {
	return &diagnose.Operation{
		ID: "patchConversationsConferenceParticipants", Method: "PATCH",
		Path:   "/api/v2/conversations/conferences/{conferenceId}/participants",
		Source: diagnose.Community, ScopeBasis: diagnose.Documented,
		Scopes:      diagnose.AnyOf("conversation:write", "conversations"),
		Permissions: diagnose.AllOf("conversation:communication:disconnect"),
		Roles:       diagnose.AnyOf("Manage conversations"),
		NeedsUser:   true,
		Body:        &diagnose.BodyModel{Name: "ConferenceParticipants", Required: true},
		Equivalents: []diagnose.Equivalent{{
			ID: "patchConversationsCallParticipant", Method: "PATCH",
			Path: "/api/v2/conversations/calls/{conversationId}/participants/{participantId}", Body: `{"state":"disconnected"}`,
		}},
	}
}

func theCase(op *diagnose.Operation) *diagnose.Case {
	return &diagnose.Case{
		Name: "conference.json",
		Request: &diagnose.Request{
			Method: diagnose.Know("PATCH", at(2, 25)),
			URL:    diagnose.Know(diagnose.URL{Scheme: "https", Host: "api.mypurecloud.com", Path: conferences}, at(2, 41)),
			Headers: []diagnose.Header{
				{Name: "Authorization", Value: "Bearer ⟨token-1⟩", At: at(4, 5)},
				{Name: "Content-Type", Value: "application/json", At: at(5, 5)},
			},
			Body: diagnose.Know(diagnose.Body{Text: badBody, At: at(7, 13), Parsed: true}, at(7, 13)),
		},
		Response: &diagnose.Response{
			Status:  diagnose.Know(403, at(12, 26)),
			Headers: []diagnose.Header{{Name: "ININ-Correlation-Id", Value: "c0ffee00-3333-4444-8555-666677778888", At: at(13, 5)}},
			Body:    diagnose.Know(diagnose.Body{Text: `{"code":"app.not.authorized.for.scope"}`, At: at(14, 13), Parsed: true}, at(14, 13)),
			At:      at(12, 3),
		},
		Token:  &diagnose.Token{Fingerprint: "sha256:0123456789ab", Scopes: diagnose.Know([]string{"conversation:view"}, at(20, 14))},
		Client: &diagnose.Client{Entity: diagnose.Know(diagnose.Entity{Name: "Wallboard"}, at(22, 5)), Grant: diagnose.Know(diagnose.Grant("authorization_code"), at(22, 13))},
		User:   &diagnose.User{Entity: diagnose.Know(diagnose.Entity{Name: "Made-up Marge"}, userFlag), Roles: diagnose.Know([]string{"employee"}, userFlag)},
		Others: []diagnose.Exchange{{Method: "GET", Status: 200, SameToken: true, At: at(30, 1),
			URL: diagnose.URL{Scheme: "https", Host: "api.mypurecloud.com", Path: "/api/v2/conversations/conferences/8e51b8a2-1111-4c0d-9a51-c0ffee000001"}}},
		Route: &diagnose.Route{Kind: diagnose.RouteFound, Operation: op, Host: diagnose.HostAPI, Region: "us_east_1"},
	}
}

// full uses every field of a report.
func full() *diagnose.Report {
	op := operation()
	return &diagnose.Report{
		Tool: tool,
		Case: theCase(op),
		Question: diagnose.Question{
			Method: "PATCH", URL: "https://api.mypurecloud.com" + conferences,
			Status: diagnose.Know(403, at(12, 26)), Platform: "genesys", Operation: op,
			Principal: diagnose.Principal{Kind: "user", Grant: "authorization_code", Fingerprint: "sha256:0123456789ab", Expires: diagnose.Know(noon, at(21, 13))},
			Code:      "app.not.authorized.for.scope",
			Message:   "The app is not authorized for this scope: conversations | ask your administrator.",
			Reference: "c0ffee00-3333-4444-8555-666677778888",
			Notes:     "Works in the morning, fails after lunch.\nReading the conference works.",
		},
		Conclusion:    diagnose.Explained,
		Causes:        []diagnose.Ranked{scopeCause(), bodyCause()},
		Then:          []diagnose.Ranked{roleCause()},
		Cleared:       cleared(),
		Unasked:       unasked(),
		Next:          &unasked()[0].Ask,
		Disagreements: disagreements(),
		CorrectedBody: []byte(goodBody),
		Redactions: []diagnose.Redaction{
			{Kind: "bearer token", Placeholder: "⟨token-1⟩", Count: 3, At: []diagnose.Location{at(4, 5), at(18, 13)}},
			{Kind: "cookie", Placeholder: "⟨cookie-1⟩", Count: 1},
		},
		Rejudged: &diagnose.Rejudged{
			Before: diagnose.Judgement{
				Tool:       diagnose.Tool{Version: "v0.0.9", Catalog: diagnose.CatalogInfo{Name: "genesys-cloud", Version: "250.1.0", Date: "2026-10-19"}},
				Conclusion: diagnose.Inconclusive,
				Causes:     []diagnose.Judged{{Cause: diagnose.MissingScope, Rule: "scope-missing", Certainty: diagnose.Possible}},
			},
			Changes: []string{"the conclusion was inconclusive and is explained", "missing_scope was possible and is certain"},
		},
	}
}

func scopeCause() diagnose.Ranked {
	return diagnose.Ranked{
		Rank: 1, Because: "it is certain, and of what is certain the server checks it first",
		HitRate: &diagnose.HitRate{Value: 0.93, Of: 41},
		Finding: diagnose.Finding{
			Cause: diagnose.MissingScope, Rule: "scope-missing", Stage: diagnose.StageScope, Certainty: diagnose.Certain,
			Summary: "the token lacks scope conversation:write or conversations",
			Detail:  "Reading a conference needs conversation:view, which the token holds; changing its participants needs a scope that may write.",
			Need:    diagnose.AnyOf("conversation:write", "conversations"),
			Have:    []string{"conversation:view"},
			Evidence: []diagnose.Statement{
				{At: at(20, 14), Says: "the scope claim lists conversation:view"},
				{At: at(14, 13), Says: "code app.not.authorized.for.scope names conversations"},
			},
			Fixes: []diagnose.Fix{
				{By: diagnose.Developer, Where: "the sign-in request of the application, parameter scope", Do: "Ask for conversations beside the scopes held now, and sign in again: a token keeps the scopes it was issued with",
					Run: `curl -sS -X POST "https://login.mypurecloud.com/oauth/token" -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=refresh_token -d "refresh_token=$REFRESH_TOKEN"`},
				{By: diagnose.Admin, Where: "Admin › Integrations › OAuth › the client › Scope", Do: "Allow the scope conversations for the client"},
			},
			Avoid: []string{"Do not grant the scope all: it lets the client do whatever the user may."},
		},
	}
}

func bodyCause() diagnose.Ranked {
	return diagnose.Ranked{
		Rank: 2, Because: "it is possible only",
		Finding: diagnose.Finding{
			Cause: diagnose.PayloadSchema, Rule: "payload-schema", Stage: diagnose.StagePayload, Certainty: diagnose.Possible,
			Summary:  "the body is one bare participant instead of a list of participants",
			Evidence: []diagnose.Statement{{At: at(7, 13), Says: "/participants is required"}, {At: at(9, 15), Says: "/action is none of the documented actions"}},
			Fixes:    []diagnose.Fix{{By: diagnose.Developer, Do: "Send the corrected body"}}, CorrectedBody: []byte(goodBody),
		},
	}
}

func roleCause() diagnose.Ranked {
	return diagnose.Ranked{
		Rank: 1, Because: "the server checks it after the scope", HitRate: &diagnose.HitRate{Value: 1, Of: 12},
		Finding: diagnose.Finding{
			Cause: diagnose.MissingRole, Rule: "role-missing", Stage: diagnose.StagePermission, Certainty: diagnose.Likely,
			Summary: "the user lacks the role Manage conversations",
			Need:    diagnose.AllOf("Manage conversations"), Have: []string{},
			Evidence: []diagnose.Statement{{At: userFlag, Says: "the roles are employee"}},
			Fixes:    []diagnose.Fix{{By: diagnose.Admin, Where: "Admin › People › the user › Roles", Do: "Give the user the role Manage conversations"}},
		},
	}
}

func cleared() []diagnose.Note {
	return []diagnose.Note{
		{Rule: "not-refused", Stage: diagnose.StageAnswerer, Reason: "the answer is a refusal"},
		{Rule: "region-wrong", Cause: diagnose.WrongRegion, Stage: diagnose.StageAddress, Reason: "api.mypurecloud.com is the API host of us_east_1"},
		{Rule: "token-expired", Cause: diagnose.ExpiredToken, Stage: diagnose.StageToken, Reason: "the token is good until 2026-11-23 12:00 UTC"},
		{Rule: "user-context", Cause: diagnose.NeedsUserContext, Stage: diagnose.StageGrant, Reason: "a user stands behind the token"},
	}
}

func unasked() []diagnose.Note {
	return []diagnose.Note{
		{Rule: "division-wrong", Cause: diagnose.WrongDivision, Stage: diagnose.StageDivision, Reason: "not brought: user", Ask: diagnose.Ask{
			What: "the answer of GET /api/v2/authorization/subjects/me", Cost: 2,
			Run: `curl -sS -H "Authorization: Bearer $TOKEN" https://api.mypurecloud.com/api/v2/authorization/subjects/me`,
			Answers: []diagnose.Answer{
				{If: "a grant names the conversation's division", Then: "the division is in order"},
				{If: "none does", Then: "an administrator adds the division to a grant"},
			},
		}},
		{Rule: "feature-off", Cause: diagnose.FeatureOff, Stage: diagnose.StageFeature, Reason: "the licences of the organisation are not known",
			Ask: diagnose.Ask{What: "the organisation's licences, from an administrator", Cost: 3}},
		{Rule: "object-state", Cause: diagnose.ResourceState, Stage: diagnose.StageObject, Reason: "no source says in which state the object must be"},
	}
}

func disagreements() []diagnose.Disagreement {
	return []diagnose.Disagreement{{About: "which scope the operation needs", Sources: []diagnose.Claim{
		{From: "the account of it (community)", Says: "conversation:write"},
		{From: "the published API description", Says: "conversations; there is no scope conversation:write"},
	}}}
}

// inconclusive is what a bare status yields.
func inconclusive() *diagnose.Report {
	r := &diagnose.Report{
		Tool:       tool,
		Question:   diagnose.Question{Status: diagnose.Know(403, diagnose.Location{Source: "stdin", Line: 1, Col: 26}), Principal: diagnose.Principal{Kind: "unknown"}},
		Conclusion: diagnose.Inconclusive,
		Cleared:    cleared()[:1],
		Unasked:    unasked(),
	}
	r.Next = &r.Unasked[0].Ask
	return r
}

// perhaps is inconclusive too, with a cause that is possible.
func perhaps() *diagnose.Report {
	r := inconclusive()
	c := bodyCause()
	c.Rank, c.Because = 1, "nothing more than possible was found; the server checks this first"
	r.Causes = []diagnose.Ranked{c}
	return r
}

// notRefused is a call that failed for another reason.
func notRefused() *diagnose.Report {
	r := full()
	r.Conclusion = diagnose.WasNotRefused
	r.Causes, r.Then, r.CorrectedBody, r.Next, r.Disagreements, r.Redactions = nil, nil, nil, nil, nil, nil
	r.Question.Status, r.Question.Code = diagnose.Know(404, at(12, 26)), "not.found"
	r.Question.Message, r.Question.Notes = "The requested conversation was not found.", ""
	r.Cleared, r.Unasked = nil, nil
	return r
}

// unexplained is a refusal with everything in order.
func unexplained() *diagnose.Report {
	r := full()
	r.Conclusion = diagnose.Unexplained
	r.Causes, r.Then, r.CorrectedBody, r.Next, r.Unasked, r.Disagreements = nil, nil, nil, nil, nil, nil
	return r
}

// fixtures are the reports by name, as the goldens are called.
func fixtures() map[string]*diagnose.Report {
	return map[string]*diagnose.Report{
		"full": full(), "empty": {}, "inconclusive": inconclusive(), "perhaps": perhaps(),
		"not-refused": notRefused(), "unexplained": unexplained(),
	}
}
