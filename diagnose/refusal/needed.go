package refusal

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// readNeeded reads what a body lists beside its message: requiredScopes,
// missing_permissions, allowedRoles and their like, and what the caller was found to
// hold. It is believed where the words tell nothing, or no more than that a right is
// missing.
func readNeeded(s *answer, r *diagnose.Refusal) {
	if s.json.nodes == nil || !s.refuses() {
		return
	}
	var p *diagnose.Point
	var have map[diagnose.Cause][]string
	for i, n := range s.json.nodes {
		if n.kind != 'k' || n.end-n.start > 40 || i+1 == len(s.json.nodes) {
			continue
		}
		key := s.json.text[n.start:n.end]
		cause, told := neededBy(plain(key))
		if cause == "" {
			continue
		}
		names := rightNames(s.json.sub(int32(i + 1)))
		switch {
		case len(names) == 0:
		case told == isHeld:
			if have == nil {
				have = map[diagnose.Cause][]string{}
			}
			have[cause] = append(have[cause], names...)
		case p == nil && rightsOnly(r.Points):
			p = needPoint(s, r, cause, told, key, names)
		}
	}
	if p == nil {
		return
	}
	p.Have = have[p.Cause]
	if len(p.Need.Missing(p.Have, func(held, need string) bool { return held == need })) == 0 {
		p.Certainty = diagnose.Possible // then it is something else that is missing
	}
}

// neededAs is how the name of a list speaks of the rights in it.
type neededAs uint8

const (
	isMissing neededAs = iota // each of them is missing
	isNeeded                  // all of them are needed
	isAllowed                 // one of them is needed
	isHeld                    // the caller has them
)

// neededBy tells by the name of a list what it lists; an empty cause where it is no
// list of rights. words are as plain leaves them.
func neededBy(words string) (cause diagnose.Cause, told neededAs) {
	if strings.Count(words, " ") > 3 {
		return "", 0
	}
	for _, noun := range neededNouns {
		if said(words, noun.word) {
			cause = noun.cause
			break
		}
	}
	if cause == "" {
		return "", 0
	}
	for _, verb := range neededVerbs {
		if said(words, verb.word) {
			return cause, verb.told
		}
	}
	return "", 0
}

var neededNouns = [...]struct {
	word  string
	cause diagnose.Cause
}{
	{"scope", diagnose.MissingScope},
	{"permission", diagnose.MissingPermission},
	{"privilege", diagnose.MissingPermission},
	{"authorit", diagnose.MissingPermission},
	{"capabilit", diagnose.MissingPermission},
	{"role", diagnose.MissingRole},
}

var neededVerbs = [...]struct {
	word string
	told neededAs
}{
	{"missing", isMissing},
	{"lack", isMissing},
	{"require", isNeeded},
	{"need", isNeeded},
	{"expected", isNeeded},
	{"allowed", isAllowed},
	{"accepted", isAllowed},
	{"granted", isHeld},
	{"provided", isHeld},
	{"current", isHeld},
	{"actual", isHeld},
	{"token", isHeld},
	{"user", isHeld},
}

// rightNames are the names in a list, or the one name, of scopes, permissions or
// roles; none where there is anything else in it.
func rightNames(v value) []string {
	var names []string
	for _, text := range v.strings() {
		for _, name := range strings.Fields(strings.ReplaceAll(text, ",", " ")) {
			if len(name) > 80 || !letter(name[0]) || name == "true" || name == "false" {
				return nil
			}
			names = append(names, name)
		}
		if len(names) > 12 {
			return nil // prose
		}
	}
	return names
}

// rightsOnly says whether nothing but rights is told as the reason so far.
func rightsOnly(points []diagnose.Point) bool {
	return !slices.ContainsFunc(points, func(p diagnose.Point) bool {
		return p.Certainty == diagnose.Certain || p.Certainty == diagnose.Likely &&
			p.Cause != diagnose.MissingScope && p.Cause != diagnose.MissingPermission && p.Cause != diagnose.MissingRole
	})
}

// needPoint puts what a list names in front of what the words told.
func needPoint(s *answer, r *diagnose.Refusal, cause diagnose.Cause, told neededAs, key string, names []string) *diagnose.Point {
	p := diagnose.Point{Cause: cause, Certainty: diagnose.Likely, At: s.body.At, Says: key + " in the answer names " + strings.Join(names, ", "), Need: diagnose.AllOf(names...)}
	switch told {
	case isMissing:
		p.Certainty = diagnose.Certain
	case isAllowed:
		p.Need = diagnose.AnyOf(names...)
	}
	r.Points = slices.DeleteFunc(r.Points, func(q diagnose.Point) bool { return q.Cause == cause })
	for i := range r.Points {
		r.Points[i].Certainty = diagnose.Possible
	}
	r.Points = slices.Insert(r.Points, 0, p)
	return &r.Points[0]
}
