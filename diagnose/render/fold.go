package render

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/why403/why403/diagnose"
)

// folded is the groups that differ in their callers only. It speaks by the first of them
// that was met.
type folded struct {
	*Group
	count    int
	known    int    // callers that are told apart
	unknown  bool   // some callers are not
	most     *Group // of the caller who was refused most often
	verdicts int    // different ones
	points   int    // different summaries of the cause: a verdict may also tell what is held
	fixes    int
}

// fold puts groups together that differ in their callers only: the most frequent causes
// first, and of each cause the most frequent operations.
func fold(gs []Group) []*folded {
	byMatter := make(map[string][]*Group, len(gs))
	for i := range gs {
		byMatter[gs[i].matter] = append(byMatter[gs[i].matter], &gs[i])
	}
	fs := make([]*folded, 0, len(byMatter))
	ofTitle := map[string]int{}
	for _, same := range byMatter {
		f := foldOne(same)
		ofTitle[f.title()] += f.count
		fs = append(fs, f)
	}
	slices.SortFunc(fs, func(a, b *folded) int {
		return cmp.Or(cmp.Compare(ofTitle[b.title()], ofTitle[a.title()]), cmp.Compare(a.title(), b.title()),
			cmp.Compare(b.count, a.count), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.order, b.order))
	})
	return fs
}

func foldOne(same []*Group) *folded {
	f := &folded{Group: same[0], most: same[0]}
	verdicts, points, fixes := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, g := range same {
		f.count += g.Count
		if g.order < f.order {
			f.Group = g
		}
		if !g.caller {
			f.unknown = true
		} else if f.known++; g.Count > f.most.Count || !f.most.caller {
			f.most = g
		}
		if g.Verdict != "" {
			verdicts[g.Verdict], points[g.point], fixes[g.Fix.Do] = true, true, true
		}
	}
	f.verdicts, f.points, f.fixes = len(verdicts), len(points), len(fixes)
	return f
}

// verdict is what is true of all, or else of the first.
func (f *folded) verdict() string {
	switch {
	case f.verdicts < 2:
		return f.Verdict
	case f.points == 1 && f.point != "":
		return sentence(f.point)
	}
	return f.Verdict + " That is the first; others differ."
}

// first is where the first was met, and what of it alone is true.
func (f *folded) first() string {
	if f.First != "" && f.fixes > 1 {
		return f.First + " (the fix is this one's; others differ in detail)"
	}
	return f.First
}

// by says who called: the one caller, or how many, and who of them the most.
func (f *folded) by() string {
	switch {
	case f.known == 0:
		return ""
	case f.known == 1 && !f.unknown:
		return " by " + f.most.Principal
	}
	s := " by " + plural(f.known, "caller")
	if f.unknown {
		s += " and others that are not told apart"
	}
	if f.most.Count*2 > f.count && f.most.Count > 1 {
		s += ", " + strconv.Itoa(f.most.Count) + " by " + f.most.Principal
	}
	return s
}

// sum is all refusals of one cause, or of one conclusion where nothing was explained.
type sum struct {
	title        string
	count, kinds int
	placed       bool           // each kind is an operation's or an address's
	by           diagnose.Actor // who mends the most frequent kind
}

// sums adds up what was folded, in its order.
func sums(fs []*folded) []sum {
	var all []sum
	for _, f := range fs {
		if len(all) == 0 || all[len(all)-1].title != f.title() {
			all = append(all, sum{title: f.title(), by: f.Fix.By, placed: true})
		}
		s := &all[len(all)-1]
		s.count += f.count
		s.kinds++
		s.placed = s.placed && f.Operation != ""
	}
	return all
}

func (s *sum) says() string {
	noun := "kind"
	if s.placed {
		noun = "operation"
	}
	says := s.title + ": " + plural(s.kinds, noun)
	if s.by != "" {
		says += "; fix: " + owner(s.by)
	}
	return says
}
