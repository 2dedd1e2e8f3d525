package redact

import "strings"

// field replaces the value of a header field that stands in a text, up to the end of
// its line or its quote: Cookie: a=b; c=d. It gives 0 where it is none of these fields.
func (sc *scanner) field(start, end int) int {
	s := sc.s
	set := false
	switch strings.ToLower(s[start:end]) {
	case "cookie", "authorization", "proxy-authorization":
	case "set-cookie":
		set = true
	default:
		return 0
	}
	from := end + 1
	for from < len(s) && s[from] == ' ' {
		from++
	}
	stop := from
	for stop < len(s) && s[stop] != '\n' && s[stop] != '\r' && s[stop] != '\'' && s[stop] != '"' && s[stop] != '\\' {
		stop++
	}
	v := strings.TrimRight(s[from:stop], "^") // cmd's quote is ^"
	stop = from + len(v)
	switch {
	case v == "":
		return 0
	case set || s[start]|0x20 == 'c':
		if !strings.Contains(v, "=") {
			return 0
		}
		return sc.replaceBy(from, stop, sc.r.cookies(v, set))
	}
	scheme, rest, ok := strings.Cut(v, " ")
	if ok && strings.Contains(strings.TrimSpace(rest), " ") && !strings.Contains(rest, "=") || !ok && !random(scheme) {
		return 0 // a sentence
	}
	return sc.replaceBy(from, stop, sc.r.authorization(v))
}

// named replaces the value behind a name that announces a secret: name=value,
// "name": "value", <name>value, name="password"␤␤value.
func (sc *scanner) named(i int, kind string, sure bool) int {
	s := sc.s
	from, quote, assigned := valueStart(s, i)
	if from < 0 {
		return i
	}
	stop := from
	for stop < len(s) && !valueEnds(s[stop], quote) {
		stop++
	}
	v := strings.TrimRight(s[from:stop], ".:^")
	stop = from + len(v)
	if scheme, rest, ok := strings.Cut(v, " "); ok && quote != 0 && len(scheme) <= 12 && kind == Credentials {
		_ = rest
		return sc.replaceBy(from, stop, sc.r.authorization(v))
	}
	switch {
	case v == "" || Masked(v) || v == "null" || v == "true" || v == "false" || v == "undefined":
		return i
	case strings.HasPrefix(v, "eyJ"), v[0] == '{', v[0] == '[':
		return i
	case strings.EqualFold(v, "bearer"), strings.EqualFold(v, "basic"):
		return i // the scheme; the credentials stand behind it
	case sure && (assigned || quote != 0 || random(v)), telling(kind, v):
		return sc.replace(from, stop, kind)
	}
	return i
}

// valueStart finds the value behind a name; assigned says that it is joined by "="
// or stands in a form or an element, so that it is no sentence.
func valueStart(s string, i int) (from int, quote byte, assigned bool) {
	for i < len(s) && (s[i] == '"' || s[i] == '\'' || s[i] == '\\' || s[i] == ']') {
		i++
	}
	if i >= len(s) {
		return -1, 0, false
	}
	switch s[i] {
	case '=', '>':
		assigned = true
	case ':':
	case '\r', '\n':
		if blank := strings.IndexByte("\r\n", s[i]); blank < 0 {
			return -1, 0, false
		}
		rest := strings.TrimLeft(s[i:], "\r\n")
		if skipped := len(s) - i - len(rest); skipped < 2 {
			return -1, 0, false
		}
		return len(s) - len(rest), '\n', true
	default:
		return -1, 0, false
	}
	i++
	for i < len(s) && (s[i] == ' ' || s[i] == '>' || s[i] == '\t') {
		i++
	}
	for i < len(s) && (s[i] == '"' || s[i] == '\'' || s[i] == '\\') {
		quote = s[i]
		i++
	}
	return i, quote, assigned
}

// valueEnds says whether c ends a value: its quote, or where there is none, a
// separator.
func valueEnds(c, quote byte) bool {
	switch c {
	case '\n', '\r':
		return true
	case '\\', '"':
		return quote != '\n'
	case '\'':
		return quote == '\'' || quote == 0
	case '&', ' ', ',', ';', '<', ')', '}', ']', '|', '\t', '#':
		return quote == 0
	}
	return false
}
