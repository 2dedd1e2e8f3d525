package main

import (
	"errors"
	"io"
	"os/signal"
	"syscall"

	"github.com/why403/why403/diagnose/redact"
)

// program is one run: its surroundings, the redactor that all output passes, and
// the exit code so far.
type program struct {
	system
	redactor *redact.Redactor
	code     int
	line     progressLine
}

// run is the whole program; it returns the exit code.
func run(args []string, s system) (code int) {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is an error of the write, not the end of the process
	p := &program{system: s, redactor: redact.New()}
	defer func() {
		if recover() != nil {
			p.complain(&failed{what: "internal failure " + panicPlace(),
				hint: "please report this line; it quotes nothing of the input", code: exitInternal})
			code = p.code
		}
	}()

	root := newRootCommand(p, args)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	if cmd, err := root.ExecuteC(); err != nil {
		p.complain(withUsageHint(cmd, err))
	}
	return p.code
}

// write passes what print makes through the last check and on to stdout, or to
// the file of --output.
func (p *program) write(name string, print func(io.Writer) error) error {
	if name == "" || name == "-" {
		return p.checked(p.out, print)
	}
	f, err := p.create(name)
	if err != nil {
		return misused("", "%s", outputProblem(name, err))
	}
	return errors.Join(p.checked(f, print), f.Close())
}

func (p *program) checked(w io.Writer, print func(io.Writer) error) error {
	out := p.redactor.Writer(w)
	err := print(out)
	if c, ok := out.(io.Closer); ok && err == nil {
		err = c.Close()
	}
	if _, ours := errors.AsType[*failed](err); err == nil || ours {
		return err
	}
	return &failed{what: "writing the output: " + rootOf(err).Error(), code: exitInternal}
}
