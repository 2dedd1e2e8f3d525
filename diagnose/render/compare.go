package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/why403/why403/diagnose"
)

// ComparisonSchema names the version of a comparison's JSON form.
const ComparisonSchema = "why403/comparison/v1"

// ComparisonFormats lists the forms that [Compare] writes.
func ComparisonFormats() []string { return []string{"text", "markdown", "json"} }

// Compare writes what differs between two calls, in one of [ComparisonFormats].
func Compare(w io.Writer, format string, o Options, x *diagnose.Comparison) error {
	switch format {
	case "json":
		b := appendComparison(nil, x)
		if o.Pretty {
			b = indent(b)
		}
		_, err := w.Write(append(b, '\n'))
		return err
	case "markdown":
		m := &markdown{}
		m.comparison(x)
		_, err := io.WriteString(w, m.String())
		return err
	case "text":
		t := newText(o)
		p := &page{styles: t.style, width: t.options.Width}
		p.comparison(x)
		return p.flush(w)
	}
	return fmt.Errorf("unknown format %q (one of %s)", format, strings.Join(ComparisonFormats(), ", "))
}

// turnSentence says in one sentence what became of the call, and why.
func turnSentence(x *diagnose.Comparison) string {
	turn, nothing := "", "nothing that was brought of both calls explains it"
	switch x.Turn {
	case diagnose.RefusedNow:
		turn = "The call worked in the first and is refused in the second"
	case diagnose.AllowedNow:
		turn = "The call was refused in the first and works in the second"
	case diagnose.StillRefused:
		turn, nothing = "Both calls are refused", "for the same cause"
		if len(x.Old.Causes)+len(x.New.Causes) == 0 {
			nothing = "and neither refusal is explained"
		}
	default:
		return "Neither call was refused."
	}
	reasons := reasonsOf(x)
	switch {
	case len(reasons) == 0 && x.Turn == diagnose.StillRefused:
		return turn + ", " + nothing + "."
	case len(reasons) == 0:
		return turn + "; " + nothing + "."
	case x.Differences[0].Explains == diagnose.Possible:
		return turn + "; the reason may be: " + strings.Join(reasons, "; ") + "."
	}
	return turn + "; what explains it: " + strings.Join(reasons, "; ") + "."
}

// reasonsOf says what explains the turn: what is likely, or else what is possible.
func reasonsOf(x *diagnose.Comparison) (reasons []string) {
	for i := range x.Differences {
		if d := &x.Differences[i]; d.Explains > 0 && d.Explains == x.Differences[0].Explains {
			reasons = append(reasons, d.About+" ("+differs(d)+")")
		}
	}
	return reasons
}

// side is one of the two calls in a line: where it was read, and how it ended.
func side(r *diagnose.Report) string {
	s := line(inputName(r))
	if s != "" {
		s += ": "
	}
	s += strings.TrimSpace(r.Question.Method + " " + r.Question.URL)
	if a := answer(&r.Question); a != "" {
		s += " → " + a
	}
	if len(r.Causes) > 0 {
		c := &r.Causes[0]
		s += "; " + string(c.Cause) + " (" + certaintyWord(c.Certainty) + "): " + c.Summary
	}
	return s
}

// differs says a difference in words: what was lost and gained, or how it stood.
func differs(d *diagnose.Difference) string {
	var parts []string
	if len(d.Lost) > 0 {
		parts = append(parts, "without "+strings.Join(d.Lost, ", ")+" now")
	}
	if len(d.Gained) > 0 {
		parts = append(parts, "with "+strings.Join(d.Gained, ", ")+" now")
	}
	if d.Old != "" || d.New != "" {
		parts = append(parts, orNothing(d.Old)+" → "+orNothing(d.New))
	}
	return strings.Join(parts, "; ")
}

func orNothing(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (p *page) comparison(x *diagnose.Comparison) {
	p.text(p.strong, "", line(turnSentence(x)))
	p.blank()
	p.hang(p.faint, "first   ", line(side(x.Old)))
	p.hang(p.faint, "second  ", line(side(x.New)))
	rest := len(x.Differences)
	for i := range x.Differences {
		d := &x.Differences[i]
		if d.Explains == 0 {
			rest = i
			break
		}
		if i == 0 {
			p.heading("What explains it")
		}
		lead, colour := "  ✗ ", p.bad
		if d.Explains == diagnose.Possible {
			lead, colour = "  ? ", p.open
		}
		p.hang(colour, lead, line(d.About+": "+differs(d)))
		p.text(p.faint, "    ", line(sentence(d.Explains.String()+": "+d.Why)))
	}
	for i := rest; i < len(x.Differences); i++ {
		if i == rest {
			p.heading("What else differs")
		}
		d := &x.Differences[i]
		p.hang(nil, "  • ", line(d.About+": "+differs(d)))
	}
	if list := unknownWords(x); len(list) > 0 {
		p.heading("Could not be compared, and may explain it")
		for _, s := range list {
			p.hang(p.open, "  ? ", line(s))
		}
	}
	if len(x.Same) > 0 {
		p.heading("The same")
		p.hang(p.good, "  ✓ ", line(strings.Join(x.Same, ", ")))
	}
	p.blank()
	p.text(p.faint, "", madeBy(&x.New.Tool))
}

// unknownWords lists what only one of the calls tells, where it might explain the turn.
func unknownWords(x *diagnose.Comparison) (list []string) {
	for _, u := range x.Unknown {
		if u.Settles {
			which := map[string]string{"old": "first", "new": "second"}[u.MissingIn]
			list = append(list, u.About+": bring it for the "+which+" call too")
		}
	}
	return list
}

func (m *markdown) comparison(x *diagnose.Comparison) {
	m.para("**" + prose(turnSentence(x)) + "**")
	m.gap()
	m.item("**First:** " + prose(side(x.Old)))
	m.item("**Second:** " + prose(side(x.New)))
	if len(x.Differences) > 0 {
		m.gap()
		m.WriteString("|   | what | difference |\n|---|---|---|\n")
		for i := range x.Differences {
			d := &x.Differences[i]
			sign := map[diagnose.Certainty]string{diagnose.Likely: "✗", diagnose.Possible: "?"}[d.Explains]
			says := prose(differs(d))
			if d.Why != "" {
				says += "; " + prose(d.Explains.String()+": "+d.Why)
			}
			m.WriteString("| " + sign + " | " + cell(prose(d.About)) + " | " + cell(says) + " |\n")
		}
	}
	for i, s := range unknownWords(x) {
		if i == 0 {
			m.para("Could not be compared, and may explain it:")
			m.gap()
		}
		m.item(prose(s))
	}
	if len(x.Same) > 0 {
		m.para("The same: " + prose(strings.Join(x.Same, ", ")) + ".")
	}
	m.para("Made by " + prose(madeBy(&x.New.Tool)) + ".")
}

func appendComparison(b []byte, x *diagnose.Comparison) []byte {
	b = append(b, `{"schema":"`+ComparisonSchema+`","tool":`...)
	b = appendTool(b, &x.New.Tool)
	b = appendQuoted(append(b, `,"turn":`...), string(x.Turn))
	b = appendQuoted(append(b, `,"summary":`...), turnSentence(x))
	b = appendSide(append(b, `,"old":`...), x.Old)
	b = appendSide(append(b, `,"new":`...), x.New)
	b = append(b, `,"differences":[`...)
	for i := range x.Differences {
		d := &x.Differences[i]
		b = appendQuoted(append(comma(b, i), `{"about":`...), d.About)
		b = appendText(b, `"old":`, d.Old)
		b = appendText(b, `"new":`, d.New)
		if d.Lost != nil || d.Gained != nil {
			b = appendList(append(b, `,"lost":`...), d.Lost)
			b = appendList(append(b, `,"gained":`...), d.Gained)
		}
		if d.Explains > 0 {
			b = appendQuoted(append(b, `,"explains":`...), d.Explains.String())
			b = appendText(b, `"why":`, d.Why)
		}
		b = append(b, '}')
	}
	b = append(b, `],"unknown":[`...)
	for i, u := range x.Unknown {
		b = appendQuoted(append(comma(b, i), `{"about":`...), u.About)
		b = appendQuoted(append(b, `,"missing_in":`...), u.MissingIn)
		b = append(appendFlag(b, `"may_explain":true`, u.Settles), '}')
	}
	return append(appendList(append(b, `],"same":`...), x.Same), '}')
}

func appendSide(b []byte, r *diagnose.Report) []byte {
	b = append(b, '{')
	b = appendText(b, `"input":`, inputName(r))
	b = appendQuestion(appendKey(b, `"question":`), &r.Question)
	b = appendQuoted(append(b, `,"conclusion":`...), string(conclusion(r)))
	return append(appendVerdicts(append(b, `,"causes":`...), diagnose.Verdicts(r.Causes)), '}')
}
