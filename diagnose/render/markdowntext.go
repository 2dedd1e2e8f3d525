package render

import (
	"strings"
	"unicode/utf8"
)

// prose makes a sentence safe in Markdown without littering it with backslashes,
// so that it also reads well where Markdown is not rendered: words that are names
// (scopes, paths, codes, anything with punctuation inside) become code spans, in
// which no mark-up, mention or link works; what is left are letters and ordinary
// punctuation.
func prose(s string) string {
	words := strings.Fields(line(s))
	for i, w := range words {
		words[i] = markdownWord(w, i == 0)
	}
	return strings.Join(words, " ")
}

func markdownWord(w string, first bool) string {
	lead, core, tail := splitWord(w)
	switch {
	case core == "":
		return span(w)
	case isName(core):
		return lead + span(core) + tail
	case first && strings.Trim(core, "0123456789") == "" && tail != "":
		return lead + core + "\\" + tail // "1." would begin a list
	}
	return w
}

// splitWord parts a word from the punctuation of the sentence around it.
func splitWord(w string) (lead, core, tail string) {
	core = strings.TrimLeft(w, `("'“‘`)
	lead = w[:len(w)-len(core)]
	trimmed := strings.TrimRight(core, `.,;:!?)"'”’`)
	return lead, trimmed, core[len(trimmed):]
}

// isName says whether a word holds anything that Markdown could read as mark-up.
// Beyond ASCII nothing has a meaning in Markdown.
func isName(w string) bool {
	if w == "&" || w == "/" {
		return false // "People & Permissions"
	}
	number := strings.Trim(w, "0123456789.:") == ""
	for i, r := range w {
		switch {
		case r >= utf8.RuneSelf, r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		case strings.ContainsRune(`'"%,;()`, r), r == '-' && i > 0, number && i > 0:
		default:
			return true
		}
	}
	return false
}

// span is an inline code span, fenced by more backticks than it holds.
func span(s string) string {
	s = line(s)
	if s == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(s)+1)
	if s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	return fence + s + fence
}

// block is a fenced code block; its fence is longer than any run of backticks in it.
func block(language, s string) string {
	fence := strings.Repeat("`", max(3, longestRun(s)+1))
	return fence + language + "\n" + strings.TrimRight(clean(s, true), "\n") + "\n" + fence + "\n"
}

func longestRun(s string) int {
	longest, run := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// cell makes Markdown fit a table cell: a bar would end the cell even in a code
// span, and a backslash before it would undo its escape.
func cell(markdown string) string {
	return strings.ReplaceAll(strings.ReplaceAll(markdown, `\|`, `\ |`), "|", `\|`)
}

// clip shortens what a server sent, for readers who only want the gist of it.
func clip(s string) string {
	const most = 600
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
