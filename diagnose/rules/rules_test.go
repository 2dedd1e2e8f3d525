package rules_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/refusal"
	"github.com/why403/why403/diagnose/rules"
	"github.com/why403/why403/diagnose/standard"
)

// Each rule has a folder in testdata/rules with blames.txtar, clears.txtar and
// abstains.txtar. Every section of these is a case; its name is a title, and in
// blames.txtar the certainty may follow in parentheses:
//
//	-- the storage says so (likely) --
//	{"request": …}
const folder = "../../testdata/rules"

func TestRules(t *testing.T) {
	for _, rule := range rules.All() {
		t.Run(string(rule.ID), func(t *testing.T) {
			for _, outcome := range []string{"blames", "clears", "abstains"} {
				archive, err := txtar.ParseFile(filepath.Join(folder, string(rule.ID), outcome+".txtar"))
				require.NoError(t, err, "every rule has three files of cases")
				require.NotEmpty(t, archive.Files, outcome)
				for _, f := range archive.Files {
					t.Run(outcome+"/"+f.Name, func(t *testing.T) { judge(t, rule, outcome, f) })
				}
			}
		})
	}
}

// judge puts one case to one rule, through an engine that knows no other.
func judge(t *testing.T, rule *diagnose.Checker, want string, f txtar.File) {
	r := alone(t, rule, string(f.Data))
	findings := append(r.Causes, r.Then...)
	var got string
	switch {
	case len(findings) > 0 || r.Conclusion == diagnose.WasNotRefused:
		got = "blames"
	case len(r.Cleared) > 0:
		got = "clears"
	case len(r.Unasked) > 0:
		got = "abstains"
	}
	require.Equal(t, want, got, "%v %v %v", findings, r.Cleared, r.Unasked)
	if _, certainty, ok := strings.Cut(f.Name, " ("); ok && want == "blames" && len(findings) > 0 {
		assert.Equal(t, strings.TrimSuffix(certainty, ")"), findings[0].Certainty.String())
	}
	for _, x := range findings {
		assert.NotEmpty(t, x.Summary)
		assert.NotEmpty(t, x.Evidence, "a finding says what it rests on")
		assert.NotEmpty(t, x.Fixes, "a finding says who can mend it")
	}
	for _, n := range append(r.Cleared, r.Unasked...) {
		assert.NotEmpty(t, n.Reason)
	}
}

// alone diagnoses a case with a single rule.
func alone(t *testing.T, rule *diagnose.Checker, text string) diagnose.Report {
	e, err := diagnose.New(diagnose.Parts{Catalog: standard.Catalog(), Listen: refusal.Listen, Checkers: []*diagnose.Checker{rule}})
	require.NoError(t, err)
	n := 0
	var r diagnose.Report
	in := []evidence.Input{{Name: "case.json", Data: strings.NewReader(text)}}
	for c, err := range evidence.Read(in, evidence.Options{Now: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}) {
		require.NoError(t, err)
		r = e.Diagnose(c)
		n++
	}
	require.Equal(t, 1, n, "one section is one case")
	return r
}

func TestRulesAreDocumented(t *testing.T) {
	for _, rule := range rules.All() {
		t.Run(string(rule.ID), func(t *testing.T) {
			d := rule.Doc
			for what, text := range map[string]string{"title": d.Title, "why": d.Why, "fix": d.Fix, "tell": d.Tell, "example": d.Example, "since": d.Since} {
				assert.NotEmpty(t, text, what)
			}
			assert.NotRegexp(t, `\.$`, d.Title, "a title is a noun phrase")
			r := alone(t, rule, d.Example)
			assert.True(t, len(r.Causes) > 0 || r.Conclusion == diagnose.WasNotRefused, "the rule blames its own example: %v %v", r.Cleared, r.Unasked)
		})
	}
}

func TestExamplesOfCausesAreBlamedOnThem(t *testing.T) {
	e, err := standard.New(standard.Options{})
	require.NoError(t, err)
	for _, d := range rules.CauseDocs() {
		for c, err := range evidence.Read([]evidence.Input{{Name: "case.json", Data: strings.NewReader(d.Example)}}, evidence.Options{}) {
			require.NoError(t, err, d.Cause)
			r := e.Diagnose(c)
			if assert.NotEmpty(t, r.Causes, d.Cause) {
				assert.Equal(t, d.Cause, r.Causes[0].Cause)
			}
		}
	}
}

func TestNoFolderWithoutRule(t *testing.T) {
	known := map[string]bool{}
	for _, rule := range rules.All() {
		known[string(rule.ID)] = true
	}
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, e := range entries {
		assert.True(t, known[e.Name()], "%s belongs to no rule", e.Name())
	}
}
