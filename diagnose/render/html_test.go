package render_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

// The document is kept in the common part of HTML and XML, so that an XML reader
// proves it well-formed.
func TestHTMLIsWellFormed(t *testing.T) {
	for name, r := range fixtures() {
		assert.NoError(t, wellFormed(show(t, "html", render.Options{}, r)), name)
	}
	assert.NoError(t, wellFormed(many(t, "html")))
}

func TestHTMLLoadsNothing(t *testing.T) {
	for name, r := range fixtures() {
		got := show(t, "html", render.Options{}, r)
		for _, no := range []string{"<script", "<link", "<img", "<iframe", "<object", "url(", "@import", " src=", " onclick", "javascript:"} {
			assert.NotContains(t, got, no, name)
		}
		for _, href := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(got, -1) {
			assert.True(t, strings.HasPrefix(href[1], "#"), href[1])
		}
	}
}

// Every link and every label must name an id that is there, once.
func TestHTMLReferencesExist(t *testing.T) {
	docs := []string{many(t, "html")}
	for _, r := range fixtures() {
		docs = append(docs, show(t, "html", render.Options{}, r))
	}
	for _, doc := range docs {
		ids := map[string]int{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(doc, -1) {
			ids[m[1]]++
			assert.Equal(t, 1, ids[m[1]], m[1])
		}
		for _, m := range regexp.MustCompile(` (?:href="#|aria-labelledby=")([^"]*)"`).FindAllStringSubmatch(doc, -1) {
			assert.Equal(t, 1, ids[m[1]], m[1])
		}
	}
}

func TestHTMLSaysVerdictAndFixFirst(t *testing.T) {
	got := show(t, "html", render.Options{}, full())
	_, main, _ := strings.Cut(got, "<main>")
	verdict, _, _ := strings.Cut(main, "</header>")
	assert.Contains(t, verdict, "<h1")
	assert.Contains(t, verdict, `<span class="owner">developer</span> Ask for conversations`)
	assert.Contains(t, got, "request passes, then token blocks, then client passes, then user and roles would block next, then division unknown, then payload may block</title>")
}

func TestHTMLShowsForeignTextAsText(t *testing.T) {
	r := full()
	r.Question.Message = `<script>alert(1)</script>" onload='x`
	r.Causes[0].Summary = "a <b>bold</b> & \"quoted\" claim"
	got := show(t, "html", render.Options{}, r)
	assert.NotContains(t, got, "<script")
	assert.NotContains(t, got, "<b>")
	assert.Contains(t, got, "&lt;script&gt;alert(1)&lt;/script&gt;&#34; onload=&#39;x")
}

// browser finds a Chromium, or skips the test.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium in PATH")
	return ""
}

// run starts the browser on a page and returns its tree and what it logged.
func run(t *testing.T, page string, flags ...string) (tree, log string) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	chromium, dir := browser(t), t.TempDir()
	file := filepath.Join(dir, "report.html")
	require.NoError(t, os.WriteFile(file, []byte(page), 0o600))
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	c := exec.CommandContext(ctx, chromium, append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--window-size=1200,900", "--hide-scrollbars", "--dump-dom"}, append(flags, "file://"+file)...)...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	require.NoError(t, c.Run(), errs.String())
	return out.String(), errs.String()
}

func TestHTMLInABrowser(t *testing.T) {
	shot := filepath.Join(t.TempDir(), "report.png")
	tree, log := run(t, show(t, "html", render.Options{}, full()), "--screenshot="+shot)
	assert.Contains(t, tree, "<h1 id=\"verdict-1\"", "the browser's tree holds the verdict")
	assert.Equal(t, 1, strings.Count(tree, "</main>"))
	assert.NotContains(t, log, "CONSOLE", "the browser has nothing to complain about")

	f, err := os.Open(shot)
	if os.IsNotExist(err) {
		t.Skip("this browser does not dump and shoot in one run")
	}
	require.NoError(t, err)
	defer f.Close()
	img, err := png.Decode(f)
	require.NoError(t, err)
	seen := map[color.Color]bool{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			seen[img.At(x, y)] = true
		}
	}
	assert.True(t, seen[color.RGBA{0xb3, 0x26, 0x1e, 0xff}] || seen[color.NRGBA{0xb3, 0x26, 0x1e, 0xff}], "the style sheet paints what blocks")
}

// framed shows a report in frames of a telephone's, a tablet's and a desk's width, and
// writes into their titles what the browser found: how far the page is wider than the
// frame, how many resources it asked for, and its first words.
const framed = `<!doctype html><meta charset="utf-8"/><body><script>
const page = %s;
for (const width of [390, 768, 1280]) {
  const f = document.createElement("iframe");
  f.width = width; f.height = 900; f.srcdoc = page;
  f.onload = () => {
    const d = f.contentDocument, e = d.documentElement;
    f.title = "width " + width + ": over " + (e.scrollWidth - e.clientWidth) + ", loads " + f.contentWindow.performance.getEntriesByType("resource").length +
      ", says " + d.querySelector("h1").innerText + " | " + d.querySelector("article").innerText.slice(0, 4000);
  };
  document.body.append(f);
}
</script></body>`

// No report is wider than the screen it is read on, loads anything, or loses its words,
// however long the names in it.
func TestHTMLFitsEveryScreen(t *testing.T) {
	long := full()
	long.Question.URL = "https://api.mypurecloud.com/" + strings.Repeat("averylongsegment", 20)
	long.Causes[0].Summary = "the token lacks scope " + strings.Repeat("conversation", 30)
	long.Causes[0].Evidence[0].At.Source = strings.Repeat("directory/", 12) + "case.json"
	for name, r := range map[string]*diagnose.Report{"full": full(), "long": long, "inconclusive": inconclusive()} {
		page, err := json.Marshal(show(t, "html", render.Options{}, r)) // escapes <, so that the text ends no script
		require.NoError(t, err)
		tree, log := run(t, fmt.Sprintf(framed, page))
		assert.NotContains(t, log, "CONSOLE", name)
		for _, width := range []string{"390", "768", "1280"} {
			assert.Contains(t, tree, `title="width `+width+": over 0, loads 0, says The ", name)
		}
		assert.Contains(t, tree, "Where it stops", name)
	}
}
