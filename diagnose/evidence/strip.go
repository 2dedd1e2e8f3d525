package evidence

import (
	"slices"
	"strings"
)

// strip takes off what the way to us has put around a text: time stamps and
// service names of log collectors, colours, marks of CI systems, JSON envelopes,
// quotation. Only a prefix that most lines bear is one. place gives the original
// offset of an offset of the result.
func strip(text string) (clean string, place func(int) int) {
	ls := unwrapped(text, lines(text))
	ls = asTyped(uncoloured(ls))
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
	for i, l := range ls {
		if said, ok := strings.CutPrefix(l.text, "##[error]"); ok && !strings.Contains(said, "exit") { // what a step wrote to its error output
			ls[i] = l.after(len(l.text) - len(said))
		}
	}
	var s sheet
	s.b.Grow(len(text) + 1)
	for _, l := range ls {
		if !isMarkup(l.text) {
			s.add(l.text, l.at)
			s.add("\n", l.at+len(l.text))
		}
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

// asTyped makes plain text of lines that came by way of a web page or a chat, or
// that show their carriage returns, as Perl's debug output does.
func asTyped(ls []line) []line {
	marks := strings.NewReplacer("&gt;", ">", "&lt;", "<", "&quot;", "\"", "&#39;", "'", "&amp;", "&")
	html := slices.ContainsFunc(ls, func(l line) bool {
		return strings.HasPrefix(l.text, "&gt; ") || strings.HasPrefix(l.text, "&lt; HTTP/")
	})
	for i, l := range ls {
		l.text = strings.ReplaceAll(strings.TrimSuffix(l.text, `\x0d`), "\u00a0", " ")
		if html {
			l.text = marks.Replace(l.text)
		}
		ls[i] = l
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
	case len(s) > 1 && (s[1] == ']' || s[1] == '_' || s[1] == 'P'): // a command to the terminal, up to BEL or ESC \
		if i := strings.IndexByte(s, '\a'); i > 0 {
			return i + 1
		}
		if i := strings.Index(s, "\x1b\\"); i > 0 {
			return i + 2
		}
		return len(s)
	}
	return min(2, len(s))
}

// commonPrefix finds a kind of prefix that most lines bear; nil where there is none.
func commonPrefix(ls []line) func(string) int {
	for _, cut := range []func(string) int{stampPrefix, bracketPrefix, tabPrefix, servicePrefix, syslogPrefix, rfc5424Prefix, epochPrefix, streamPrefix, klogPrefix, levelPrefix, logcatPrefix, studioPrefix, quotePrefix, timePrefix, sharedName(ls)} {
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
