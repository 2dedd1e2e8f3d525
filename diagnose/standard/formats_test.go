package standard

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

// Every case reads well in every format: documents are whole, verdict and fix come
// first, and lines keep to a narrow terminal but for what must be copied whole.
func TestEveryCaseInEveryFormat(t *testing.T) {
	engine := newEngine(t)
	checks := map[string]func(t *testing.T, r *diagnose.Report, doc string){
		"text": narrow, "markdown": fixFirst, "html": wholeXML, "junit": wholeXML, "sarif": wholeJSON, "problem": wholeJSON, "json": wholeJSON, "github": commandsOnly,
	}
	for _, format := range render.Formats() {
		check, ok := checks[format]
		require.True(t, ok, "no check for the format %s", format)
		x, err := render.New(format, render.Options{Width: 60})
		require.NoError(t, err)
		for name := range readLabels(t) {
			r := diagnoseFile(t, engine, filepath.Join(casesDir, name+".json"))
			t.Run(format+"/"+name, func(t *testing.T) {
				var out bytes.Buffer
				require.NoError(t, x.Render(&out, &r))
				check(t, &r, out.String())
			})
		}
	}
}

func narrow(t *testing.T, _ *diagnose.Report, doc string) {
	for _, l := range strings.Split(doc, "\n") {
		words := strings.Fields(strings.TrimLeft(l, " •✓✗?!└├─│"))
		copied := strings.Contains(l, "curl ") || strings.Contains(l, "://") || strings.Contains(l, `"`) || strings.HasPrefix(l, "    ")
		assert.True(t, len([]rune(l)) <= 60 || len(words) <= 3 || copied, l)
	}
}

func fixFirst(t *testing.T, r *diagnose.Report, doc string) {
	lines := strings.SplitN(doc, "\n", 6)
	assert.True(t, strings.HasPrefix(lines[0], "**"), lines[0])
	if r.Conclusion == diagnose.Explained && len(r.Causes[0].Fixes) > 0 {
		assert.Contains(t, strings.Join(lines[:5], "\n"), "**Fix** (")
	}
}

func wholeXML(t *testing.T, _ *diagnose.Report, doc string) {
	for d := xml.NewDecoder(strings.NewReader(doc)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

func wholeJSON(t *testing.T, _ *diagnose.Report, doc string) {
	assert.True(t, json.Valid([]byte(doc)), doc)
}

func commandsOnly(t *testing.T, _ *diagnose.Report, doc string) {
	for _, l := range strings.Split(strings.TrimSuffix(doc, "\n"), "\n") {
		assert.Regexp(t, `^::(error|warning|notice) [^\n]*::.+$`, l)
	}
}
