package render

import (
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// moreFixes are those of the first cause that the verdict does not show.
func moreFixes(r *diagnose.Report) []diagnose.Fix {
	switch {
	case len(r.Causes) == 0 || len(r.Causes[0].Fixes) == 0:
		return nil
	case conclusion(r) == diagnose.Explained:
		return r.Causes[0].Fixes[1:]
	}
	return r.Causes[0].Fixes
}

func avoided(r *diagnose.Report) []string {
	if len(r.Causes) == 0 {
		return nil
	}
	return r.Causes[0].Avoid
}

func (h *html) fix(r *diagnose.Report) {
	fixes := moreFixes(r)
	switch {
	case len(fixes) == 0:
	case conclusion(r) == diagnose.Explained:
		h.para("soft", "In place of the fix above:")
	default:
		h.para("soft", "If the first of the possible causes is the one:")
	}
	if len(fixes) > 0 {
		h.raw(`<ul class="fixes">`, "\n")
	}
	for _, f := range fixes {
		h.raw("<li>")
		h.oneFix(f)
		h.raw("</li>\n")
	}
	if len(fixes) > 0 {
		h.raw("</ul>\n")
	}
	for _, a := range avoided(r) {
		h.para("avoid", a)
	}
}

func (h *html) oneFix(f diagnose.Fix) {
	h.raw(`<span class="owner">`)
	h.text(owner(f.By))
	h.raw("</span> ")
	h.prose(sentence(f.Do))
	if f.Where != "" {
		h.raw(`<br/><span class="soft">Where:</span> `)
		h.prose(f.Where)
	}
	h.pre(f.Run)
}

func (h *html) next(r *diagnose.Report) {
	h.para("", sentence(r.Next.What))
	h.pre(r.Next.Run)
	if len(r.Next.Answers) == 0 {
		return
	}
	h.raw("<ul>\n")
	for _, a := range r.Next.Answers {
		h.raw("<li>If ")
		h.prose(a.If)
		h.raw(": ")
		h.prose(a.Then)
		h.raw("</li>\n")
	}
	h.raw("</ul>\n")
}

// facts writes a description list; pairs without a value are left out.
func (h *html) facts(pairs ...[2]string) {
	begun := false
	for _, p := range pairs {
		if p[1] == "" {
			continue
		}
		if !begun {
			h.raw("<dl>\n")
			begun = true
		}
		h.raw("<dt>")
		h.text(p[0])
		h.raw("</dt><dd>")
		h.prose(p[1])
		h.raw("</dd>\n")
	}
	if begun {
		h.raw("</dl>\n")
	}
}

func (h *html) asked(r *diagnose.Report) {
	q := &r.Question
	before := len(h.b)
	operation := ""
	if q.Operation != nil && q.Operation.ID != "" {
		operation = q.Operation.ID + " (" + sourceWords(q.Operation.Source) + ")"
	}
	h.facts([2]string{"request", strings.TrimSpace(q.Method + " " + q.URL)}, [2]string{"operation", operation},
		[2]string{"called by", caller(r)}, [2]string{"answer", answer(q)})
	if q.Message != "" {
		h.raw(`<p class="soft">The server's own words:</p>`, "\n<blockquote><p>")
		h.text(line(clip(q.Message)))
		h.raw("</p></blockquote>\n")
	}
	h.facts([2]string{"reference", q.Reference}, [2]string{"platform", q.Platform}, [2]string{"notes", q.Notes})
	if len(h.b) == before {
		h.para("soft", "Nothing is known of the call.")
	}
}

func (h *html) why(r *diagnose.Report) {
	for i := range r.Causes {
		h.cause(&r.Causes[i], gist(r))
	}
}

func (h *html) cause(c *diagnose.Ranked, said string) {
	m := blocks
	if c.Certainty <= diagnose.Possible {
		m = perhaps
	}
	h.raw(`<div class="cause">`, "\n<h3>", strconv.Itoa(c.Rank), `. <span class="`, m.class(), `">`, m.sign(), " ")
	h.text(line(string(c.Cause)))
	h.raw("</span> (", certaintyWord(c.Certainty), ")</h3>\n")
	h.para("", sentence(c.Summary))
	if s := detail(&c.Finding); s != said {
		h.para("", s)
	}
	h.need("needs", c.Need)
	if c.Have != nil {
		h.need("has", diagnose.AllOf(c.Have...))
	}
	h.facts([2]string{"how sure", meaning(c.Certainty)},
		[2]string{"measured", rate(c.HitRate)}, [2]string{"ranked here", c.Because}, [2]string{"rule", string(c.Rule)})
	if evidence := grounds(&c.Finding); len(evidence) > 0 {
		h.raw(`<table aria-label="Evidence"><thead><tr><th scope="col">where</th><th scope="col">what it says</th></tr></thead><tbody>`, "\n")
		for _, s := range evidence {
			h.raw("<tr><td>")
			if at := s.At.String(); at != "" {
				h.code(at)
			} else {
				h.raw("—")
			}
			h.raw("</td><td>")
			h.prose(s.Says)
			h.raw("</td></tr>\n")
		}
		h.raw("</tbody></table>\n")
	}
	h.raw("</div>\n")
}

// need writes names as code: "a or b", "a and b", "nothing".
func (h *html) need(label string, need diagnose.Requirement) {
	if need.Empty() && label != "has" {
		return
	}
	h.raw("<dl><dt>", label, "</dt><dd>")
	word := " or "
	if need.Mode == diagnose.All {
		word = " and "
	}
	for i, n := range need.Names {
		if i > 0 {
			h.raw(word)
		}
		h.code(n)
	}
	if need.Empty() {
		h.raw("nothing")
	}
	h.raw("</dd></dl>\n")
}

func (h *html) body(r *diagnose.Report) { h.pre(string(indent(r.CorrectedBody))) }

func (h *html) then(r *diagnose.Report) {
	h.raw("<ol>\n")
	for i := range r.Then {
		c := &r.Then[i]
		h.raw("<li><strong>")
		h.text(line(string(c.Cause)))
		h.raw("</strong> (", certaintyWord(c.Certainty), "): ")
		h.prose(sentence(c.Summary))
		if len(c.Fixes) > 0 {
			h.raw("<br/>")
			h.oneFix(c.Fixes[0])
		}
		h.raw("</li>\n")
	}
	h.raw("</ol>\n")
}

func (h *html) cleared(r *diagnose.Report) {
	h.raw(`<table><thead><tr><th scope="col">rule</th><th scope="col">why it is not that</th></tr></thead><tbody>`, "\n")
	for _, w := range wants(r.Cleared) {
		h.raw(`<tr><td><span class="passes">✓</span> `)
		h.text(w.settles())
		h.raw("</td><td>")
		h.prose(w.reason)
		h.raw("</td></tr>\n")
	}
	h.raw("</tbody></table>\n")
}

func (h *html) unasked(r *diagnose.Report) {
	h.raw(`<table><thead><tr><th scope="col">would settle</th><th scope="col">what is missing</th></tr></thead><tbody>`, "\n")
	for _, w := range wants(r.Unasked) {
		h.raw(`<tr><td><span class="unknown">?</span> `)
		h.text(w.settles())
		h.raw("</td><td>")
		if w.ask.Empty() {
			h.prose(w.reason)
		} else {
			h.prose(sentence("bring " + w.ask.What))
			h.pre(w.ask.Run)
		}
		h.raw("</td></tr>\n")
	}
	h.raw("</tbody></table>\n")
}

func (h *html) disagreements(r *diagnose.Report) {
	for _, d := range r.Disagreements {
		h.para("", sentence("about "+d.About))
		h.raw("<ul>\n")
		for _, s := range d.Sources {
			h.raw("<li><strong>")
			h.text(line(s.From))
			h.raw(":</strong> ")
			h.prose(s.Says)
			h.raw("</li>\n")
		}
		h.raw("</ul>\n")
	}
}

func (h *html) made(r *diagnose.Report) {
	c := r.Tool.Catalog
	h.facts([2]string{"program", strings.TrimSpace("why403 " + r.Tool.Version)}, [2]string{"catalog", strings.TrimSpace(c.Name + " " + c.Version)},
		[2]string{"catalog date", c.Date}, [2]string{"catalog digest", c.Digest}, [2]string{"input", inputName(r)}, [2]string{"replaced", replacedAt(r.Redactions)})
}
