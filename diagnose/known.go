package diagnose

import "strconv"

// Location says where a fact was read. The zero Location means "nowhere in
// particular"; Line and Col count from 1 and are 0 when the source has no lines
// (a flag, a binary file).
type Location struct {
	Source string // file name as the person wrote it, "stdin", or a flag such as "--token"
	Line   int
	Col    int
}

// String gives "case.json:9:5", as compilers do; the empty string for the zero Location.
func (l Location) String() string {
	switch {
	case l.Line == 0:
		return l.Source
	case l.Col == 0:
		return l.Source + ":" + strconv.Itoa(l.Line)
	}
	return l.Source + ":" + strconv.Itoa(l.Line) + ":" + strconv.Itoa(l.Col)
}

// Known is a fact together with where it was read, or the reason why it is not
// known. The zero value is unknown without a reason: nobody said.
type Known[T any] struct {
	value T
	ok    bool
	from  Location
	why   string
}

// Know makes a known fact.
func Know[T any](value T, from Location) Known[T] {
	return Known[T]{value: value, ok: true, from: from}
}

// Unknown makes a fact that is not known, with the reason in a few words
// ("the token is opaque"), which the report prints where the fact is missed.
func Unknown[T any](why string) Known[T] { return Known[T]{why: why} }

// Get returns the fact and whether it is known.
func (k Known[T]) Get() (T, bool) { return k.value, k.ok }

// Or returns the fact, or fallback where it is not known.
func (k Known[T]) Or(fallback T) T {
	if k.ok {
		return k.value
	}
	return fallback
}

// Ok says whether the fact is known.
func (k Known[T]) Ok() bool { return k.ok }

// From says where the fact was read; the zero Location where it is not known.
func (k Known[T]) From() Location { return k.from }

// Why says why the fact is not known; the empty string where it is known or
// where nobody said anything about it.
func (k Known[T]) Why() string { return k.why }
