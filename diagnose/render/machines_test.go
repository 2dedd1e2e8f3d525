package render_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

func docs(id diagnose.RuleID) (diagnose.Doc, bool) {
	return diagnose.Doc{Title: "title of " + string(id), Why: "Why.", Fix: "Fix.", Tell: "Tell."}, id != "role-missing"
}

// The whole official schema may be named in WHY403_SARIF_SCHEMA; its licence
// keeps it out of this repository.
func TestSARIFIsValid(t *testing.T) {
	schemas := []string{"../../testdata/schema/sarif-2.1.0-parts.json"}
	if official := os.Getenv("WHY403_SARIF_SCHEMA"); official != "" {
		schemas = append(schemas, official)
	}
	for _, path := range schemas {
		schema, err := os.ReadFile(path)
		require.NoError(t, err)
		valid := against(t, schema)
		for name, r := range fixtures() {
			assert.NoError(t, valid(show(t, "sarif", render.Options{Docs: docs}, r)), "%s against %s", name, path)
			assert.NoError(t, valid(show(t, "sarif", render.Options{Pretty: true}, r)), "%s against %s", name, path)
		}
		assert.NoError(t, valid(many(t, "sarif")), path)
		assert.Error(t, valid(strings.Replace(show(t, "sarif", render.Options{}, full()), `"startLine":20`, `"startLine":0`, 1)), path)
	}
}

func many(t *testing.T, format string) string {
	t.Helper()
	x, err := render.New(format, render.Options{})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, render.All(x, &out, []*diagnose.Report{full(), inconclusive(), full(), {}}))
	return out.String()
}

func TestSARIFResults(t *testing.T) {
	assert.Contains(t, show(t, "sarif", render.Options{}, &diagnose.Report{}), `"results":[]`)
	got := show(t, "sarif", render.Options{Docs: docs}, full())
	assert.Contains(t, got, `"help":{"text":"Why.\n\nHow to mend it: Fix.`)
	assert.Contains(t, got, `"markdown":"Why.\n\n**How to mend it:** Fix.`)
	again := full()
	again.Case.Name, again.Causes[0].Evidence = "other.json", nil
	assert.Equal(t, prints(t, full()), prints(t, again), "another file is the same finding")
	again.Question.Operation = nil
	assert.NotEqual(t, prints(t, full()), prints(t, again), "another operation is another")
	assert.Contains(t, got, `"deletedRegion":{"startLine":7,"startColumn":13,"endLine":10,"endColumn":4}`)
	assert.Contains(t, got, `"logicalLocations":[{"name":"--user"}]`)

	r := full()
	r.Causes[0].Evidence = []diagnose.Statement{{At: diagnose.Location{Source: "/tmp/my case.json"}, Says: "no line"}}
	got = show(t, "sarif", render.Options{}, r)
	assert.Contains(t, got, `{"physicalLocation":{"artifactLocation":{"uri":"file:///tmp/my%20case.json"}},"message"`, "no region without a position")
}

// prints are the fingerprints of a report's results.
func prints(t *testing.T, r *diagnose.Report) []string {
	return regexp.MustCompile(`"why403/v1":"([0-9a-f]+)"`).FindAllString(show(t, "sarif", render.Options{}, r), -1)
}

func TestJUnitCounts(t *testing.T) {
	type suite struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Cases    []struct {
			Failure *struct{} `xml:"failure"`
			Skipped *struct{} `xml:"skipped"`
		} `xml:"testcase"`
	}
	var all struct {
		suite
		Suites []suite `xml:"testsuite"`
	}
	require.NoError(t, xml.Unmarshal([]byte(many(t, "junit")), &all))
	require.Len(t, all.Suites, 4)
	var tests, failures, skipped int
	for _, s := range all.Suites {
		assert.Len(t, s.Cases, s.Tests)
		f, k := 0, 0
		for _, c := range s.Cases {
			if c.Failure != nil {
				f++
			}
			if c.Skipped != nil {
				k++
			}
		}
		assert.Equal(t, []int{f, k}, []int{s.Failures, s.Skipped})
		tests, failures, skipped = tests+s.Tests, failures+f, skipped+k
	}
	assert.Equal(t, []int{tests, failures, skipped}, []int{all.Tests, all.Failures, all.suite.Skipped})
}

// A message must not end its workflow command and begin another.
func TestGitHubAnnotationsAreEscaped(t *testing.T) {
	r := full()
	r.Causes, r.Then = r.Causes[:1], nil
	r.Causes[0].Summary = "100 % bad\r\n::error::forged"
	r.Causes[0].Cause = "a,b:c\n::warning::d"
	r.Causes[0].Evidence[0].At.Source = "a,b:c%.json"
	got := show(t, "github", render.Options{}, r)
	assert.Equal(t, 1, strings.Count(got, "\n"))
	assert.True(t, strings.HasPrefix(got, "::error file=a%2Cb%3Ac%25.json,line=20,col=14,title=a%2Cb%3Ac %3A%3Awarning%3A%3Ad (certain)::100 %25 bad ::error::forged."), got)
}

func TestProblemHasItsMembers(t *testing.T) {
	for name, r := range fixtures() {
		var p struct {
			Type, Title, Detail, Conclusion string
			Status                          int
		}
		require.NoError(t, json.Unmarshal([]byte(show(t, "problem", render.Options{}, r)), &p), name)
		assert.NotEmpty(t, p.Title, name)
		assert.NotEmpty(t, p.Detail, name)
		assert.True(t, strings.HasPrefix(p.Type, "https://github.com/why403/why403#"), p.Type)
	}
}

// wellFormed reads XML to its end.
func wellFormed(doc string) error {
	d := xml.NewDecoder(strings.NewReader(doc))
	d.Strict = true
	d.Entity = map[string]string{}
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestJUnitIsWellFormed(t *testing.T) {
	for name, r := range fixtures() {
		assert.NoError(t, wellFormed(show(t, "junit", render.Options{}, r)), name)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestRenderReturnsTheWritersError(t *testing.T) {
	for _, format := range render.Formats() {
		x, err := render.New(format, render.Options{})
		require.NoError(t, err)
		assert.ErrorIs(t, x.Render(brokenPipe{}, full()), io.ErrShortWrite, format)
		assert.ErrorIs(t, render.All(x, brokenPipe{}, []*diagnose.Report{full()}), io.ErrShortWrite, format)
	}
}
