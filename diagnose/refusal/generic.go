package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// readWords reads the server's words where nobody knows their shape: at most
// Likely, and only for the most telling turn of words. The message is heard first,
// then whatever else the body says.
func readWords(s *answer, r *diagnose.Refusal) {
	if s.status == 404 || s.status == 409 {
		return
	}
	held := r.Points // what a platform thought possible; telling words outweigh it
	r.Points = nil
	hearWords(s, r)
	for i := range r.Points {
		if i > 0 {
			r.Points[i].Certainty = diagnose.Possible // they cannot all be sufficient
		}
	}
	if telling(r.Points) || held == nil {
		r.Points = append(r.Points, held...)
	} else {
		r.Points = held
	}
}

// hearWords hears the message, then the rest of the body, then the message once more
// for what it only hints at. What a client's text quotes of the server comes before
// the client's own words and the headers it prints.
func hearWords(s *answer, r *diagnose.Refusal) {
	if s.quoted != "" {
		s.setPlain(limit(s.quoted))
		found := findPhrases(s, r, phraseBook[:], diagnose.Likely, s.quoted, s.body.At)
		s.isPlain = false
		if found {
			return
		}
	}
	words, starts := s.plain(), s.starts
	message, at := s.message, s.messageAt
	if message == "" {
		message, at = s.code, s.codeAt
	}
	for _, sure := range [...]diagnose.Certainty{diagnose.Likely, diagnose.Possible} {
		if sure == diagnose.Possible && !s.refuses() {
			break
		}
		s.plainWords, s.starts = words, starts
		if findPhrases(s, r, phraseBook[:], sure, message, at) {
			break
		}
		if sure == diagnose.Likely && s.elsewhere(func(text string) bool {
			s.setPlain(text)
			return findPhrases(s, r, phraseBook[:], sure, text, s.body.At)
		}) {
			break
		}
	}
	s.plainWords, s.starts = words, starts
	if len(r.Points) == 0 && s.refuses() && s.status != 401 && s.form != htmlForm {
		if s.quoted != "" { // a single word of the client's hints at nothing
			s.setPlain(limit(s.quoted))
		}
		findPhrases(s, r, hints[:], diagnose.Possible, message, at)
	}
}

// refuses says that the status is one of refusal, or not known, or that the body
// states one beside it: Supabase answers 400 and says 403, Odoo 200 and AccessError.
func (s *answer) refuses() bool {
	if !s.statusShown || isRefusal(s.status) || s.status < 300 && s.quotes("AccessError", "AccessDenied", "AccessException") {
		return true
	}
	return s.statesRefusal()
}

// statesRefusal says whether the body itself states a 401 or 403.
func (s *answer) statesRefusal() bool {
	for _, path := range statusPaths {
		if n := s.json.at(path...).number(); isRefusal(n) || isRefusal(-n) { // Bilibili counts below zero
			return true
		}
	}
	return false
}

func isRefusal(status int) bool { return status == 401 || status == 403 }

// findPhrases adds a point for each cause, three at most, that a turn of words of
// the list and of this certainty names in text, and says whether there was one. Of
// those that are only possible the first is enough. Where the status is not one of
// refusal only what is about the caller's rights counts, and more than one word.
func findPhrases(s *answer, r *diagnose.Refusal, list []phrases, sure diagnose.Certainty, text string, at diagnose.Location) bool {
	refused := s.refuses()
	for i := range list {
		g := &list[i]
		if g.sure != sure || !refused && !s.meantFor(g.cause) || !s.saysOneOf(g.turns, refused) || r.PointsTo(g.cause) != nil {
			continue
		}
		p := add(r, g.cause, sure, at, "the server says: "+short(text))
		if names := missingRights(text); g.cause == diagnose.MissingPermission && len(names) > 0 {
			p.Need = diagnose.AllOf(names...)
		}
		if len(r.Points) == 3 || sure == diagnose.Possible {
			break
		}
	}
	return len(r.Points) > 0
}

// mostTelling is the cause of the first turn of words that is likely in text; empty
// where there is none.
func mostTelling(text string) diagnose.Cause {
	t := answer{}
	t.setPlain(limit(text))
	for i := range phraseBook {
		if g := &phraseBook[i]; g.sure == diagnose.Likely && t.saysOneOf(g.turns, true) {
			return g.cause
		}
	}
	return ""
}

func letter(c byte) bool { return 'a' <= lower(c) && lower(c) <= 'z' || c >= 0x80 }

func (s *answer) saysOneOf(turns []string, single bool) bool {
	text := s.plain()
	for _, words := range turns {
		if s.starts.may(words) && said(text, words) && (single || strings.ContainsAny(words, " *")) {
			return true
		}
	}
	return false
}

// meantFor says whether an answer whose status is not one of refusal may be about
// cause. A server that failed is believed in nothing but its CORS filter's words.
func (s *answer) meantFor(cause diagnose.Cause) bool {
	if s.status >= 500 && s.form != xmlForm {
		return cause == diagnose.CSRFOrCORS
	}
	switch cause {
	case diagnose.ExpiredToken, diagnose.BadToken, diagnose.WrongAudience, diagnose.NeedsUserContext, diagnose.MissingScope, diagnose.MissingPermission,
		diagnose.ConsentMissing, diagnose.ClientDisabled, diagnose.WrongOrg, diagnose.CSRFOrCORS, diagnose.IPAllowlist, diagnose.FeatureOff, diagnose.MissingHeader:
		return true
	}
	return false
}

// elsewhere gives the texts of a body beside its message, until one is telling: the
// strings of a JSON document, the lines of a text. Addresses and the frames of a
// stack say nothing about a refusal.
func (s *answer) elsewhere(telling func(string) bool) bool {
	switch {
	case s.form == jsonForm:
		for _, n := range s.json.nodes {
			text := s.json.text[n.start:n.end]
			if n.kind != '"' || len(text) < 6 || len(text) > 2000 || !letter(text[0]) && strings.IndexByte("[{#", text[0]) < 0 {
				continue // a number, a time, a path
			}
			text, _, _ = strings.Cut(unescape(text), "\n")
			if text != s.message && !strings.EqualFold(text, "forbidden") && !strings.HasPrefix(text, "http") && telling(text) {
				return true
			}
		}
	case s.form == textForm && len(s.text) > len(limit(s.message)):
		for line := range strings.Lines(s.text[:min(len(s.text), 8<<10)]) {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "at ") && !strings.HasPrefix(line, "File ") && telling(line) {
				return true
			}
		}
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
	if !s.isPlain {
		s.setPlain(limit(s.message) + " . " + s.code)
	}
	return s.plainWords
}

func (s *answer) setPlain(text string) {
	s.plainWords, s.isPlain = oneSpelling(plain(withoutRights(withoutIDs(withoutFields(withoutQueries(withoutAdvice(text))))))), true
	s.starts = startsOf(s.plainWords)
}

// oneSpelling makes one of two spellings, and keeps a tokenizer from being a token.
func oneSpelling(words string) string {
	return strings.ReplaceAll(strings.ReplaceAll(words, "authoris", "authoriz"), " tokenizer", " model")
}
