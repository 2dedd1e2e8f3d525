package evidence

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// worked reads text by a number of workers, and gives what was emitted.
func worked(text string, workers, most int) []string {
	var lines []string
	inputs := []Input{{Name: "x.ndjson", Data: strings.NewReader(text)}}
	Work(inputs, Options{}, workers, Job[string]{Do: func(c diagnose.Case) string { return c.Name }}, func(name string, err error) bool {
		lines = append(lines, fmt.Sprint(name, err))
		return len(lines) < most
	})
	return lines
}

func TestWorkKeepsTheOrder(t *testing.T) {
	made, err := io.ReadAll(&caseMaker{cases: 500})
	require.NoError(t, err)
	text := strings.Replace(string(made), "\n", "\n{broken\n", 3)
	want := worked(text, 1, 1000)
	assert.Len(t, want, 503)
	for _, workers := range []int{2, 3, 8} {
		assert.Equal(t, want, worked(text, workers, 1000), "%d workers", workers)
		assert.Equal(t, want[:7], worked(text, workers, 7), "%d workers, stopped", workers)
	}
}

func TestWorkGivesHintsInTheirPlace(t *testing.T) {
	text := strings.Repeat(`{"response":{"status":403}}`+"\n", 5) + `{"respons":{},"at":"2026-11-23T10:00:00Z"}` + "\n" + `{"response":{"status":403}}` + "\n"
	for _, workers := range []int{1, 2} {
		var seen []string
		o := Options{Hint: func(string) { seen = append(seen, "hint") }}
		Work([]Input{{Name: "x.ndjson", Data: strings.NewReader(text)}}, o, workers,
			Job[string]{Do: func(c diagnose.Case) string { return c.Name }}, func(name string, err error) bool {
				seen = append(seen, strings.TrimPrefix(name, "x.ndjson"))
				return true
			})
		assert.Equal(t, []string{"#1", "#2", "#3", "#4", "#5", "hint", "#6", "#7"}, seen, "%d workers", workers)
	}
}

func TestWorkPassesPanicsOn(t *testing.T) {
	for _, workers := range []int{1, 2} {
		assert.PanicsWithValue(t, "third", func() {
			n := 0
			inputs := []Input{{Name: "x.ndjson", Data: &caseMaker{cases: 9}}}
			Work(inputs, Options{}, workers, Job[int]{Do: func(c diagnose.Case) int {
				if c.Name == "x.ndjson#3" {
					panic("third")
				}
				return 0
			}}, func(int, error) bool { n++; return true })
		})
	}
}

func TestWorkIsAheadByTheSameCasesForAnyNumberOfWorkers(t *testing.T) {
	aheadOf := func(workers int) (cases []int) {
		read := 0
		counted := Input{Name: "x.ndjson", Data: &caseMaker{cases: 300}}
		o := Options{Redactor: redact.New()}
		Work([]Input{counted}, o, workers, Job[int]{Do: func(diagnose.Case) int { return 0 }}, func(int, error) bool {
			read = len(o.Redactor.Report()) // the callers differ: a secret of its own for each
			cases = append(cases, read)
			return true
		})
		return cases
	}
	want := aheadOf(1)
	for range 3 {
		assert.Equal(t, want, aheadOf(2))
		assert.Equal(t, want, aheadOf(5))
	}
}
