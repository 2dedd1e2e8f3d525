package refusal

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Bodies reach us cut off, redacted, and printed by runtimes that do not quote
// keys. So they are read by a reader of our own: it takes what it can, closes what
// was cut, and allocates one slice.

// Limits of one body; what lies beyond them is not read.
const (
	maxJSON  = 64 << 10
	maxNodes = 4096
	maxDepth = 64
)

// node is a JSON value, or the key of an object's member, in document order.
type node struct {
	kind       byte  // '{' '[' '"' 'k' (key) 'w' (number or word)
	start, end int32 // its text; without the quotes for strings and keys
	next       int32 // the node behind it and everything in it
}

// value is a place in a document; the zero value is "not there".
type value struct {
	text  string
	nodes []node
	i     int32
}

// parse reads the JSON value that text begins with. It reports false where there
// is none, and where an object does not even have one member.
func parse(text string) (value, bool) {
	if len(text) > maxJSON {
		text = text[:maxJSON]
	}
	p := parser{text: text, nodes: make([]node, 0, 48)}
	p.value(0)
	if len(p.nodes) < 3 || p.nodes[0].kind != '{' && p.nodes[0].kind != '[' {
		return value{}, false
	}
	return value{text, p.nodes, 0}, true
}

type parser struct {
	text  string
	pos   int
	nodes []node
}

func (p *parser) space() byte {
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; c {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return c
		}
	}
	return 0
}

func (p *parser) open(kind byte, start int) int {
	p.nodes = append(p.nodes, node{kind: kind, start: int32(start)})
	return len(p.nodes) - 1
}

func (p *parser) shut(i, end int) {
	p.nodes[i].end, p.nodes[i].next = int32(end), int32(len(p.nodes))
}

// value reads one value; it always moves on or is at the end.
func (p *parser) value(depth int) {
	if len(p.nodes) >= maxNodes || depth > maxDepth {
		p.pos = len(p.text)
		return
	}
	switch c := p.space(); c {
	case 0:
	case '{', '[':
		p.list(c, depth)
	case '"', '\'':
		p.quoted('"', c)
	default:
		p.word('w')
	}
}

// list reads an object or an array.
func (p *parser) list(kind byte, depth int) {
	i := p.open(kind, p.pos)
	p.pos++
	for len(p.nodes) < maxNodes {
		switch c := p.space(); c {
		case 0:
			p.shut(i, p.pos)
			return
		case '}', ']':
			p.pos++
			p.shut(i, p.pos)
			return
		case ',':
			p.pos++
		default:
			if kind == '{' && !p.key(c) {
				p.pos = len(p.text)
				break
			}
			p.value(depth + 1)
		}
	}
	p.pos = len(p.text)
	p.shut(i, p.pos)
}

// key reads a member's key and its colon; where there is no colon this is no
// object.
func (p *parser) key(c byte) bool {
	if c == '"' || c == '\'' {
		p.quoted('k', c)
	} else {
		p.word('k')
	}
	if p.space() != ':' {
		p.nodes = p.nodes[:len(p.nodes)-1]
		return false
	}
	p.pos++
	return true
}

func (p *parser) quoted(kind, quote byte) {
	p.pos++
	i := p.open(kind, p.pos)
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case quote:
			p.shut(i, p.pos)
			p.pos++
			return
		case '\\':
			p.pos++
		}
		p.pos++
	}
	p.pos = len(p.text)
	p.shut(i, p.pos)
}

// word reads a number, a literal or an unquoted key.
func (p *parser) word(kind byte) {
	i := p.open(kind, p.pos)
	for p.pos++; p.pos < len(p.text); p.pos++ {
		if c := p.text[p.pos]; c == ',' || c == '}' || c == ']' || c == '\n' || c == ':' && kind == 'k' {
			break
		}
	}
	p.shut(i, p.pos)
	p.nodes[i].end = int32(len(strings.TrimRight(p.text[:p.pos], " \t\r")))
}

func (v value) there() bool { return v.nodes != nil && int(v.i) < len(v.nodes) }

func (v value) kind() byte {
	if !v.there() {
		return 0
	}
	return v.nodes[v.i].kind
}

func (v value) sub(i int32) value { return value{v.text, v.nodes, i} }

// members walks an object's keys and values, or an array's values with empty keys.
func (v value) members() iter.Seq2[string, value] {
	return func(yield func(string, value) bool) {
		if k := v.kind(); k != '{' && k != '[' {
			return
		}
		end := v.nodes[v.i].next
		if end == 0 { // cut off while it was read
			end = int32(len(v.nodes))
		}
		for i := v.i + 1; i < end; {
			key, at := "", i
			if v.nodes[i].kind == 'k' {
				key = v.text[v.nodes[i].start:v.nodes[i].end]
				at++
			}
			if at >= end || !yield(key, v.sub(at)) {
				return
			}
			i = max(v.nodes[at].next, at+1)
		}
	}
}

// at follows keys, compared without case, and array indices; the zero value where
// the way ends.
func (v value) at(path ...string) value {
	for _, step := range path {
		v = v.step(step)
	}
	return v
}

func (v value) step(key string) value {
	switch v.kind() {
	case '{':
		return v.member(key)
	case '[':
		n, err := strconv.Atoi(key)
		if err != nil {
			return value{}
		}
		for _, m := range v.members() {
			if n == 0 {
				return m
			}
			n--
		}
	}
	return value{}
}

// member is members with a key in mind, and the hottest loop of the package.
func (v value) member(key string) value {
	end := v.nodes[v.i].next
	if end == 0 {
		end = int32(len(v.nodes))
	}
	for i := v.i + 1; i+1 < end; {
		n := &v.nodes[i]
		if n.kind != 'k' {
			break
		}
		if int(n.end-n.start) == len(key) && strings.EqualFold(v.text[n.start:n.end], key) {
			return v.sub(i + 1)
		}
		i = max(v.nodes[i+1].next, i+2)
	}
	return value{}
}

// has says whether an object has all the keys.
func (v value) has(keys ...string) bool {
	for _, key := range keys {
		if !v.step(key).there() {
			return false
		}
	}
	return true
}

// str is the text of a string, number or literal; empty for null, objects, arrays
// and what is not there.
func (v value) str() string {
	if !v.there() {
		return ""
	}
	n := v.nodes[v.i]
	switch raw := v.text[n.start:n.end]; n.kind {
	case '"':
		return unescape(raw)
	case 'w':
		if raw = strings.TrimSpace(raw); raw != "null" && raw != "undefined" && raw != "None" {
			return raw
		}
	}
	return ""
}

// quoted is the text of a string; empty for everything else.
func (v value) quoted() string {
	if v.kind() != '"' {
		return ""
	}
	return v.str()
}

// number is an integer, also one in a string; 0 where there is none.
func (v value) number() int {
	n, _ := strconv.Atoi(v.str())
	return n
}

// strings are the strings of an array, or the one string.
func (v value) strings() []string {
	if s := v.str(); s != "" {
		return []string{s}
	}
	var list []string
	for _, m := range v.members() {
		if s := m.str(); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// unescape resolves JSON's escapes; broken ones stay as they are.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b', 'f':
			b.WriteByte(' ')
		case 'u':
			r, n := escapedRune(s[i-1:])
			b.WriteRune(r)
			i += n - 2
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// escapedRune reads \uXXXX, or two of them that make one rune, and says how many
// bytes that was.
func escapedRune(s string) (rune, int) {
	hex := func(s string) (rune, bool) {
		if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
			return 0, false
		}
		n, err := strconv.ParseUint(s[2:6], 16, 32)
		return rune(n), err == nil
	}
	r, ok := hex(s)
	if !ok {
		return utf8.RuneError, 2
	}
	if utf16.IsSurrogate(r) {
		if low, ok := hex(s[6:]); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				return both, 12
			}
		}
		return utf8.RuneError, 6
	}
	return r, 6
}
