package evidence

import (
	"strings"
)

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

// scalar reads what Perl's Data::Dumper writes for a blessed string:
// do{\(my $o = 'https://…')}.
func (p *literals) scalar() *literal {
	p.pos += strings.IndexByte(p.text[p.pos:], '=') + 1
	p.space()
	v := p.value()
	for p.peek() == ')' || p.peek() == '}' {
		p.pos++
	}
	return v
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
