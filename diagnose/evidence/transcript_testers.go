package evidence

import (
	"strings"
)

// rewriteNumbered reads the logs of Jersey and Karate, which number the exchanges:
// "1 > PATCH https://…", "1 > Accept: */*", the body, "1 < 403".
func rewriteNumbered(d *dictation, ls []line) {
	for _, l := range ls {
		digits := len(l.text) - len(strings.TrimLeft(l.text, "0123456789"))
		rest := l.after(digits)
		arrow := strings.HasPrefix(rest.text, " > ") || strings.HasPrefix(rest.text, " < ")
		switch {
		case digits > 0 && arrow:
			d.message(rest.after(len(" > ")))
		case strings.TrimSpace(rest.text) == ">" || strings.TrimSpace(rest.text) == "<":
			d.line("", l.at)
		case strings.Contains(l.text, "response time in milliseconds"), strings.Contains(l.text, " * Client response"):
			d.mark(l.at)
		default:
			d.add(l.text+"\n", l.at)
		}
	}
}

// message appends a line of a message that may be its first one; a bare status
// becomes a status line.
func (d *dictation) message(l line) {
	if n, ok := statusCode(l.text); ok && n > 0 && (len(l.text) == 3 || l.text[3] == ' ') {
		d.mark(l.at)
		d.line("HTTP/1.1 "+l.text, l.at)
		return
	}
	if _, ok := requestLine(l.text); ok {
		d.mark(l.at)
	}
	d.line(l.text, l.at)
}

// rewriteCallLog reads Playwright's call log: "- → PATCH https://…", the headers
// under it, "- ← 403 Forbidden". The answer's body stands in front of it.
func rewriteCallLog(d *dictation, ls []line) {
	var body line
	for _, l := range ls {
		t := l.trim()
		item, ok := strings.CutPrefix(t.text, "- ")
		item = strings.TrimSpace(item)
		switch {
		case !ok && strings.HasPrefix(t.text, "{"):
			body = t
		case !ok:
		case strings.HasPrefix(item, "→ "):
			d.message(line{strings.TrimPrefix(item, "→ ") + " HTTP/2", t.at}) // as with HTTP/2, nothing tells of a body
		case strings.HasPrefix(item, "← "):
			d.message(line{strings.TrimPrefix(item, "← "), t.at})
		default:
			d.add(item+"\n", t.at)
		}
	}
	if body.text != "" {
		d.line("", body.at)
		d.add(body.text+"\n", body.at)
	}
}

// rewriteRestAssured reads REST Assured's log: labels for the request, then the
// answer as it came.
func rewriteRestAssured(d *dictation, ls []line) {
	method, headers, body := "", false, false
	for _, l := range ls {
		label, value, _ := strings.Cut(l.text, ":\t")
		value = strings.TrimSpace(value)
		_, answer := statusLine(l.text)
		switch {
		case answer:
			d.mark(l.at)
			d.line(l.text, l.at)
			body, headers = true, false
		case body:
			d.add(l.text+"\n", l.at)
		case label == "Request method":
			method = value
		case label == "Request URI":
			d.mark(l.at)
			d.line(method+" "+value, l.at)
		case strings.TrimSpace(l.text) == "Body:":
			d.line("", l.at)
			body = true
		case label == "Headers", headers && strings.HasPrefix(l.text, "\t"):
			headers = true
			if label != "Headers" {
				value = strings.TrimSpace(l.text)
			}
			if name, v, ok := strings.Cut(value, "="); ok {
				d.line(name+": "+v, l.at)
			}
		default:
			headers = false
		}
	}
}
