package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
)

// failed is an error that knows its hint and its exit code.
type failed struct {
	what, hint string
	code       int
}

func (f *failed) Error() string { return f.what }
func (f *failed) Hint() string  { return f.hint }

// misused is an error of usage with a hint.
func misused(hint, format string, a ...any) error {
	return &failed{what: fmt.Sprintf(format, a...), hint: hint, code: exitUsage}
}

var errDirectory = errors.New("is a directory")

// complain prints an error on stderr, "why403: …" and where there is one
// "why403: hint: …", and takes note of the exit code.
func (p *program) complain(err error) {
	code, what := exitUsage, err.Error()
	if f, ok := errors.AsType[*failed](err); ok {
		code = f.code
	}
	p.say("why403: %s", what)
	if advice := adviceOf(err); advice != "" {
		p.hint(advice)
	}
	p.code = worse(p.code, code)
}

// adviceOf gives the hint that an error carries.
func adviceOf(err error) string {
	if bad, ok := errors.AsType[*evidence.Error](err); ok {
		return bad.Hint
	}
	if h, ok := errors.AsType[interface {
		error
		Hint() string
	}](err); ok {
		return h.Hint()
	}
	return ""
}

// hint prints a line of advice on stderr.
func (p *program) hint(advice string) { p.say("why403: hint: %s", advice) }

// say prints one line on stderr, through the last check and free of control
// characters: much of it quotes other people's data.
func (p *program) say(format string, a ...any) {
	line := oneLine(fmt.Sprintf(format, a...))
	p.clear()
	out := p.redactor.Writer(p.err)
	fmt.Fprintln(out, line)
	if c, ok := out.(io.Closer); ok {
		c.Close()
	}
}

// oneLine takes control characters out.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// panicPlace names the place of a panic and nothing of its value, which may quote
// what was read.
func panicPlace() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for {
		f, more := frames.Next()
		if strings.Contains(f.Function, "why403/diagnose") {
			return fmt.Sprintf("in %s:%d", filepath.Base(f.File), f.Line)
		}
		if !more {
			return "outside the engine"
		}
	}
}

// fileProblem says in a few words what is wrong with a file.
func fileProblem(name string, err error) string {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return name + ": no such file"
	case errors.Is(err, os.ErrPermission):
		return name + ": permission denied"
	}
	return name + ": " + rootOf(err).Error()
}

// outputProblem says in a few words why a file cannot be written.
func outputProblem(name string, err error) string {
	if errors.Is(err, os.ErrNotExist) {
		return "writing " + name + ": no such directory"
	}
	return "writing " + fileProblem(name, err)
}

func rootOf(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// withUsageHint adds the nearest name, or the way to the help, to cobra's own
// complaints about the flags of a command.
func withUsageHint(cmd *cobra.Command, err error) error {
	if _, ok := errors.AsType[*failed](err); ok {
		return err
	}
	if _, ok := errors.AsType[interface {
		error
		Where() diagnose.Location
	}](err); ok {
		return err // about a file, not about the command line
	}
	what := err.Error()
	if name, ok := strings.CutPrefix(what, "unknown flag: --"); ok {
		if near := nearest(name, flagNames(cmd)); near != "" {
			return misused("did you mean --"+near+"?", "%s", what)
		}
	}
	return misused("see "+cmd.CommandPath()+" --help", "%s", what)
}
