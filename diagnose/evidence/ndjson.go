package evidence

import (
	"bytes"
	"io"
	"strconv"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

const (
	lineWindow = 64 << 10 // what is read of a stream at once
	lineMax    = 8 << 20  // how long a record may be
	hintsMax   = 20       // after so many records a stream gives no more hints
)

// looksLikeCases says whether a text begins as a stream of cases, one JSON object
// per line.
func looksLikeCases(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	first, rest, ok := bytes.Cut(head, []byte{'\n'})
	if !ok || !bytes.HasPrefix(first, []byte{'{'}) {
		return false
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if len(rest) == 0 || rest[0] != '{' { // one line is one case
		return false
	}
	strange := 0
	known, whole := countCaseKeys(first, func(key []byte) {
		switch string(key) {
		case "level", "severity", "time", "ts", "timestamp", "@timestamp", "logger", "msg", "message", "pid", "hostname":
			strange++ // a line of a log
		default:
			if isCallField(string(key)) {
				strange++
			}
		}
	})
	return whole && known > 0 && strange == 0
}

// countCaseKeys counts the members of an object that a case has too, and tells the others;
// whole says that there is nothing else than a whole object.
func countCaseKeys(text []byte, other func(key []byte)) (known int, whole bool) {
	s := skimText(text, position{line: 1, col: 1})
	s.object(func(key []byte) {
		if isCaseMember(string(key)) {
			known++
		} else {
			other(key)
		}
		s.skip()
	})
	return known, s.err == nil && s.peek() == 0
}

// readCases reads a stream of cases of any length. A record that cannot be read is
// handed over as its error, and the next line is read.
func readCases(in *source, found func(raw) error) error {
	if in.options.Stream != nil {
		in.options.Stream(true)
	}
	l := lineReader{src: in, at: position{line: 1, col: 1}}
	var known *recalling
	if in.options.recalling != nil {
		known = in.options.recalling(in.name)
	}
	hint := in.options.Hint
	err := in.records(&l, known, func(x unread) error {
		if x.Number > hintsMax {
			hint = nil
		}
		r := raw{err: &Error{At: in.location(x.at), Problem: "this record is longer than 8 MiB"}}
		if !x.long {
			var err error
			if r, err = readCase(newText(in.name, x.Text, x.at), hint); err != nil {
				r = raw{err: err}
			}
		}
		r.name = recordName(in.name, x.Number)
		return found(r)
	})
	if err != nil {
		return err
	}
	if l.end != io.EOF {
		return &Error{At: in.location(l.at), Problem: readProblem(l.end)}
	}
	return nil
}

func recordName(source string, n int) string { return source + "#" + strconv.Itoa(n) }

// ReadRecord reads one record as a stream of cases is read, but apart from it.
func ReadRecord(r Record, o Options) (diagnose.Case, error) {
	if o.Redactor == nil {
		o.Redactor = redact.New()
	}
	call, err := readCase(newText(r.Source, r.Text, position{line: r.Line, col: 1}), o.Hint)
	if err != nil {
		return diagnose.Case{}, err
	}
	call.name = recordName(r.Source, r.Number)
	b := newBuilder(&o)
	c := b.build(&call)
	b.clock(&c)
	return c, nil
}

// lineReader cuts a stream into lines.
type lineReader struct {
	src io.Reader
	buf []byte
	i   int   // of the next line
	end error // why there is nothing to read behind buf

	line []byte   // without its line break; it holds until the next one is read
	at   position // where it begins
	long bool     // it is longer than lineMax; only its end is in line
}

// next moves to the next line, and says whether there is one.
func (l *lineReader) next() bool {
	if l.line != nil {
		l.at = position{line: l.at.line + 1, col: 1}
	}
	l.long = false
	for seen := 0; ; {
		if j := bytes.IndexByte(l.buf[l.i+seen:], '\n'); j >= 0 {
			l.line = l.buf[l.i : l.i+seen+j]
			l.i += seen + j + 1
			l.long = l.long || len(l.line) > lineMax
			return true
		}
		seen = len(l.buf) - l.i
		if l.end != nil {
			l.line, l.i = l.buf[l.i:], len(l.buf)
			return seen > 0 || l.long
		}
		if seen > lineMax {
			l.long, l.i, seen = true, len(l.buf), 0
		}
		l.more()
	}
}

// more reads on behind what is left of the buffer.
func (l *lineReader) more() {
	left := copy(l.buf, l.buf[l.i:])
	l.i = 0
	if left == cap(l.buf) || l.buf == nil {
		grown := make([]byte, left, max(lineWindow, min(2*cap(l.buf), lineMax+lineWindow)))
		copy(grown, l.buf)
		l.buf = grown
	}
	n := 0
	n, l.end = l.src.Read(l.buf[left:cap(l.buf)])
	l.buf = l.buf[:left+n]
}
