package evidence

import (
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Whatever a client's transcript looks like, once its marks are off it is HTTP
// messages one after the other. readWire reads those; the dialects in
// transcript.go take the marks off.

// message is one request or response.
type message struct {
	at       int
	request  bool
	method   string
	target   string // as sent: a path, a URL, host:port
	proto    string // "HTTP/1.1"; empty where not shown
	status   int
	headers  []rawHeader
	bare     bool // nothing but the first line is shown
	body     string
	bodyAt   int
	bodyEnds bool // the body's end is known: length, JSON, a mark
}

// endMark stands alone on a line of wire text where a dialect knows that a
// message ends.
const endMark = "\x1e"

// methods that a line may begin with.
func isVerb(s string) bool {
	switch s {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "REPORT", "QUERY",
		"MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "PURGE", "SEARCH", "LIST":
		return true
	}
	return false
}

// requestLine reads "PATCH /x HTTP/1.1", or "PATCH https://host/x" with or
// without the version.
func requestLine(s string) (m message, ok bool) {
	method, rest, ok := strings.Cut(s, " ")
	if !ok || !isVerb(method) {
		return m, false
	}
	target, proto, _ := strings.Cut(strings.TrimSpace(rest), " ")
	proto = strings.TrimSpace(proto)
	if proto != "" && !isVersion(proto) {
		return m, false
	}
	switch {
	case strings.HasPrefix(target, "/"), target == "*" && proto != "", strings.HasPrefix(target, "{{"):
	case strings.Contains(target, "://"), method == "CONNECT" && strings.Contains(target, ":"):
	default:
		return m, false
	}
	proto = strings.ToUpper(proto)
	if strings.HasPrefix(proto, "H2") {
		proto = "HTTP/2"
	}
	return message{request: true, method: method, target: target, proto: proto}, true
}

func isVersion(s string) bool {
	if len(s) >= 2 && len(s) <= 4 && (s[0] == 'h' || s[0] == 'H') && s[1] >= '1' && s[1] <= '3' { // "h2"
		return true
	}
	return len(s) >= 6 && strings.EqualFold(s[:5], "http/") && s[5] >= '0' && s[5] <= '9' && strings.IndexByte(s, ' ') < 0
}

// statusLine reads "HTTP/1.1 403 Forbidden", with or without the reason.
func statusLine(s string) (m message, ok bool) {
	version, rest, _ := strings.Cut(s, " ")
	if !isVersion(version) || len(version) < 6 {
		return m, false
	}
	status, ok := statusCode(strings.TrimSpace(rest))
	return message{status: status, proto: strings.ToUpper(version)}, ok
}

// statusCode reads the status that s begins with.
func statusCode(s string) (int, bool) {
	if len(s) < 3 || len(s) > 3 && s[3] >= '0' && s[3] <= '9' {
		return 0, false
	}
	n, err := strconv.Atoi(s[:3])
	return n, err == nil && n >= 100 && n <= 599
}

// headerLine reads "Name: value".
func headerLine(s string) (name, value string, ok bool) {
	if strings.HasPrefix(s, ":") { // an HTTP/2 pseudo header
		name, value, ok = strings.Cut(s[1:], ":")
		return ":" + name, strings.TrimSpace(value), ok && isToken(name)
	}
	name, value, ok = strings.Cut(s, ":")
	return name, strings.TrimSpace(value), ok && isToken(name) && !strings.HasPrefix(value, ":") // Rails::Error is no header
}

// isToken says whether s can be the name of a header.
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0) {
			return false
		}
	}
	return s != "" && len(s) < 100
}

// wireReader goes over the lines of wire text.
type wireReader struct {
	text string
	pos  int
}

// next takes the next line.
func (w *wireReader) next() (line, bool) {
	if w.pos >= len(w.text) {
		return line{}, false
	}
	start := w.pos
	end := strings.IndexByte(w.text[start:], '\n')
	if end < 0 {
		w.pos = len(w.text)
		return line{strings.TrimSuffix(w.text[start:], "\r"), start}, true
	}
	w.pos = start + end + 1
	return line{strings.TrimSuffix(w.text[start:start+end], "\r"), start}, true
}

// startLine reads the first line of a message, indented or not.
func startLine(l line) (message, line, bool) {
	l = l.trim()
	if m, ok := requestLine(l.text); ok {
		m.at = l.at
		return m, l, true
	}
	m, ok := statusLine(l.text)
	m.at = l.at
	return m, l, ok
}

// readWire reads all messages of a wire text; lines between them are skipped.
func readWire(text string, at func(int) diagnose.Location) []message {
	w := &wireReader{text: text}
	var ms []message
	for {
		l, ok := w.next()
		if !ok {
			return ms
		}
		m, start, ok := startLine(l)
		if !ok {
			continue
		}
		w.headers(&m, start.at-l.at, at)
		w.body(&m)
		ms = append(ms, m)
	}
}

// headers reads the header lines behind a first line that was indented by
// indent, and the blank line that ends them.
func (w *wireReader) headers(m *message, indent int, at func(int) diagnose.Location) {
	m.bare = true
	blanks := 0
	for {
		back := w.pos
		l, ok := w.next()
		if !ok {
			return
		}
		text := strings.TrimRight(l.text, " \t")
		if text == "" {
			if blanks++; m.bare && blanks == 1 && w.headerFollows() { // a blank line too many, as double CRs make
				continue
			}
			m.bodyAt = w.pos
			return
		}
		if text == endMark {
			w.pos, m.bodyAt = back, back
			return
		}
		if _, _, begins := startLine(l); begins {
			w.pos, m.bodyAt = back, back
			return
		}
		t := l.trim()
		name, value, ok := headerLine(t.text)
		folded := t.at-l.at > indent && len(m.headers) > 0 && !ok
		switch {
		case folded:
			m.headers[len(m.headers)-1].value += " " + t.text
		case ok:
			m.headers = append(m.headers, rawHeader{name, value, at(t.at)})
			m.bare = false
		default: // no header: the body begins without a blank line, or the text is cut
			w.pos, m.bodyAt = back, back
			return
		}
	}
}

// headerFollows says whether the next line is a header.
func (w *wireReader) headerFollows() bool {
	ahead := *w
	l, ok := ahead.next()
	if !ok {
		return false
	}
	name, value, ok := headerLine(l.text)
	return ok && value != "" && name != "Timings"
}

// body reads the body of m: as long as its length or its JSON says, else up to
// the next message.
func (w *wireReader) body(m *message) {
	w.skipTimings(m)
	m.bodyAt = w.pos
	rest := w.text[w.pos:]
	lead := len(rest) - len(strings.TrimLeft(rest, " \t\r\n"))
	if lead == len(rest) {
		w.pos = len(w.text)
		return
	}
	if size, ok := contentLength(m.headers); ok && size > 0 && size <= len(rest) && fitsLength(rest, size) {
		m.body, m.bodyEnds = rest[:size], true
		w.pos += size
		return
	}
	if c := rest[lead]; (c == '{' || c == '[') && !m.bodiless() {
		if end := jsonEnd(rest[lead:]); end > 0 {
			m.bodyAt += lead
			m.body, m.bodyEnds = dedent(rest[lead:lead+end]), true
			w.pos += lead + end
			return
		}
	}
	w.untilNext(m)
}

// skipTimings passes the block of timings that httpyac writes between headers and
// body.
func (w *wireReader) skipTimings(m *message) {
	ahead := *w
	l, ok := ahead.next()
	if !ok || strings.TrimSpace(l.text) != "Timings:" {
		return
	}
	for ok && strings.TrimSpace(l.text) != "" {
		l, ok = ahead.next()
	}
	w.pos = ahead.pos
}

// untilNext takes lines as body up to the next message or mark.
func (w *wireReader) untilNext(m *message) {
	start, end := w.pos, w.pos
	for {
		back := w.pos
		l, ok := w.next()
		text := strings.TrimSpace(l.text)
		if _, _, begins := startLine(l); !ok || begins || text == endMark || isRuler(text) || m.bare && text == "" && end > start {
			if text == endMark {
				m.bodyEnds = true
			} else if ok {
				w.pos = back
			}
			if isRuler(text) {
				w.pos = back + len(l.text)
			}
			m.body = strings.TrimRight(w.text[start:end], "\r\n")
			return
		}
		if text != "" {
			end = l.at + len(l.text)
		}
	}
}

// bodiless says whether a message of this kind can have no body.
func (m *message) bodiless() bool {
	return !m.request && (m.status < 200 || m.status == 204 || m.status == 304)
}

// isRuler says whether a line is a drawn line between messages, or begins one.
func isRuler(s string) bool {
	if len(s) < 3 {
		return false
	}
	run := 0
	for run < len(s) && s[run] == s[0] {
		run++
	}
	switch s[0] {
	case '-', '=', '~', '#', '_', '*':
		return run >= 3
	}
	return false
}

// contentLength reads the Content-Length among headers.
func contentLength(hs []rawHeader) (int, bool) {
	for _, h := range hs {
		if strings.EqualFold(h.name, "Content-Length") {
			n, err := strconv.Atoi(strings.TrimSpace(h.value))
			return n, err == nil && n >= 0
		}
	}
	return 0, false
}

// fitsLength says whether a body can end after size bytes of text: nothing of a
// word goes on behind it, and no other message begins inside.
func fitsLength(text string, size int) bool {
	if body := text[:size]; strings.Contains(body, "\n"+endMark) || strings.Contains(body, "\nHTTP/") || strings.HasPrefix(body, "HTTP/") || strings.HasPrefix(body, endMark) {
		return false
	}
	if size == len(text) || text[size] == '\n' || text[size] == '\r' {
		return true
	}
	c := text[size-1]
	return c == '}' || c == ']' || c == '\n' || strings.HasPrefix(text[size:], "HTTP/")
}

// jsonEnd gives the length of the JSON object or list that s begins with; 0 where
// it is none. It follows brackets and strings only, so that cut or odd JSON still
// ends where it closes.
func jsonEnd(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// dedent takes the indentation that a transcript added off a body of several lines.
func dedent(body string) string {
	nl := strings.LastIndexByte(body, '\n')
	if nl < 0 {
		return body
	}
	last := body[nl+1:]
	indent := last[:len(last)-len(strings.TrimLeft(last, " \t"))]
	if indent == "" {
		return body
	}
	return strings.ReplaceAll(body, "\n"+indent, "\n")
}
