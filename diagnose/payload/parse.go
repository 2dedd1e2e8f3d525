package payload

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// maxNesting is how deep values may lie in one another.
const maxNesting = 10_000

// parse reads exactly one JSON value.
func parse(text string) (value, error) {
	r := reader{text: text}
	v := r.value()
	if r.ended() {
		return v, nil
	}
	if err := json.Unmarshal([]byte(text), new(json.RawMessage)); err != nil { // says what is wrong
		return value{}, err
	}
	return value{}, errors.New("it cannot be read")
}

// Text returns the string that a JSON pointer (RFC 6901) names in a body; empty where
// there is none.
func Text(body, pointer string) string {
	v, err := parse(body)
	if err != nil {
		return ""
	}
	for _, token := range strings.Split(pointer, "/")[1:] {
		i := v.field(unescape(token))
		if v.kind == array {
			i, err = strconv.Atoi(token)
		}
		if err != nil || i < 0 || i >= len(v.items) {
			return ""
		}
		v = v.items[i]
	}
	if v.kind != text {
		return ""
	}
	return v.text
}

// reader reads JSON strictly out of a text that it does not copy. Bodies and schemas
// are small and read once each: encoding/json would take longer to look at the types
// they are read into than to read them.
type reader struct {
	text  string
	at    int
	depth int
	bad   bool // something is no JSON; whatever is read from there on is empty
}

// ended says that the text was good and that nothing follows.
func (r *reader) ended() bool { return !r.bad && r.peek() == 0 && r.at == len(r.text) }

// peek returns the next byte that is no space; 0 at the end.
func (r *reader) peek() byte {
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// take moves behind the byte c where it comes next.
func (r *reader) take(c byte) bool {
	if r.bad || r.peek() != c || r.at == len(r.text) {
		return false
	}
	r.at++
	return true
}

// want is take where nothing else may stand.
func (r *reader) want(c byte) bool {
	if !r.take(c) {
		r.bad = true
	}
	return !r.bad
}

func (r *reader) value() (v value) {
	switch r.peek() {
	case '{':
		v.kind = object
		r.members(func(name string) {
			v.names = append(v.names, name)
			v.items = append(v.items, r.value())
		})
	case '[':
		v.kind = array
		r.elements(func() { v.items = append(v.items, r.value()) })
	case '"':
		v = value{kind: text, text: r.str()}
	default:
		v = value{kind: number, text: r.word()}
		switch v.text {
		case "true", "false":
			v.kind = boolean
		case "null":
			v = value{kind: null}
		}
	}
	return v
}

// raw moves behind the next value, and returns it as it stands.
func (r *reader) raw() string {
	r.peek()
	start := r.at
	switch r.peek() {
	case '{':
		r.members(func(string) { r.raw() })
	case '[':
		r.elements(func() { r.raw() })
	case '"':
		r.str()
	default:
		r.word()
	}
	return r.text[start:r.at]
}

// members reads an object; f is called behind each name and reads the value.
func (r *reader) members(f func(name string)) {
	r.list('{', '}', func() {
		if name := r.str(); r.want(':') {
			f(name)
		}
	})
}

// elements reads a list; f reads one element.
func (r *reader) elements(f func()) { r.list('[', ']', f) }

func (r *reader) list(open, end byte, f func()) {
	if r.depth++; r.depth > maxNesting {
		r.bad = true
	}
	if r.want(open) && !r.take(end) {
		for f(); !r.bad && !r.take(end); f() {
			if !r.want(',') {
				return
			}
		}
	}
	r.depth--
}

// str reads a string.
func (r *reader) str() string {
	if !r.want('"') {
		return ""
	}
	start, plain := r.at, true
	for ; r.at < len(r.text) && r.text[r.at] >= ' '; r.at++ {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			if s := r.text[start : r.at-1]; plain {
				return s
			}
			var s string
			r.bad = json.Unmarshal([]byte(r.text[start-1:r.at]), &s) != nil
			return s
		case c == '\\':
			plain = false
			r.at++
		case c >= 0x80: // it may be no UTF-8
			plain = false
		}
	}
	r.bad = true
	return ""
}

// word reads a number, true, false or null, as written.
func (r *reader) word() string {
	r.peek()
	start := r.at
	for r.at < len(r.text) && strings.IndexByte(",]}: \t\r\n", r.text[r.at]) < 0 {
		r.at++
	}
	w := r.text[start:r.at]
	if w == "" || w[0] == '"' || !json.Valid([]byte(w)) {
		r.bad = true
		return ""
	}
	return w
}
