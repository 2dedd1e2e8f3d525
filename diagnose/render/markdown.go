package render

import (
	"io"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// markdownRenderer writes for tickets and chats: the verdict and the fix in the
// first five lines, the details folded. It uses no mark-up but what still reads
// well where it is shown as plain text.
type markdownRenderer struct{}

func (markdownRenderer) Render(w io.Writer, r *diagnose.Report) error {
	m := &markdown{}
	m.verdict(r)
	m.asked(r)
	m.commands(r)
	if len(r.Causes) > 0 {
		m.open("Why: evidence and ranking")
		for i := range r.Causes {
			m.cause(&r.Causes[i], gist(r))
		}
		m.close()
	}
	m.then(r.Then)
	m.corrected(r.CorrectedBody)
	m.checks(r)
	m.disagreements(r.Disagreements)
	m.rejudged(r.Rejudged)
	m.record(r)
	m.para("Made by " + prose(madeBy(&r.Tool)) + "." + redactedWords(r.Redactions))
	_, err := io.WriteString(w, m.String())
	return err
}

// markdown collects a document; what is given to its methods is Markdown already.
type markdown struct{ strings.Builder }

func (m *markdown) item(s string) { m.WriteString("- " + s + "\n") }

func (m *markdown) para(s string) {
	m.gap()
	m.WriteString(s + "\n")
}

// open begins a folded part; where folding is unknown its heading still reads.
func (m *markdown) open(s string) {
	m.para("<details><summary>" + s + "</summary>")
	m.gap()
}

func (m *markdown) close() { m.para("</details>") }

// gap leaves one empty line.
func (m *markdown) gap() {
	if s := m.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		m.WriteByte('\n')
	}
}

func (m *markdown) verdict(r *diagnose.Report) {
	m.WriteString("**" + prose(headline(r)) + "**")
	if s := gist(r); s != "" {
		m.WriteString(" " + prose(s))
	}
	m.WriteString("\n\n")
	switch {
	case conclusion(r) == diagnose.Explained && len(r.Causes) > 0:
		c := &r.Causes[0]
		if len(c.Fixes) > 0 {
			f := c.Fixes[0]
			m.item("**Fix** (" + prose(owner(f.By)) + "): " + prose(sentence(f.Do)))
			if f.Where != "" {
				m.item("**Where:** " + prose(f.Where))
			}
		}
		m.item("**How sure:** " + prose(sure(c)))
	case conclusion(r) == diagnose.WasNotRefused:
		m.item("**Fix:** nothing is to be granted; the server's own words say what went wrong.")
	case r.Next != nil && !r.Next.Empty():
		for _, a := range r.Next.Answers {
			m.item("If " + prose(a.If) + ": " + prose(a.Then))
		}
	}
}

func (m *markdown) asked(r *diagnose.Report) {
	q := &r.Question
	m.fact("Asked", strings.TrimSpace(q.Method+" "+q.URL), span)
	if op := q.Operation; op != nil && op.ID != "" {
		m.item("**Operation:** " + span(op.ID) + " (" + prose(sourceWords(op.Source)) + ")")
	}
	m.fact("Called by", caller(r), prose)
	m.fact("Answer", answer(q), span)
	m.fact("Server's words", clip(q.Message), span)
	m.fact("Reference", q.Reference, span)
	m.fact("Notes", q.Notes, prose)
}

func (m *markdown) fact(label, s string, as func(string) string) {
	if s != "" {
		m.item("**" + label + ":** " + as(s))
	}
}

// commands are what is to be pasted into a shell: the fixes', or the next ask's.
func (m *markdown) commands(r *diagnose.Report) {
	if conclusion(r) != diagnose.Explained {
		if r.Next != nil && r.Next.Run != "" {
			m.para(strings.TrimSuffix(block("sh", r.Next.Run), "\n"))
		}
		return
	}
	if len(r.Causes) == 0 {
		return
	}
	for i, f := range r.Causes[0].Fixes {
		if i > 0 {
			m.para("Or (" + prose(owner(f.By)) + "): " + prose(sentence(f.Do)) + whereWords(f))
		}
		if f.Run != "" {
			m.para(strings.TrimSuffix(block("sh", f.Run), "\n"))
		}
	}
	for _, a := range r.Causes[0].Avoid {
		m.para("**Careful:** " + prose(a))
	}
}

func whereWords(f diagnose.Fix) string {
	if f.Where == "" {
		return ""
	}
	return " Where: " + prose(f.Where)
}

func (m *markdown) cause(c *diagnose.Ranked, said string) {
	m.WriteString("**" + strconv.Itoa(c.Rank) + ". " + span(string(c.Cause)) + "** (" + certaintyWord(c.Certainty) + "): " + prose(sentence(c.Summary)) + "\n\n")
	if s := detail(&c.Finding); s != "" && s != said {
		m.WriteString(prose(s) + "\n\n")
	}
	if !c.Need.Empty() {
		m.item("needs " + spans(c.Need.Names, map[bool]string{true: " and ", false: " or "}[c.Need.Mode == diagnose.All]))
	}
	if c.Have != nil {
		m.item("has " + spans(c.Have, ", "))
	}
	for _, s := range grounds(&c.Finding) {
		where := span(s.At.String())
		if where != "" {
			where += ": "
		}
		m.item(where + prose(s.Says))
	}
	if c.Because != "" {
		m.item("ranked " + strconv.Itoa(c.Rank) + " because " + prose(c.Because))
	}
	m.item("more: " + span("why403 explain "+string(c.Rule)))
	m.gap()
}

func spans(names []string, between string) string {
	if len(names) == 0 {
		return "nothing"
	}
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = span(n)
	}
	return strings.Join(out, between)
}

func (m *markdown) then(cs []diagnose.Ranked) {
	if len(cs) == 0 {
		return
	}
	m.para("**Would fail next:**")
	m.gap()
	for i := range cs {
		c := &cs[i]
		s := span(string(c.Cause)) + " (" + certaintyWord(c.Certainty) + "): " + prose(sentence(c.Summary))
		if len(c.Fixes) > 0 {
			f := c.Fixes[0]
			s += " Fix (" + prose(owner(f.By)) + "): " + prose(sentence(f.Do)) + whereWords(f)
		}
		m.item(s)
	}
}

func (m *markdown) corrected(body []byte) {
	if body == nil {
		return
	}
	m.open("Corrected body")
	m.WriteString(block("json", string(indent(body))))
	m.close()
}

// checks is a table of what the rules decided; those that cleared are grouped by
// reason, those that could not be asked by what is missing.
func (m *markdown) checks(r *diagnose.Report) {
	all := steps(r)
	if len(all) == 0 {
		return
	}
	m.open("Checked: " + tallyWords(all))
	m.WriteString("|   | rule | result |\n|---|---|---|\n")
	row := func(x mark, rule, result string) {
		m.WriteString("| " + x.sign() + " | " + cell(rule) + " | " + cell(result) + " |\n")
	}
	for _, s := range all {
		if s.mark == blocks || s.mark == perhaps {
			row(s.mark, span(string(s.rule)), prose(s.says))
		}
	}
	for _, w := range wants(r.Cleared) {
		row(passes, prose(w.settles()), prose(w.reason))
	}
	for _, w := range wants(r.Unasked) {
		if w.ask.Empty() {
			row(unknown, prose(w.settles()), prose(w.reason))
		} else {
			row(unknown, prose(w.settles()), prose("to settle it, bring "+w.ask.What))
		}
	}
	m.close()
}

// tallyWords counts marks: "1 blocks, 4 pass, 3 unknown".
func tallyWords(all []step) string {
	var n [blocks + 1]int
	for _, s := range all {
		n[s.mark]++
	}
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{n[blocks], "blocking"}, {n[perhaps], "perhaps blocking"}, {n[passes], "passed"}, {n[unknown], "unknown"}} {
		if p.n > 0 {
			parts = append(parts, strconv.Itoa(p.n)+" "+p.word)
		}
	}
	return strings.Join(parts, ", ")
}

func (m *markdown) disagreements(ds []diagnose.Disagreement) {
	for _, d := range ds {
		m.para("**Sources disagree** about " + prose(d.About) + ":")
		m.gap()
		for _, s := range d.Sources {
			m.item(prose(s.From) + ": " + prose(s.Says))
		}
	}
}

func redactedWords(rs []diagnose.Redaction) string {
	if len(rs) == 0 {
		return ""
	}
	return " Replaced while reading: " + prose(replaced(rs)) + "."
}

// between is the line above a report that follows others.
func (markdownRenderer) between(name string) string {
	if name == "" {
		return "\n---\n\n"
	}
	return "\n---\n\n" + span(name) + "\n\n"
}
