package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// SummarySchema names the version of the summary's JSON form.
const SummarySchema = "why403/summary/v1"

// Summary writes what was tallied as text, markdown or json.
func (t *Tally) Summary(w io.Writer, format string, o Options) error {
	gs := t.Groups()
	var out []byte
	switch format {
	case "text":
		out = t.text(gs, o)
	case "markdown":
		out = t.markdown(gs)
	case "json":
		out = t.json(gs)
		if o.Pretty {
			out = indent(out)
		}
		out = append(out, '\n')
	default:
		return fmt.Errorf("no summary in format %q (one of text, markdown, json)", format)
	}
	_, err := w.Write(out)
	return err
}

// A text tells the first of many kinds of refusals with their verdicts and fixes, more of
// them in a line each, and counts the rest.
const (
	mostTold  = 20
	mostNamed = 100
)

func (t *Tally) text(gs []Group, o Options) []byte {
	r := newText(o)
	p := &page{styles: r.style, width: r.options.Width}
	fs := fold(gs)
	p.text(p.strong, "", t.headline(gs))
	p.overview(fs)
	for i, f := range fs {
		if i == mostNamed {
			p.blank()
			p.text(nil, "", rest(fs[i:]))
			break
		}
		if i <= mostTold && !o.Quiet || i == 0 {
			p.blank()
		}
		colour := p.bad
		if f.Cause == "" {
			colour = p.open
		}
		p.hang(colour, strconv.Itoa(f.count)+" × ", f.title()+on(f.Operation)+f.by())
		if !o.Quiet && i < mostTold {
			p.told(f)
		}
	}
	return p.out
}

// overview is a line for each cause, where some have several kinds of refusals.
func (p *page) overview(fs []*folded) {
	cs := sums(fs)
	if len(cs) == len(fs) {
		return
	}
	p.blank()
	wide := len(strconv.Itoa(cs[0].count)) // the first is the most frequent
	for i := range cs {
		c := &cs[i]
		n := strconv.Itoa(c.count)
		p.hang(nil, "  "+strings.Repeat(" ", max(0, wide-len(n)))+n+" × ", c.says())
	}
}

func (p *page) told(f *folded) {
	p.text(nil, "  ", f.verdict())
	if f.Fix.Do != "" {
		p.oneFix("  Fix: ", f.Fix)
	}
	if first := f.first(); first != "" {
		p.hang(p.faint, "  First: ", first)
	}
}

// rest counts the kinds that are not listed.
func rest(fs []*folded) string {
	n := 0
	for _, f := range fs {
		n += f.count
	}
	return plural(len(fs), "kind") + " more, with " + plural(n, "refusal") + "; --format json has every one."
}

func on(operation string) string {
	if operation == "" {
		return ""
	}
	return " on " + operation
}

func (t *Tally) markdown(gs []Group) []byte {
	m := &markdown{}
	m.WriteString("**" + t.headline(gs) + "**\n")
	if len(gs) == 0 {
		return []byte(m.String())
	}
	fs := fold(gs)
	if cs := sums(fs); len(cs) < len(fs) {
		m.gap()
		for i := range cs {
			m.item(strconv.Itoa(cs[i].count) + " × " + prose(cs[i].says()))
		}
	}
	m.gap()
	m.WriteString("| count | cause | operation | caller | fix |\n|---:|---|---|---|---|\n")
	for _, f := range fs[:min(len(fs), mostNamed)] {
		fix := f.verdict()
		if f.Fix.Do != "" {
			fix = owner(f.Fix.By) + ": " + f.Fix.Do
		}
		m.WriteString("| " + strconv.Itoa(f.count) + " | " + cell(span(f.title())) + " | " + cell(span(f.Operation)) + " | " +
			cell(prose(strings.TrimPrefix(f.by(), " by "))) + " | " + cell(prose(sentence(fix))) + " |\n")
	}
	if len(fs) > mostNamed {
		m.para(rest(fs[mostNamed:]))
	}
	return []byte(m.String())
}

func (t *Tally) json(gs []Group) []byte {
	b := append([]byte(nil), `{"schema":"`+SummarySchema+`","calls":`...)
	b = strconv.AppendInt(b, int64(t.calls), 10)
	b = strconv.AppendInt(append(b, `,"refusals":`...), int64(t.refused), 10)
	b = append(b, `,"groups":[`...)
	for i := range gs {
		g := &gs[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, `{"count":`...), int64(g.Count), 10)
		b = appendQuoted(append(b, `,"conclusion":`...), string(g.Conclusion))
		b = appendText(b, `"cause":`, string(g.Cause))
		b = appendText(b, `"rule":`, string(g.Rule))
		b = appendText(b, `"operation":`, g.Operation)
		b = appendText(b, `"principal":`, g.Principal)
		b = appendText(b, `"first":`, g.First)
		b = appendText(b, `"verdict":`, g.Verdict)
		if g.Fix.Do != "" {
			fs := appendFixes(nil, []diagnose.Fix{g.Fix})
			b = append(append(b, `,"fix":`...), fs[1:len(fs)-1]...)
		}
		b = append(b, '}')
	}
	b = strconv.AppendInt(append(b, `],"left_out":`...), int64(t.left), 10)
	return append(b, '}')
}
