package refusal

import (
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
