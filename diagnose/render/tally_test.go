package render_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

func tallied() *render.Tally {
	t := &render.Tally{}
	for range 380 {
		t.Add(full())
	}
	for i := range 12 {
		r := unexplained()
		r.Question.Operation = nil
		r.Question.URL = "https://api.mypurecloud.com/api/v2/elsewhere/" + strconv.Itoa(i) + "/things?page=" + strconv.Itoa(i)
		t.Add(r)
	}
	for range 20 {
		t.Add(inconclusive())
		t.Add(notRefused())
	}
	role := full()
	role.Causes = role.Then
	t.Add(role)
	return t
}

func summary(t *testing.T, tally *render.Tally, format string, o render.Options) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, tally.Summary(&out, format, o))
	return out.String()
}

func TestSummaryGoldens(t *testing.T) {
	for _, format := range []string{"text", "markdown", "json"} {
		golden(t, "summary."+format, summary(t, tallied(), format, render.Options{}))
		golden(t, "summary-empty."+format, summary(t, &render.Tally{}, format, render.Options{}))
	}
	assert.Error(t, tallied().Summary(&bytes.Buffer{}, "sarif", render.Options{}))
	assert.True(t, json.Valid([]byte(summary(t, tallied(), "json", render.Options{Pretty: true}))))
}

func TestTallyGroupsWorstFirst(t *testing.T) {
	gs := tallied().Groups()
	require.Len(t, gs, 4)
	assert.Equal(t, []int{380, 20, 12, 1}, []int{gs[0].Count, gs[1].Count, gs[2].Count, gs[3].Count})
	assert.Equal(t, diagnose.MissingScope, gs[0].Cause)
	assert.Equal(t, "PATCH api.mypurecloud.com/api/v2/elsewhere/{id}/things", gs[2].Operation, "ids make no groups")
}

// A capture of a million kinds must not take a million groups.
func TestTallyIsBounded(t *testing.T) {
	tally := &render.Tally{}
	for i := range 5000 {
		r := full()
		r.Question.Principal.Fingerprint = "sha256:" + strconv.Itoa(i)
		tally.Add(r)
	}
	assert.Len(t, tally.Groups(), 2001)
	text := summary(t, tally, "text", render.Options{Quiet: true, Width: 200})
	assert.Contains(t, text, "5000 refusals, 1 cause.")
	assert.Contains(t, text, "5000 × missing_scope on patchConversationsConferenceParticipants by 2000 callers and others that are not told apart\n")
	for i := range 9000 {
		r := unexplained()
		r.Question.Operation, r.Question.URL = nil, "https://api.example.org/"+strings.Repeat("x", i%40)+"/"+strings.Repeat("y", i/40%40)+"/"+strings.Repeat("z", i/1600)
		tally.Add(r)
	}
	assert.Len(t, tally.Groups(), 4000)
	text = summary(t, tally, "text", render.Options{Quiet: true, Width: 200})
	assert.Contains(t, text, "of further kinds, which are not told apart.")
	assert.Less(t, strings.Count(text, "\n"), 120, "a summary has an end")
}

// What differs in the callers only is told once, the most frequent cause first.
func TestSummaryFoldsCallers(t *testing.T) {
	tally := &render.Tally{}
	for i := range 30 {
		r := full()
		r.Question.Principal.Fingerprint = "sha256:" + strconv.Itoa(i%6)
		r.Causes[0].Fixes[0].Do = "ask for it beside " + strconv.Itoa(i)
		first := tally.Add(r)
		assert.Equal(t, i == 0, first, "another caller is no other kind")
	}
	for i := range 40 {
		r := full()
		r.Question.Operation = &diagnose.Operation{ID: "operation" + strconv.Itoa(i%2)}
		r.Causes = r.Then
		tally.Add(r)
	}
	text := summary(t, tally, "text", render.Options{})
	assert.Contains(t, text, "70 refusals, 2 causes.\n\n  40 × missing_role: 2 operations; fix: administrator\n  30 × missing_scope: 1 operation; fix: developer\n\n20 × missing_role on operation0")
	assert.Contains(t, text, "30 × missing_scope on patchConversationsConferenceParticipants by 6 callers\n")
	assert.Contains(t, text, "(the fix is this one's; others differ")
	assert.NotContains(t, text, "sha256:5")
}

func BenchmarkTally(b *testing.B) {
	tally, r := &render.Tally{}, full()
	b.ReportAllocs()
	for b.Loop() {
		tally.Add(r)
	}
}
