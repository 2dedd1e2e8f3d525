package evidence

import (
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// buffer reads <Buffer 7b 22 …>.
func (p *literals) buffer() *literal {
	p.pos += len("<Buffer ")
	start := p.pos
	p.skipTo(">")
	digits, _, short := strings.Cut(p.text[start:p.pos], " ...")
	p.pos = min(p.pos+1, len(p.text))
	b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
	if err != nil {
		return &literal{text: "<Buffer>"}
	}
	return &literal{kind: stringValue, text: string(b), cut: short}
}

// quoted reads a string in quotes. Python bytes hold UTF-8 in their \x escapes.
func (p *literals) quoted(python bool) *literal {
	quote := p.peek()
	if quote != '`' && p.pos+2 < len(p.text) && p.text[p.pos+1] == quote && p.text[p.pos+2] == quote {
		triple := p.text[p.pos : p.pos+3]
		p.pos += 3
		start := p.pos
		p.skipTo(triple)
		v := &literal{kind: stringValue, text: p.text[start:p.pos]}
		p.pos = min(p.pos+3, len(p.text))
		return v
	}
	p.pos++
	start := p.pos
	for i := start; i < len(p.text); i++ { // the common case: nothing escaped
		if p.text[i] == quote {
			p.pos = i + 1
			return &literal{kind: stringValue, text: p.text[start:i]}
		}
		if p.text[i] == '\\' {
			break
		}
	}
	var b strings.Builder
	for p.pos < len(p.text) {
		c := p.text[p.pos]
		p.pos++
		switch {
		case c == quote:
			return &literal{kind: stringValue, text: b.String()}
		case c == '\\':
			p.escape(&b, python)
		default:
			b.WriteByte(c)
		}
	}
	return &literal{kind: stringValue, text: b.String(), cut: true}
}

// escape decodes what follows a backslash.
func (p *literals) escape(b *strings.Builder, python bool) {
	c := p.peek()
	if c == 0 {
		return
	}
	p.pos++
	switch c {
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case 'v':
		b.WriteByte('\v')
	case '0':
		b.WriteByte(0)
	case 'e':
		b.WriteByte(0x1b)
	case '\n':
	case 'x':
		if r, ok := p.hex(2); ok && python {
			b.WriteByte(byte(r))
		} else if ok {
			b.WriteRune(r)
		}
	case 'u':
		p.unicode(b)
	default:
		b.WriteByte(c)
	}
}

// unicode decodes \u0041, \u{41} and surrogate pairs.
func (p *literals) unicode(b *strings.Builder) {
	if p.peek() == '{' {
		p.pos++
		start := p.pos
		p.skipTo("}")
		q := literals{text: p.text[start:p.pos]}
		r, _ := q.hex(len(q.text))
		b.WriteRune(r)
		p.pos = min(p.pos+1, len(p.text))
		return
	}
	r, ok := p.hex(4)
	if !ok {
		return
	}
	if r >= 0xD800 && r < 0xDC00 && p.has(`\u`) {
		back := p.pos
		p.pos += 2
		if low, ok := p.hex(4); ok && low >= 0xDC00 && low < 0xE000 {
			b.WriteRune((r-0xD800)<<10 + (low - 0xDC00) + 0x10000)
			return
		}
		p.pos = back
	}
	b.WriteRune(r)
}

// hex reads n hexadecimal digits.
func (p *literals) hex(n int) (rune, bool) {
	if n == 0 || n > 6 || p.pos+n > len(p.text) {
		return utf8.RuneError, false
	}
	var r rune
	for _, c := range []byte(p.text[p.pos : p.pos+n]) {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return utf8.RuneError, false
		}
	}
	p.pos += n
	return r, true
}

// get gives the value of the first of names that an object has, in any case; nil
// where it has none.
func (v *literal) get(names ...string) *literal {
	if v == nil || v.kind != objectValue {
		return nil
	}
	for _, name := range names {
		for i, key := range v.keys {
			if strings.EqualFold(key, name) {
				return v.kids[i]
			}
		}
	}
	return nil
}

// appendJSON appends the value as JSON.
func (v *literal) appendJSON(b []byte) []byte {
	switch v.kind {
	case stringValue:
		return appendQuoted(b, v.text)
	case listValue:
		b = append(b, '[')
		for i, kid := range v.kids {
			if i > 0 {
				b = append(b, ',')
			}
			b = kid.appendJSON(b)
		}
		return append(b, ']')
	case objectValue:
		b = append(b, '{')
		for i, kid := range v.kids {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendQuoted(b, v.keys[i]), ':')
			b = kid.appendJSON(b)
		}
		return append(b, '}')
	}
	switch v.text {
	case "true", "false", "null":
		return append(b, v.text...)
	case "True", "False":
		return append(b, strings.ToLower(v.text)...)
	case "None", "undefined", "":
		return append(b, "null"...)
	}
	if v.kind == numberValue && json.Valid([]byte(v.text)) {
		return append(b, v.text...)
	}
	return appendQuoted(b, v.text)
}

func appendQuoted(b []byte, s string) []byte {
	q, err := json.Marshal(s)
	if err != nil {
		return append(b, `""`...)
	}
	return append(b, q...)
}
