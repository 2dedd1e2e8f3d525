package refusal

import (
	"strings"
	"unicode/utf8"
)

// contains is strings.Contains without regard to the case of ASCII letters.
func contains(s, part string) bool { return index(s, part) >= 0 }

// index is strings.Index without regard to the case of ASCII letters; part is
// looked at as it is, so it may have any case.
func index(s, part string) int {
	if part == "" {
		return 0
	}
	first := lower(part[0])
	for i := 0; i+len(part) <= len(s); i++ {
		if lower(s[i]) == first && strings.EqualFold(s[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// between is what stands between two texts, searched without regard to case;
// empty where either is missing.
func between(s, before, after string) string {
	i := index(s, before)
	if i < 0 {
		return ""
	}
	s = s[i+len(before):]
	j := index(s, after)
	if j < 0 {
		return ""
	}
	return s[:j]
}

// limit cuts a message at 600 runes.
func limit(s string) string {
	const most = 600
	if len(s) <= most {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	n := 0
	for i := range s {
		if n == most {
			return strings.ToValidUTF8(s[:i], "\uFFFD") + "…"
		}
		n++
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// short is a piece of the server's text for a Says: one line, 160 runes at most.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= 160 {
		return s
	}
	return string([]rune(s)[:160]) + "…"
}
