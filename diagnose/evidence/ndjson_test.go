package evidence

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/why403/why403/diagnose"
)

func TestMadeCasesAreJSON(t *testing.T) {
	text, err := io.ReadAll(&caseMaker{cases: 20})
	require.NoError(t, err)
	assert.InDelta(t, 2400, len(text)/20, 300)
	for line := range strings.Lines(string(text)) {
		require.True(t, json.Valid([]byte(line)), line)
	}
}

// readLines reads one input, and gives a line for every case and every error.
func readLines(name, text string) []string {
	var lines []string
	for c, err := range Read([]Input{{Name: name, Data: strings.NewReader(text)}}, Options{}) {
		switch {
		case err != nil:
			lines = append(lines, err.Error())
		case c.Request != nil:
			lines = append(lines, c.Name+" "+c.Request.URL.Or(diagnose.URL{}).Path+" at "+c.Request.URL.From().String())
		default:
			lines = append(lines, c.Name)
		}
	}
	return lines
}

func TestCasesAreReadInOrderAndPastBadOnes(t *testing.T) {
	assert.Equal(t, []string{
		"x.ndjson#1 /a at x.ndjson:1:19",
		"x.ndjson#2",
		"x.ndjson:4:32: the JSON ends inside of a string",
		"x.ndjson#4 /d at x.ndjson:5:19",
	}, readLines("x.ndjson", `{"request":{"url":"https://h.example/a"},"response":{"status":403}}`+"\r\n"+
		`{"response":{"status":403}}`+"\n\n"+
		`{"request":{"url":"https://h.ex`+"\n"+
		`{"request":{"url":"https://h.example/d"}}`))
}

func TestCasesMayBeLongButNotEndless(t *testing.T) {
	long := `{"notes":"` + strings.Repeat("x", 2*lineWindow) + `"}`
	endless := `{"notes":"` + strings.Repeat("x", lineMax) + `"}`
	small := `{"notes":"y"}`
	assert.Equal(t, []string{"x#1", "x#2", "x:3:1: this record is longer than 8 MiB", "x#4"},
		readLines("x", small+"\n"+long+"\n"+endless+"\n"+small+"\n"))
}

func TestStreamsOfCasesAreRecognised(t *testing.T) {
	for text, want := range map[string]bool{
		"{\"response\":{}}\n{\"response\":{}}\n":                                 true,
		"\n{\"notes\":\"x\"}\r\n{\"response\":{}}":                               true,
		"\n{\"notes\":\"x\"}\r\n":                                                false, // one case
		"{\"response\":{\"status\":403}}":                                        false, // one case
		"{\n\"response\":{}}\n":                                                  false,
		"{\"level\":\"info\",\"request\":{\"method\":\"GET\"},\"status\":403}\n": false, // a log
		"{\"a\":1}\n{\"a\":2}\n":                                                 false,
		"{\"response\":{}}\nsome text":                                           false,
	} {
		assert.Equal(t, want, looksLikeCases([]byte(text)), text)
	}
}

func BenchmarkCases(b *testing.B) {
	text, err := io.ReadAll(&caseMaker{cases: 1000})
	require.NoError(b, err)
	b.Run("encodingJSON", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			for line := range strings.Lines(string(text)) {
				var v any
				require.NoError(b, json.Unmarshal([]byte(line), &v))
			}
		}
	})
	b.Run("Read", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range Read([]Input{{Name: "x.ndjson", Data: strings.NewReader(string(text))}}, Options{}) {
				require.NoError(b, err)
				n++
			}
			require.Equal(b, 1000, n)
		}
	})
}
