package diagnose_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// call is a diagnosed call: it went well where cause is empty.
func call(cause diagnose.Cause, need diagnose.Requirement, change func(*diagnose.Case)) *diagnose.Report {
	here := diagnose.Location{Source: "x"}
	c := &diagnose.Case{
		Request: &diagnose.Request{
			Method:  diagnose.Know("PATCH", here),
			URL:     diagnose.Know(diagnose.URL{Host: "api.example.com", Path: "/a/1"}, here),
			Headers: []diagnose.Header{{Name: "Content-Type", Value: "application/json"}},
			Body:    diagnose.Know(diagnose.Body{Text: `{"list":[{"id":1},{"id":2}]}`}, here),
		},
		Token: &diagnose.Token{
			Scopes:  diagnose.Know([]string{"things"}, here),
			Expires: diagnose.Know(time.Unix(1000, 0), here),
			HasUser: diagnose.Know(true, here),
		},
		Client: &diagnose.Client{State: diagnose.Know("active", here), Grant: diagnose.Know(diagnose.Grant("pkce"), here)},
		User: &diagnose.User{
			Roles:       diagnose.Know([]string{"Agent", "Supervisor"}, here),
			Permissions: diagnose.Know([]string{"a:b:*"}, here),
			Divisions:   diagnose.Know([]string{"Home", "Sales"}, here),
		},
		At: diagnose.Know(time.Unix(900, 0), here),
	}
	change(c)
	r := &diagnose.Report{Case: c, Conclusion: diagnose.WasNotRefused, Question: diagnose.Question{Platform: "example"}}
	if cause != "" {
		r.Conclusion = diagnose.Explained
		r.Causes = []diagnose.Ranked{{Finding: diagnose.Finding{Cause: cause, Need: need}}}
	}
	return r
}

func nothing(*diagnose.Case) {}

func TestCompareNamesWhatExplains(t *testing.T) {
	here := diagnose.Location{Source: "y"}
	none := diagnose.Requirement{}
	for _, tt := range []struct {
		name    string
		cause   diagnose.Cause
		need    diagnose.Requirement
		change  func(*diagnose.Case)
		about   string // of the first difference
		explain diagnose.Certainty
		lost    []string
	}{
		{"scope lost", diagnose.MissingScope, diagnose.AnyOf("things"), func(c *diagnose.Case) { c.Token.Scopes = diagnose.Know([]string{"things:readonly"}, here) },
			"scopes of the token", diagnose.Likely, []string{"things"}},
		{"another scope lost", diagnose.MissingScope, diagnose.AnyOf("others"), func(c *diagnose.Case) { c.Token.Scopes = diagnose.Know([]string{}, here) },
			"scopes of the token", 0, []string{"things"}},
		{"permission lost, held by wildcard before", diagnose.MissingPermission, diagnose.AllOf("a:b:edit"), func(c *diagnose.Case) { c.User.Permissions = diagnose.Know([]string{"a:b:view"}, here) },
			"permissions of the user", diagnose.Likely, []string{"a:b:*"}},
		{"permission gained does not explain", diagnose.MissingPermission, diagnose.AllOf("c:d:e"), func(c *diagnose.Case) { c.User.Permissions = diagnose.Know([]string{"a:b:*", "x:y:z"}, here) },
			"permissions of the user", 0, nil},
		{"role lost", diagnose.MissingRole, diagnose.AnyOf("supervisor"), func(c *diagnose.Case) { c.User.Roles = diagnose.Know([]string{"Agent"}, here) },
			"roles of the user", diagnose.Likely, []string{"Supervisor"}},
		{"a lost role may have carried the permission", diagnose.MissingPermission, diagnose.AllOf("c:d:e"), func(c *diagnose.Case) { c.User.Roles = diagnose.Know([]string{"Agent"}, here) },
			"roles of the user", diagnose.Possible, []string{"Supervisor"}},
		{"division lost", diagnose.WrongDivision, none, func(c *diagnose.Case) { c.User.Divisions = diagnose.Know([]string{"Home"}, here) },
			"divisions of the user", diagnose.Likely, []string{"Sales"}},
		{"token ran out", diagnose.ExpiredToken, none, func(c *diagnose.Case) { c.At = diagnose.Know(time.Unix(1100, 0), here) },
			"life of the token", diagnose.Likely, nil},
		{"client switched off", diagnose.ClientDisabled, none, func(c *diagnose.Case) { c.Client.State = diagnose.Know("inactive", here) },
			"state of the client", diagnose.Likely, nil},
		{"no user any more", diagnose.NeedsUserContext, none, func(c *diagnose.Case) { c.Token.HasUser = diagnose.Know(false, here) },
			"whether a user stands behind the token", diagnose.Likely, nil},
		{"other host", diagnose.WrongRegion, none, func(c *diagnose.Case) {
			c.Request.URL = diagnose.Know(diagnose.URL{Host: "api.example.de", Path: "/a/1"}, here)
		}, "host", diagnose.Likely, nil},
		{"other body", diagnose.PayloadSchema, none, func(c *diagnose.Case) { c.Request.Body = diagnose.Know(diagnose.Body{Text: `{"id":1}`}, here) },
			"request body", diagnose.Likely, []string{"/list", "/list/*/id"}},
		{"a change that has nothing to do with it", diagnose.MissingScope, diagnose.AnyOf("others"), func(c *diagnose.Case) { c.Client.State = diagnose.Know("inactive", here) },
			"state of the client", 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			worked, failed := call("", none, nothing), call(tt.cause, tt.need, tt.change)
			x := diagnose.Compare(worked, failed)
			require.NotEmpty(t, x.Differences)
			d := x.Differences[0]
			assert.Equal(t, diagnose.RefusedNow, x.Turn)
			assert.Equal(t, tt.about, d.About)
			assert.Equal(t, tt.explain, d.Explains)
			assert.Equal(t, tt.explain > 0, d.Why != "")
			assert.Equal(t, tt.lost, d.Lost)
			assert.NotContains(t, x.Same, tt.about)

			back := diagnose.Compare(failed, worked)
			assert.Equal(t, diagnose.AllowedNow, back.Turn)
			assert.Equal(t, tt.explain, back.Differences[0].Explains, "the way back is explained by the same")
			assert.Equal(t, tt.lost, back.Differences[0].Gained)
		})
	}
}

func TestCompareAlike(t *testing.T) {
	a := call(diagnose.MissingScope, diagnose.AnyOf("others"), nothing)
	x := diagnose.Compare(a, a)
	assert.Equal(t, diagnose.StillRefused, x.Turn)
	assert.Empty(t, x.Differences)
	assert.Contains(t, x.Same, "scopes of the token")
	b := call("", diagnose.Requirement{}, nothing)
	assert.Equal(t, diagnose.StillAllowed, diagnose.Compare(b, b).Turn)
}

func TestCompareOneSided(t *testing.T) {
	known := call("", diagnose.Requirement{}, nothing)
	blind := call(diagnose.MissingScope, diagnose.AnyOf("things"), func(c *diagnose.Case) { c.Token, c.User = nil, nil })
	x := diagnose.Compare(known, blind)
	assert.Contains(t, x.Unknown, diagnose.OneSided{About: "scopes of the token", MissingIn: "new", Settles: true})
	assert.Contains(t, x.Unknown, diagnose.OneSided{About: "roles of the user", MissingIn: "new"})
	x = diagnose.Compare(blind, known)
	assert.Contains(t, x.Unknown, diagnose.OneSided{About: "scopes of the token", MissingIn: "old", Settles: true})
}

func TestCompareDemands(t *testing.T) {
	asks := func(r *diagnose.Report, roles ...string) *diagnose.Report {
		r.Question.Operation = &diagnose.Operation{ID: "x", Path: "/a/{id}", Roles: diagnose.AnyOf(roles...)}
		return r
	}
	worked := asks(call("", diagnose.Requirement{}, nothing))
	failed := asks(call(diagnose.MissingRole, diagnose.AnyOf("Chief"), nothing), "Chief")
	x := diagnose.Compare(worked, failed)
	require.NotEmpty(t, x.Differences)
	assert.Equal(t, "roles that the operation asks for", x.Differences[0].About)
	assert.Equal(t, diagnose.Likely, x.Differences[0].Explains)

	// A report quotes what was asked for then.
	then := asks(call("", diagnose.Requirement{}, nothing), "Chief")
	then.Rejudged = &diagnose.Rejudged{Before: diagnose.Judgement{Operation: &diagnose.Operation{}}}
	x = diagnose.Compare(then, failed)
	require.NotEmpty(t, x.Differences)
	assert.Equal(t, "roles that the operation asks for", x.Differences[0].About)
}
