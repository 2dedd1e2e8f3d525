package evidence

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// FuzzText reads any text: it never panics, ends, and every call and error has a
// place inside the text.
func FuzzText(f *testing.F) {
	files, err := filepath.Glob("../../testdata/evidence/*.txtar")
	require.NoError(f, err)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(f, err)
		for _, part := range txtar.Parse(b).Files[:1] {
			f.Add(string(part.Data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := strings.Count(text, "\n") + 1
		rs, err := interpret(text, locator("input", text), nil)
		if err != nil {
			require.IsType(t, &Error{}, err)
		}
		for _, r := range rs {
			require.LessOrEqual(t, r.at.Line, last)
			require.Positive(t, r.at.Line)
			require.Positive(t, r.at.Col)
		}
		looksLikeCapture([]byte(text))
	})
}

// TestLinear reads long hostile texts, which a reader that looks back or ahead too
// often would not come to the end of.
func TestLinear(t *testing.T) {
	for _, piece := range []string{"{", "[", "Error: {", "a(", "'", "\"", "\\", "curl -d '", "$ curl x://a\n", "<ref *1> A {", "^\"", "GET /x HTTP/1.1\n",
		"HTTP/1.1 403\n", "b'{", "{{", "fetch(", "a.append(", "[x", "(", "403 ", "GET /{a}", "http://", "=> Send header\n0000: a\n", "<< ", "-> \"", "irm `\n", "@{a=",
		"---request begin---\n", "{\"log\":\"", "\x1b[", "> \n< \n", "a=b ", "\"GET /x HTTP/1.1\" 403 ", "${", "x = {", "{'a': "} {
		text := strings.Repeat(piece, 200_000/len(piece))
		_, _ = interpret(text, locator("input", text), nil)
	}
}
