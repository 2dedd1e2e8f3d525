package evidence

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzCases reads anything as a stream of cases: no panic, every line gives a case or
// an error with a place in that line, and the length of what is read at once
// changes nothing.
func FuzzCases(f *testing.F) {
	f.Add(`{"request":{"url":"https://h.example/a"},"response":{"status":403}}`+"\r\n\n"+`{"notes":"x"}`, 1)
	f.Add(`{"token":{"raw":"a.b.c"},"at":"2026-11-23T10:00:00Z"}`+"\n{broken\n[]\n\"\n", 3)
	f.Fuzz(func(t *testing.T, text string, step int) {
		read := func(step int) (names []string) {
			src := &source{name: "x", options: &Options{}, rest: &slowly{text, max(1, step%100)}}
			require.NoError(t, readCases(src, func(r raw) error {
				if bad := (*Error)(nil); errors.As(r.err, &bad) {
					assert.Positive(t, bad.At.Line)
					assert.Positive(t, bad.At.Col)
					names = append(names, bad.Error())
				} else {
					require.NoError(t, r.err)
				}
				names = append(names, r.name)
				return nil
			}))
			return names
		}
		names := read(step)
		assert.Equal(t, names, read(1<<20))
		full := 0
		for line := range strings.SplitSeq(text, "\n") {
			if strings.Trim(line, " \t\r") != "" {
				full++
			}
		}
		records := 0
		for _, n := range names {
			if strings.HasPrefix(n, "x#") {
				records++
			}
		}
		assert.Equal(t, full, records)
	})
}

// slowly gives a text a few bytes at a time.
type slowly struct {
	text string
	step int
}

func (s *slowly) Read(p []byte) (int, error) {
	if s.text == "" {
		return 0, io.EOF
	}
	n := copy(p, s.text[:min(len(s.text), s.step)])
	s.text = s.text[n:]
	return n, nil
}
