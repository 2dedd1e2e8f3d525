package evidence

import (
	"sort"
	"strings"
)

// sheet is a text that was made out of another one, line by line or piece by
// piece, and still knows where each piece stood.
type sheet struct {
	b     strings.Builder
	spans []span
}

// span says that the text from at on stood at offset from of the original; step
// is 0 where the text was decoded, so that the whole piece has one place.
type span struct{ at, from, step int }

func (sp span) place(offset int) int { return sp.from + (offset-sp.at)*sp.step }

// add appends text that stood at offset from exactly as it is.
func (s *sheet) add(text string, from int) {
	if n := len(s.spans); n == 0 || s.spans[n-1].step == 0 || s.spans[n-1].place(s.b.Len()) != from {
		s.spans = append(s.spans, span{s.b.Len(), from, 1})
	}
	s.b.WriteString(text)
}

// put appends text that was decoded from what stood at offset from.
//
// Too many places call it for each to have a copy.
//
//go:noinline
func (s *sheet) put(text string, from int) {
	s.spans = append(s.spans, span{s.b.Len(), from, 0})
	s.b.WriteString(text)
}

func (s *sheet) String() string { return s.b.String() }

// place gives the original offset of an offset of the sheet.
func (s *sheet) place(offset int) int {
	i := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].at > offset })
	if i == 0 {
		return offset
	}
	return s.spans[i-1].place(offset)
}

// line is one line of a text, without its line break, and its offset.
type line struct {
	text string
	at   int
}

// lines cuts a text into lines. A carriage return counts as a break of its own
// unless a line feed follows, as progress meters write it.
func lines(text string) []line {
	ls := make([]line, 0, 1+strings.Count(text, "\n"))
	start := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			ls = append(ls, line{text[start:i], start})
			start = i + 1
		case '\r':
			ls = append(ls, line{text[start:i], start})
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			start = i + 1
		}
	}
	if start < len(text) {
		ls = append(ls, line{text[start:], start})
	}
	return ls
}

// after cuts the first n bytes off a line.
func (l line) after(n int) line { return line{l.text[n:], l.at + n} }

// trim cuts white space off both ends of a line.
func (l line) trim() line {
	rest := strings.TrimLeft(l.text, " \t")
	return line{strings.TrimRight(rest, " \t"), l.at + len(l.text) - len(rest)}
}
