package payload

import (
	"strconv"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// format checks the formats a server reads a string by: uuid, date and date-time.
func (w *walk) format(v value, n *node, at string) value {
	switch n.Format {
	case "uuid":
		if diagnose.IsUUID(v.text) {
			return v
		}
		if bare := strings.TrimPrefix(strings.Trim(strings.TrimSpace(v.text), "{}<>\"'"), "urn:uuid:"); diagnose.IsUUID(bare) {
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
