package evidence

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
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

// echo is a Recaller that knows most records, and says what it was asked.
type echo struct {
	looks  atomic.Int32
	asked  []int
	forget int // of so many records it does not know one when its turn has come
}

func (x *echo) Look(r Record) any {
	x.looks.Add(1)
	if r.Number%11 == 0 {
		return nil
	}
	return string(r.Text)
}

func (x *echo) Recall(r Record, looked any) (string, bool) {
	x.asked = append(x.asked, r.Number)
	if text, ok := looked.(string); ok && text != string(r.Text) {
		return "another record", true
	}
	return fmt.Sprintf("x.ndjson#%d", r.Number), r.Number%x.forget != 0
}

func TestRecordsAreRecalledInTheirOrder(t *testing.T) {
	made, err := io.ReadAll(&caseMaker{cases: 700})
	require.NoError(t, err)
	text := strings.Replace(string(made), "\n", "\n\n", 50)
	for _, workers := range []int{1, 2, 4} {
		for _, forget := range []int{3, 7, 1000} {
			for _, most := range []int{1000, 77} {
				var lines []string
				var numbers []int
				x := &echo{forget: forget}
				job := Job[string]{Do: func(c diagnose.Case) string { return c.Name }, Recall: func(string) Recaller[string] { return x }}
				Work([]Input{{Name: "x.ndjson", Data: strings.NewReader(text)}}, Options{}, workers, job, func(name string, err error) bool {
					lines, numbers = append(lines, name), append(numbers, len(numbers)+1)
					return len(lines) < most
				})
				require.Len(t, lines, min(700, most), "%d workers", workers)
				for i, line := range lines {
					require.Equal(t, fmt.Sprintf("x.ndjson#%d", i+1), line)
				}
				require.GreaterOrEqual(t, len(x.asked), len(numbers))
				for i, n := range x.asked {
					require.Equal(t, i+1, n, "each is asked for once")
				}
				assert.Equal(t, workers > 1, x.looks.Load() > 0)
			}
		}
	}
}

func TestPanicsOfLooksArePassedOn(t *testing.T) {
	for _, where := range []string{"look", "recall"} {
		x := panicky(where)
		assert.PanicsWithValue(t, where, func() {
			Work([]Input{{Name: "x.ndjson", Data: &caseMaker{cases: 200}}}, Options{}, 2,
				Job[string]{Do: func(diagnose.Case) string { return "" }, Recall: func(string) Recaller[string] { return x }}, func(string, error) bool { return true })
		})
	}
}

type panicky string

func (x panicky) Look(r Record) any {
	if x == "look" && r.Number == 99 {
		panic("look")
	}
	return r.Number
}

func (x panicky) Recall(r Record, looked any) (string, bool) {
	if x == "recall" && r.Number == 99 {
		panic("recall")
	}
	return "", looked != nil
}
