package render

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// A mark is how a check ended, told by sign and word as well as by colour.
type mark uint8

const (
	passes mark = iota + 1
	unknown
	perhaps // blamed, but no more than possible
	blocks
)

func (m mark) sign() string { return [...]string{" ", "✓", "?", "?", "✗"}[m] }

func (m mark) word() string {
	return [...]string{"not asked", "passes", "unknown", "may block", "blocks"}[m]
}

// A step is what one rule decided.
type step struct {
	stage diagnose.Stage
	mark  mark
	rule  diagnose.RuleID
	says  string
	ask   diagnose.Ask
}

// steps lists what every rule decided, in the order in which a server checks.
func steps(r *diagnose.Report) []step {
	var all []step
	blamed := func(cs []diagnose.Ranked, would string) {
		for i := range cs {
			s := step{stage: cs[i].Stage, mark: blocks, rule: cs[i].Rule, says: would + line(cs[i].Summary)}
			if cs[i].Certainty <= diagnose.Possible {
				s.mark, s.says = perhaps, "may block: "+lower(cs[i].Summary)
			}
			all = append(all, s)
		}
	}
	blamed(r.Causes, "")
	blamed(r.Then, "would block next: ")
	for i := range r.Cleared {
		n := &r.Cleared[i]
		all = append(all, step{stage: n.Stage, mark: passes, rule: n.Rule, says: line(n.Reason)})
	}
	for i := range r.Unasked {
		n := &r.Unasked[i]
		all = append(all, step{stage: n.Stage, mark: unknown, rule: n.Rule, says: line(n.Reason), ask: n.Ask})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].stage < all[j].stage })
	return all
}

// joined puts rules of a stage that passed or could not be asked for one reason into
// one step, which names them all.
func joined(all []step) []step {
	out := make([]step, 0, len(all))
next:
	for _, s := range all {
		for i := range out {
			o := &out[i]
			if s.mark <= unknown && o.stage == s.stage && o.mark == s.mark && o.says == s.says && o.ask.What == s.ask.What {
				o.rule += ", " + s.rule
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}

// stageWords says what a stage checks.
func stageWords(s diagnose.Stage) string {
	if s < diagnose.StageAnswerer || s > diagnose.StagePayload {
		return "Elsewhere"
	}
	return [...]string{"", "Who answered", "Host, path and method", "Token", "Grant and user context", "Scope and consent",
		"Permission and role", "Division", "Licence and feature", "State of the object", "Body"}[s]
}

// stageName is the stage's name; a stage outside the list has none.
func stageName(s diagnose.Stage) string {
	if s < diagnose.StageAnswerer || s > diagnose.StagePayload {
		return "elsewhere"
	}
	return s.String()
}

// A want is a piece of evidence and the rules that wait for it; or, with an empty
// ask, rules that nothing would help, for one reason.
type want struct {
	ask    diagnose.Ask
	reason string
	notes  []*diagnose.Note
}

// wants groups notes by what would answer them, the cheapest first; what nothing
// would answer, or needs no answer, comes last, by reason. A command that several
// ask for stands with the first only.
func wants(notes []diagnose.Note) []want {
	var ws []want
next:
	for i := range notes {
		n := &notes[i]
		w := want{ask: n.Ask}
		if n.Ask.Empty() {
			w.reason = n.Reason
		}
		for k := range ws {
			if ws[k].ask.What == w.ask.What && ws[k].reason == w.reason {
				ws[k].notes = append(ws[k].notes, n)
				continue next
			}
		}
		w.notes = []*diagnose.Note{n}
		ws = append(ws, w)
	}
	sort.SliceStable(ws, func(i, j int) bool {
		a, b := &ws[i].ask, &ws[j].ask
		if a.Empty() != b.Empty() {
			return b.Empty()
		}
		return a.Cost < b.Cost
	})
	for i := range ws {
		for k := range i {
			if ws[k].ask.Run == ws[i].ask.Run {
				ws[i].ask.Run = ""
			}
		}
	}
	return ws
}

// settles names the causes that a piece of evidence would settle, or the rules
// that nothing would help; the first few of many.
func (w want) settles() string {
	const most = 5
	var names []string
	for _, n := range w.notes {
		name := line(string(n.Cause))
		if name == "" || w.ask.Empty() {
			name = line(string(n.Rule))
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > most+1 {
		return strings.Join(names[:most], ", ") + " and " + strconv.Itoa(len(names)-most) + " more"
	}
	return strings.Join(names, ", ")
}

// owner is who applies a fix, in words.
func owner(a diagnose.Actor) string {
	switch a {
	case diagnose.Admin:
		return "administrator"
	case diagnose.Person:
		return "user"
	}
	return line(string(a))
}
