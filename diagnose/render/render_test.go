package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

var update = flag.Bool("update", false, "write the goldens anew")

func show(t testing.TB, format string, o render.Options, r *diagnose.Report) string {
	t.Helper()
	x, err := render.New(format, o)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, x.Render(&out, r))
	return out.String()
}

// golden compares with testdata/render/name, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("../../testdata/render", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "differs from %s; go test -update writes it anew", path)
}

func TestGoldens(t *testing.T) {
	for _, format := range render.Formats() {
		for name, r := range fixtures() {
			t.Run(format+"/"+name, func(t *testing.T) {
				golden(t, name+"."+format, show(t, format, render.Options{}, r))
			})
		}
	}
}

// A renderer that edits the report would show the second format something else.
func TestRenderersLeaveTheReportAlone(t *testing.T) {
	for _, format := range render.Formats() {
		r := full()
		first := show(t, format, render.Options{}, r)
		assert.Equal(t, first, show(t, format, render.Options{}, r), format)
		want := full()
		want.Case, r.Case = nil, nil // holds functions, which do not compare
		assert.Equal(t, want, r, format)
	}
}

func TestUnknownFormat(t *testing.T) {
	for name, want := range map[string]string{
		"jsn":  `unknown format "jsn": did you mean "json"?`,
		"JSON": `did you mean "json"?`,
		"yaml": `(one of text, markdown, json, html, sarif`,
		"":     `unknown format ""`,
	} {
		_, err := render.New(name, render.Options{})
		assert.ErrorContains(t, err, want)
	}
}

func TestAllPartsReports(t *testing.T) {
	assert.Contains(t, many(t, "text"), "\n── conference.json "+strings.Repeat("─", 61)+"\n")
	assert.NotContains(t, show(t, "text", render.Options{}, full()), "──")
	assert.Contains(t, many(t, "markdown"), "\n---\n\n`conference.json`\n\n**The token")
	assert.Equal(t, 4, strings.Count(many(t, "json"), "\n"))
}
