package evidence

import (
	"strings"
)

// strip takes off what the way to us has put around a text: time stamps and
// service names of log collectors, colours, marks of CI systems, JSON envelopes,
// quotation. Only a prefix that most lines bear is one. place gives the original
// offset of an offset of the result.
func strip(text string) (clean string, place func(int) int) {
	ls := lines(text)
	ls = uncoloured(ls)
	ls = unwrapped(ls)
	for round := 0; round < 5; round++ {
		cut := commonPrefix(ls)
		if cut == nil {
			break
		}
		for i, l := range ls {
			if n := cut(l.text); n > 0 {
				ls[i] = l.after(n)
			}
		}
	}
	ls = dedented(ls)
	var s sheet
	for _, l := range ls {
		if isMarkup(l.text) {
			continue
		}
		s.add(l.text+"\n", l.at)
	}
	return s.String(), s.place
}

// isMarkup recognises the lines that CI systems and Markdown put around output.
func isMarkup(s string) bool {
	return strings.HasPrefix(s, "##[") || strings.HasPrefix(s, "```") || strings.HasPrefix(s, "section_start:") ||
		strings.HasPrefix(s, "section_end:") || strings.HasPrefix(s, "::group::") || strings.HasPrefix(s, "::endgroup::") ||
		strings.HasPrefix(s, "[Pipeline] ")
}

// uncoloured takes terminal control sequences out of the lines.
func uncoloured(ls []line) []line {
	for i, l := range ls {
		if strings.IndexByte(l.text, 0x1b) < 0 && strings.IndexByte(l.text, '\b') < 0 {
			continue
		}
		var b strings.Builder
		first := -1
		for j := 0; j < len(l.text); {
			if n := escapeLength(l.text[j:]); n > 0 {
				j += n
				continue
			}
			if first < 0 {
				first = j
			}
			b.WriteByte(l.text[j])
			j++
		}
		ls[i] = line{b.String(), l.at + max(first, 0)}
	}
	return ls
}

// escapeLength gives the length of the control sequence s begins with.
func escapeLength(s string) int {
	switch {
	case s[0] == '\b':
		return 1
	case s[0] != 0x1b:
		return 0
	case len(s) > 1 && s[1] == '[':
		for i := 2; i < len(s); i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
		}
		return len(s)
	case len(s) > 1 && s[1] == ']':
		if i := strings.IndexAny(s, "\a"); i > 0 {
			return i + 1
		}
		return len(s)
	}
	return min(2, len(s))
}

// unwrapped takes lines out of the JSON envelopes of docker's json-file driver and
// of the journal.
func unwrapped(ls []line) []line {
	if !isEnveloped(ls) {
		return ls
	}
	var out []line
	glued := false
	for _, l := range ls {
		v, ok := parseLiteral(l.text, 0)
		if !ok {
			out = append(out, l)
			continue
		}
		inner := v.get("log", "MESSAGE")
		if inner == nil || inner.kind != stringValue {
			continue
		}
		for _, part := range lines(inner.text) {
			if glued && len(out) > 0 {
				out[len(out)-1].text += part.text
				glued = false
				continue
			}
			out = append(out, line{part.text, l.at + inner.at})
		}
		glued = v.get("log") != nil && !strings.HasSuffix(inner.text, "\n") && len(inner.text) > 8<<10
	}
	return out
}

// isEnveloped says whether the lines are envelopes around text.
func isEnveloped(ls []line) bool {
	for _, l := range ls {
		if l.text == "" {
			continue
		}
		return strings.HasPrefix(l.text, "{") && (strings.Contains(l.text, `"log":`) && strings.Contains(l.text, `"stream":`) ||
			strings.Contains(l.text, `"MESSAGE"`) && strings.Contains(l.text, `"__REALTIME_TIMESTAMP"`))
	}
	return false
}

// commonPrefix finds a kind of prefix that most lines bear; nil where there is none.
func commonPrefix(ls []line) func(string) int {
	for _, cut := range []func(string) int{stampPrefix, bracketPrefix, tabPrefix, servicePrefix, syslogPrefix, klogPrefix, levelPrefix, logcatPrefix, quotePrefix, timePrefix, sharedName(ls)} {
		bear, all := 0, 0
		for i, l := range ls {
			if i > 2000 {
				break
			}
			if strings.TrimSpace(l.text) == "" {
				continue
			}
			all++
			if cut(l.text) > 0 {
				bear++
			}
		}
		if bear >= 2 && bear*10 >= all*7 {
			return cut
		}
	}
	return nil
}

// dedented takes off the indentation that all lines share.
func dedented(ls []line) []line {
	shared := -1
	for _, l := range ls {
		if strings.TrimSpace(l.text) == "" {
			continue
		}
		n := len(l.text) - len(strings.TrimLeft(l.text, " \t"))
		if shared < 0 || n < shared {
			shared = n
		}
		if shared == 0 {
			return ls
		}
	}
	for i, l := range ls {
		if len(l.text) >= shared && shared > 0 {
			ls[i] = l.after(shared)
		}
	}
	return ls
}
