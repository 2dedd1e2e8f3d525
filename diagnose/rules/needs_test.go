package rules_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
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

// TestNeeds takes each part that a rule needs out of the cases it blames: then the
// rule must not be asked. What it does not declare the engine hides anyway.
func TestNeeds(t *testing.T) {
	for _, rule := range rules.All() {
		archive, err := txtar.ParseFile(filepath.Join("../../testdata/rules", string(rule.ID), "blames.txtar"))
		require.NoError(t, err)
		for _, f := range archive.Files {
			for bit := diagnose.RequestEvidence; bit <= diagnose.ClockEvidence; bit <<= 1 {
				if rule.Needs&bit == 0 {
					continue
				}
				r := withoutPart(t, rule, read(t, f.Data), bit)
				require.Len(t, r.Unasked, 1, "%s, %s: blames without %s", rule.ID, f.Name, bit)
				assert.Contains(t, r.Unasked[0].Reason, bit.String(), "%s, %s", rule.ID, f.Name)
			}
		}
	}
}

func read(t *testing.T, data []byte) diagnose.Case {
	for c, err := range evidence.Read([]evidence.Input{{Name: "case.json", Data: bytes.NewReader(data)}}, evidence.Options{Now: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}) {
		require.NoError(t, err)
		return c
	}
	require.Fail(t, "no case")
	return diagnose.Case{}
}

// withoutPart diagnoses a case with one rule and without one part of the evidence.
func withoutPart(t *testing.T, rule *diagnose.Checker, c diagnose.Case, bit diagnose.Evidence) diagnose.Report {
	parts := diagnose.Parts{Catalog: standard.Catalog(), Listen: refusal.Listen, Checkers: []*diagnose.Checker{rule}}
	switch bit {
	case diagnose.RequestEvidence:
		c.Request = nil
	case diagnose.BodyEvidence:
		c.Request.Body = diagnose.Known[diagnose.Body]{}
	case diagnose.ResponseEvidence:
		c.Response = nil
	case diagnose.RefusalEvidence:
		parts.Listen = nil
	case diagnose.RouteEvidence:
		parts.Catalog = nil
	case diagnose.TokenEvidence:
		c.Token = nil
	case diagnose.ClientEvidence:
		c.Client = nil
	case diagnose.UserEvidence:
		c.User = nil
	case diagnose.ResourceEvidence:
		c.Resource = nil
	case diagnose.OthersEvidence:
		c.Others = nil
	case diagnose.ClockEvidence:
		c.At = diagnose.Known[time.Time]{}
	}
	e, err := diagnose.New(parts)
	require.NoError(t, err)
	return e.Diagnose(c)
}

// TestNamesAgree: file and variable follow the rule's id.
func TestNamesAgree(t *testing.T) {
	checker := regexp.MustCompile(`(?m)^var (\w+) = diagnose\.Checker\{\n\tID: +"([a-z0-9-]+)"`)
	for _, rule := range rules.All() {
		file := strings.ReplaceAll(string(rule.ID), "-", "_") + ".go"
		text, err := os.ReadFile(file)
		require.NoError(t, err, "rule %s has a file of its name", rule.ID)
		m := checker.FindSubmatch(text)
		require.NotNil(t, m, "%s declares a checker", file)
		assert.Equal(t, string(rule.ID), string(m[2]))
		assert.Equal(t, strings.ReplaceAll(string(rule.ID), "-", ""), strings.ToLower(string(m[1])))
	}
}
