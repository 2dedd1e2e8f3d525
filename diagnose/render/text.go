package render

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/why403/why403/diagnose"
)

// textRenderer writes for people at a terminal.
type textRenderer struct {
	options Options
	style   styles
}

// styles are the colours of one renderer; the process-wide switch is left alone.
type styles struct{ strong, good, bad, open, faint *color.Color }

func newText(o Options) *textRenderer {
	if o.Width <= 0 {
		o.Width = 80
	}
	o.Width = max(o.Width, 30)
	t := &textRenderer{options: o, style: styles{
		strong: color.New(color.Bold), good: color.New(color.FgGreen), bad: color.New(color.FgRed, color.Bold),
		open: color.New(color.FgYellow), faint: color.New(color.Faint),
	}}
	for _, c := range []*color.Color{t.style.strong, t.style.good, t.style.bad, t.style.open, t.style.faint} {
		if o.Color {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
	}
	return t
}

func (t *textRenderer) Render(w io.Writer, r *diagnose.Report) error {
	p := &page{styles: t.style, width: t.options.Width, out: make([]byte, 0, 6<<10)}
	p.verdict(r)
	if t.options.Quiet {
		p.quietly(r)
		return p.flush(w)
	}
	p.asked(r)
	p.why(r)
	p.fix(r)
	p.others(r)
	p.then(r.Then)
	p.next(r)
	switch {
	case t.options.Explain:
		p.tree(r)
	case conclusion(r) != diagnose.WasNotRefused: // else there is nothing to look for
		p.cleared(r.Cleared)
		p.unasked(r)
	}
	p.disagreements(r.Disagreements)
	p.corrected(r.CorrectedBody)
	p.rejudged(r.Rejudged)
	p.provenance(r)
	return p.flush(w)
}

// between is the line above a report that follows others.
func (t *textRenderer) between(name string) string {
	rule := "── " + line(name) + " "
	if name == "" {
		rule = ""
	}
	return "\n" + t.style.faint.Sprint(rule+strings.Repeat("─", max(2, t.options.Width-displayed(rule)))) + "\n"
}

// verdict is the one sentence, and how sure it is.
func (p *page) verdict(r *diagnose.Report) {
	p.text(p.strong, "", headline(r))
	p.text(nil, "", gist(r))
	if conclusion(r) != diagnose.Explained || len(r.Causes) == 0 {
		return
	}
	p.text(p.faint, "", sure(&r.Causes[0]))
}

// quietly is the preferred fix, or what to bring.
func (p *page) quietly(r *diagnose.Report) {
	switch {
	case conclusion(r) == diagnose.Explained && len(r.Causes) > 0 && len(r.Causes[0].Fixes) > 0:
		p.oneFix("Fix: ", r.Causes[0].Fixes[0])
	case r.Next != nil:
		p.command("  ", r.Next.Run)
	}
}

func (p *page) asked(r *diagnose.Report) {
	q := &r.Question
	p.heading("Asked")
	before := len(p.out)
	defer func() {
		if len(p.out) == before {
			p.text(nil, "  ", "Nothing is known of the call.")
		}
	}()
	p.command("  ", strings.TrimSpace(q.Method+" "+q.URL))
	if op := q.Operation; op != nil && op.ID != "" {
		p.pair("operation", line(op.ID)+" ("+sourceWords(op.Source)+")")
	}
	p.pair("called by", caller(r))
	p.pair("answer", answer(q))
	if q.Message != "" {
		p.pair("server", "“"+line(clip(q.Message))+"”")
	}
	p.pair("reference", line(q.Reference))
	p.pair("notes", line(q.Notes))
}

// answer is the status and the server's code.
func answer(q *diagnose.Question) string {
	s := ""
	if status, ok := q.Status.Get(); ok {
		s = strconv.Itoa(status)
	}
	return strings.TrimSpace(s + " " + line(q.Code))
}

func sourceWords(s diagnose.Source) string {
	switch s {
	case diagnose.Published:
		return "published API"
	case diagnose.Org:
		return "this organisation's catalog"
	case diagnose.Observed:
		return "observed in answers"
	case diagnose.Community:
		return "not in the published API; from an account of it"
	}
	return "source unknown"
}

// caller says who made the call; nothing where nothing is known.
func caller(r *diagnose.Report) string {
	pr := &r.Question.Principal
	var parts []string
	if pr.Kind != "unknown" && pr.Kind != "" {
		parts = append(parts, "a "+line(pr.Kind))
	}
	if pr.Grant != "" {
		parts = append(parts, "grant "+line(string(pr.Grant)))
	}
	if pr.Fingerprint != "" {
		parts = append(parts, "token "+line(pr.Fingerprint))
	}
	if at, ok := pr.Expires.Get(); ok {
		parts = append(parts, "good until "+instant(at))
	}
	if r.Case != nil && r.Case.Token != nil && r.Case.Token.Kind.Or("") == diagnose.JWT {
		parts = append(parts, "signature not verified")
	}
	return strings.Join(parts, ", ")
}

func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// why is the first explanation where the report has one, else all that are possible.
func (p *page) why(r *diagnose.Report) {
	switch {
	case len(r.Causes) == 0:
	case conclusion(r) == diagnose.Explained:
		p.heading("Why")
		p.cause(&r.Causes[0], false, gist(r))
	default:
		p.causes("Possible causes", r.Causes)
	}
}

// others are the explanations that were ranked behind the first.
func (p *page) others(r *diagnose.Report) {
	if len(r.Causes) > 1 && conclusion(r) == diagnose.Explained {
		p.causes("Other explanations", r.Causes[1:])
	}
}

func (p *page) causes(title string, cs []diagnose.Ranked) {
	p.heading(title)
	for i := range cs {
		if i > 0 {
			p.blank()
		}
		p.cause(&cs[i], true, "")
	}
}

// cause prints one explanation; with its certainty where the verdict has not
// said it already, and without what the verdict has said.
func (p *page) cause(c *diagnose.Ranked, alone bool, said string) {
	m, colour := blocks, p.bad
	if c.Certainty <= diagnose.Possible {
		m, colour = perhaps, p.open
	}
	p.hang(colour, "  "+m.sign()+" ", line(string(c.Cause))+": "+line(c.Summary))
	if alone {
		p.text(p.faint, "    ", sure(c))
	}
	if s := detail(&c.Finding); s != said {
		p.text(nil, "    ", s)
	}
	if !c.Need.Empty() {
		p.hang(nil, "    needs  ", alternatives(c.Need))
	}
	if c.Have != nil {
		p.hang(nil, "    has    ", held(c.Have))
	}
	for _, s := range grounds(&c.Finding) {
		says := line(s.Says)
		if where := line(s.At.String()); where != "" {
			says += " (" + where + ")"
		}
		p.hang(nil, "    • ", says)
	}
	if c.Because != "" {
		place := "Why first: "
		if c.Rank > 1 {
			place = "Why not first: "
		}
		p.text(p.faint, "    ", place+line(c.Because)+". More: why403 explain "+line(string(c.Rule)))
	}
}

func held(have []string) string {
	if len(have) == 0 {
		return "nothing"
	}
	return line(strings.Join(have, ", "))
}

func (p *page) fix(r *diagnose.Report) {
	if len(r.Causes) == 0 || len(r.Causes[0].Fixes) == 0 && len(r.Causes[0].Avoid) == 0 {
		return
	}
	c := &r.Causes[0]
	title := "Fix"
	switch {
	case conclusion(r) != diagnose.Explained:
		title = "Fix, if that is it"
	case len(c.Fixes) > 1:
		title = "Fix: one of these, the first by preference"
	}
	p.heading(title)
	for i, f := range c.Fixes {
		number := "  "
		if len(c.Fixes) > 1 {
			number = "  " + strconv.Itoa(i+1) + ". "
		}
		p.oneFix(number, f)
	}
	for _, a := range c.Avoid {
		p.hang(p.bad, "  ! ", line(a))
	}
}

func (p *page) oneFix(lead string, f diagnose.Fix) {
	under := strings.Repeat(" ", len(lead))
	p.hang(nil, lead, sentence(owner(f.By)+": "+line(f.Do)))
	if f.Where != "" {
		p.hang(p.faint, under+"where: ", line(f.Where))
	}
	p.command(under+"  ", f.Run)
}

func (p *page) then(cs []diagnose.Ranked) {
	if len(cs) == 0 {
		return
	}
	p.heading("Would fail next")
	for i := range cs {
		c := &cs[i]
		p.hang(nil, "  ✗ ", line(string(c.Cause))+", "+certaintyWord(c.Certainty)+": "+line(c.Summary))
		if len(c.Fixes) > 0 {
			p.oneFix("    ", c.Fixes[0])
		}
	}
}
