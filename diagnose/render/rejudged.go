package render

import "github.com/why403/why403/diagnose"

// judgedBefore says who judged the case before, and whether the verdict stands.
func judgedBefore(x *diagnose.Rejudged) string {
	s := "by " + madeBy(&x.Before.Tool)
	switch {
	case x.Before.Partial:
		return s + ", from evidence of which this report has only a part"
	case len(x.Changes) == 0:
		return s + ": the verdict is the same"
	}
	return s + ": the verdict differs"
}

func (p *page) rejudged(x *diagnose.Rejudged) {
	if x == nil {
		return
	}
	p.heading("Judged before")
	p.text(nil, "  ", line(sentence(judgedBefore(x))))
	for _, change := range x.Changes {
		p.hang(nil, "  • ", line(change))
	}
}

func (m *markdown) rejudged(x *diagnose.Rejudged) {
	if x == nil {
		return
	}
	m.para("**Judged before** " + prose(judgedBefore(x)) + ".")
	m.gap()
	for _, change := range x.Changes {
		m.item(prose(change))
	}
}

func (h *html) rejudged(r *diagnose.Report) {
	h.para("", sentence(judgedBefore(r.Rejudged)))
	if len(r.Rejudged.Changes) == 0 {
		return
	}
	h.raw("<ul>\n")
	for _, change := range r.Rejudged.Changes {
		h.raw("<li>")
		h.prose(change)
		h.raw("</li>\n")
	}
	h.raw("</ul>\n")
}

// recordTitle heads the evidence that a report for people carries.
const recordTitle = "Evidence, for why403 to judge again"

func (m *markdown) record(r *diagnose.Report) {
	if s := record(r); s != "" {
		m.open(recordTitle)
		m.WriteString(block("json", s))
		m.close()
	}
}

// record stands whole, however long it is: a part of it could not be read again.
func (h *html) record(r *diagnose.Report) {
	h.raw("<details><summary>", recordTitle, "</summary>\n<pre>")
	h.text(record(r))
	h.raw("</pre>\n</details>\n")
}
