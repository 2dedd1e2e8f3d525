package redact

import (
	"errors"
	"io"
	"strings"
)

// Windows of a stream: how much is read at a time, and how long a string or a line
// may be that is judged as a whole.
const (
	streamStep = 128 << 10
	streamMax  = 1 << 20
)

// Stream copies a text of any length with its secrets replaced, in bounded memory.
// JSON, also one value per line, stays JSON.
func (r *Redactor) Stream(in io.Reader, out io.Writer) error {
	s := &stream{r: r, in: in, out: out, walker: walker{r: r}}
	if err := s.fill(); err != nil {
		return err
	}
	first := strings.TrimLeft(string(s.buf[:min(len(s.buf), 64)]), " \t\r\n\ufeff")
	step := s.text
	if first != "" && (first[0] == '{' || first[0] == '[') {
		step = s.json // it goes back to text where this is no JSON
	}
	for len(s.buf) > 0 {
		if err := step(); err != nil {
			return err
		}
		if err := s.fill(); err != nil {
			return err
		}
	}
	return nil
}

// stream is a copy in progress.
type stream struct {
	r      *Redactor
	in     io.Reader
	out    io.Writer
	buf    []byte // read, and not yet written
	end    bool   // nothing comes behind buf
	walker walker
	within within // what kind of long string is being passed
}

// within says that the beginning of buf is inside of a JSON string too long to be
// judged as a whole.
type within uint8

const (
	noString within = iota
	plainString
	secretString // it was replaced; the rest is dropped
)

// fill reads on, until there is enough to judge by.
func (s *stream) fill() error {
	for want := len(s.buf) + streamStep; !s.end && len(s.buf) < want; {
		if cap(s.buf)-len(s.buf) < streamStep {
			grown := make([]byte, len(s.buf), 2*cap(s.buf)+2*streamStep)
			copy(grown, s.buf)
			s.buf = grown
		}
		n, err := s.in.Read(s.buf[len(s.buf) : len(s.buf)+streamStep])
		s.buf = s.buf[:len(s.buf)+n]
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		s.end = err != nil
	}
	return nil
}

// write writes a clean piece, and drops what it was made of.
func (s *stream) write(clean string, taken int) error {
	s.r.mu.Lock()
	clean = s.r.sweepAnd(clean, s.r.counted)
	if s.r.level > Secrets {
		clean = s.r.conceal(clean)
	}
	s.r.mu.Unlock()
	_, err := io.WriteString(s.out, clean)
	s.buf = s.buf[:copy(s.buf, s.buf[taken:])]
	return err
}

// text passes whole lines; a line that is too long is cut between two words.
func (s *stream) text() error {
	cut := len(s.buf)
	if !s.end {
		text := string(s.buf)
		cut = strings.LastIndexByte(text, '\n') + 1
		if begin := strings.LastIndex(text[:cut], "-----BEGIN "); begin > 0 && !strings.Contains(text[begin:cut], "-----END") && cut-begin < 16<<10 {
			cut = begin
		}
		if cut == 0 && len(s.buf) >= streamMax {
			cut = strings.LastIndexAny(text, " ,;&") + 1
			if cut == 0 {
				cut = len(s.buf)
			}
		}
	}
	if cut == 0 {
		return nil
	}
	return s.write(s.r.Text(string(s.buf[:cut])), cut)
}

// json passes whole values, and the inside of strings that are too long for that.
func (s *stream) json() error {
	if s.within != noString {
		return s.longString()
	}
	w := &s.walker
	w.s, w.last, w.copied, w.edits = string(s.buf), s.end, 0, nil
	w.out.Reset()
	cut := w.walk()
	if w.stray { // text after all
		w.stray = false
		return s.text()
	}
	if cut > 0 {
		w.s = w.s[:cut]
		clean, _ := w.done()
		return s.write(clean, cut)
	}
	if len(s.buf) < streamMax {
		return nil
	}
	s.within = plainString
	if kind, sure := secretName(w.key); sure {
		s.within = secretString
		return s.write(`"`+s.r.Secret(kind, string(s.buf[1:4096])), 1)
	}
	return s.write(`"`, 1)
}

// longString passes a piece of a string that is too long to be judged as a whole.
func (s *stream) longString() error {
	text := string(s.buf)
	cut := stringEnd(text, 0)
	if cut < len(text) || s.end {
		dropped := s.within == secretString
		s.within = noString
		clean := text[cut:min(cut+1, len(text))]
		if !dropped {
			clean = s.r.Text(text[:cut]) + clean
		}
		return s.write(clean, min(cut+1, len(text)))
	}
	cut = strings.LastIndexAny(text[:len(text)-64], " ,;&:\"") + 1
	if cut == 0 {
		cut = len(text) - 64
	}
	for cut > 0 && text[cut-1] == '\\' {
		cut--
	}
	if s.within == secretString {
		return s.write("", cut)
	}
	return s.write(s.r.Text(text[:cut]), cut)
}
