// Package payload holds a request body against a JSON Schema: what is wrong with
// it, named by JSON pointers, and the body as it should be.
//
// It is a small validator of its own. The public ones compile the meta-schemas of
// every draft before main runs, which alone costs more than a whole diagnosis; one
// of them stands in the tests as the judge of this one instead. And none of them
// can mend a body.
//
// The keywords it knows are those API descriptions use for bodies: type, enum,
// const, format (uuid, date, date-time), properties, required,
// additionalProperties, items, the length and range limits, $ref into $defs,
// allOf, anyOf, oneOf, nullable, readOnly and x-known-fields-only. Others it
// ignores, which never blames a body wrongly.
package payload

import (
	"errors"
	"fmt"
	"strings"
	"sync"
)

// Problem is one thing that is wrong with a body. It quotes names (of fields and
// of listed values), never the values that were sent, save one that was meant to
// be a listed value.
type Problem struct {
	Pointer string // JSON pointer (RFC 6901) into the body as it was sent; "" is the whole body
	Keyword string // the schema keyword that is not met: "required", "type", "enum", …
	Text    string // one clause: `"participantId" is required and not there`
	Near    string // the name that was probably meant; empty where none is near
}

// Result is what a check found.
type Result struct {
	Problems []Problem // in the order in which they stand in the body; empty where it is as it should be
	// Corrected is the body as it should be, JSON; nil where nothing is wrong or
	// where mending it would mean inventing values.
	Corrected []byte
	// Placeholders counts the values in Corrected that its reader has to fill in,
	// each written "<…>".
	Placeholders int
}

// ErrNotJSON is the error of Check where the body is not JSON at all.
var ErrNotJSON = errors.New("the body is not JSON")

// Schema is a JSON Schema that was decoded as far as bodies have needed it. It may
// be used by several goroutines.
type Schema struct {
	mu      sync.Mutex
	text    []byte
	root    *schema           // nil: to be read
	results map[string]Result // of bodies that were checked before
}

// resultsMax is how many results a Schema remembers: a service sends the same few
// bodies over and over.
const resultsMax = 32

// Compile reads a JSON Schema of any draft since 6. What is wrong with it comes out
// in Check.
func Compile(text []byte) *Schema {
	return &Schema{text: text, results: map[string]Result{}}
}

// Check holds body against schema, a JSON Schema of any draft since 6. The error
// is ErrNotJSON where the body is not JSON, and another where the schema cannot
// be read.
func Check(body string, schema []byte) (Result, error) { return Compile(schema).Check(body) }

// Check holds body against the schema, as the function of that name does. Nobody
// may change the result.
func (s *Schema) Check(body string) (Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.results[body]; ok {
		return r, nil
	}
	r, err := s.check(body)
	if err == nil && len(body) <= 4<<10 && len(s.results) < resultsMax {
		s.results[strings.Clone(body)] = r
	}
	return r, err
}

func (s *Schema) check(body string) (Result, error) {
	v, err := parse(body)
	if err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrNotJSON, err)
	}
	if s.root == nil {
		if s.root, err = compile(string(s.text)); err != nil {
			s.root = nil
			return Result{}, fmt.Errorf("the schema of the body: %w", err)
		}
	}
	s.root.steps = 0
	w := &walk{root: s.root}
	mended := w.check(v, s.root.top, "")
	if err = s.root.err; err != nil {
		s.root = nil // another body may not need the part that is bad
		return Result{}, fmt.Errorf("the schema of the body: %w", err)
	}
	r := Result{Problems: w.problems}
	if len(w.problems) > 0 && !w.stuck {
		r.Corrected, r.Placeholders = mended.json(), w.placeholders
		if string(r.Corrected) == "{}" {
			r.Corrected = nil // nothing of what was sent is left: that mends no call
		}
	}
	return r, nil
}
