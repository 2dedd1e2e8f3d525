package render_test

import (
	"bytes"
	"encoding/json"
	"strconv"
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
	assert.Len(t, tally.Groups(), 2000)
	assert.Contains(t, summary(t, tally, "text", render.Options{Quiet: true}), "5000 refusals, 1 cause; 3000 beyond the first 2000 kinds.")
}

func BenchmarkTally(b *testing.B) {
	tally, r := &render.Tally{}, full()
	b.ReportAllocs()
	for b.Loop() {
		tally.Add(r)
	}
}
