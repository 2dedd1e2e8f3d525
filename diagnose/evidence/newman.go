package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// isNewmanOutput recognises what newman prints in a terminal.
func isNewmanOutput(text string) bool {
	head := text[:min(len(text), headSize)]
	return strings.HasPrefix(head, "newman\n") || strings.Contains(head, "\nnewman\n") ||
		strings.Contains(head, "→ ") && strings.Contains(head, "│") && strings.Contains(head, " executed ")
}

// readNewmanOutput reads newman's terminal output: "PATCH https://… [403 Forbidden, 1kB, 20ms]",
// or with --verbose the answer on the next line and the bodies behind bars.
func readNewmanOutput(text string, at func(int) diagnose.Location) ([]raw, error) {
	var rs []raw
	var body strings.Builder
	bodyAt, sent, inside := 0, false, false
	finish := func() {
		inside = false
		if body.Len() == 0 || len(rs) == 0 {
			return
		}
		b := &rawBody{text: body.String(), at: at(bodyAt)}
		if sent {
			rs[len(rs)-1].reqBody = b
		} else {
			rs[len(rs)-1].respBody = b
		}
		body.Reset()
	}
	for _, l := range lines(text) {
		t := l.trim()
		if m, rest, ok := newmanRequest(t.text); ok {
			finish()
			rs = append(rs, raw{at: at(t.at), method: m.method, url: m.target})
			rs[len(rs)-1].take(rest, t.at, at)
			continue
		}
		if len(rs) == 0 {
			continue
		}
		switch {
		case rs[len(rs)-1].status == nil && isNewmanStatus(t.text):
			rs[len(rs)-1].take(t.text, t.at, at)
		case isNewmanBody(t.text):
			finish()
			inside = true
			sent = strings.Contains(t.text, "↑") || strings.HasPrefix(strings.TrimLeft(t.text, "-┌ "), "^")
		case inside && (strings.HasPrefix(t.text, "│ ") || strings.HasPrefix(l.text, "  | ")):
			if body.Len() == 0 {
				bodyAt = t.at
			}
			body.WriteString(newmanLine(l.text))
		default:
			finish()
		}
	}
	finish()
	return rs, nil
}

// newmanLine takes the bar off a line of a body. The lines are cut at a width, so
// a space at the end counts.
func newmanLine(s string) string {
	s = strings.TrimLeft(s, " ")
	return strings.TrimPrefix(strings.TrimPrefix(s, "│ "), "| ")
}

// newmanRequest reads "PATCH https://… [403 Forbidden, …]".
func newmanRequest(s string) (message, string, bool) {
	head, rest, _ := strings.Cut(s, " [")
	m, ok := requestLine(strings.TrimSpace(head))
	return m, rest, ok && strings.Contains(m.target, "://")
}

func isNewmanStatus(s string) bool {
	_, ok := statusCode(s)
	return ok && (strings.Contains(s, "time") || strings.Contains(s, "ms"))
}

// isNewmanBody recognises the line above a body: "┌ ↓ application/json ★ text ★ …".
func isNewmanBody(s string) bool {
	return strings.HasPrefix(s, "┌ ") || strings.HasPrefix(s, "- v ") || strings.HasPrefix(s, "- ^ ")
}

// take takes the status that a line begins with.
func (r *raw) take(s string, offset int, at func(int) diagnose.Location) {
	if n, ok := statusCode(s); ok {
		r.status, r.statusAt = &n, at(offset)
	}
}
