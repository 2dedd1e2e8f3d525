package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// readWords reads the server's words where nobody knows their shape: at most
// Likely, and only for the most telling phrase.
func readWords(s *answer, r *diagnose.Refusal) {
	if s.status == 404 || s.status == 409 || s.status >= 500 || len(s.plain()) < 3 {
		return
	}
	refused := !s.statusShown || s.status == 401 || s.status == 403
	phrasesOf(s, r, diagnose.Likely, refused)
	if len(r.Points) == 0 && refused {
		phrasesOf(s, r, diagnose.Possible, refused)
	}
	for i := range r.Points {
		if i > 0 {
			r.Points[i].Certainty = diagnose.Possible // they cannot all be sufficient
		}
	}
}

// phrasesOf adds a point for each cause, three at most, that a phrase of this
// certainty names. Where the status is not one of refusal only what is about the
// caller's rights counts.
func phrasesOf(s *answer, r *diagnose.Refusal, sure diagnose.Certainty, refused bool) {
	for i := range phrases {
		ph := &phrases[i]
		if ph.sure != sure || !refused && !aboutRights(ph.cause) || !s.says(ph.words) || r.PointsTo(ph.cause) != nil {
			continue
		}
		p := add(r, ph.cause, sure, s.messageAt, "the server says: "+short(s.message))
		if s.message == "" {
			p.Says, p.At = "the server says: "+short(s.code), s.codeAt
		}
		if len(r.Points) == 3 {
			return
		}
	}
}

func aboutRights(cause diagnose.Cause) bool {
	switch cause {
	case diagnose.ExpiredToken, diagnose.BadToken, diagnose.WrongAudience, diagnose.NeedsUserContext, diagnose.MissingScope,
		diagnose.MissingPermission, diagnose.ConsentMissing, diagnose.ClientDisabled, diagnose.WrongOrg:
		return true
	}
	return false
}

// says tells whether the answer's own words hold the phrase.
func (s *answer) says(words string) bool {
	text := s.plain()
	return s.starts.may(words) && said(text, words)
}

// plain gives the code and the message as lower-case words with one space in
// front of each and nothing else between: "NO_PERMISSION" and "noPermission"
// become " no permission".
func (s *answer) plain() string {
	if s.plainWords == "" {
		s.setPlain(limit(s.message) + " . " + s.code)
	}
	return s.plainWords
}

func (s *answer) setPlain(text string) {
	s.plainWords = plain(text)
	s.starts = startsOf(s.plainWords)
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

// may says whether the text can hold the phrase.
func (set *starts) may(phrase string) bool {
	return len(phrase) < 2 || set[phrase[0]&31]&(1<<(phrase[1]&31)) != 0
}

func plain(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 16)
	gap := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		upper := 'A' <= c && c <= 'Z'
		switch {
		case !alnum(c) || c == '_':
			gap = gap || c < 0x80
			if c < 0x80 {
				continue
			}
		case upper && i > 0 && 'a' <= text[i-1] && text[i-1] <= 'z':
			gap = true
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteByte(lower(c))
	}
	return b.String()
}

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

// wordIndex finds part at the beginning of a word; the index is that of the space
// before it.
func wordIndex(words, part string) int {
	for from := 0; ; {
		i := strings.Index(words[from:], part)
		if i < 0 {
			return -1
		}
		if i += from; i > 0 && words[i-1] == ' ' {
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
