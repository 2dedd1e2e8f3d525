package render_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

func TestMarkdownSaysTheFixInFiveLines(t *testing.T) {
	lines := strings.Split(show(t, "markdown", render.Options{}, full()), "\n")
	top := strings.Join(lines[:5], "\n")
	assert.Contains(t, top, "lacks the scope")
	assert.Contains(t, top, "**Fix** (developer): Ask for")
}

// What a server or a file says must not become mark-up, a mention, a link or an
// image in somebody's ticket.
func TestMarkdownShowsForeignTextAsText(t *testing.T) {
	r := full()
	r.Question.Message = "`` <img src=x onerror=alert(1)> @org/team [a](https://evil.example) ```"
	r.Causes[0].Summary = "the <b>token</b> of @somebody lacks **scope** a|b \\| in #12 ~~now~~ www.evil.example &lt; $x$ ![i](j)"
	r.Causes[0].Have = nil
	r.Cleared[0].Reason = "a | b `c | d` \\| </details>"
	r.Next.Run = "echo '```\n</details>\n'"
	r.Causes[0].Fixes[0].Run = r.Next.Run
	got := show(t, "markdown", render.Options{}, r)
	golden(t, "hostile.markdown", got)
	assert.Contains(t, got, "````sh\necho '```\n</details>\n'\n````\n", "a fence longer than any in the content")
	assert.Contains(t, got, "**The `<b>token</b>` of `@somebody` lacks `**scope**` `a|b` `\\|` in `#12` `~~now~~` `www.evil.example` `&lt`; `$x$` `![i](j`).**")
	for _, row := range strings.Split(got, "\n") {
		if strings.HasPrefix(row, "| ") {
			bars := strings.Count(row, "|") - strings.Count(row, `\|`)
			assert.Equal(t, 4, bars, row)
			assert.NotContains(t, row, `\\|`)
		}
	}
}

func TestMarkdownProseThatLooksLikeAList(t *testing.T) {
	r := &diagnose.Report{Conclusion: diagnose.Explained, Causes: []diagnose.Ranked{{Finding: diagnose.Finding{Summary: "1. - + * = first", Certainty: diagnose.Likely}}}}
	assert.Contains(t, show(t, "markdown", render.Options{}, r), "**1\\. `-` `+` `*` `=` first.**")
}
