// Package evidence turns what people bring into cases: case files, curl commands,
// captures, transcripts, error dumps, logs and flags. It is the only package that
// parses user input, and the place where secrets stop.
//
//	input ──► source ──► format.read ──► raw ──► builder ──► diagnose.Case
//	          UTF-8,     finds calls,    one     replaces
//	          no BOM     interprets      call    secrets
//	                     nothing
//
// A format is one file here and one line in [formats].
package evidence

import (
	"errors"
	"io"
	"iter"
	"time"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// Part says which part of a case an input is. Any lets the content tell.
type Part uint8

// The parts. All but Any and Case are the evidence flags.
const (
	Any Part = iota
	Case
	Token
	Scopes
	User
	Client
	Grant
	Request
	Response
	Resource
	At
)

// Input is one piece of evidence: a file, standard input, or the value of a flag.
type Input struct {
	Name string // as the person wrote it: "case.json", "stdin", "--token"
	Part Part
	Data io.Reader
	Size int64 // bytes of Data, for progress; 0 where it is not known
}

// Options is what reading may use of the world. The zero value reads without a
// clock, without further files, and drops hints.
type Options struct {
	Redactor *redact.Redactor // nil: one for this reading alone
	Now      time.Time        // the moment a call is judged at where nothing shows when it was made
	Hint     func(string)     // takes hints for standard error, each one line without secrets
	// Progress is told now and then how much of a long input was read, in bytes; total
	// is 0 where it is not known.
	Progress func(input string, read, total int64)
	// Stream is called before a long input is read piece by piece. Where cases is true
	// most of it becomes cases, which are made and thrown away, so that a program may want
	// to collect its garbage less often; else most of it is passed over.
	Stream func(cases bool)
	// Mapping tells how to read logs of a form of one's own; nil: there are none.
	Mapping *Mapping
	// Judge gives the verdict on a case. [Redact] asks it at the last level of a
	// redactor: what is replaced there stays where the verdict would become another.
	Judge func(diagnose.Case) string
	// Every asks for every call of a capture as a case; without it only the refused
	// ones are, where there are any, and the others are evidence.
	Every bool
	// Files opens a file that the evidence names (curl -d @body.json); nil refuses.
	Files func(name string) (io.ReadCloser, error)

	recalling func(source string) *recalling // of a Job; nil: it does not recall
	pause     func()                         // of a Job; nil: there is none
}

// Error is bad input: where, what, and what to do about it. It never quotes a
// secret.
type Error struct {
	At      diagnose.Location
	Problem string
	Hint    string // may be empty
}

// Error gives "case.json:3:7: unexpected end of the input".
func (e *Error) Error() string {
	if e.At == (diagnose.Location{}) {
		return e.Problem
	}
	return e.At.String() + ": " + e.Problem
}

// Where gives the place that the error is about.
func (e *Error) Where() diagnose.Location { return e.At }

// errStop ends a reading whose cases nobody wants any more.
var errStop = errors.New("evidence: nobody wants more cases")

// Read reads all inputs and joins the pieces: inputs that are whole calls are
// cases of their own, fragments are added to them. An input that cannot be read
// gives one [*Error], and the reading goes on with the next.
func Read(inputs []Input, o Options) iter.Seq2[diagnose.Case, error] {
	if o.Redactor == nil {
		o.Redactor = redact.New()
	}
	if o.Hint == nil {
		o.Hint = func(string) {}
	}
	return func(yield func(diagnose.Case, error) bool) {
		sorted := flagsFirst(inputs)
		j := newJoiner(&o, countFiles(sorted), yield)
		for _, in := range sorted {
			if !isFlag(in) {
				j.files--
			}
			err := readInput(in, &o, j)
			if errors.Is(err, errStop) || err != nil && !yield(diagnose.Case{}, err) {
				return
			}
			if j.endOfInput() != nil {
				return
			}
		}
		_ = j.finish() // nothing comes after it that it could stop
	}
}

func isFlag(in Input) bool { return in.Part != Any && in.Part != Case }

func countFiles(inputs []Input) int {
	n := 0
	for _, in := range inputs {
		if !isFlag(in) {
			n++
		}
	}
	return n
}

// flagsFirst puts the evidence flags before the files, which may be long streams.
func flagsFirst(inputs []Input) []Input {
	sorted := make([]Input, 0, len(inputs))
	for _, flags := range []bool{true, false} {
		for _, in := range inputs {
			if isFlag(in) == flags {
				sorted = append(sorted, in)
			}
		}
	}
	return sorted
}

func readInput(in Input, o *Options, j *joiner) error {
	src, err := open(in, o)
	if err != nil {
		return err
	}
	if isFlag(in) {
		return readFlag(in.Part, src, j.found)
	}
	if m := o.Mapping; m != nil {
		if m.fits(src.head()) {
			return m.read(src, j.found)
		}
		o.Hint(src.start().String() + ": the mapping fits none of the first lines, and was not used here")
	}
	f, err := recognise(src)
	switch {
	case err == nil && !(f.name == "text" && isLoneJWT(src.head())): // the placeholder of its signature is a word, too
		return f.read(src, j.found)
	case isLoneJWT(src.head()):
		return readFlag(Token, src, j.found)
	}
	return err
}
