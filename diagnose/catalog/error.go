package catalog

import "github.com/why403/why403/diagnose"

// Error is a catalog file that cannot be used: where, what, and what to do.
type Error struct {
	At      diagnose.Location
	Problem string
	Advice  string // may be empty
}

// Error gives place and problem, as compilers do.
func (e *Error) Error() string {
	if at := e.At.String(); at != "" {
		return at + ": " + e.Problem
	}
	return e.Problem
}

// Where gives the place of the problem.
func (e *Error) Where() diagnose.Location { return e.At }

// Hint says what to do about it; empty where there is nothing to say.
func (e *Error) Hint() string { return e.Advice }
