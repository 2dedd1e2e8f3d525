package diagnose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/why403/why403/diagnose"
)

// checker makes a rule that always ends in v.
func checker(id string, stage diagnose.Stage, cause diagnose.Cause, v diagnose.Verdict) *diagnose.Checker {
	return &diagnose.Checker{ID: diagnose.RuleID(id), Stage: stage, Cause: cause,
		Check: func(*diagnose.Case) diagnose.Verdict { return v }}
}

func blame(certainty diagnose.Certainty) diagnose.Verdict {
	return diagnose.Blame(diagnose.Finding{Certainty: certainty, Summary: "it is so"})
}

func engine(t require.TestingT, checkers ...*diagnose.Checker) *diagnose.Engine {
	e, err := diagnose.New(diagnose.Parts{Checkers: checkers})
	require.NoError(t, err)
	return e
}

func causes(ranked []diagnose.Ranked) []diagnose.Cause {
	out := make([]diagnose.Cause, 0, len(ranked))
	for _, r := range ranked {
		out = append(out, r.Cause)
	}
	return out
}

func TestRanking(t *testing.T) {
	scope := func(c diagnose.Certainty) *diagnose.Checker {
		return checker("scope", diagnose.StageScope, diagnose.MissingScope, blame(c))
	}
	role := func(c diagnose.Certainty) *diagnose.Checker {
		return checker("role", diagnose.StagePermission, diagnose.MissingRole, blame(c))
	}
	body := func(c diagnose.Certainty) *diagnose.Checker {
		return checker("body", diagnose.StagePayload, diagnose.PayloadSchema, blame(c))
	}
	tests := map[string]struct {
		checkers     []*diagnose.Checker
		causes, then []diagnose.Cause
		conclusion   diagnose.Conclusion
	}{
		"the first failing stage is the one the server met": {
			[]*diagnose.Checker{scope(diagnose.Likely), role(diagnose.Likely), body(diagnose.Likely)},
			[]diagnose.Cause{diagnose.MissingScope}, []diagnose.Cause{diagnose.MissingRole, diagnose.PayloadSchema}, diagnose.Explained},
		"certainty goes before stage": {
			[]*diagnose.Checker{scope(diagnose.Likely), role(diagnose.Certain)},
			[]diagnose.Cause{diagnose.MissingRole}, []diagnose.Cause{diagnose.MissingScope}, diagnose.Explained},
		"what is possible only explains nothing": {
			[]*diagnose.Checker{scope(diagnose.Possible), role(diagnose.Possible)},
			[]diagnose.Cause{diagnose.MissingScope, diagnose.MissingRole}, nil, diagnose.Inconclusive},
		"a possible cause of a later stage stays an alternative to a likely one": {
			[]*diagnose.Checker{scope(diagnose.Likely), role(diagnose.Possible)},
			[]diagnose.Cause{diagnose.MissingScope, diagnose.MissingRole}, nil, diagnose.Explained},
		"a fault of a later stage fails next, however little it explains": {
			[]*diagnose.Checker{scope(diagnose.Likely), checker("body", diagnose.StagePayload, diagnose.PayloadSchema,
				diagnose.Blame(diagnose.Finding{Certainty: diagnose.Possible, Fault: true}))},
			[]diagnose.Cause{diagnose.MissingScope}, []diagnose.Cause{diagnose.PayloadSchema}, diagnose.Explained},
		"what is certain leaves no alternative": {
			[]*diagnose.Checker{scope(diagnose.Certain), role(diagnose.Possible), body(diagnose.Likely)},
			[]diagnose.Cause{diagnose.MissingScope}, []diagnose.Cause{diagnose.PayloadSchema}, diagnose.Explained},
		"an earlier possible cause stays an alternative to a likely one": {
			[]*diagnose.Checker{scope(diagnose.Possible), role(diagnose.Likely)},
			[]diagnose.Cause{diagnose.MissingRole, diagnose.MissingScope}, nil, diagnose.Explained},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := engine(t, tt.checkers...).Diagnose(diagnose.Case{})
			assert.Equal(t, tt.causes, causes(r.Causes))
			assert.Equal(t, append([]diagnose.Cause{}, tt.then...), causes(r.Then))
			assert.Equal(t, tt.conclusion, r.Conclusion)
			for i, c := range r.Causes {
				assert.Equal(t, i+1, c.Rank)
				assert.NotEmpty(t, c.Because)
			}
		})
	}
}

func TestFindingsOfOneCauseAreOne(t *testing.T) {
	weak := diagnose.Finding{Certainty: diagnose.Likely, Summary: "inferred", Need: diagnose.AnyOf("a:b:c"),
		Evidence: []diagnose.Statement{{Says: "the catalog asks for a:b:c"}}}
	strong := diagnose.Finding{Certainty: diagnose.Certain, Summary: "said", Have: []string{"a:b:d"},
		Evidence: []diagnose.Statement{{Says: "the server names a:b:c"}}}
	r := engine(t,
		checker("inferred", diagnose.StagePermission, diagnose.MissingPermission, diagnose.Blame(weak)),
		checker("said", diagnose.StagePermission, diagnose.MissingPermission, diagnose.Blame(strong)),
	).Diagnose(diagnose.Case{})

	require.Len(t, r.Causes, 1)
	assert.Equal(t, "said", r.Causes[0].Summary)
	assert.Equal(t, []string{"a:b:c"}, r.Causes[0].Need.Names)
	assert.Len(t, r.Causes[0].Evidence, 2)
}

func TestConclusions(t *testing.T) {
	asking := diagnose.Abstain("who knows").AndBring(diagnose.Ask{What: "the token", Cost: 2})
	cheaper := diagnose.Abstain("who knows").AndBring(diagnose.Ask{What: "the answer", Cost: 1})
	clear := checker("clear", diagnose.StageToken, diagnose.BadToken, diagnose.Clear("it is fine"))

	r := engine(t, clear).Diagnose(diagnose.Case{})
	assert.Equal(t, diagnose.Unexplained, r.Conclusion, "everything was asked and nothing is at fault")

	r = engine(t, clear, checker("ask", diagnose.StageScope, diagnose.MissingScope, asking),
		checker("cheap", diagnose.StagePermission, diagnose.MissingRole, cheaper)).Diagnose(diagnose.Case{})
	assert.Equal(t, diagnose.Inconclusive, r.Conclusion)
	require.NotNil(t, r.Next)
	assert.Equal(t, "the answer", r.Next.What, "the cheapest evidence is asked for")

	r = engine(t, checker("fine", diagnose.StageAnswerer, diagnose.NotRefused, blame(diagnose.Certain)),
		checker("scope", diagnose.StageScope, diagnose.MissingScope, blame(diagnose.Likely))).Diagnose(diagnose.Case{})
	assert.Equal(t, diagnose.WasNotRefused, r.Conclusion)
	assert.Empty(t, r.Causes, "a call that was not refused has no cause")
}

func TestNextIsAboutTheSuspects(t *testing.T) {
	ask := func(what string, cost int) diagnose.Verdict {
		return diagnose.Abstain("who knows").AndBring(diagnose.Ask{What: what, Cost: cost})
	}
	suspect := checker("suspect", diagnose.StagePermission, diagnose.MissingPermission, blame(diagnose.Possible))
	r := engine(t, checker("body", diagnose.StageToken, diagnose.PayloadSchema, ask("the body", 1)), suspect,
		checker("roles", diagnose.StagePermission, diagnose.MissingPermission, ask("the roles", 2))).Diagnose(diagnose.Case{})
	require.NotNil(t, r.Next)
	assert.Equal(t, "the roles", r.Next.What, "cheaper evidence about something else is not what decides")
}

func TestNobodyAsksForABodyThatIsNone(t *testing.T) {
	body := checker("body", diagnose.StagePayload, diagnose.PayloadSchema, diagnose.Verdict{})
	body.Needs, body.Bring = diagnose.BodyEvidence, &diagnose.Ask{What: "the body"}
	for method, asked := range map[string]bool{"GET": false, "POST": true} {
		r := engine(t, body).Diagnose(diagnose.Case{Request: &diagnose.Request{Method: diagnose.Know(method, diagnose.Location{})}})
		require.Len(t, r.Unasked, 1)
		assert.Equal(t, asked, !r.Unasked[0].Ask.Empty(), method)
	}
}

func TestForgettingToDecideProvesNothing(t *testing.T) {
	r := engine(t, checker("forgetful", diagnose.StageToken, diagnose.BadToken, diagnose.Verdict{})).Diagnose(diagnose.Case{})
	assert.Empty(t, r.Cleared)
	assert.Len(t, r.Unasked, 1)
}

// TestMasking shows every part of a case to a checker that declares one bit at a
// time, and demands that it sees that part and no other.
func TestMasking(t *testing.T) {
	whole := diagnose.Case{
		Request:  &diagnose.Request{Method: diagnose.Know("GET", diagnose.Location{}), Body: diagnose.Know(diagnose.Body{Text: "{}"}, diagnose.Location{})},
		Response: &diagnose.Response{Status: diagnose.Know(403, diagnose.Location{})},
		Token:    &diagnose.Token{Fingerprint: "x"},
		Client:   &diagnose.Client{State: diagnose.Know("active", diagnose.Location{})},
		User:     &diagnose.User{State: diagnose.Know("active", diagnose.Location{})},
		Resource: &diagnose.Resource{JSON: "{}"},
		Refusal:  &diagnose.Refusal{Platform: "x"},
		Route:    &diagnose.Route{Region: "x"},
		Others:   []diagnose.Exchange{{Status: 200}},
	}
	sees := func(c diagnose.Case) (e diagnose.Evidence) {
		for bit, there := range map[diagnose.Evidence]bool{
			diagnose.RequestEvidence: c.Request.Method.Ok(), diagnose.BodyEvidence: c.Request.Body.Ok(),
			diagnose.ResponseEvidence: c.Response.Status.Ok(), diagnose.TokenEvidence: c.Token.Fingerprint != "",
			diagnose.ClientEvidence: c.Client.State.Ok(), diagnose.UserEvidence: c.User.State.Ok(),
			diagnose.ResourceEvidence: c.Resource.JSON != "", diagnose.RefusalEvidence: c.Refusal.Platform != "",
			diagnose.RouteEvidence: c.Route.Region != "", diagnose.OthersEvidence: len(c.Others) > 0,
		} {
			if there {
				e |= bit
			}
		}
		return e
	}
	for bit := diagnose.RequestEvidence; bit < diagnose.ClockEvidence; bit <<= 1 {
		assert.Equal(t, bit, sees(whole.Only(bit)), "a checker that declares %s sees that and no more", bit)
	}
	assert.Zero(t, sees(whole.Only(0)))
	assert.True(t, whole.Request.Body.Ok(), "hiding a part does not change the case")
}

func TestAbsentNeedsAbstain(t *testing.T) {
	ch := &diagnose.Checker{ID: "needy", Stage: diagnose.StageScope, Cause: diagnose.MissingScope,
		Needs: diagnose.TokenEvidence | diagnose.UserEvidence, Bring: &diagnose.Ask{What: "a token"},
		Check: func(*diagnose.Case) diagnose.Verdict { panic("must not be asked") }}
	r := engine(t, ch).Diagnose(diagnose.Case{Token: &diagnose.Token{}})
	require.Len(t, r.Unasked, 1)
	assert.Contains(t, r.Unasked[0].Reason, "user")
	assert.NotContains(t, r.Unasked[0].Reason, "token")
	assert.Equal(t, "a token", r.Unasked[0].Ask.What)
}

func TestNewJoinsComplaints(t *testing.T) {
	good := checker("good", diagnose.StageScope, diagnose.MissingScope, diagnose.Verdict{})
	early := checker("early", diagnose.StageToken, diagnose.BadToken, diagnose.Verdict{})
	empty := &diagnose.Checker{ID: "empty", Stage: diagnose.StageScope}
	_, err := diagnose.New(diagnose.Parts{Checkers: []*diagnose.Checker{good, good, early, empty}})
	require.Error(t, err)
	for _, want := range []string{`"good": appears twice`, `"early": stands after`, `"empty": has no check`} {
		assert.Contains(t, err.Error(), want)
	}
}

// TestRankingDoesNotDependOnOrder: the report is the same however the rules of a
// stage are listed.
func TestRankingDoesNotDependOnOrder(t *testing.T) {
	all := diagnose.Causes()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "rules")
		var checkers []*diagnose.Checker
		for i := range n {
			checkers = append(checkers, checker("rule-"+string(rune('a'+i)), diagnose.StageScope, all[i],
				blame(diagnose.Certainty(rapid.IntRange(1, 3).Draw(t, "certainty")))))
		}
		first := engine(t, checkers...).Diagnose(diagnose.Case{})
		shuffled := rapid.Permutation(checkers).Draw(t, "order")
		second := engine(t, shuffled...).Diagnose(diagnose.Case{})
		assert.Equal(t, causes(first.Causes), causes(second.Causes))
		assert.Equal(t, causes(first.Then), causes(second.Then))
		assert.Len(t, append(causes(first.Causes), causes(first.Then)...), n-len(first.Unasked), "no finding is lost")
	})
}

func TestCovers(t *testing.T) {
	tests := []struct {
		covers     func(have, need string) bool
		have, need string
		want       bool
	}{
		{diagnose.ScopeCovers, "conversations", "conversations:readonly", true},
		{diagnose.ScopeCovers, "conversations:readonly", "conversations", false},
		{diagnose.ScopeCovers, "conversations", "conversations", true},
		{diagnose.ScopeCovers, "conversation", "conversations", false},
		{diagnose.PermissionCovers, "conversation:*:*", "conversation:communication:disconnect", true},
		{diagnose.PermissionCovers, "conversation:communication:*", "conversation:communication:disconnect", true},
		{diagnose.PermissionCovers, "conversation:*:disconnect", "conversation:communication:disconnect", true},
		{diagnose.PermissionCovers, "*", "conversation:communication:disconnect", true},
		{diagnose.PermissionCovers, "routing:*:*", "conversation:communication:disconnect", false},
		{diagnose.PermissionCovers, "conversation:communication", "conversation:communication:disconnect", false},
		{diagnose.PermissionCovers, "conversation:callforwarding:view", "conversation:callForwarding:view", true},
		{diagnose.PermissionCovers, "telephony:extensionPool:edit", "telephony:extensionPool:edit:00000000-0000-0000-0000-0000000000d1", true},
		{diagnose.PermissionCovers, "admin", "admin", true},
		{diagnose.PermissionCovers, "admin", "content_management_user", false},
		{diagnose.NameCovers, " supervisor ", "Supervisor", true},
		{diagnose.NameCovers, "Supervisors", "Supervisor", false},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, tt.covers(tt.have, tt.need), "holding %q for %q", tt.have, tt.need)
	}
}

// TestMissingIsMonotone: holding more never makes more missing, and what is
// missing was asked for.
func TestMissingIsMonotone(t *testing.T) {
	name := rapid.SampledFrom([]string{"a", "a:readonly", "b", "b:readonly", "c"})
	rapid.Check(t, func(t *rapid.T) {
		need := diagnose.Requirement{Mode: rapid.SampledFrom([]diagnose.Mode{diagnose.Any, diagnose.All}).Draw(t, "mode"),
			Names: rapid.SliceOfDistinct(name, rapid.ID).Draw(t, "need")}
		have := rapid.SliceOf(name).Draw(t, "have")
		less := need.Missing(have, diagnose.ScopeCovers)
		more := need.Missing(append(slices.Clone(have), name.Draw(t, "extra")), diagnose.ScopeCovers)
		for _, m := range more {
			assert.Contains(t, less, m)
		}
		for _, m := range less {
			assert.Contains(t, need.Names, m)
		}
		assert.Empty(t, need.Missing(need.Names, diagnose.ScopeCovers))
	})
}

func TestLocation(t *testing.T) {
	assert.Equal(t, "case.json:9:5", diagnose.Location{Source: "case.json", Line: 9, Col: 5}.String())
	assert.Equal(t, "calls.log:9", diagnose.Location{Source: "calls.log", Line: 9}.String())
	assert.Equal(t, "--token", diagnose.Location{Source: "--token"}.String())
	assert.Empty(t, diagnose.Location{}.String())
}

func TestKnown(t *testing.T) {
	at := diagnose.Location{Source: "case.json", Line: 1, Col: 2}
	k := diagnose.Know(403, at)
	v, ok := k.Get()
	assert.True(t, ok)
	assert.Equal(t, 403, v)
	assert.Equal(t, at, k.From())

	u := diagnose.Unknown[int]("the file ends before it")
	_, ok = u.Get()
	assert.False(t, ok)
	assert.Equal(t, 7, u.Or(7))
	assert.True(t, strings.HasPrefix(u.Why(), "the file"))
}
