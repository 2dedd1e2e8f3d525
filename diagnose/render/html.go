package render

import (
	_ "embed" // for the style sheet
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

//go:embed report.css
var styleSheet string

// htmlRenderer writes one file that holds all it needs: no script, no font and no
// image from elsewhere, and a policy that forbids them, should one slip in.
type htmlRenderer struct{}

func (h htmlRenderer) Render(w io.Writer, r *diagnose.Report) error {
	return h.RenderMany(w, []*diagnose.Report{r})
}

// RenderMany writes one document with an article for each report.
func (htmlRenderer) RenderMany(w io.Writer, rs []*diagnose.Report) error {
	h := &html{}
	title := plural(len(rs), "report")
	if len(rs) == 1 {
		title = headline(rs[0])
	}
	h.raw(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="referrer" content="no-referrer"/>
<meta name="color-scheme" content="light dark"/>
<meta name="generator" content="why403"/>
<title>`)
	h.text("why403: " + title)
	h.raw("</title>\n<style>\n", styleSheet, "</style>\n</head>\n<body>\n")
	h.raw(`<a class="skip" href="#verdict-1">Skip to the verdict</a>`, "\n", `<header class="top"><span>why403 report</span>`)
	h.navigation(rs)
	h.raw("</header>\n<main>\n")
	for i, r := range rs {
		h.n = strconv.Itoa(i + 1)
		h.article(r)
	}
	h.raw("</main>\n")
	h.footer(rs)
	h.raw("</body>\n</html>\n")
	_, err := w.Write(h.b)
	return err
}

// html collects a document. What raw is given is mark-up; everything else is
// escaped.
type html struct {
	b []byte
	n string // of the report, for ids
}

func (h *html) raw(parts ...string) {
	for _, p := range parts {
		h.b = append(h.b, p...)
	}
}

func (h *html) text(s string) { h.b = appendXML(h.b, s) }

// prose writes a sentence, with the names in it as code.
func (h *html) prose(s string) {
	for i, w := range strings.Fields(line(s)) {
		if i > 0 {
			h.raw(" ")
		}
		lead, core, tail := splitWord(w)
		if core == "" || !isName(core) {
			h.text(w)
			continue
		}
		h.text(lead)
		h.code(core)
		h.text(tail)
	}
}

func (h *html) code(s string) {
	h.raw("<code>")
	h.text(line(s))
	h.raw("</code>")
}

func (h *html) para(class, s string) {
	if s == "" {
		return
	}
	h.raw(`<p class="`, class, `">`)
	h.prose(s)
	h.raw("</p>\n")
}

// pre writes text as it is, shortened where it is very long.
func (h *html) pre(s string) {
	const most = 16 << 10
	if s == "" {
		return
	}
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "\n… (cut after 16 KiB)"
	}
	h.raw("<pre>")
	h.text(s)
	h.raw("</pre>\n")
}

// section begins a part with a heading; the caller closes it.
func (h *html) section(id, title string) {
	h.raw(`<section id="`, id, "-", h.n, `" aria-labelledby="`, id, "-h-", h.n, `">`, "\n", `<h2 id="`, id, "-h-", h.n, `">`)
	h.text(title)
	h.raw("</h2>\n")
}

func (h *html) end() { h.raw("</section>\n") }

// navigation links to the parts of one report, or to each of several.
func (h *html) navigation(rs []*diagnose.Report) {
	if len(rs) == 0 {
		return
	}
	h.raw(`<nav aria-label="Sections"><ul>`)
	if len(rs) > 1 {
		for i, r := range rs {
			h.raw(`<li><a href="#verdict-`, strconv.Itoa(i+1), `">`, strconv.Itoa(i+1), " ")
			h.text(tag(r))
			h.raw("</a></li>")
		}
	} else {
		for _, p := range parts() {
			if p.there(rs[0]) {
				h.raw(`<li><a href="#`, p.id, `-1">`)
				h.text(p.title)
				h.raw("</a></li>")
			}
		}
	}
	h.raw("</ul></nav>")
}

// A part is a section of a report's article.
type part struct {
	id, title string
	there     func(*diagnose.Report) bool
	write     func(*html, *diagnose.Report)
}

func parts() []part {
	always := func(*diagnose.Report) bool { return true }
	return []part{
		{"fix", "Other fixes, and what to avoid", func(r *diagnose.Report) bool { return len(moreFixes(r)) > 0 || len(avoided(r)) > 0 }, (*html).fix},
		{"next", "Bring next", func(r *diagnose.Report) bool { return r.Next != nil && !r.Next.Empty() }, (*html).next},
		{"chain", "Where it stops", func(r *diagnose.Report) bool { return conclusion(r) != diagnose.WasNotRefused }, (*html).chain},
		{"asked", "What was asked", always, (*html).asked},
		{"why", "Evidence", func(r *diagnose.Report) bool { return len(r.Causes) > 0 }, (*html).why},
		{"exchange", "The exchange and what is demanded", func(r *diagnose.Report) bool {
			return r.Case != nil && (r.Case.Request != nil || r.Case.Response != nil)
		}, (*html).exchange},
		{"body", "Corrected body", func(r *diagnose.Report) bool { return r.CorrectedBody != nil }, (*html).body},
		{"then", "Would fail next", func(r *diagnose.Report) bool { return len(r.Then) > 0 }, (*html).then},
		{"cleared", "Cleared", func(r *diagnose.Report) bool { return len(r.Cleared) > 0 }, (*html).cleared},
		{"unasked", "Could not be asked", func(r *diagnose.Report) bool { return len(r.Unasked) > 0 }, (*html).unasked},
		{"disagreements", "Sources disagree", func(r *diagnose.Report) bool { return len(r.Disagreements) > 0 }, (*html).disagreements},
		{"before", "Judged before", func(r *diagnose.Report) bool { return r.Rejudged != nil }, (*html).rejudged},
		{"made", "Provenance", always, (*html).made},
		{"record", "Evidence to judge again", func(r *diagnose.Report) bool { return r.Case != nil }, (*html).record},
	}
}

func (h *html) article(r *diagnose.Report) {
	h.raw(`<article aria-labelledby="verdict-`, h.n, `">`, "\n")
	h.verdict(r)
	for _, p := range parts() {
		if p.there(r) {
			h.section(p.id, p.title)
			p.write(h, r)
			h.end()
		}
	}
	h.raw("</article>\n")
}

func (h *html) verdict(r *diagnose.Report) {
	class := "open"
	switch conclusion(r) {
	case diagnose.Explained, diagnose.Unexplained:
		class = "bad"
	case diagnose.WasNotRefused:
		class = "good"
	}
	h.raw(`<header class="verdict `, class, `">`, "\n", `<p class="tag">`)
	h.text(tag(r))
	h.raw("</p>\n", `<h1 id="verdict-`, h.n, `" tabindex="-1">`)
	h.prose(headline(r))
	h.raw("</h1>\n")
	if conclusion(r) == diagnose.Explained && len(r.Causes) > 0 {
		c := &r.Causes[0]
		h.para("", gist(r))
		h.para("sure", sure(c))
		if len(c.Fixes) > 0 {
			h.raw(`<p class="label">Fix</p>`, "\n<div>")
			h.oneFix(c.Fixes[0])
			h.raw("</div>\n")
		}
	}
	h.raw("</header>\n")
}

// tag is the verdict in a word or two, with its sign.
func tag(r *diagnose.Report) string {
	switch conclusion(r) {
	case diagnose.Explained:
		if len(r.Causes) > 0 {
			return "✗ " + line(string(r.Causes[0].Cause))
		}
	case diagnose.Unexplained:
		return "✗ unexplained"
	case diagnose.WasNotRefused:
		return "✓ not refused"
	}
	return "? inconclusive"
}

func (h *html) footer(rs []*diagnose.Report) {
	var tools []string
	for _, r := range rs {
		if s := madeBy(&r.Tool); !slices.Contains(tools, s) {
			tools = append(tools, s)
		}
	}
	h.raw("<footer>Made by ")
	h.text(strings.Join(tools, "; "))
	h.raw(". Secrets were replaced while reading; nothing in this file loads anything from elsewhere.</footer>\n")
}
