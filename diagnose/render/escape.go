package render

import (
	"strings"
	"unicode/utf8"
)

// steers says whether a rune is an instruction to the reader's screen and not
// text: C0 and C1 controls, DEL, line and paragraph separators, and the
// directional overrides that make text read otherwise than it is. The two
// non-characters U+FFFE and U+FFFF, which XML forbids, count as well.
func steers(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return true
	case r < 0x200e:
		return r == 0x61c
	}
	return r == 0x200e || r == 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff || r == 0xfffe || r == 0xffff
}

const hexDigits = "0123456789abcdef"

// visible writes a rune that must not be sent as it is: \x1b, \u202e.
func visible(b []byte, r rune) []byte {
	if r < 0x100 {
		return append(b, '\\', 'x', hexDigits[r>>4], hexDigits[r&15])
	}
	return appendU(b, r)
}

// appendU writes a rune below U+10000 as JSON does: \u202e.
func appendU(b []byte, r rune) []byte {
	return append(b, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}

// clean makes a text safe to show: controls become visible escapes, invalid
// UTF-8 becomes U+FFFD. Line breaks and tabs stay where lines are true.
func clean(s string, lines bool) string {
	ok := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			ok = false
			break
		}
	}
	if ok {
		return s
	}
	b := make([]byte, 0, len(s)+8)
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		switch {
		case r == '\n' || r == '\t':
			if !lines {
				r = ' '
			}
			b = append(b, byte(r))
		case r == 0x2028 || r == 0x2029:
			b = append(b, ' ')
		case steers(r):
			b = visible(b, r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return string(b)
}

// line makes a text safe to show on one line.
func line(s string) string { return strings.TrimSpace(clean(s, false)) }

// appendXML writes text for HTML and XML, in element content as in quoted
// attributes.
func appendXML(b []byte, s string) []byte {
	for _, r := range clean(s, true) {
		switch r {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&#34;"...)
		case '\'':
			b = append(b, "&#39;"...)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}
