package render

import (
	"strings"
	"unicode"
)

// columns counts the terminal cells a rune takes: none for combining marks, two
// for East Asian wide characters and emoji (UAX #11, in blocks).
func columns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r >= 0x200b && r <= 0x200d || r >= 0xfe00 && r <= 0xfe0f || unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case wide(r):
		return 2
	}
	return 1
}

func wide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf && r != 0x303f || r >= 0xa960 && r <= 0xa97f ||
		r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f ||
		r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1f64f ||
		r >= 0x1f680 && r <= 0x1f6ff || r >= 0x1f900 && r <= 0x1f9ff || r >= 0x20000 && r <= 0x3fffd)
}

// displayed counts the cells of a string.
func displayed(s string) int {
	n := 0
	for _, r := range s {
		n += columns(r)
	}
	return n
}

// wrap breaks text into lines of at most width cells, at spaces and between wide
// characters, which are written without spaces. A name or an address that is
// longer than the line stays whole, so that it can be copied.
func wrap(s string, width int) []string {
	if plain(s) {
		return wrapPlain(s, max(width, 1))
	}
	var lines []string
	var b strings.Builder
	used := 0
	flush := func() {
		lines = append(lines, b.String())
		b.Reset()
		used = 0
	}
	for _, word := range strings.Fields(s) {
		n := displayed(word)
		if used > 0 && used+1+n > width {
			flush()
		}
		if used > 0 {
			b.WriteByte(' ')
			used++
		}
		if n <= width {
			b.WriteString(word)
			used += n
			continue
		}
		for _, r := range word {
			if c := columns(r); c == 2 && used > 0 && used+c > width {
				flush()
			}
			b.WriteRune(r)
			used += columns(r)
		}
	}
	if used > 0 || len(lines) == 0 {
		flush()
	}
	return lines
}

// plain says whether a text is ASCII, its words parted by one space each.
func plain(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' '
}

// wrapPlain wraps a plain text: its lines are pieces of it.
func wrapPlain(s string, width int) []string {
	var lines []string
	for len(s) > width {
		cut := strings.LastIndexByte(s[:width+1], ' ')
		if cut < 0 {
			if cut = strings.IndexByte(s, ' '); cut < 0 {
				break
			}
		}
		lines = append(lines, s[:cut])
		s = s[cut+1:]
	}
	return append(lines, s)
}
