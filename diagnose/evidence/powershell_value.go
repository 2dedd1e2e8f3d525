package evidence

import (
	"strconv"
	"strings"
)

// value reads a string, a hash table, a variable or a word; with the pipe to
// ConvertTo-Json behind it.
func (p *powerShell) value() *literal {
	p.blank(false)
	if p.pos >= len(p.text) {
		return nil
	}
	start := p.pos
	var v *literal
	switch c := p.text[p.pos]; {
	case strings.HasPrefix(p.text[p.pos:], "@\"") || strings.HasPrefix(p.text[p.pos:], "@'"):
		v = p.hereString()
	case strings.HasPrefix(p.text[p.pos:], "@{"):
		p.pos += 2
		v = p.table('}')
	case strings.HasPrefix(p.text[p.pos:], "@("):
		p.pos += 2
		v = p.table(')')
	case c == '(' && p.command() != "":
		v = p.result()
	case c == '(':
		p.pos++
		v = p.value()
		p.blank(true)
		p.pipe(v)
		p.blank(true)
		if p.pos < len(p.text) && p.text[p.pos] == ')' {
			p.pos++
		}
	case c == '"' || c == '\'':
		v = p.quoted()
	default:
		w := p.word()
		if w == "" {
			return nil
		}
		v = &literal{text: w}
		if known := p.vars[strings.ToLower(w)]; known != nil {
			v = known
		} else if _, err := strconv.ParseFloat(w, 64); err == nil {
			v.kind = numberValue
		} else if !strings.HasPrefix(w, "$") {
			v.kind = stringValue
		}
	}
	if v == nil {
		return nil
	}
	if v.at == 0 {
		v.at = start
	}
	v.end = p.pos
	p.pipe(v)
	return p.sum(v)
}

// sum reads "+ value" behind a string; what is not known stays visible.
func (p *powerShell) sum(v *literal) *literal {
	back := p.pos
	p.blank(false)
	if v.kind != stringValue || p.pos >= len(p.text) || p.text[p.pos] != '+' {
		p.pos = back
		return v
	}
	p.pos++
	more := p.value()
	if more == nil {
		return v
	}
	return &literal{kind: stringValue, text: v.text + more.text, at: v.at, end: p.pos}
}

// command gives the name of the command that stands in the parentheses here; empty
// where none does.
func (p *powerShell) command() string {
	rest := strings.TrimLeft(p.text[p.pos+1:], " ")
	verb := identifier(rest)
	if verb == 0 || verb >= len(rest) || rest[verb] != '-' {
		return ""
	}
	return rest[:verb+1+identifier(rest[verb+1:])]
}

// result reads a command in parentheses. What it gives is known where it only
// converts a value; else it stands as a variable does.
func (p *powerShell) result() *literal {
	start, name := p.pos, p.command()
	p.pos += strings.Index(p.text[p.pos:], name) + len(name)
	var v *literal
	for depth := 1; p.pos < len(p.text); {
		p.blank(true)
		switch c := p.text[min(p.pos, len(p.text)-1)]; {
		case p.pos >= len(p.text):
		case c == ')':
			depth--
			p.pos++
		case c == '(':
			depth++
			p.pos++
		case c == '-':
			p.word()
		default:
			before := p.pos
			if arg := p.value(); v == nil && arg != nil {
				v = arg
			}
			p.pos = max(p.pos, before+1)
		}
		if depth == 0 {
			break
		}
	}
	switch {
	case v != nil && strings.EqualFold(name, "ConvertTo-SecureString"):
		return v
	case v != nil && strings.EqualFold(name, "ConvertTo-Json"):
		v.name = "ConvertTo-Json"
		return v
	}
	return &literal{text: "$" + p.text[start:p.pos], at: start}
}

// pipe reads "| ConvertTo-Json …".
func (p *powerShell) pipe(v *literal) {
	back := p.pos
	p.blank(false)
	if p.pos < len(p.text) && p.text[p.pos] == '|' {
		p.pos++
		p.blank(false)
		if w := p.word(); strings.EqualFold(w, "ConvertTo-Json") && v != nil {
			v.name = "ConvertTo-Json"
			for p.pos < len(p.text) && strings.IndexByte("\r\n;)", p.text[p.pos]) < 0 {
				p.pos++
			}
			return
		}
	}
	p.pos = back
}

// quoted reads a string; backtick escapes in double quotes, doubled quotes in both.
func (p *powerShell) quoted() *literal {
	quote := p.text[p.pos]
	start := p.pos
	var b strings.Builder
	for p.pos++; p.pos < len(p.text); p.pos++ {
		c := p.text[p.pos]
		switch {
		case c == quote && p.pos+1 < len(p.text) && p.text[p.pos+1] == quote:
			p.pos++
		case c == quote:
			p.pos++
			return &literal{kind: stringValue, text: p.fill(b.String(), quote), at: start}
		case c == '`' && quote == '"' && p.pos+1 < len(p.text):
			p.pos++
			if i := strings.IndexByte("nrt0", p.text[p.pos]); i >= 0 {
				b.WriteByte("\n\r\t\x00"[i])
				continue
			}
			c = p.text[p.pos]
		}
		b.WriteByte(c)
	}
	return &literal{kind: stringValue, text: b.String(), at: start, cut: true}
}

// fill puts known variables into a string in double quotes.
func (p *powerShell) fill(s string, quote byte) string {
	if quote != '"' || strings.IndexByte(s, '$') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '$' {
			b.WriteByte(s[i])
			i++
			continue
		}
		name := s[i+1:]
		braced := strings.HasPrefix(name, "{")
		name = strings.TrimPrefix(name, "{")
		name = name[:identifier(strings.ReplaceAll(name, ".", " "))]
		v := p.vars["$"+strings.ToLower(name)]
		if v == nil || v.kind != stringValue || name == "" {
			b.WriteByte('$')
			i++
			continue
		}
		b.WriteString(v.text)
		i += 1 + len(name)
		if braced {
			i += 2
		}
	}
	return b.String()
}

// hereString reads @" … "@.
func (p *powerShell) hereString() *literal {
	quote := p.text[p.pos+1]
	p.pos += 2
	for p.pos < len(p.text) && p.text[p.pos] != '\n' {
		p.pos++
	}
	p.pos = min(p.pos+1, len(p.text))
	start := p.pos
	end := strings.Index(p.text[start:], "\n"+string(quote)+"@")
	if end < 0 {
		p.pos = len(p.text)
		return &literal{kind: stringValue, text: p.text[start:], at: start, cut: true}
	}
	p.pos = start + end + 3
	return &literal{kind: stringValue, text: strings.TrimSuffix(p.text[start:start+end], "\r"), at: start}
}

// table reads the inside of @{…} or @(…).
func (p *powerShell) table(end byte) *literal {
	v := &literal{kind: objectValue, at: p.pos}
	if end == ')' {
		v.kind = listValue
	}
	for p.pos < len(p.text) {
		p.blank(true)
		if p.pos >= len(p.text) {
			break
		}
		if c := p.text[p.pos]; c == end {
			p.pos++
			return v
		} else if c == ',' {
			p.pos++
			continue
		}
		before := p.pos
		key := p.value()
		if key == nil {
			p.pos = max(p.pos, before+1)
			continue
		}
		p.blank(false)
		if v.kind == listValue || p.pos >= len(p.text) || p.text[p.pos] != '=' {
			if v.kind == listValue {
				v.kids = append(v.kids, key)
			}
			continue
		}
		p.pos++
		if kid := p.value(); kid != nil {
			v.keys, v.kids = append(v.keys, key.text), append(v.kids, kid)
		}
	}
	v.cut = true
	return v
}
