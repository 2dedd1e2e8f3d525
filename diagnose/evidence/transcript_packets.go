package evidence

import (
	"strings"
)

// ngrep and tcpflow print what went over the network, with the two ends in front
// of each packet.

// isPackets recognises the output of ngrep and tcpflow.
func isPackets(text string) bool {
	for _, l := range lines(text[:min(len(text), 16<<10)]) {
		if ngrepPacket(l.text) || tcpflowMark(l.text) > 0 {
			return true
		}
	}
	return false
}

// ngrepPacket recognises "T 10.0.0.1:43210 -> 10.0.0.5:80 [AP] #4".
func ngrepPacket(s string) bool {
	return strings.HasPrefix(s, "T ") && strings.Contains(s, " -> ") && strings.Contains(s, " [")
}

// tcpflowMark gives the length of "010.000.000.001.43210-010.000.000.005.00080: ".
func tcpflowMark(s string) int {
	const form = "000.000.000.000.00000-000.000.000.000.00000: "
	if len(s) < len(form) {
		return 0
	}
	for i := range len(form) {
		if digit := s[i] >= '0' && s[i] <= '9'; digit != (form[i] == '0') || !digit && s[i] != form[i] {
			return 0
		}
	}
	return len(form)
}

// rewritePackets reads what ngrep -W byline and tcpflow -c print. ngrep shows the
// carriage return of a line as a dot.
func rewritePackets(d *dictation, ls []line) {
	dotted, head := false, false
	for _, l := range ls {
		switch n := tcpflowMark(l.text); {
		case ngrepPacket(l.text):
			dotted, head = true, true
			d.mark(l.at)
		case n > 0:
			d.mark(l.at)
			d.add(l.text[n:]+"\n", l.at+n)
		case dotted && strings.Trim(l.text, "#") == "":
			d.mark(l.at)
		case dotted && head:
			text := strings.TrimSuffix(l.text, ".")
			head = text != ""
			d.add(text+"\n", l.at)
		default:
			d.add(l.text+"\n", l.at)
		}
	}
}
