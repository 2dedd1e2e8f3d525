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

// group reads what stands between brackets: a list, or an object where it has keys.
func (p *literals) group(end byte) *literal {
	v := &literal{kind: listValue, at: p.pos}
	if end == '}' {
		v.kind = objectValue
	}
	p.depth++
	defer func() { p.depth-- }()
	for p.pos++; ; {
		p.space()
		switch c := p.peek(); {
		case c == 0:
			v.cut = true
			return v
		case c == end:
			p.pos++
			return v
		case c == ',' || c == ';' || c == '>' || c == '+' || c == '=' || c == ':':
			p.pos++
			continue
		case c == '}' || c == ']' || c == ')': // a bracket that closes something else
			if p.depth > 1 {
				return v
			}
			p.pos++
			continue
		case p.has("..."):
			p.pos += 3
			p.word()
			continue
		}
		before := p.pos
		p.member(v)
		if p.pos == before {
			p.pos++
		}
	}
}

// member reads a value, or a key and its value, into a list or object.
func (p *literals) member(v *literal) {
	key, ok := p.key()
	if !ok {
		kid := p.value()
		v.kids = append(v.kids, kid)
		v.cut = v.cut || kid.cut
		if v.kind == objectValue {
			name := kid.text
			v.keys = append(v.keys, name)
		}
		return
	}
	if v.kind == listValue && len(v.kids) == 0 { // <CIMultiDictProxy('a': 'b')>
		v.kind = objectValue
	}
	kid := p.value()
	v.cut = v.cut || kid.cut
	if v.kind == listValue {
		v.kids = append(v.kids, &literal{kind: objectValue, keys: []string{key}, kids: []*literal{kid}, at: kid.at, end: kid.end})
		return
	}
	v.keys, v.kids = append(v.keys, key), append(v.kids, kid)
}

// key reads a key and the sign behind it; where there is none it reads nothing.
func (p *literals) key() (string, bool) {
	start, key := p.pos, ""
	switch c := p.peek(); {
	case c == '"' || c == '\'':
		key = p.quoted(false).text
	case c == '[':
		end := p.near(']')
		if end < 0 {
			return "", false
		}
		key = strings.Trim(p.text[p.pos+1:p.pos+end], "\"'") // PHP's ["url"]=>
		p.pos += end + 1
	case (c == 'b' || c == 'u' || c == ':') && p.pos+1 < len(p.text) && (p.text[p.pos+1] == '\'' || p.text[p.pos+1] == '"'):
		p.pos++
		key = p.quoted(c == 'b').text
	default:
		if c == ':' || c == '@' { // a Ruby symbol, an instance variable
			p.pos++
		}
		n := 0
		for rest := p.text[p.pos:]; n < len(rest) && (identifier(rest[n:]) > 0 || rest[n] == '-' || rest[n] >= '0' && rest[n] <= '9'); {
			n += max(1, identifier(rest[n:]))
		}
		key = p.text[p.pos : p.pos+n]
		p.pos += n
	}
	for p.peek() == ' ' || p.peek() == '\t' {
		p.pos++
	}
	switch {
	case key == "" && p.pos == start:
	case p.has("=>"):
		p.pos += 2
		return key, true
	case p.peek() == ':' || p.peek() == '=' && !p.has("=="):
		p.pos++
		return key, true
	}
	p.pos = start
	return "", false
}

func (p *literals) number() *literal {
	start := p.pos
	for p.pos++; p.pos < len(p.text) && strings.IndexByte("0123456789.eE+-_n:TZ", p.text[p.pos]) >= 0; p.pos++ {
	}
	v := &literal{kind: numberValue, text: p.text[start:p.pos]}
	if rest := p.text[p.pos:]; rest != "" && strings.IndexByte(",;}]) \t\r\n", rest[0]) < 0 { // 12ab is no number
		p.pos = start
		return p.word()
	}
	return v
}

// word reads an unquoted word, up to what must end it. An error with its stack
// and properties, as util.inspect prints it, becomes an object.
func (p *literals) word() *literal {
	start, nested := p.pos, 0
scan:
	for ; p.pos < len(p.text); p.pos++ {
		switch c := p.text[p.pos]; c {
		case '[', '(', '{':
			nested++
		case ']', ')', '}':
			if nested == 0 {
				break scan
			}
			nested--
		case ',', ';':
			if nested == 0 {
				break scan
			}
		case '\n':
			break scan
		}
	}
	if p.pos == start && p.pos < len(p.text) && p.text[p.pos] != '\n' {
		p.pos++
	}
	text := strings.TrimRight(p.text[start:p.pos], " \r")
	if v := p.stack(text); v != nil {
		return v
	}
	return &literal{text: text, cut: p.pos == len(p.text)}
}

// stack reads on after the first line of an error, over its "at …" lines, to the
// object of its properties.
func (p *literals) stack(first string) *literal {
	if !strings.Contains(first, "Error") && !strings.Contains(first, "Exception") {
		return nil
	}
	open := p.pos
	if strings.HasSuffix(first, "{") {
		p.pos = strings.LastIndexByte(p.text[:open], '{')
	} else {
		for open < len(p.text) && p.text[open] == '\n' {
			end := strings.IndexByte(p.text[open+1:], '\n')
			if end < 0 {
				end = len(p.text) - open - 1
			}
			l := strings.TrimSpace(p.text[open+1 : open+1+end])
			if !strings.HasPrefix(l, "at ") {
				return nil
			}
			open += 1 + end
			if strings.HasSuffix(l, "{") {
				p.pos = strings.LastIndexByte(p.text[:open], '{')
				break
			}
			p.pos = open
		}
	}
	if p.peek() != '{' {
		return nil
	}
	v := p.group('}')
	v.name, _, _ = strings.Cut(first, ":")
	v.keys = append(v.keys, "message")
	v.kids = append(v.kids, &literal{kind: stringValue, text: strings.TrimRight(first, " {"), at: v.at, end: v.at})
	return v
}
