package evidence

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/why403/why403/diagnose"
)

const (
	headSize = 64 << 10 // how much of an input a format is recognised by
	textMax  = 64 << 20 // how long an input may be that is not read as a stream

	progressStep = 16 << 20 // after so many bytes the progress is told
)

// source is an input as a format reader sees it: UTF-8 without a byte order mark.
// It is an [io.Reader] for readers that stream, and gives the whole [text] to
// those that do not.
type source struct {
	name    string
	options *Options
	ahead   []byte // read ahead, and not taken yet
	rest    io.Reader
	end     error // why there is no rest; nil while there is

	size, passed int64 // for progress
	relayed      bool  // whoever reads is not who emits
}

// open reads the beginning of an input, so that its kind can be told.
func open(in Input, o *Options) (*source, error) {
	s := &source{name: in.Name, options: o, rest: in.Data, size: in.Size}
	s.fill(4)
	if bytes.HasPrefix(s.ahead, []byte("\x1f\x8b")) {
		s.unpack()
	}
	if d := decoderFor(s.ahead); d != nil {
		d.r = io.MultiReader(bytes.NewReader(s.ahead), s.rest)
		s.rest, s.ahead, s.end = d, nil, nil
	} else {
		s.ahead = bytes.TrimPrefix(s.ahead, []byte("\ufeff"))
	}
	s.fill(headSize)
	if s.end != nil && s.end != io.EOF {
		return nil, &Error{At: s.start(), Problem: readProblem(s.end)}
	}
	return s, nil
}

// unpack reads what gzip packed, as proxies and test runners keep long recordings.
func (s *source) unpack() {
	z, err := gzip.NewReader(io.MultiReader(bytes.NewReader(s.ahead), s.rest))
	if s.ahead, s.size = nil, 0; err != nil {
		s.end = err
		return
	}
	s.rest, s.end = z, nil
	s.fill(4)
}

// readProblem words an error of the operating system, without the path that it
// may repeat.
func readProblem(err error) string {
	var named interface{ Unwrap() error }
	if errors.As(err, &named) && named.Unwrap() != nil {
		err = named.Unwrap()
	}
	return "cannot be read: " + err.Error()
}

// fill reads ahead until n bytes are there or the input ends.
func (s *source) fill(n int) {
	for len(s.ahead) < n && s.end == nil {
		if cap(s.ahead) == len(s.ahead) {
			grown := make([]byte, len(s.ahead), max(4<<10, min(2*cap(s.ahead), headSize)))
			copy(grown, s.ahead)
			s.ahead = grown
		}
		got, err := s.rest.Read(s.ahead[len(s.ahead):cap(s.ahead)])
		s.ahead = s.ahead[:len(s.ahead)+got]
		s.end = err
	}
}

// head gives the beginning of the input without taking it.
func (s *source) head() []byte { return s.ahead[:min(len(s.ahead), headSize)] }

// start is the place of the first byte.
func (s *source) start() diagnose.Location {
	return diagnose.Location{Source: s.name, Line: 1, Col: 1}
}

// unreadable tells an input that is no text at all.
func (s *source) unreadable() error {
	head := s.head()
	switch {
	case len(bytes.TrimSpace(head)) == 0 && s.end == io.EOF:
		return &Error{At: s.start(), Problem: "the input is empty", Hint: "bring a file, or the answer of the server; why403 --help shows how"}
	case bytes.IndexByte(head, 0) >= 0:
		return &Error{At: s.start(), Problem: "the input is binary, not text", Hint: "bring it as JSON, HAR or plain text"}
	}
	return nil
}

// Read reads on, for readers that stream.
func (s *source) Read(p []byte) (int, error) {
	if len(s.ahead) > 0 {
		n := copy(p, s.ahead)
		s.ahead = s.ahead[n:]
		return n, nil
	}
	if s.end != nil {
		return 0, s.end
	}
	if pause := s.options.pause; pause != nil && !s.relayed {
		pause()
	}
	n, err := s.rest.Read(p)
	before := s.passed / progressStep
	s.passed += int64(n)
	if s.options.Progress != nil && s.passed/progressStep > before {
		s.options.Progress(s.name, s.passed, s.size)
	}
	return n, err
}

// text reads the whole input; one that is too long for that is an error.
func (s *source) text() (*text, error) {
	if s.end != io.EOF {
		if s.size > 2*textMax { // UTF-16 takes twice the bytes
			return nil, s.tooLong()
		}
		all, err := io.ReadAll(io.LimitReader(s, textMax+1))
		if err != nil {
			return nil, &Error{At: s.start(), Problem: readProblem(err)}
		}
		if len(all) > textMax {
			return nil, s.tooLong()
		}
		s.ahead, s.end = all, io.EOF
	}
	t := newText(s.name, s.ahead, position{line: 1, col: 1})
	s.ahead = nil
	return t, nil
}

func (s *source) tooLong() error {
	return &Error{At: s.start(), Problem: "the input is longer than 64 MiB",
		Hint: "only HAR, logs with a call on each line and files with a case on each line may be longer; cut out the call that was refused"}
}

// position is a place in an input; line and col count from 1, col in bytes.
// Readers that stream move one over the bytes they have passed.
type position struct {
	offset    int64
	line, col int
}

// advance moves the position over b.
func (p *position) advance(b []byte) {
	p.offset += int64(len(b))
	if n := bytes.Count(b, []byte{'\n'}); n > 0 {
		p.line += n
		p.col = len(b) - bytes.LastIndexByte(b, '\n')
		return
	}
	p.col += len(b)
}

// location gives a position as reports print it.
func (s *source) location(p position) diagnose.Location {
	return diagnose.Location{Source: s.name, Line: p.line, Col: p.col}
}

// text is a whole input in memory.
type text struct {
	name string
	data []byte
	base position // of the first byte: a line of a stream does not begin at 1:1
	pos  position // of the offset that was asked last, counted from the first byte; questions mostly move on
}

// string gives the text as a string of its own.
func (t *text) string() string { return string(t.data) }

// newText makes a text of a piece of an input, which begins at base.
func newText(name string, data []byte, base position) *text {
	base.offset = 0
	return &text{name: name, data: data, base: base, pos: base}
}

// at turns an offset into line and column.
func (t *text) at(offset int) diagnose.Location {
	if int64(offset) < t.pos.offset {
		t.pos = t.base
	}
	t.pos.advance(t.data[t.pos.offset:min(offset, len(t.data))])
	return diagnose.Location{Source: t.name, Line: t.pos.line, Col: t.pos.col}
}

// utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	r       io.Reader
	big     bool
	in, out []byte
	err     error
}

// decoderFor recognises UTF-16 by its byte order mark, or by the zero in the first
// character of a text that is mostly ASCII.
func decoderFor(head []byte) *utf16Reader {
	if len(head) < 2 {
		return nil
	}
	switch a, b := head[0], head[1]; {
	case a == 0xFF && b == 0xFE, a != 0 && b == 0 && len(head) > 3 && head[2] != 0 && head[3] == 0:
		return &utf16Reader{}
	case a == 0xFE && b == 0xFF, a == 0 && b != 0 && len(head) > 3 && head[2] == 0 && head[3] != 0:
		return &utf16Reader{big: true}
	}
	return nil
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.more()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// more decodes the next piece, and keeps back half a character at its end.
func (u *utf16Reader) more() {
	buf := make([]byte, 16<<10)
	n, err := u.r.Read(buf)
	u.in, u.err = append(u.in, buf[:n]...), err
	for len(u.in) >= 2 {
		r, size := rune(u.unit(0)), 2
		if utf16.IsSurrogate(r) {
			if len(u.in) < 4 && err == nil {
				break
			}
			if len(u.in) >= 4 {
				r, size = utf16.DecodeRune(r, rune(u.unit(2))), 4
			}
		}
		if r != 0xFEFF {
			u.out = utf8.AppendRune(u.out, r)
		}
		u.in = u.in[size:]
	}
}

func (u *utf16Reader) unit(i int) uint16 {
	if u.big {
		return uint16(u.in[i])<<8 | uint16(u.in[i+1])
	}
	return uint16(u.in[i+1])<<8 | uint16(u.in[i])
}
