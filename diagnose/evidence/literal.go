package evidence

import (
	"strconv"
	"strings"
)

// A literal is a value as a program prints it or as source code writes it: JSON,
// Node's util.inspect, Python's repr, a JavaScript object, a Java map. One
// tolerant parser reads them all; what it cannot read becomes a word, and what
// is cut off keeps what was there.
type literal struct {
	kind kind
	name string // the class or function in front: "AxiosError", "JSON.stringify"
	text string // of a string, decoded; of a number or word, as written
	keys []string
	kids []*literal
	at   int  // offset of the value
	end  int  // offset behind it
	cut  bool // the text ended inside it
}

type kind uint8

const (
	wordValue   kind = iota // true, null, undefined, [Object], process.env.TOKEN
	numberValue             // as written
	stringValue
	listValue
	objectValue
)

// deepest is how far literals may nest; what lies deeper is skipped.
const deepest = 120

// literals parses literals out of a text.
type literals struct {
	text  string
	pos   int
	depth int
}

// parseLiteral reads the literal that begins at offset, and says whether there is one
// that is more than a bare word.
//
// Too many places call it for each to have a copy.
//
//go:noinline
func parseLiteral(text string, offset int) (*literal, bool) {
	p := &literals{text: text, pos: offset}
	v := p.value()
	return v, v.kind != wordValue
}

func (p *literals) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *literals) has(prefix string) bool { return strings.HasPrefix(p.text[p.pos:], prefix) }

// space skips white space and comments.
func (p *literals) space() {
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			p.pos++
		case c == '/' && p.has("//"):
			p.skipTo("\n")
		case c == '/' && p.has("/*"):
			p.pos += 2
			p.skipTo("*/")
			p.pos = min(p.pos+2, len(p.text))
		default:
			return
		}
	}
}

func (p *literals) skipTo(stop string) {
	if i := strings.Index(p.text[p.pos:], stop); i >= 0 {
		p.pos += i
	} else {
		p.pos = len(p.text)
	}
}

// near gives how far away c is, if it stands on this line and not far off; else -1.
func (p *literals) near(c byte) int {
	for i, b := range []byte(p.text[p.pos:min(p.pos+200, len(p.text))]) {
		if b == c {
			return i
		} else if b == '\n' {
			break
		}
	}
	return -1
}

// value reads one value, with what joins on to it by "+".
func (p *literals) value() *literal {
	v := p.term()
	for v.kind == stringValue || v.kind == wordValue {
		back := p.pos
		p.space()
		if p.peek() != '+' {
			p.pos = back
			break
		}
		p.pos++
		v = joined(v, p.term())
	}
	return v
}

// joined is the sum of two terms of a JavaScript expression. A variable stays
// visible as ${name}.
func joined(a, b *literal) *literal {
	part := func(v *literal) string {
		if v.kind == wordValue {
			return "${" + v.text + "}"
		}
		return v.text
	}
	return &literal{kind: stringValue, text: part(a) + part(b), at: a.at, end: b.end, cut: b.cut}
}

func (p *literals) term() *literal {
	p.space()
	start := p.pos
	var v *literal
	switch c := p.peek(); {
	case p.depth >= deepest:
		v = p.word()
	case c == 0:
		v = &literal{cut: true, at: p.pos}
	case c == '{':
		v = p.group('}')
	case c == '(':
		v = p.group(')')
	case c == '[' && !p.bracketWord():
		v = p.group(']')
	case c == '"' || c == '\'' || c == '`':
		v = p.quoted(false)
	case c == '-' || c >= '0' && c <= '9':
		v = p.number()
	default:
		v = p.named()
	}
	v.at, v.end = start, p.pos
	return v
}

// bracketWord says whether the bracket here is a word of util.inspect, such as
// [Function: x] or [Object: null prototype], rather than a list.
func (p *literals) bracketWord() bool {
	rest := p.text[p.pos+1:]
	n := identifier(rest)
	if n == 0 || n == len(rest) {
		return false
	}
	switch rest[:n] {
	case "true", "false", "null", "None", "True", "False", "undefined", "NaN", "Infinity":
		return false
	}
	return rest[n] == ']' || rest[n] == ':' || rest[n] == ' ' || rest[n] == '('
}

// identifier gives the length of the identifier that s begins with; dots count.
func identifier(s string) int {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' || i > 0 && (c >= '0' && c <= '9' || c == '.') {
			continue
		}
		return i
	}
	return len(s)
}

// named reads what begins with a name: a class in front of an object, a call, a
// prefixed string, an error with its stack, or a plain word.
func (p *literals) named() *literal {
	start := p.pos
	for p.peek() == '<' { // <ref *1> Class {, <CIMultiDictProxy('a': 'b')>
		if end := p.near('>'); end > 0 && p.has("<ref") {
			p.pos += end + 1
			p.space()
			continue
		}
		if p.has("<Buffer ") {
			return p.buffer()
		}
		p.pos++
		break
	}
	if p.peek() == '%' { // Elixir's map or struct
		p.pos++
	}
	if p.has("do{\\(my $o =") {
		return p.scalar()
	}
	for _, prefix := range []string{"new ", "await ", "b'", "b\"", "u'", "u\"", "r'", "r\"", "f'", "f\""} {
		if p.has(prefix) {
			p.pos += len(prefix)
			if q := prefix[len(prefix)-1]; q == '\'' || q == '"' {
				p.pos--
				return p.quoted(prefix[0] == 'b')
			}
			return p.named()
		}
	}
	name := p.text[p.pos : p.pos+identifier(p.text[p.pos:])]
	p.pos += len(name)
	if v := p.body(name); v != nil {
		return v
	}
	p.pos = start
	return p.word()
}

// body reads the object, list or arguments that follow a name; nil where none do.
func (p *literals) body(name string) *literal {
	for tags := 0; tags < 4; tags++ { // Object [AxiosHeaders] {, [Object: null prototype] {, Map(2) {
		for p.peek() == ' ' {
			p.pos++
		}
		switch {
		case p.peek() == '{' || p.peek() == '[' && (name != "" && !p.bracketWord()):
			v := p.group(closing(p.peek()))
			v.name = name
			return v
		case p.peek() == '(' && name != "":
			return p.call(name)
		case p.peek() == '[':
			end := p.near(']')
			if end < 0 {
				return nil
			}
			if name == "" {
				name = p.text[p.pos+1 : p.pos+end]
			}
			p.pos += end + 1
		default:
			return nil
		}
	}
	return nil
}

// closing gives the bracket that closes one.
func closing(open byte) byte {
	if open == '(' {
		return ')'
	}
	return open + 2
}

// call reads the arguments of a call or constructor. One with a single argument
// stands for that argument; Map(2) {…} for what follows.
func (p *literals) call(name string) *literal {
	args := p.group(')')
	if len(args.kids) == 1 && args.kids[0].kind == numberValue {
		if back := p.pos; p.peek() == ' ' {
			if p.pos++; name == "string" && p.peek() == '"' { // PHP's string(3) "abc"
				return p.counted(args.kids[0].text)
			}
			if v := p.body(name); v != nil {
				return v
			}
			p.pos = back
		}
	}
	if len(args.kids) == 1 && args.kind == listValue {
		v := args.kids[0]
		v.name = name
		return v
	}
	if name == "bless" && len(args.kids) == 2 { // Perl's object and its class
		v := args.kids[0]
		v.name = args.kids[1].text
		return v
	}
	args.name = name
	return args
}

// counted reads a string whose length PHP prints in front of it, and whose quotes it
// does not escape.
func (p *literals) counted(length string) *literal {
	n, err := strconv.Atoi(length)
	if start := p.pos + 1; err == nil && n >= 0 && start+n < len(p.text) && p.text[start+n] == '"' {
		p.pos = start + n + 1
		return &literal{kind: stringValue, text: p.text[start : start+n]}
	}
	return p.quoted(false)
}
