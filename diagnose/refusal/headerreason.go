package refusal

import "strings"

// readHeaderReason takes the message of an answer without a body from the header
// that states it, X-Error-Message or X-Denied-Reason.
func (s *answer) readHeaderReason() {
	if s.text != "" || s.message != "" {
		return
	}
	for _, h := range s.resp.Headers {
		if statesReason(h.Name) && strings.IndexFunc(h.Value, isLetter) >= 0 {
			s.message, s.messageAt = strings.TrimSpace(h.Value), h.At
			return
		}
	}
}

// statesReason says whether a header's name promises words about a refusal.
func statesReason(name string) bool {
	words := strings.Split(strings.ToLower(name), "-")
	switch words[len(words)-1] {
	case "reason", "message", "description", "error":
	default:
		return false
	}
	for _, w := range words {
		switch w {
		case "error", "reason", "grpc", "denied", "deny", "reject", "rejected", "auth", "forbidden":
			return true
		}
	}
	return false
}

func isLetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' || r >= 0x80 }
