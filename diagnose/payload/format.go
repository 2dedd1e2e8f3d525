package payload

import (
	"strconv"
	"strings"
	"time"
)

// format checks the formats a server reads a string by: uuid, date and date-time.
func (w *walk) format(v value, n *node, at string) value {
	switch n.Format {
	case "uuid":
		if isUUID(v.text) {
			return v
		}
		if bare := strings.TrimPrefix(strings.Trim(strings.TrimSpace(v.text), "{}<>\"'"), "urn:uuid:"); isUUID(bare) {
			w.note(at, "format", "a bare UUID is needed, without brackets, quotes, spaces or prefix", "")
			return value{kind: text, text: bare}
		}
		w.note(at, "format", "not a UUID (8-4-4-4-12 hexadecimal digits)", "")
		w.placeholders++
		return value{kind: text, text: placeholder(n, lastName(at))}
	case "date-time":
		if _, err := time.Parse(time.RFC3339, strings.ToUpper(v.text)); err != nil {
			w.beyond(at, "format", "not a date-time (RFC 3339: 2026-11-23T10:00:00Z)")
		}
	case "date":
		if _, err := time.Parse(time.DateOnly, v.text); err != nil {
			w.beyond(at, "format", "not a date (2026-11-23)")
		}
	}
	return v
}

// isUUID accepts what RFC 9562 writes: 8-4-4-4-12 hexadecimal digits.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		default:
			return false
		}
	}
	return true
}

// lastName gives the last field name in a pointer, for a placeholder.
func lastName(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i := len(parts) - 1; i > 0; i-- {
		if _, err := strconv.Atoi(parts[i]); err != nil {
			return unescape(parts[i])
		}
	}
	return "it"
}
