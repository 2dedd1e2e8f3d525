package evidence

import (
	"strings"
)

// ngrep, tcpflow and tcpdump -A print what went over the network, with the two ends in
// front of each packet; Wireshark and tshark -V, what they understood of each layer.

// isPackets recognises the output of ngrep, tcpflow and tcpdump.
func isPackets(text string) bool {
	for _, l := range lines(text[:min(len(text), 16<<10)]) {
		if ngrepPacket(l.text) || tcpflowMark(l.text) > 0 || tcpdumpPacket(l.text) {
			return true
		}
	}
	return false
}

// ngrepPacket recognises "T 10.0.0.1:43210 -> 10.0.0.5:80 [AP] #4".
func ngrepPacket(s string) bool {
	return strings.HasPrefix(s, "T ") && strings.Contains(s, " -> ") && strings.Contains(s, " [")
}

// tcpdumpPacket recognises "10:00:00.123456 IP 10.0.0.1.43210 > 10.0.0.5.80: Flags [P.], …".
func tcpdumpPacket(s string) bool {
	return strings.Contains(s, " IP") && strings.Contains(s, " > ") && strings.Contains(s, ": Flags [")
}

// messageStart finds the request line or status line behind the headers of a packet,
// which tcpdump prints as letters and dots; -1 where there is none.
func messageStart(s string) int {
	if i := strings.Index(s, "HTTP/1."); i >= 0 && len(s) > i+12 && s[i+8] == ' ' {
		return i
	}
	for i := range len(s) {
		if isVerb(wordAt(s, i)) {
			if _, ok := requestLine(s[i:]); ok {
				return i
			}
		}
	}
	return -1
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

// rewritePackets reads what ngrep -W byline, tcpflow -c and tcpdump -A print. ngrep shows
// the carriage return of a line as a dot.
func rewritePackets(d *dictation, ls []line) {
	dotted, head := false, false
	dumped := false // the line begins with the headers of a packet
	for _, l := range ls {
		if tcpdumpPacket(l.text) {
			dumped = true
			d.mark(l.at)
			continue
		}
		if dumped {
			dumped = false
			if i := messageStart(l.text); i >= 0 {
				d.add(l.text[i:]+"\n", l.at+i)
			}
			continue
		}
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

// packetDetails is the line above what Wireshark understood of a message.
const packetDetails = "\nHypertext Transfer Protocol\n"

// rewritePacketDetails reads the details of packets as Wireshark exports them as plain
// text: the lines of a message are indented, and their ends written out.
func rewritePacketDetails(d *dictation, ls []line) {
	inside := false
	for _, l := range ls {
		text, shown := strings.CutSuffix(l.text, `\r\n`)
		switch {
		case l.text == strings.TrimSpace(packetDetails):
			inside = true
			d.mark(l.at)
		case !strings.HasPrefix(text, "    "):
			inside = inside && l.text != "" && strings.HasPrefix(l.text, "Line-based text data")
		case inside && (shown || strings.HasPrefix(text, "    {")) && !strings.HasPrefix(text, "     "):
			d.add(text[4:]+"\n", l.at+4)
		}
	}
}
