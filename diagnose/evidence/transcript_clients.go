package evidence

import (
	"strings"
)

// rewriteHTTPClient reads Python's http.client with debuglevel 1.
func rewriteHTTPClient(d *dictation, ls []line) {
	head := false
	for _, l := range ls {
		if rest, ok := behind(l, "send: "); ok && len(rest.text) > 1 {
			if v, ok := parseLiteral(rest.text, 0); ok {
				d.put(v.text, rest.at)
			}
			head = false
		} else if rest, ok := behind(l, "reply: "); ok {
			v, _ := parseLiteral(rest.text, 0)
			d.put("\n"+endMark+"\n"+strings.TrimRight(v.text, "\r\n")+"\n", rest.at)
			head = true
		} else if rest, ok := behind(l, "header: "); ok && head {
			d.add(rest.text+"\n", rest.at)
		} else if head && strings.TrimSpace(l.text) != "" && !isLogged(l.text) {
			v, _ := parseLiteral(l.text, 0)
			if v.kind == objectValue && isHeaderObject(v) && !isErrorBody(v) { // httplib2 prints the headers once more
				continue
			}
			d.put("\n", l.at)
			if strings.HasPrefix(l.text, "b'") || strings.HasPrefix(l.text, "b\"") {
				d.put(v.text+"\n", l.at)
			} else {
				d.add(jsonFrom(l)+"\n", l.at)
			}
			head = false
		} else if !head && !isLogged(l.text) {
			d.add(l.text+"\n", l.at)
		}
	}
}

// isLogged recognises the lines that urllib3's logger mixes in.
func isLogged(s string) bool {
	return strings.HasPrefix(s, "DEBUG:") || strings.HasPrefix(s, "INFO:") || strings.Contains(s, "urllib3.connectionpool") ||
		strings.HasPrefix(s, "Traceback (")
}

// jsonFrom gives a line from where its JSON begins, if it begins near the start.
func jsonFrom(l line) string {
	if i := strings.IndexByte(l.text, '{'); i >= 0 && i < 30 {
		return l.text[i:]
	}
	return l.text
}

// hasQuoted says whether a message stands there as one string, all of its headers in it:
// Node's errors show the first line and the headers in strings of their own.
func hasQuoted(text string) bool {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, " HTTP/")
		if !ok {
			return false
		}
		l, _, _ := strings.Cut(after, "\n")
		if strings.Contains(l, quotedHeadersEnd) {
			return true
		}
		rest = after
	}
}

const quotedHeadersEnd = `\r\n\r\n`

// rewriteQuoted reads messages that a program printed whole with %q or as repr, each
// as one string.
func rewriteQuoted(d *dictation, ls []line) {
	for _, l := range ls {
		for i := strings.IndexAny(l.text, `"'`); i >= 0 && i+1 < len(l.text); {
			head, _, escaped := strings.Cut(l.text[i+1:], `\r\n`)
			if _, _, begins := startLine(line{head, 0}); begins && escaped && strings.Contains(l.text[i:], quotedHeadersEnd) {
				v, _ := parseLiteral(l.text, i)
				d.mark(l.at)
				d.put(v.text+"\n", l.at+i)
				break
			}
			next := strings.IndexAny(l.text[i+1:], `"'`)
			if next < 0 {
				break
			}
			i += 1 + next
		}
	}
}

// rewriteRuby reads net/http's set_debug_output.
func rewriteRuby(d *dictation, ls []line) {
	sent := false
	for _, l := range ls {
		t := l.trim()
		for _, arrow := range []string{"<- ", "-> "} {
			rest, ok := behind(t, arrow)
			if !ok || rest.at-t.at > 80 || !strings.HasPrefix(rest.text, "\"") {
				continue
			}
			v, _ := parseLiteral(rest.text, 0)
			if now := arrow == "<- "; now != sent {
				d.put("\n"+endMark+"\n", l.at)
				sent = now
			}
			d.put(v.text, rest.at)
			break
		}
	}
}

// rewriteWget reads wget --debug.
func rewriteWget(d *dictation, ls []line) {
	inside := false
	for _, l := range ls {
		switch text := l.text; {
		case strings.Contains(text, "---request begin---"), strings.Contains(text, "---response begin---"):
			d.mark(l.at)
			inside = true
		case strings.Contains(text, "---request end---"), strings.Contains(text, "---response end---"):
			inside = false
		case inside && isWgetProgress(text):
			inside = false
		case inside:
			d.add(text+"\n", l.at)
		case strings.HasPrefix(text, "Saving to: "): // what follows is the body, where it goes to standard output
			inside = true
		case strings.HasPrefix(text, "--20"):
			d.wgetURL(text)
		case strings.HasPrefix(text, "[BODY data: "), strings.HasPrefix(text, "[POST data: "):
			d.add(strings.TrimSuffix(text[12:], "]")+"\n", l.at+12)
		case strings.HasPrefix(text, "Skipping ") && strings.Contains(text, " bytes of body: ["):
			i := strings.Index(text, ": [") + 3
			d.add(strings.TrimSuffix(text[i:], "] done.")+"\n", l.at+i)
		}
	}
}

// isWgetProgress recognises "     0K ....  100% 54.3M=0s" and "x.json  100%[===>]".
func isWgetProgress(s string) bool {
	kilo := strings.TrimLeft(strings.TrimLeft(s, " "), "0123456789")
	return strings.HasPrefix(s, "  ") && strings.HasPrefix(kilo, "K") || strings.Contains(s, "%[")
}

// wgetURL takes the address from wget's "--2026-11-23 04:32:16--  http://…".
func (d *dictation) wgetURL(text string) {
	if i := strings.Index(text, "--  "); i > 0 {
		d.origin.url = strings.TrimSpace(text[i+4:])
	}
}

// rewriteWget2 reads wget2 --debug.
func rewriteWget2(d *dictation, ls []line) {
	for _, l := range ls {
		text := l.text
		stamped := len(text) > 10 && text[2] == '.' && strings.IndexByte(text[:min(len(text), 15)], ' ') > 0
		switch {
		case strings.Contains(text, "# sent ") || strings.Contains(text, "# got header "):
			d.mark(l.at)
		case strings.Contains(text, "*url = "):
			d.origin.url = strings.TrimSpace(text[strings.Index(text, "*url = ")+7:])
		case stamped && text[0] >= '0' && text[0] <= '9', strings.HasPrefix(text, "HTTP ERROR response"), strings.HasPrefix(text, "["):
			d.mark(l.at)
		default:
			d.add(text+"\n", l.at)
		}
	}
}

// rewriteWgetS reads wget -S: the address, and the answer's headers indented.
func rewriteWgetS(d *dictation, ls []line) {
	saving := false // the body goes to standard output
	for _, l := range ls {
		switch {
		case strings.HasPrefix(l.text, "--20"):
			d.wgetURL(l.text)
		case strings.HasPrefix(l.text, "Saving to: "):
			d.line("", l.at)
			saving = true
		case strings.HasPrefix(l.text, "Length: "):
		case isWgetProgress(l.text):
			d.mark(l.at)
			saving = false
		case saving, l.text == "":
			d.add(l.text+"\n", l.at)
		case strings.HasPrefix(l.text, "  "):
			d.add(l.text+"\n", l.at)
		case len(l.text) > 20 && strings.Contains(l.text, " ERROR "):
			d.failure = l.text[strings.Index(l.text, "ERROR "):]
			d.mark(l.at)
		default:
			d.mark(l.at)
			d.add(l.text+"\n", l.at)
		}
	}
}

// rewriteMitmdump reads mitmdump: "127.0.0.1:32910: GET http://…", indented
// messages, " << 403 Forbidden 497b".
func rewriteMitmdump(d *dictation, ls []line) {
	for _, l := range ls {
		text := l.text
		if text != "" && text[0] != ' ' {
			d.mark(l.at)
		}
		if i := strings.Index(text, ": "); i > 0 && i < 60 && text[0] != ' ' {
			d.line(text[i+2:], l.at+i+2)
			continue
		}
		if rest, ok := strings.CutPrefix(text, " << "); ok {
			d.mark(l.at)
			if _, ok := statusCode(rest); ok {
				rest = "HTTP/1.1 " + rest
			}
			d.line(rest, l.at+4)
			continue
		}
		d.add(text+"\n", l.at)
	}
}

// isLWP recognises lwp-request -USeE: a status line without a version behind a
// request line without one.
func isLWP(text string) bool {
	for _, l := range lines(text[:min(len(text), 8<<10)]) {
		if m, ok := requestLine(l.text); ok {
			return m.proto == "" && strings.Contains(text, "\n\n") && !strings.Contains(text, "HTTP/")
		}
	}
	return false
}

// rewriteLWP reads lwp-request -USeE.
func rewriteLWP(d *dictation, ls []line) {
	for i, l := range ls {
		if _, ok := statusCode(l.text); ok && i+1 < len(ls) {
			if _, _, header := headerLine(ls[i+1].text); header {
				d.mark(l.at)
				d.line("HTTP/1.1 "+l.text, l.at)
				continue
			}
		}
		d.add(l.text+"\n", l.at)
	}
}
