package standard_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/render"
	"github.com/why403/why403/diagnose/standard"
)

// read gives the cases of one input.
func read(t *testing.T, name, content string) []diagnose.Case {
	t.Helper()
	var cases []diagnose.Case
	in := evidence.Input{Name: name, Data: bytes.NewReader([]byte(content))}
	for c, err := range evidence.Read([]evidence.Input{in}, evidence.Options{Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}) {
		require.NoError(t, err)
		cases = append(cases, c)
	}
	return cases
}

// TestReportsCarryTheirEvidence reads every labelled case, and the captures beside
// them, out of the reports made of them: the verdict must be the same.
func TestReportsCarryTheirEvidence(t *testing.T) {
	engine, err := standard.New(standard.Options{})
	require.NoError(t, err)
	files, err := filepath.Glob("../../testdata/cases/*.json")
	require.NoError(t, err)
	more, err := filepath.Glob("../../testdata/evidence/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	require.NotEmpty(t, more)
	for _, file := range append(files, more...) {
		if filepath.Base(file) == "labels.json" {
			continue
		}
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		if filepath.Ext(file) == ".txtar" {
			content = txtar.Parse(content).Files[0].Data
		}
		for _, c := range read(t, file, string(content)) {
			first := engine.Diagnose(c)
			for _, format := range []string{"json", "markdown", "html"} {
				again := read(t, "report."+format, rendered(t, format, &first))
				require.Len(t, again, 1, "%s as %s", file, format)
				second := engine.Diagnose(again[0])
				require.NotNil(t, second.Rejudged)
				assert.Empty(t, second.Rejudged.Changes, "%s as %s", file, format)
				assert.Equal(t, summaries(first.Causes), summaries(second.Causes), "%s as %s", file, format)
				assert.Equal(t, summaries(first.Then), summaries(second.Then), "%s as %s", file, format)
				assert.Equal(t, rules(first.Cleared), rules(second.Cleared), "%s as %s", file, format)
				assert.Equal(t, first.CorrectedBody, second.CorrectedBody)
				assert.Equal(t, replaced(first.Redactions), replaced(second.Redactions))
				assert.Equal(t, string(render.AppendCase(nil, first.Case)), string(render.AppendCase(nil, named(second.Case, first.Case.Name))), "%s as %s", file, format)
			}
		}
	}
}

func named(c *diagnose.Case, name string) *diagnose.Case {
	x := *c
	x.Name = name
	return &x
}

func rendered(t *testing.T, format string, r *diagnose.Report) string {
	t.Helper()
	x, err := render.New(format, render.Options{})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, x.Render(&b, r))
	return b.String()
}

// replaced leaves out the places, which are others in a report.
func replaced(list []diagnose.Redaction) (bare []diagnose.Redaction) {
	for _, x := range list {
		bare = append(bare, diagnose.Redaction{Kind: x.Kind, Placeholder: x.Placeholder, Count: x.Count})
	}
	return bare
}

func summaries(ranked []diagnose.Ranked) (list []string) {
	for _, x := range ranked {
		list = append(list, string(x.Cause)+" "+x.Certainty.String()+" "+string(x.Rule)+": "+x.Summary)
	}
	return list
}

func rules(notes []diagnose.Note) (list []string) {
	for _, n := range notes {
		list = append(list, string(n.Rule))
	}
	return list
}
