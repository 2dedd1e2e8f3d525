package refusal

import "github.com/why403/why403/diagnose"

// readSentences adds the point of the first phrase of the list, its codes being
// words as plain leaves them, that the answer's own words hold.
func readSentences(s *answer, r *diagnose.Refusal, list []meaning) bool {
	m := findSentence(s, list)
	if m == nil {
		return false
	}
	p := mean(r, m, s.messageAt)
	p.Says = "the server says: " + short(s.message)
	if p.Cause == diagnose.RateLimited {
		waitFor(s, p)
	}
	return true
}

func findSentence(s *answer, list []meaning) *meaning {
	for i := range list {
		if s.says(list[i].code) {
			return &list[i]
		}
	}
	return nil
}
