package evidence

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/why403/why403/diagnose"
)

// maxDepth is how deeply JSON may be nested.
const maxDepth = 512

// jscan goes once over a JSON text, value by value, without building a tree, and
// knows the place of everything it reads. Its first problem sticks: afterwards every
// method does nothing, so that callers check once, at the end.
//
//	for j.enter('{'); j.next('}'); {
//		switch key := j.key(); key { … }
//	}
//
// The strings it gives are parts of the text, or copies where there were escapes.
type jscan struct {
	s     string
	i     int
	depth int
	first bool // the next element is the first of its list
	place *text
	fixed diagnose.Location // the place of everything, where the text is the inside of a token
	err   *Error
}

// at is the place of an offset.
func (j *jscan) at(offset int) diagnose.Location {
	if j.place == nil {
		return j.fixed
	}
	return j.place.at(offset)
}

// here is the place of the next value.
func (j *jscan) here() diagnose.Location {
	j.space()
	return j.at(j.i)
}

// fail records a problem at an offset.
func (j *jscan) fail(offset int, problem, hint string) {
	if j.err == nil {
		j.err = &Error{At: j.at(offset), Problem: problem, Hint: hint}
	}
	j.i = len(j.s)
}

func (j *jscan) space() {
	for j.i < len(j.s) && (j.s[j.i] == ' ' || j.s[j.i] == '\n' || j.s[j.i] == '\t' || j.s[j.i] == '\r') {
		j.i++
	}
}

// peek tells what comes next by its first byte: { [ " t f n, a digit or a minus
// sign; 0 at the end of the text or after a problem.
func (j *jscan) peek() byte {
	j.space()
	if j.i >= len(j.s) {
		return 0
	}
	return j.s[j.i]
}

// enter begins an object or list.
func (j *jscan) enter(open byte) {
	if c := j.peek(); c != open {
		switch {
		case c != '{' && c != '[' && c != '"' && c != '-' && (c < '0' || c > '9') && c != 't' && c != 'f' && c != 'n':
			j.syntax()
		case open == '{':
			j.fail(j.i, "an object is expected here", "see why403 schema case")
		default:
			j.fail(j.i, "a list is expected here", "see why403 schema case")
		}
		return
	}
	j.i++
	j.first = true
	if j.depth++; j.depth > maxDepth {
		j.fail(j.i-1, "nested more than "+strconv.Itoa(maxDepth)+" deep", "")
	}
}

// next says whether another element comes, and passes the comma before it or the
// bracket behind the last.
func (j *jscan) next(end byte) bool {
	c := j.peek()
	switch {
	case j.err != nil:
		return false
	case c == end:
		j.i++
		j.depth--
		j.first = false
		return false
	case j.first:
		j.first = false
	case c == ',':
		j.i++
		if j.peek() == end {
			j.fail(j.i, "a comma before the closing bracket", "remove it")
			return false
		}
	default:
		j.syntax()
		return false
	}
	if j.peek() == 0 {
		j.syntax()
		return false
	}
	return true
}

// syntax reports what stands at the current place where JSON asks for something
// else.
func (j *jscan) syntax() {
	switch c := j.peek(); {
	case j.err != nil:
	case c == 0:
		j.fail(len(j.s), "the JSON ends in the middle", "the file is cut off: bring it whole")
	case c == '\'':
		j.fail(j.i, "single quotes where JSON asks for double quotes", "")
	default:
		j.fail(j.i, "not valid JSON here", "")
	}
}

// key reads the name of a member and its colon.
func (j *jscan) key() string {
	if j.peek() != '"' {
		j.syntax()
		return ""
	}
	k := j.str()
	if j.peek() != ':' {
		j.syntax()
		return k
	}
	j.i++
	return k
}

// str reads a string.
func (j *jscan) str() string {
	if j.peek() != '"' {
		j.syntax()
		return ""
	}
	start := j.i + 1
	q := strings.IndexByte(j.s[start:], '"')
	if q < 0 {
		j.fail(len(j.s), "the JSON ends inside of a string", "the file is cut off: bring it whole")
		return ""
	}
	v := j.s[start : start+q]
	if strings.IndexByte(v, '\\') >= 0 {
		return j.escaped(start)
	}
	j.i = start + q + 1
	return j.checked(v, start)
}

// checked refuses line breaks in a string, and mends bytes that are no UTF-8.
func (j *jscan) checked(v string, start int) string {
	if nl := strings.IndexByte(v, '\n'); nl >= 0 {
		j.fail(start+nl, "a line break inside of a string", "write it as \\n, or close the string")
		return ""
	}
	if !utf8.ValidString(v) {
		return strings.ToValidUTF8(v, "\uFFFD")
	}
	return v
}

// escaped reads a string with escapes, which begins behind its quote at start.
func (j *jscan) escaped(start int) string {
	var b strings.Builder
	for i := start; i < len(j.s); i++ {
		switch c := j.s[i]; c {
		case '"':
			j.i = i + 1
			return strings.ToValidUTF8(b.String(), "\uFFFD")
		case '\n':
			j.fail(i, "a line break inside of a string", "write it as \\n, or close the string")
			return ""
		case '\\':
			n := j.escape(&b, i+1)
			if n == 0 {
				j.fail(i, "an escape that JSON does not know", "")
				return ""
			}
			i += n
		default:
			b.WriteByte(c)
		}
	}
	j.fail(len(j.s), "the JSON ends inside of a string", "the file is cut off: bring it whole")
	return ""
}

// escape writes the character whose escape begins behind its backslash at i, and
// returns the escape's length; 0 where it is none.
func (j *jscan) escape(b *strings.Builder, i int) int {
	if i >= len(j.s) {
		return 0
	}
	switch c := j.s[i]; c {
	case '"', '\\', '/':
		b.WriteByte(c)
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case 'u':
		r, ok := hex4(j.s, i+1)
		if !ok {
			return 0
		}
		if r >= 0xD800 && r < 0xDC00 && i+6 < len(j.s) && j.s[i+5] == '\\' && j.s[i+6] == 'u' {
			if low, ok := hex4(j.s, i+7); ok && low >= 0xDC00 && low < 0xE000 {
				b.WriteRune((r-0xD800)<<10 | (low - 0xDC00) + 0x10000)
				return 11
			}
		}
		b.WriteRune(r)
		return 5
	default:
		return 0
	}
	return 1
}

func hex4(s string, i int) (rune, bool) {
	if i+4 > len(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s[i:i+4], 16, 32)
	return rune(n), err == nil
}

// raw passes one value, checks it, and gives its text.
func (j *jscan) raw() string {
	j.space()
	start := j.i
	j.skip()
	if j.err != nil {
		return ""
	}
	return j.s[start:j.i]
}

// skip passes one value.
func (j *jscan) skip() {
	switch c := j.peek(); {
	case c == '{':
		for j.enter('{'); j.next('}'); {
			j.key()
			j.skip()
		}
	case c == '[':
		for j.enter('['); j.next(']'); {
			j.skip()
		}
	case c == '"':
		j.skipString()
	case c == '-' || c >= '0' && c <= '9':
		j.number()
	default:
		for _, word := range [...]string{"true", "false", "null"} {
			if strings.HasPrefix(j.s[j.i:], word) {
				j.i += len(word)
				return
			}
		}
		j.syntax()
	}
}

func (j *jscan) skipString() {
	start := j.i + 1
	for i := start; ; {
		q := strings.IndexByte(j.s[i:], '"')
		if q < 0 {
			j.fail(len(j.s), "the JSON ends inside of a string", "the file is cut off: bring it whole")
			return
		}
		i += q
		back := i
		for back > start && j.s[back-1] == '\\' {
			back--
		}
		i++
		if (i-1-back)%2 == 0 {
			j.i = i
			break
		}
	}
	if nl := strings.IndexByte(j.s[start:j.i], '\n'); nl >= 0 {
		j.fail(start+nl, "a line break inside of a string", "write it as \\n, or close the string")
	}
}

// number reads a number as it is written, so that it keeps its digits.
func (j *jscan) number() string {
	start := j.i
	if j.s[j.i] == '-' {
		j.i++
	}
	whole := j.i
	ok := j.digits() && (j.s[whole] != '0' || j.i == whole+1)
	if ok && j.i < len(j.s) && j.s[j.i] == '.' {
		j.i++
		ok = j.digits()
	}
	if ok && j.i < len(j.s) && j.s[j.i]|0x20 == 'e' {
		if j.i++; j.i < len(j.s) && (j.s[j.i] == '+' || j.s[j.i] == '-') {
			j.i++
		}
		ok = j.digits()
	}
	if !ok {
		j.fail(start, "not a number", "")
		return ""
	}
	return j.s[start:j.i]
}

// digits passes digits, and says whether there were any.
func (j *jscan) digits() bool {
	start := j.i
	for j.i < len(j.s) && j.s[j.i] >= '0' && j.s[j.i] <= '9' {
		j.i++
	}
	return j.i > start
}

// end demands that nothing follows.
func (j *jscan) end() {
	if j.space(); j.i < len(j.s) {
		j.fail(j.i, "something stands behind the end of the JSON", "")
	}
}
