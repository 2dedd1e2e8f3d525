package diagnose

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// Turn says how the second of two calls ended beside the first.
type Turn string

// The turns.
const (
	RefusedNow   Turn = "refused_now" // it worked before
	AllowedNow   Turn = "allowed_now"
	StillRefused Turn = "still_refused"
	StillAllowed Turn = "still_allowed"
)

// Comparison is what differs between two calls: one that worked and one that was
// refused, or one call before and after somebody changed something.
type Comparison struct {
	Old, New    *Report
	Turn        Turn
	Differences []Difference // what explains the change first, then in the server's order of checks
	Unknown     []OneSided   // could not be compared
	Same        []string     // what was compared and is the same, by name
}

// Difference is one fact that is not the same in both calls. Names are quoted,
// values of bodies and headers are not.
type Difference struct {
	About        string // "scopes of the token"
	Old, New     string // in words; empty for lists of names
	Lost, Gained []string
	Explains     Certainty // how far it explains the change; zero where it does not
	Why          string    // why it does
	stage        Stage
}

// OneSided is a fact that only one of the two calls tells.
type OneSided struct {
	About     string
	MissingIn string // "old" or "new"
	Settles   bool   // it might explain the change
}

// Compare holds two diagnosed calls against each other, the earlier one first.
func Compare(old, new *Report) Comparison {
	x := Comparison{Old: old, New: new, Turn: turnOf(old, new)}
	refused, allowed := explained(&x)
	for _, f := range comparable() {
		a, b := f.look(old), f.look(new)
		switch {
		case !a.known && !b.known:
		case !a.known || !b.known:
			side := map[bool]string{true: "old", false: "new"}[!a.known]
			x.Unknown = append(x.Unknown, OneSided{About: f.about, MissingIn: side, Settles: f.concerns(refused)})
		case a.same(b):
			x.Same = append(x.Same, f.about)
		default:
			d := Difference{About: f.about, Old: a.text, New: b.text, stage: f.stage}
			d.Lost, d.Gained = without(a.names, b.names), without(b.names, a.names)
			if refused != nil {
				d.Explains, d.Why = f.explains(refused, f.look(allowed), f.look(refused), d)
			}
			x.Differences = append(x.Differences, d)
		}
	}
	sort.SliceStable(x.Differences, func(i, j int) bool {
		a, b := &x.Differences[i], &x.Differences[j]
		return cmp.Or(cmp.Compare(b.Explains, a.Explains), cmp.Compare(a.stage, b.stage)) < 0
	})
	return x
}

func turnOf(old, new *Report) Turn {
	switch was, is := old.Conclusion != WasNotRefused, new.Conclusion != WasNotRefused; {
	case is && !was:
		return RefusedNow
	case was && !is:
		return AllowedNow
	case was:
		return StillRefused
	}
	return StillAllowed
}

// explained gives the refused call whose cause is to be explained, and the other one;
// nothing where nothing changed.
func explained(x *Comparison) (refused, other *Report) {
	switch x.Turn {
	case RefusedNow:
		return x.New, x.Old
	case AllowedNow:
		return x.Old, x.New
	case StillRefused:
		if causeOf(x.Old) != causeOf(x.New) {
			return x.New, x.Old
		}
	}
	return nil, nil
}

func causeOf(r *Report) Cause {
	if len(r.Causes) == 0 {
		return NotRefused
	}
	return r.Causes[0].Cause
}

// sight is one fact of one call.
type sight struct {
	known bool
	text  string
	names []string // for facts that are lists
}

func (a sight) same(b sight) bool {
	return strings.EqualFold(a.text, b.text) && len(without(a.names, b.names)) == 0 && len(without(b.names, a.names)) == 0
}

// without lists the names of a that b lacks, in any case of letters.
func without(a, b []string) (missing []string) {
	for _, name := range a {
		if !slices.ContainsFunc(b, func(x string) bool { return NameCovers(x, name) }) {
			missing = append(missing, name)
		}
	}
	return missing
}

// concerns says whether the first cause of a refusal is about this fact.
func (f *comparableFact) concerns(refused *Report) bool {
	return refused != nil && len(refused.Causes) > 0 && slices.Contains(f.causes, refused.Causes[0].Cause)
}

// explains says how far a fact that is not the same explains a refusal: allowed is how
// it stood in the call that worked, refusing how in the one that was refused.
func (f *comparableFact) explains(refused *Report, allowed, refusing sight, d Difference) (Certainty, string) {
	if !f.concerns(refused) {
		return 0, ""
	}
	need := refused.Causes[0].Need
	switch {
	case f.covers != nil && f.causes[0] == refused.Causes[0].Cause && !need.Empty():
		missing := need.Missing(refusing.names, f.covers)
		if len(need.Missing(allowed.names, f.covers)) > 0 || len(missing) == 0 {
			return 0, ""
		}
		return Likely, "what the refusal asks for (" + need.String() + ") was held by the call that worked, and is not by the other"
	case f.demand:
		asked := without(need.Names, without(refusing.names, allowed.names))
		if need.Empty() || len(asked) == len(need.Names) {
			return 0, ""
		}
		return Likely, "the operation asks for it in the refused call only"
	case f.list && len(without(allowed.names, refusing.names)) == 0:
		return 0, "" // nothing was lost
	case f.sure:
		return Likely, "the refusal is about just this"
	}
	return Possible, "the refusal may come from it"
}
