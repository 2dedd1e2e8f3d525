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
	width    int  // columns of the terminal; 0 where stdout is none
	recalls  bool // reports on records that are alike are written down from one another
}

// widest is the most columns that a report fills: longer lines are hard to read.
const widest = 100

func theSystem() system {
	s := system{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		env: os.Getenv, open: openFile, create: createFile, now: time.Now,
		outIsTTY: isTerminal(os.Stdout), errIsTTY: isTerminal(os.Stderr), inIsTTY: isTerminal(os.Stdin), recalls: true,
	}
	if s.outIsTTY {
		s.width, _, _ = term.GetSize(int(os.Stdout.Fd()))
		s.width = min(s.width, widest)
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
// said to one person. What stood in the file stays until there is something to write.
func createFile(name string) (io.WriteCloser, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return &output{file: f}, nil
}

// output is a file that is emptied before the first write to it. The file is not
// embedded: its other ways to write would pass that by.
type output struct {
	file  *os.File
	begun bool
}

func (o *output) Write(b []byte) (int, error) {
	if !o.begun && len(b) > 0 {
		o.begun = true
		if info, err := o.file.Stat(); err == nil && info.Mode().IsRegular() {
			if err := o.file.Truncate(0); err != nil {
				return 0, err
			}
		}
	}
	return o.file.Write(b)
}

func (o *output) Close() error { return o.file.Close() }

// sameFile says whether two names lead to one regular file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil || !x.Mode().IsRegular() {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
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
