package catalog

import (
	"bytes"
	"iter"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Change is what differs between two catalogs about one operation. Was is nil for
// an operation that was added, Is for one that was removed.
type Change struct {
	Was, Is *diagnose.Operation
	Facts   []FactChange // empty where the operation was added or removed
}

// FactChange is one fact that differs, in words.
type FactChange struct{ Fact, Was, Is string }

// Diff compares what two catalogs require, first the operations of was in their
// order, then those that is has besides. Names of parameters do not count, nor
// where a fact was read.
func Diff(was, is *Catalog) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for a := range was.All() {
			b := is.operation(a.Method, a.Path)
			facts := compare(a, b)
			if (b == nil || len(facts) > 0) && !yield(Change{Was: a, Is: b, Facts: facts}) {
				return
			}
		}
		for b := range is.All() {
			if was.operation(b.Method, b.Path) == nil && !yield(Change{Is: b}) {
				return
			}
		}
	}
}

// compare lists the facts in which two operations differ; none where b is nil.
func compare(a, b *diagnose.Operation) []FactChange {
	if b == nil {
		return nil
	}
	var facts []FactChange
	add := func(fact, was, is string) {
		if was != is {
			facts = append(facts, FactChange{fact, was, is})
		}
	}
	add("id", a.ID, b.ID)
	add("scopes", scopesInWords(a), scopesInWords(b))
	add("permissions", inWords(a.Permissions), inWords(b.Permissions))
	add("roles", inWords(a.Roles), inWords(b.Roles))
	add("user", user(a), user(b))
	add("enforced", dateOf(a.Enforced), dateOf(b.Enforced))
	add("body", bodyInWords(a.Body), bodyInWords(b.Body))
	if sameBody := bodyInWords(a.Body) == bodyInWords(b.Body); sameBody && !bytes.Equal(schemaOf(a.Body), schemaOf(b.Body)) {
		facts = append(facts, FactChange{"body", "schema", "another schema"})
	}
	add("codes", codes(a), codes(b))
	add("source", string(a.Source), string(b.Source))
	return facts
}

// inWords says a requirement so that the order of its names does not count.
func inWords(r diagnose.Requirement) string {
	return diagnose.Requirement{Mode: r.Mode, Names: sorted(r.Names)}.String()
}

func scopesInWords(o *diagnose.Operation) string {
	switch {
	case !o.Scopes.Empty():
		return inWords(o.Scopes)
	case o.ScopeBasis == diagnose.NoBasis:
		return "unknown"
	case o.Accepts != "":
		return "nothing, accepts " + o.Accepts
	}
	return "nothing"
}

func user(o *diagnose.Operation) string {
	if o.NeedsUser {
		return "must be a user"
	}
	return "any caller"
}

func bodyInWords(b *diagnose.BodyModel) string {
	switch {
	case b == nil:
		return "none"
	case b.Required:
		return b.Name + ", required"
	}
	return b.Name
}

func schemaOf(b *diagnose.BodyModel) []byte {
	if b == nil || b.Schema == nil {
		return nil
	}
	return b.Schema()
}

func codes(o *diagnose.Operation) string {
	var all []string
	for _, c := range o.Codes {
		all = append(all, c.Code)
	}
	return strings.Join(sorted(all), ", ")
}
