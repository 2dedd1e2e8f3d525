package render

import (
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// next is the one cheapest piece of evidence, and what its answers would mean.
func (p *page) next(r *diagnose.Report) {
	a := r.Next
	if a == nil || a.Empty() {
		return
	}
	p.heading("Bring next")
	p.hang(nil, "  ", line(a.What))
	p.command("    ", a.Run)
	for _, x := range a.Answers {
		p.hang(nil, "  • ", "if "+line(x.If)+": "+line(x.Then))
	}
}

// cleared names the rules only; the tree has their reasons. That the call was refused
// is no news.
func (p *page) cleared(ns []diagnose.Note) {
	var names []string
	for i := range ns {
		if ns[i].Cause != diagnose.NotRefused {
			names = append(names, line(string(ns[i].Rule)))
		}
	}
	if len(names) == 0 {
		return
	}
	p.heading("Cleared")
	p.hang(p.good, "  ✓ ", strings.Join(names, ", "))
}

// unasked lists what may be brought, the cheapest first, where the evidence does not
// decide. Where it does, and of rules that nothing would help, a line is enough; the
// tree has them all.
func (p *page) unasked(r *diagnose.Report) {
	if len(r.Unasked) == 0 {
		return
	}
	const title, more = "Could not be asked", "; --explain shows every rule and its reason"
	if conclusion(r) == diagnose.Explained && len(r.Causes) > 0 {
		p.heading(title)
		p.hang(p.faint, "  ", plural(len(r.Unasked), "rule")+needless(r)+more)
		return
	}
	idle, headed := 0, false
	for _, w := range wants(r.Unasked) {
		switch {
		case w.ask.Empty():
			idle += len(w.notes)
			continue
		case r.Next != nil && w.ask.What == r.Next.What: // stands above
			continue
		case !headed:
			p.heading(title)
			headed = true
		}
		p.hang(p.open, "  ? ", w.settles()+": bring "+line(w.ask.What))
		if r.Next == nil || w.ask.Run != r.Next.Run {
			p.command("      ", w.ask.Run)
		}
	}
	if idle == 0 {
		return
	}
	if !headed {
		p.heading(title)
	}
	p.hang(p.faint, "  ", plural(idle, "rule")+" with nothing to bring"+more)
}

// needless says why rules that were not asked may stay so: the cause is certain; else
// it names what they would look at.
func needless(r *diagnose.Report) string {
	if r.Causes[0].Certainty == diagnose.Certain {
		return ", which need not be: the cause is certain"
	}
	var missing []string
	for _, w := range wants(r.Unasked) {
		if !w.ask.Empty() {
			what, _, _ := strings.Cut(line(w.ask.What), ":")
			what, _, _ = strings.Cut(what, " (")
			what, _, _ = strings.Cut(what, ", ")
			missing = append(missing, what)
		}
	}
	if len(missing) == 0 {
		return ""
	}
	return ", some for want of " + strings.Join(missing, ", ")
}

func (p *page) disagreements(ds []diagnose.Disagreement) {
	if len(ds) == 0 {
		return
	}
	p.heading("Sources disagree")
	for _, d := range ds {
		p.hang(nil, "  ", "about "+line(d.About)+":")
		for _, s := range d.Sources {
			p.hang(nil, "  • ", line(s.From)+": "+line(s.Says))
		}
	}
}

func (p *page) corrected(body []byte) {
	if body == nil {
		return
	}
	p.heading("Corrected body")
	for _, l := range strings.Split(clean(string(indent(body)), true), "\n") {
		p.command("  ", l)
	}
}

// provenance is what was hidden, and what made the report.
func (p *page) provenance(r *diagnose.Report) {
	p.blank()
	if len(r.Redactions) > 0 {
		p.text(p.faint, "", "Replaced while reading: "+replaced(r.Redactions)+".")
	}
	if made := madeBy(&r.Tool); made != "" {
		p.text(p.faint, "", made)
	}
}

func replaced(rs []diagnose.Redaction) string {
	var parts []string
	for _, r := range rs {
		s := line(r.Kind) + " " + line(r.Placeholder)
		if r.Count != 1 {
			s += " (" + strconv.Itoa(r.Count) + " times)"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ")
}

// replacedAt is replaced with the places, for readers who have room.
func replacedAt(rs []diagnose.Redaction) string {
	var parts []string
	for _, r := range rs {
		s := replaced([]diagnose.Redaction{r})
		for i, at := range r.At {
			s += map[bool]string{true: " at ", false: ", "}[i == 0] + at.String()
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

// madeBy names the program and the catalog.
func madeBy(t *diagnose.Tool) string {
	s := strings.TrimSpace("why403 " + line(t.Version))
	if c := t.Catalog; c.Name != "" {
		s += ", catalog " + strings.TrimSpace(line(c.Name)+" "+line(c.Version))
		if c.Date != "" {
			s += " of " + line(c.Date)
		}
	}
	return s
}

// tree shows the whole evaluation by stage, in the order in which a server
// checks: ✓ cleared, ✗ blames, ? unknown with the name of what is missing. Rules of
// a stage that say the same share a branch.
func (p *page) tree(r *diagnose.Report) {
	all := joined(steps(r))
	if len(all) == 0 {
		return
	}
	p.heading("Evaluation")
	p.text(p.faint, "  ", "✓ passes, ✗ blocks, ? unknown")
	for i, s := range all {
		if i == 0 || s.stage != all[i-1].stage {
			p.stage(all[i:])
		}
		branch, under := "  ├─ ", "  │    "
		if i == len(all)-1 || all[i+1].stage != s.stage {
			branch, under = "  └─ ", "       "
		}
		p.branch(p.colour(s.mark), branch+s.mark.sign()+" ", under, line(string(s.rule))+": "+s.says+missing(s.ask))
	}
}

// stage is the heading above the steps of one: what it checks, and how that ended.
func (p *page) stage(steps []step) {
	worst := steps[0].mark
	for _, s := range steps {
		if s.stage == steps[0].stage {
			worst = max(worst, s.mark)
		}
	}
	p.text(p.colour(worst), "  ", stageWords(steps[0].stage)+": "+worst.word())
}

func missing(a diagnose.Ask) string {
	if a.Empty() {
		return ""
	}
	return "; bring " + line(a.What)
}
