package refusal

import (
	"slices"
	"strings"
)

// withoutQueries leaves out the queries of the addresses in a text: their parameters,
// scope and token among them, are the caller's words.
func withoutQueries(text string) string {
	for from := 0; ; {
		i := strings.Index(text[from:], "://")
		if i < 0 {
			return text
		}
		from += i + len("://")
		end := from + len(text[from:])
		if n := strings.IndexAny(text[from:], " \t\n\"'<>"); n >= 0 {
			end = from + n
		}
		if q := strings.IndexByte(text[from:end], '?'); q >= 0 {
			text = text[:from+q] + text[end:]
		}
	}
}

// withoutAdvice leaves out what npm says below every 403, whatever the registry said.
func withoutAdvice(text string) string {
	text, _, _ = strings.Cut(text, "In most cases, you or one of your dependencies")
	return text
}

// withoutFields leaves out the bare fields of a log line, audience=340e or user=app:
// they tell of the caller. What is quoted, and what is said of the error, stays.
func withoutFields(text string) string {
	if !strings.Contains(text, "level=") && !strings.Contains(text, "msg=") {
		return text
	}
	words := strings.Split(text, " ")
	for i, word := range words {
		key, v, field := strings.Cut(word, "=")
		if field && v != "" && v[0] != '"' && v[0] != '\'' && !slices.Contains([]string{"msg", "message", "error", "err", "reason", "detail", "code", "cause"}, key) {
			words[i] = "."
		}
	}
	return strings.Join(words, " ")
}

// withoutIDs leaves out UUIDs and other ids of many hex digits. They are no words, but
// now and then look like one: "-2fac-" is no "2FA".
func withoutIDs(text string) string {
	for from := 0; from < len(text); {
		end := from
		for end < len(text) && (alnum(text[end]) && text[end] != '_' || text[end] == '-') {
			end++
		}
		if isHexID(text[from:end]) {
			text = text[:from] + "." + text[end:]
			end = from
		}
		from = end + 1
	}
	return text
}

// isHexID says whether a word has hex digits and dashes only, and at least twelve of them.
func isHexID(word string) bool {
	digits := 0
	for i := range len(word) {
		switch c := word[i]; {
		case '0' <= c && c <= '9':
			digits++
		case c != '-' && (lower(c) < 'a' || lower(c) > 'f'):
			return false
		}
	}
	return len(word) >= 12 && digits > 0
}

// withoutRights puts the word "permission" in place of each permission that a text says
// is missing: "Missing authorization:grant:add" is about no Authorization header.
func withoutRights(text string) string {
	for from := 0; ; {
		name, at := missingRight(text, from)
		if name == "" {
			return text
		}
		text = text[:at] + "permission" + text[at+len(name):]
		from = at
	}
}

// missingRights are the permissions, domain:entity:action, that a text says are missing.
func missingRights(text string) (names []string) {
	for from := 0; ; {
		name, at := missingRight(text, from)
		if name == "" {
			return names
		}
		names, from = append(names, threeParts(list(name))...), at
	}
}

// missingRight finds the next such name behind from, as it is written, and where it begins.
func missingRight(text string, from int) (string, int) {
	for strings.IndexByte(text[from:], ':') >= 0 {
		i := index(text[from:], "missing ")
		if i < 0 {
			break
		}
		from += i + len("missing ")
		name := text[from:]
		if end := strings.IndexAny(name, " \t\n,;"); end >= 0 {
			name = name[:end]
		}
		if len(threeParts(list(name))) > 0 {
			return name, from
		}
	}
	return "", 0
}

// starts is the set of the first two letters of the words in a text: most phrases
// are ruled out by it without a search.
type starts [32]uint32

func startsOf(words string) starts {
	var set starts
	for i := 0; i+2 < len(words); i++ {
		if words[i] == ' ' {
			set[words[i+1]&31] |= 1 << (words[i+2] & 31)
		}
	}
	return set
}

// may says whether the text can hold the phrase: words that begin as each of its
// words do are there.
func (set *starts) may(phrase string) bool {
	for i := 0; i+1 < len(phrase); i++ {
		if i > 0 && phrase[i-1] != ' ' && phrase[i-1] != '*' || phrase[i] >= 0x80 {
			continue
		}
		second := phrase[i+1]
		if second == '*' {
			second = ' ' // a word of one letter
		}
		if set[phrase[i]&31]&(1<<(second&31)) == 0 {
			return false
		}
	}
	return true
}

func plain(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 16)
	gap := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		upper := isUpper(c)
		switch {
		case !alnum(c) || c == '_':
			gap = gap || c < 0x80
			if c < 0x80 {
				continue
			}
		case upper && i > 0 && 'a' <= text[i-1] && text[i-1] <= 'z':
			gap = true
		case upper && i > 1 && i+1 < len(text) && isUpper(text[i-1]) && isUpper(text[i-2]) && 'a' <= text[i+1] && text[i+1] <= 'z' && !plural(text[i+1:]):
			gap = true // APIKey
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteByte(lower(c))
	}
	return b.String()
}

// plural says that text is the s of ACLs or IDs: the end of a word of capitals.
func plural(text string) bool {
	return text[0] == 's' && (len(text) == 1 || !alnum(text[1]))
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// said looks for a phrase in words that plain made.
func said(words, phrase string) bool {
	part, rest, more := strings.Cut(phrase, "*")
	for {
		i := wordIndex(words, part)
		if i < 0 {
			return false
		}
		words = words[i+len(part)+1:]
		if !more || said(window(words), rest) {
			return true
		}
	}
}

// wordIndex finds part at the beginning of a word; the index is that of the byte
// before it. Chinese has no spaces: what begins with a letter beyond ASCII may begin
// anywhere.
func wordIndex(words, part string) int {
	for from := 0; ; {
		i := strings.Index(words[from:], part)
		if i < 0 {
			return -1
		}
		if i += from; i > 0 && (words[i-1] == ' ' || part[0] >= 0x80) {
			return i - 1
		}
		from = i + 1
	}
}

// window is the rest of the word and the next eight words.
func window(words string) string {
	seen := 0
	for i := range len(words) {
		if words[i] == ' ' {
			if seen++; seen == 9 {
				return words[:i]
			}
		}
	}
	return words
}
