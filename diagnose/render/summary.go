package render

import (
	"fmt"
	"io"
	"strconv"

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

func (t *Tally) text(gs []Group, o Options) []byte {
	r := newText(o)
	p := &page{styles: r.style, width: r.options.Width}
	p.text(p.strong, "", t.headline(gs))
	for i := range gs {
		g := &gs[i]
		p.blank()
		colour := p.bad
		if g.Cause == "" {
			colour = p.open
		}
		p.hang(colour, strconv.Itoa(g.Count)+" × ", g.title()+on(line(g.Operation))+by(line(g.Principal)))
		if o.Quiet {
			continue
		}
		p.text(nil, "  ", g.Verdict)
		if g.Fix.Do != "" {
			p.oneFix("  Fix: ", g.Fix)
		}
		if g.First != "" {
			p.hang(p.faint, "  First: ", g.First)
		}
	}
	return p.out
}

func on(operation string) string {
	if operation == "" {
		return ""
	}
	return " on " + operation
}

func by(principal string) string {
	if principal == "" {
		return ""
	}
	return " by " + principal
}

func (t *Tally) markdown(gs []Group) []byte {
	m := &markdown{}
	m.WriteString("**" + t.headline(gs) + "**\n")
	if len(gs) == 0 {
		return []byte(m.String())
	}
	m.gap()
	m.WriteString("| count | cause | operation | caller | fix |\n|---:|---|---|---|---|\n")
	for i := range gs {
		g := &gs[i]
		fix := g.Verdict
		if g.Fix.Do != "" {
			fix = owner(g.Fix.By) + ": " + g.Fix.Do
		}
		m.WriteString("| " + strconv.Itoa(g.Count) + " | " + cell(span(g.title())) + " | " + cell(span(g.Operation)) + " | " +
			cell(prose(g.Principal)) + " | " + cell(prose(sentence(fix))) + " |\n")
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
