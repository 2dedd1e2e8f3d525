package render

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

func (x *message) avoid(ts []task) {
	var all []string
	for _, t := range ts {
		for _, a := range t.Avoid {
			if !slices.Contains(all, a) {
				all = append(all, a)
			}
		}
	}
	if len(all) == 0 {
		return
	}
	x.heading("What to leave as it is")
	for _, a := range all {
		x.item(a)
	}
}

// call is what was asked, by whom, and what the server said.
func (x *message) call() {
	q := &x.r.Question
	x.heading("The call")
	x.fact("Request", strings.TrimSpace(q.Method+" "+q.URL))
	if q.Operation != nil {
		x.fact("Operation", q.Operation.ID)
	}
	x.fact("Called by", caller(x.r))
	if c := x.r.Case; c != nil {
		if c.Client != nil {
			x.fact("OAuth client", entity(c.Client.Entity))
		}
		if c.User != nil {
			x.fact("User", entity(c.User.Entity))
		}
		if c.Response != nil {
			if h, ok := c.Response.Header("Date"); ok {
				x.fact("When", h.Value)
			}
		}
	}
	x.fact("Answer", answer(q))
	if q.Message != "" {
		x.fact("Server's words", "“"+clip(q.Message)+"”")
	}
	x.fact("Reference", q.Reference)
	x.fact("Notes", q.Notes)
}

func entity(k diagnose.Known[diagnose.Entity]) string {
	e := k.Or(diagnose.Entity{})
	if e.Name != "" && e.ID != "" {
		return e.Name + " (" + e.ID + ")"
	}
	return e.Name + e.ID
}

// why says how sure each finding is and what it rests on.
func (x *message) why(ts []task) {
	x.heading("How sure this is")
	for _, t := range ts {
		says := sure(t.Ranked)
		if len(ts) > 1 {
			says = sentence(t.Summary) + " " + says
		}
		x.para(says)
		x.para(detail(&t.Finding))
		for _, s := range grounds(&t.Finding) {
			x.item(s.Says)
		}
	}
}

// otherwise says what to send back.
func (x *message) otherwise(who diagnose.Actor) {
	back := "Please send back the new answer to the call: status, code, message and reference."
	if who == diagnose.Admin {
		back = "A change may take some minutes to apply. After that, please send back the new answer to the call (status, code, message and reference) and the time of the change."
	}
	x.heading("If it does not help")
	x.para(back)
	if a := x.r.Next; a != nil && !a.Empty() && conclusion(x.r) != diagnose.Explained {
		x.para("What would settle it: " + strings.TrimSuffix(line(a.What), ".") + ".")
		x.code("sh", a.Run)
		for _, answer := range a.Answers {
			x.item("If " + answer.If + ": " + answer.Then)
		}
	}
}

func (x *message) footer() {
	x.heading("About this message")
	x.para("This message holds no token, password or other secret. Made by " + madeBy(&x.r.Tool) + ".")
}

// unexplained hands a refusal that no check explains to the vendor, with what was
// ruled out.
func (x *message) unexplained() {
	x.subject("Refused API call" + x.status(" (", ")") + " without a cause that can be seen from outside")
	x.para("An API call is refused" + x.status(" with status ", "") + ", and no check finds a fault. Could you look up what your side says about it?")
	x.call()
	x.heading("What was ruled out")
	for _, w := range wants(x.r.Cleared) {
		x.item(w.reason)
	}
	x.footer()
}

// elsewhere is the one line for somebody who has nothing to mend.
func (x *message) elsewhere(who diagnose.Actor) string {
	s := "Nothing in this report is for " + person(who) + " to mend"
	var fixes []diagnose.Fix
	for i := range x.r.Causes {
		if i == 0 || conclusion(x.r) != diagnose.Explained {
			fixes = append(fixes, x.r.Causes[i].Fixes...)
		}
	}
	for i := range x.r.Then {
		fixes = append(fixes, x.r.Then[i].Fixes...)
	}
	if len(fixes) > 0 {
		return s + "; it is for " + owners(fixes) + " (" + flags(fixes) + ")."
	}
	if a := x.r.Next; a != nil && !a.Empty() {
		return s + ": what to mend is not known yet. Bring next: " + strings.TrimSuffix(line(a.What), ".") + "."
	}
	return s + ": what to mend is not known."
}

// owners names everybody who has one of the fixes, in the order of the fixes.
func owners(fixes []diagnose.Fix) string {
	var names []string
	for _, a := range actorsOf(fixes) {
		names = append(names, person(a))
	}
	switch n := len(names); n {
	case 0:
		return "somebody else"
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
}

func flags(fixes []diagnose.Fix) string {
	var names []string
	for _, a := range actorsOf(fixes) {
		names = append(names, "--message "+line(string(a)))
	}
	return strings.Join(names, ", ")
}

func actorsOf(fixes []diagnose.Fix) []diagnose.Actor {
	var as []diagnose.Actor
	for _, f := range fixes {
		if !slices.Contains(as, f.By) {
			as = append(as, f.By)
		}
	}
	return as
}

// person names somebody as the middle of a sentence does.
func person(a diagnose.Actor) string {
	switch a {
	case diagnose.Network:
		return "the network team"
	case diagnose.Vendor:
		return "the vendor's support"
	}
	return "the " + owner(a)
}
