package evidence

import (
	"strconv"
	"strings"
)

// isTrace recognises curl --trace and --trace-ascii.
func isTrace(text string) bool {
	return strings.Contains(text, "=> Send header") || strings.Contains(text, "<= Recv header")
}

// rewriteTrace reads curl --trace and --trace-ascii: sections of data, each line of
// a section with its offset in it.
func rewriteTrace(d *dictation, ls []line) {
	var t tracer
	for _, l := range ls {
		switch {
		case traceSection(l.text, "=> Send header"), traceSection(l.text, "=> Send data"):
			t.turn(d, l, true)
		case traceSection(l.text, "<= Recv header"), traceSection(l.text, "<= Recv data"):
			t.turn(d, l, false)
		case traceSection(l.text, "== Info:"):
			d.remark("*" + l.text[strings.Index(l.text, "== Info:")+8:])
			t.on = false
		case traceSection(l.text, "=> Send SSL"), traceSection(l.text, "<= Recv SSL"):
			t.on = false
		case t.on:
			t.data(d, l)
		}
	}
}

// traceSection says whether a line opens a section, behind a time stamp perhaps.
func traceSection(text, sign string) bool {
	i := strings.Index(text, sign)
	return i >= 0 && i < 40 && !strings.Contains(text[:i], ": ")
}

// tracer follows the sections.
type tracer struct {
	on, any, sent, header bool
	hex                   bool // it was --trace, whose line breaks are among the bytes
	end                   int  // offset behind the last line of this section
}

// turn begins a section; where the direction changes, or headers follow a body,
// a message ends.
func (t *tracer) turn(d *dictation, l line, sent bool) {
	header := strings.Contains(l.text, " header")
	if t.header && !t.hex {
		d.put("\n", l.at)
	}
	if t.any && (t.sent != sent || header && !t.header) {
		d.put("\n"+endMark+"\n", l.at)
	}
	*t = tracer{on: true, any: true, sent: sent, header: header, hex: t.hex}
}

// data reads a line of a section: "0010: text", or "0010: 50 41 …  text".
func (t *tracer) data(d *dictation, l line) {
	head, text, ok := strings.Cut(l.text, ": ")
	if !ok {
		head, ok = strings.CutSuffix(l.text, ":")
	}
	offset, err := strconv.ParseUint(strings.TrimSpace(head), 16, 31)
	if !ok || err != nil {
		return
	}
	if b, ok := hexColumns(text); ok {
		t.hex = true
		d.put(b, l.at)
		return
	}
	if offset := int(offset); offset > t.end && offset-t.end <= 4 { // a line break, which is not printed
		d.put("\n", l.at)
	}
	d.add(text, l.at+len(l.text)-len(text))
	t.end = int(offset) + len(text)
}

// hexColumns decodes up to 16 bytes in hexadecimal.
func hexColumns(text string) (string, bool) {
	var b []byte
	for i := 0; i+3 <= len(text) && len(b) < 16; i += 3 {
		n, err := strconv.ParseUint(text[i:i+2], 16, 8)
		if err != nil || text[i+2] != ' ' {
			break
		}
		b = append(b, byte(n))
	}
	gap := text[min(3*len(b), len(text)):min(48, len(text))]
	return string(b), len(b) > 0 && len(text) >= 48 && strings.TrimSpace(gap) == ""
}
