package diagnose

// Rewrite gives a copy of the report with every text that came from the evidence, or
// was made of it, passed through f. What the program and its catalog say of
// themselves stays.
func (r *Report) Rewrite(f func(string) string) *Report {
	x := rewriter(f)
	w := *r
	if r.Case != nil {
		c := x.wholeCase(*r.Case)
		w.Case = &c
	}
	w.Question = x.question(r.Question)
	w.Causes, w.Then = each(r.Causes, x.ranked), each(r.Then, x.ranked)
	w.Cleared, w.Unasked = each(r.Cleared, x.note), each(r.Unasked, x.note)
	if r.Next != nil {
		next := x.ask(*r.Next)
		w.Next = &next
	}
	w.Disagreements = each(r.Disagreements, x.disagreement)
	w.CorrectedBody = x.bytes(r.CorrectedBody)
	if r.Rejudged != nil {
		again := *r.Rejudged
		again.Changes = each(again.Changes, f)
		w.Rejudged = &again
	}
	return &w
}

// rewriter passes the texts of one thing after another through a function.
type rewriter func(string) string

func each[T any](list []T, f func(T) T) []T {
	if list == nil {
		return nil
	}
	fresh := make([]T, len(list))
	for i, v := range list {
		fresh[i] = f(v)
	}
	return fresh
}

func within[T any](k Known[T], f func(T) T) Known[T] {
	if k.ok {
		k.value = f(k.value)
	}
	return k
}

func (x rewriter) names(list []string) []string { return each(list, x) }

func (x rewriter) bytes(b []byte) []byte {
	if b == nil {
		return nil
	}
	return []byte(x(string(b)))
}

func (x rewriter) question(q Question) Question {
	q.Principal.Caller = x(q.Principal.Caller)
	q.URL, q.Code, q.Message, q.Reference, q.Notes = x(q.URL), x(q.Code), x(q.Message), x(q.Reference), x(q.Notes)
	return q
}

func (x rewriter) ranked(r Ranked) Ranked {
	r.Finding, r.Because = x.finding(r.Finding), x(r.Because)
	return r
}

func (x rewriter) finding(f Finding) Finding {
	f.Summary, f.Detail = x(f.Summary), x(f.Detail)
	f.Need, f.Have = x.requirement(f.Need), x.names(f.Have)
	f.Evidence = each(f.Evidence, func(s Statement) Statement { s.Says = x(s.Says); return s })
	f.Fixes, f.Avoid = each(f.Fixes, x.fix), x.names(f.Avoid)
	f.Settle = x.ask(f.Settle)
	f.CorrectedBody = x.bytes(f.CorrectedBody)
	return f
}

func (x rewriter) requirement(r Requirement) Requirement {
	r.Names = x.names(r.Names)
	return r
}

func (x rewriter) fix(f Fix) Fix {
	f.Where, f.Do, f.Run = x(f.Where), x(f.Do), x(f.Run)
	if f.Change != nil {
		c := *f.Change
		c.ID, c.Role = x(c.ID), x(c.Role)
		c.Permissions, c.Divisions, c.Scopes = x.names(c.Permissions), x.names(c.Divisions), x.names(c.Scopes)
		f.Change = &c
	}
	return f
}

func (x rewriter) ask(a Ask) Ask {
	a.What, a.Run = x(a.What), x(a.Run)
	a.Answers = each(a.Answers, func(b Answer) Answer { return Answer{If: x(b.If), Then: x(b.Then)} })
	return a
}

func (x rewriter) note(n Note) Note {
	n.Reason, n.Ask = x(n.Reason), x.ask(n.Ask)
	return n
}

func (x rewriter) disagreement(d Disagreement) Disagreement {
	d.About = x(d.About)
	d.Sources = each(d.Sources, func(c Claim) Claim { return Claim{From: x(c.From), Says: x(c.Says)} })
	return d
}
