package evidence

import (
	"bytes"
	"io"
	"strings"

	"github.com/why403/why403/diagnose"
)

// logPiece is how much of a long log is read at once. What belongs together in a log of
// calls stands on one line or on neighbouring ones.
const logPiece = 512 << 10

// isLongLog says whether an input is longer than its head and the head is a log with a
// call on each line, with nothing around the lines that would have to be stripped first.
func isLongLog(in *source) bool {
	if in.end != nil {
		return false
	}
	head := string(in.head())
	head = head[:strings.LastIndexByte(head, '\n')+1]
	if clean, _ := strip(head); head == "" || clean != head {
		return false
	}
	for _, f := range textFormats() {
		if f.detect(head) {
			return f.name == accessLogName || f.name == jsonLogName || f.name == logfmtName
		}
	}
	return false
}

// readLongLog reads a log of any length, a piece of lines at a time.
func readLongLog(in *source, found func(raw) error) error {
	if in.options.Stream != nil {
		in.options.Stream(false)
	}
	p := logPieces{in: in, found: found}
	l := lineReader{src: in, at: position{line: 1, col: 1}}
	for l.next() {
		if l.long {
			if err := found(raw{err: &Error{At: in.location(l.at), Problem: "this line is longer than 8 MiB"}}); err != nil {
				return err
			}
			continue
		}
		if err := p.add(l.line, l.at); err != nil {
			return err
		}
	}
	if l.end != io.EOF {
		return &Error{At: in.location(l.at), Problem: readProblem(l.end)}
	}
	if err := p.flush(); err != nil {
		return err
	}
	if p.calls == 0 {
		return noCall(in)
	}
	return nil
}

// logPieces collects lines into pieces.
type logPieces struct {
	in    *source
	found func(raw) error
	calls int

	lines  []byte
	first  int    // number of the first line in lines
	fields string // the line that names the columns, of a log in the W3C's form
	named  bool   // it stands in lines itself
}

func (p *logPieces) add(line []byte, at position) error {
	if len(p.lines) == 0 {
		p.first, p.named = at.line, false
	}
	if bytes.HasPrefix(line, []byte("#Fields:")) {
		p.fields, p.named = string(line)+"\n", true
	}
	if p.lines = append(append(p.lines, line...), '\n'); len(p.lines) < logPiece {
		return nil
	}
	return p.flush()
}

// flush reads the piece, under the line that names its columns.
func (p *logPieces) flush() error {
	text, before := string(p.lines), 0
	if p.fields != "" && !p.named {
		text, before = p.fields+text, 1
	}
	p.lines = p.lines[:0]
	place := locator(p.in.name, text)
	at := func(offset int) diagnose.Location {
		l := place(offset)
		l.Line = max(l.Line-before, 1) + p.first - 1
		return l
	}
	rs, err := interpret(text, at, p.in.options.Files)
	if err != nil {
		return err
	}
	p.calls += len(rs)
	for _, r := range rs {
		if err := p.found(r); err != nil {
			return err
		}
	}
	return nil
}
