package evidence

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
)

// skimSize is the window a [skimmer] sees its input through. It fits the
// second-level cache of any processor, so that looking at the window several
// times (quotes, line ends) costs one trip to memory.
const skimSize = 128 << 10

// skimmer walks over JSON of any length and looks only at what it is asked for.
// What nobody asks for it passes by its quotes and brackets, never holding more
// than its window, so a string of 200 MB costs no memory. It checks no more of
// the JSON than it needs to find its way.
//
// The first thing that is wrong sticks in err, and every method is then a no-op.
type skimmer struct {
	src io.Reader
	buf []byte // the window; buf[i:n] was read and not passed yet
	i   int
	n   int
	end error // why the source gives no more; nil while it does
	err error // errCut, errNotJSON or the source's error

	pos     position // of buf[counted]
	counted int

	// While a value is kept, mark is where it begins in the window (or where the
	// window goes on with it), kept what earlier windows held of it.
	mark  int
	kept  []byte
	limit int
	cut   bool // there was more than limit

	name []byte // the key that object came upon last
}

// newSkimmer walks over src, which begins at the position given.
func newSkimmer(src io.Reader, buf []byte, at position) *skimmer {
	return &skimmer{src: src, buf: buf, pos: at, mark: -1}
}

// skimText walks over JSON that is in memory.
func skimText(text []byte, at position) *skimmer {
	return &skimmer{buf: text, n: len(text), end: io.EOF, pos: at, mark: -1}
}

// where gives the position of the next byte.
func (s *skimmer) where() position {
	s.count(s.i)
	return s.pos
}

func (s *skimmer) count(upTo int) {
	s.pos.advance(s.buf[s.counted:upTo])
	s.counted = upTo
}

// more replaces the window, which has been passed, by the next piece of input.
func (s *skimmer) more() bool {
	if s.err != nil || s.end != nil {
		return s.fail(s.end)
	}
	s.count(s.n)
	if s.mark >= 0 {
		s.keep(s.n)
		s.mark = 0
	}
	s.i, s.n, s.counted = 0, 0, 0
	for range 100 {
		s.n, s.end = s.src.Read(s.buf)
		if s.n > 0 {
			return true
		}
		if s.end != nil {
			return s.fail(s.end)
		}
	}
	return s.fail(io.ErrNoProgress)
}

// fail remembers why the walk ended, and says false.
func (s *skimmer) fail(err error) bool {
	if s.err == nil {
		s.err = err
	}
	return false
}

// keep puts the window up to end behind what is kept already, within the limit.
func (s *skimmer) keep(end int) {
	piece := s.buf[s.mark:end]
	if room := s.limit - len(s.kept); len(piece) > room {
		piece, s.cut = piece[:room], true
	}
	s.kept = append(s.kept, piece...)
}

// peek moves to the next byte that is no white space, and gives it; 0 where the
// input ends or the walk has failed.
func (s *skimmer) peek() byte {
	for s.err == nil {
		for s.i < s.n {
			c := s.buf[s.i]
			if c > ' ' {
				return c
			}
			s.i++
			for s.i+8 <= s.n { // indentation
				odd := binary.LittleEndian.Uint64(s.buf[s.i:]) ^ every*' '
				s.i += bits.TrailingZeros64(odd) / 8
				if odd != 0 {
					break
				}
			}
		}
		s.more()
	}
	return 0
}

// is passes c where it is the next byte.
func (s *skimmer) is(c byte) bool {
	if s.peek() != c || c == 0 {
		return false
	}
	s.i++
	return true
}

// must passes c, and fails where something else comes.
func (s *skimmer) must(c byte) bool {
	return s.is(c) || s.fail(errNotJSON)
}

// object calls field for every field of the object that comes; field must pass the
// value. The key holds until then.
func (s *skimmer) object(field func(key []byte)) {
	if !s.must('{') || s.is('}') {
		return
	}
	for s.err == nil {
		key := s.key()
		if s.err != nil {
			return
		}
		field(key)
		if !s.is(',') {
			s.must('}')
			return
		}
	}
}

// key passes the key of a field and its colon, and gives the key decoded.
func (s *skimmer) key() []byte {
	if s.peek() != '"' {
		s.fail(errNotJSON)
		return nil
	}
	// Mostly all of it is in the window, and plain.
	near := s.buf[s.i+1 : min(s.n, s.i+keyMax)]
	j := bytes.IndexByte(near, '"')
	if j >= 0 && j+1 < len(near) && near[j+1] == ':' && bytes.IndexByte(near[:j], '\\') < 0 {
		s.i += j + 3
		return near[:j]
	}
	text := s.value(keyMax)
	if bytes.IndexByte(text, '\\') >= 0 {
		s.name = append(s.name[:0], unescape(text)...)
	} else {
		s.name = append(s.name[:0], text[1:max(1, len(text)-1)]...)
	}
	s.must(':')
	return s.name
}

// array calls item for every item of the array that comes; item must pass it, and
// says whether to go on.
func (s *skimmer) array(item func() bool) {
	if !s.must('[') || s.is(']') {
		return
	}
	for s.err == nil {
		if !item() {
			return
		}
		if !s.is(',') {
			s.must(']')
			return
		}
	}
}

// value passes the value that comes, and gives its text: at most limit bytes of
// it, which hold until the next move. s.cut says whether there was more.
func (s *skimmer) value(limit int) []byte {
	s.peek()
	s.mark, s.kept, s.limit, s.cut = s.i, s.kept[:0], limit, false
	s.skip()
	text := s.buf[s.mark:s.i]
	if len(s.kept) > 0 || len(text) > limit {
		s.keep(s.i)
		text = s.kept
	}
	s.mark = -1
	return text
}

// skip passes the value that comes.
func (s *skimmer) skip() {
	switch s.peek() {
	case 0:
	case ',', ':', ']', '}':
		s.fail(errNotJSON)
	case '"':
		s.i++
		s.skipString()
	case '{', '[':
		s.i++
		s.skipNested()
	default:
		s.skipWord()
	}
}

// skipWord passes a number, true, false or null.
func (s *skimmer) skipWord() {
	for {
		for ; s.i < s.n; s.i++ {
			switch c := s.buf[s.i]; {
			case c <= ' ', c == ',', c == ']', c == '}':
				return
			}
		}
		if !s.more() {
			return
		}
	}
}

// skipString passes the rest of a string, its opening quote being passed.
func (s *skimmer) skipString() {
	escaped := false // the window before ended in a backslash that escapes
	for {
		first := s.i
		if escaped {
			first++
		}
		j, ok := closingQuote(s.buf[first:s.n])
		s.i = first + j
		if ok {
			return
		}
		escaped = oddBackslashes(s.buf[first:s.n])
		if !s.more() {
			return
		}
	}
}

// skipNested passes the rest of an object or array, its opening bracket being
// passed.
func (s *skimmer) skipNested() {
	for depth := 1; ; {
		n, left, inString := nested(s.buf[s.i:s.n], depth)
		s.i, depth = s.i+n, left
		if inString {
			s.skipString()
		}
		if depth == 0 || s.err != nil || s.i == s.n && !s.more() {
			return
		}
	}
}

// keyMax is how much of an object's key is looked at.
const keyMax = 64

// errNotJSON is the error of a skimmer that lost its way.
var errNotJSON = errors.New("this is not JSON")
