package evidence

import (
	"encoding/hex"
	"strings"
)

// Netty's LoggingHandler, which reactor-netty calls a wiretap, logs what goes over a
// connection: "[1a2b, L:/10.0.0.5:41000 - R:host/10.0.0.9:443] WRITE: 120B", then the
// bytes as a table, or the text itself.

// isWiretap recognises such a log.
func isWiretap(text string) bool {
	for _, l := range lines(text[:min(len(text), 32<<10)]) {
		if sign, _ := wiretapped(l.text); sign != "" {
			return true
		}
	}
	return false
}

// isHexTap recognises such a log that shows bytes in columns.
func isHexTap(text string) bool { return strings.Contains(text, "|00000000| ") && isWiretap(text) }

// wiretapped reads the mark of one event: its direction, and where its text begins.
func wiretapped(s string) (sign string, end int) {
	for _, sign := range []string{"WRITE: ", "READ: "} {
		i := strings.Index(s, sign)
		if i < 0 || i > 0 && s[i-1] != ' ' {
			continue
		}
		rest := s[i+len(sign):]
		digits := strings.TrimLeft(rest, "0123456789")
		if n := len(rest) - len(digits); n > 0 && strings.HasPrefix(digits, "B") {
			return sign, i + len(sign) + n + 1
		}
	}
	return "", 0
}

// rewriteWiretap reads such a log.
func rewriteWiretap(d *dictation, ls []line) {
	last := ""
	for _, l := range ls {
		sign, end := wiretapped(l.text)
		row, isRow := strings.CutPrefix(l.text, "|")
		switch {
		case sign != "":
			rest := l.after(end).trim()
			if _, _, begins := startLine(rest); begins || sign != last {
				d.put("\n"+endMark+"\n", l.at)
			}
			if last = sign; rest.text != "" {
				d.add(rest.text+"\n", rest.at)
			}
		case isRow && len(row) > 9 && row[8] == '|':
			columns, _, _ := strings.Cut(row[9:], "|")
			b, _ := hex.DecodeString(strings.ReplaceAll(columns, " ", ""))
			d.put(string(b), l.at)
		case strings.HasPrefix(strings.TrimSpace(l.text), "+---"), strings.HasPrefix(strings.TrimSpace(l.text), "|  0  1"):
		case stampLength(l.text) > 0:
		default:
			d.add(l.text+"\n", l.at)
		}
	}
}
