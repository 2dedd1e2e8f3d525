package evidence

import (
	commandline "flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

var update = commandline.Bool("update", false, "write the wanted readings anew")

// TestFormats reads what clients, servers and people write. Each file holds an
// input and what must be understood of it.
func TestFormats(t *testing.T) {
	files, err := filepath.Glob("../../testdata/evidence/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			require.NoError(t, err)
			require.Len(t, a.Files, 2)
			got := understoodOf(string(a.Files[0].Data))
			if *update {
				a.Files[1].Data = []byte(got)
				require.NoError(t, os.WriteFile(name, txtar.Format(a), 0o644))
				return
			}
			assert.Equal(t, string(a.Files[1].Data), got)
		})
	}
}

// understoodOf writes down what is understood of a text.
func understoodOf(text string) string {
	rs, err := interpret(text, locator("input", text), nil)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	for _, r := range rs {
		status := "-"
		if r.status != nil {
			status = fmt.Sprint(*r.status)
		}
		fmt.Fprintf(&b, "%s %s %s @%d:%d\n", orDash(r.method), orDash(r.url), status, r.at.Line, r.at.Col)
		writeHeaders(&b, ">", r.reqHeaders)
		writeBody(&b, ">", r.reqBody)
		writeHeaders(&b, "<", r.respHeaders)
		writeBody(&b, "<", r.respBody)
		for _, extra := range [][2]string{{"message", r.message}, {"failure", r.failure}, {"started", r.started}} {
			if extra[1] != "" {
				fmt.Fprintf(&b, "  %s: %s\n", extra[0], extra[1])
			}
		}
	}
	return b.String()
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func writeHeaders(b *strings.Builder, arrow string, hs []rawHeader) {
	for _, h := range hs {
		fmt.Fprintf(b, "  %s %s: %s @%d:%d\n", arrow, h.name, h.value, h.at.Line, h.at.Col)
	}
}

func writeBody(b *strings.Builder, arrow string, body *rawBody) {
	switch {
	case body == nil:
	case body.text == "":
		fmt.Fprintf(b, "  %s no body\n", arrow)
	default:
		cut := ""
		if body.truncated {
			cut = " (cut off)"
		}
		fmt.Fprintf(b, "  %s body @%d:%d%s %s\n", arrow, body.at.Line, body.at.Col, cut, strings.ReplaceAll(body.text, "\n", "⏎"))
	}
}
