package render

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	b = appendEscaped(b, s)
	return append(b, '"')
}

// appendEscaped appends the inside of a JSON string. Beyond what JSON demands it
// escapes whatever could steer a terminal the line is shown on.
func appendEscaped(b []byte, s string) []byte {
	start := 0
	for i := 0; ; {
		i += plainPrefix(s[i:])
		if i == len(s) {
			return append(b, s[start:]...)
		}
		c := s[i]
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			if !steers(r) && (r != utf8.RuneError || size > 1) {
				i += size
				continue
			}
		}
		b = append(b, s[start:i]...)
		switch r {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = appendU(b, r)
		}
		i += size
		start = i
	}
}

// plainPrefix counts the leading bytes that need no closer look: printable ASCII,
// neither quote nor backslash. Eight at a time, the last eight overlapping.
func plainPrefix(s string) int {
	i := 0
	if len(s) >= 8 {
		for ; i+8 <= len(s); i += 8 {
			if special(s[i:i+8]) != 0 {
				break
			}
		}
		if i+8 > len(s) && special(s[len(s)-8:]) == 0 {
			return len(s)
		}
	}
	for i < len(s) && s[i] >= 0x20 && s[i] < 0x7f && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

// special says of eight bytes at once whether one needs a closer look: then a high
// bit is set. The arithmetic is the usual one for finding a byte in a word.
func special(s string) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	_ = s[7]
	w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	quotes, slashes := w^(ones*'"'), w^(ones*'\\')
	found := w | (w + ones) | // 0x80 and above; 0x7f, which the addition lifts to 0x80
		(w - ones*0x20) | // below 0x20
		(quotes - ones) | (slashes - ones)
	return found & highs
}

// appendRaw appends JSON as it is, on one line; what is no JSON becomes a string.
func appendRaw(b, raw []byte) []byte {
	if !json.Valid(raw) {
		return appendQuoted(b, string(raw))
	}
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; c {
		case ' ', '\n', '\r', '\t':
		case '"':
			end := i + 1
			for raw[end] != '"' {
				if raw[end] == '\\' {
					end++
				}
				end++
			}
			b = appendReescaped(b, raw[i:end+1])
			i = end
		default:
			b = append(b, c)
		}
	}
	return b
}

// appendReescaped copies a JSON string and escapes what JSON allows in it bare and a
// terminal does not want.
func appendReescaped(b, quoted []byte) []byte {
	for i := 0; i < len(quoted); {
		if quoted[i] < 0x7f {
			b = append(b, quoted[i])
			i++
			continue
		}
		r, size := utf8.DecodeRune(quoted[i:])
		if steers(r) || r == utf8.RuneError {
			b = appendU(b, r)
		} else {
			b = append(b, quoted[i:i+size]...)
		}
		i += size
	}
	return b
}

// indent spreads compact JSON over lines, two spaces deep.
func indent(compact []byte) []byte {
	var out bytes.Buffer
	if json.Indent(&out, compact, "", "  ") != nil {
		return compact
	}
	return out.Bytes()
}
