package standard

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
)

var update = flag.Bool("update", false, "write hitrates.txt anew")

const casesDir = "../../testdata/cases"

// label is what a careful expert says about a case.
type label struct {
	Cause              diagnose.Cause
	AlsoAcceptable     []diagnose.Cause `json:"also_acceptable"`
	EvidenceSufficient bool             `json:"evidence_sufficient"`
	Platform, Grade    string
}

// right says whether a cause is the label's, or one that is accepted beside it.
func (l label) right(c diagnose.Cause) bool {
	return c == l.Cause || slices.Contains(l.AlsoAcceptable, c)
}

func readLabels(t *testing.T) map[string]label {
	data, err := os.ReadFile(filepath.Join(casesDir, "labels.json"))
	require.NoError(t, err)
	labels := map[string]label{}
	require.NoError(t, json.Unmarshal(data, &labels))
	return labels
}

func diagnoseFile(t *testing.T, e *diagnose.Engine, name string) diagnose.Report {
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	var r diagnose.Report
	for c, err := range evidence.Read([]evidence.Input{{Name: filepath.Base(name), Data: f}}, evidence.Options{}) {
		require.NoError(t, err, name)
		r = e.Diagnose(c)
	}
	return r
}

// score counts how labelled cases end.
type score struct{ n, hit, soft, silent, wrong, sureAndWrong int }

func (s *score) add(l label, first *diagnose.Ranked) {
	s.n++
	switch {
	case first == nil:
		s.silent++
	case first.Cause == l.Cause:
		s.hit++
	case l.right(first.Cause):
		s.soft++
	default:
		s.wrong++
		if first.Certainty == diagnose.Certain {
			s.sureAndWrong++
		}
	}
}

func (s score) String() string {
	return fmt.Sprintf("n=%3d first=%3d acceptable=%2d silent=%2d wrong=%2d wrong and certain=%d  first place right %.1f%%",
		s.n, s.hit, s.soft, s.silent, s.wrong, s.sureAndWrong, 100*float64(s.hit)/float64(max(s.n, 1)))
}

// TestLabelledCases diagnoses every labelled case. The rates of hitrates.txt come
// from here: run with -update to write them.
func TestLabelledCases(t *testing.T) {
	e, labels := engine(t), readLabels(t)
	var enough, others score
	rates := map[string]*tally{}
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		l := labels[name]
		require.Contains(t, diagnose.Causes(), l.Cause, name)
		r := diagnoseFile(t, e, filepath.Join(casesDir, name+".json"))
		var first *diagnose.Ranked
		if len(r.Causes) > 0 {
			first = &r.Causes[0]
			key := fmt.Sprintf("%s %s", first.Rule, first.Certainty)
			if rates[key] == nil {
				rates[key] = &tally{}
			}
			rates[key].add(l.right(first.Cause), func() string { return name })
		}
		if first == nil && l.EvidenceSufficient || first != nil && !l.right(first.Cause) {
			t.Logf("%s (%s, %s): want %s, got%s [%s]", name, l.Platform, l.Grade, l.Cause, outcome(&r), r.Conclusion)
		}
		if l.EvidenceSufficient && l.Grade != "C" {
			enough.add(l, first)
		} else {
			others.add(l, first)
		}
	}
	t.Logf("A and B with sufficient evidence: %s", enough)
	t.Logf("all others:                       %s", others)
	assert.GreaterOrEqual(t, float64(enough.hit)/float64(enough.n), 0.95, "the right cause comes first")
	assert.LessOrEqual(t, float64(enough.sureAndWrong)/float64(enough.n), 0.01, "certain and wrong")
	compareRates(t, rates)
}

func compareRates(t *testing.T, rates map[string]*tally) {
	var b strings.Builder
	b.WriteString("# how often a rule, at a certainty, named an accepted cause first over the labelled cases of testdata/cases:\n# rule certainty right of\n")
	for _, key := range slices.Sorted(maps.Keys(rates)) {
		fmt.Fprintf(&b, "%s %d %d\n", key, rates[key].right, rates[key].of)
	}
	if *update {
		require.NoError(t, os.WriteFile("hitrates.txt", []byte(b.String()), 0o644))
		return
	}
	for line := range strings.Lines(hitrates) {
		var rule, certainty string
		var right, of int
		if n, _ := fmt.Sscanf(line, "%s %s %d %d", &rule, &certainty, &right, &of); n != 4 {
			continue
		}
		now := rates[rule+" "+certainty]
		if now == nil {
			now = &tally{}
		}
		before, after := rate(right, of), rate(now.right, now.of)
		t.Logf("%-28s %-9s %3d of %3d", rule, certainty, now.right, now.of)
		if of >= enoughCases && now.of >= enoughCases {
			assert.GreaterOrEqual(t, after, before, "%s, %s was right in %d of %d; wrong now: %v (go test ./diagnose/standard -update accepts it)", rule, certainty, right, of, now.wrong)
		}
	}
}

func rate(right, of int) float64 { return math.Round(100*float64(right)/float64(max(of, 1))) / 100 }

func TestHitRateIsReadFromTheTable(t *testing.T) {
	s := bufio.NewScanner(strings.NewReader(hitrates))
	lines := 0
	for s.Scan() {
		var rule, certainty string
		var right, of int
		if n, _ := fmt.Sscanf(s.Text(), "%s %s %d %d", &rule, &certainty, &right, &of); n != 4 {
			continue
		}
		lines++
		c := map[string]diagnose.Certainty{"possible": diagnose.Possible, "likely": diagnose.Likely, "certain": diagnose.Certain}[certainty]
		got, ok := hitRate(diagnose.RuleID(rule), c)
		require.Equal(t, of >= enoughCases, ok, s.Text())
		if ok {
			assert.Equal(t, diagnose.HitRate{Value: rate(right, of), Of: of}, got)
		}
	}
	assert.NotZero(t, lines)
	_, ok := hitRate("no-such-rule", diagnose.Certain)
	assert.False(t, ok)
}
