package main

import (
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// system is everything the program takes from its surroundings, so that tests can
// give it others.
type system struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	open     func(name string) (io.ReadCloser, error)
	create   func(name string) (io.WriteCloser, error)
	now      func() time.Time
	outIsTTY bool
	errIsTTY bool
	inIsTTY  bool
	width    int // columns of the terminal; 0 where stdout is none
}

func theSystem() system {
	s := system{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		env: os.Getenv, open: openFile, create: createFile, now: time.Now,
		outIsTTY: isTerminal(os.Stdout), errIsTTY: isTerminal(os.Stderr), inIsTTY: isTerminal(os.Stdin),
	}
	if s.outIsTTY {
		s.width, _, _ = term.GetSize(int(os.Stdout.Fd()))
	}
	return s
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

func openFile(name string) (io.ReadCloser, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errDirectory
	}
	return os.Open(name)
}

// createFile makes a report readable by its owner only: it quotes what a server
// said to one person.
func createFile(name string) (io.WriteCloser, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
}

// wantsColor decides about colour: the flag first, then NO_COLOR and
// CLICOLOR_FORCE, then whether stdout is a terminal.
func (s system) wantsColor(flag string) bool {
	switch {
	case flag == "always":
		return true
	case flag == "never", s.env("NO_COLOR") != "":
		return false
	case s.env("CLICOLOR_FORCE") != "" && s.env("CLICOLOR_FORCE") != "0":
		return true
	}
	return s.outIsTTY && s.env("TERM") != "dumb"
}
