package evidence

import (
	"encoding/json"
	"strings"

	"github.com/why403/why403/diagnose"
)

// readText reads what no other reader knows: labels and values, an error message,
// a sentence. It never fails on a text that says anything of a call.
func readText(text string, at func(int) diagnose.Location) ([]raw, error) {
	t := texts{text: text, at: at}
	for _, l := range lines(text) {
		t.line(l)
	}
	return t.finish(), nil
}

// texts collects the calls that free text speaks of.
type texts struct {
	text  string
	at    func(int) diagnose.Location
	calls []raw
	cur   raw
	any   bool
	// section is what the label above said of the lines that follow.
	section string
	sent    bool // the labels stand under "Request"
	nested  int  // objects on the line that is being read
	skip    int  // the text before this offset has been read as a literal
	first   string
	// firstEnd is where first ends in the text.
	firstEnd int
}

// line reads one line.
func (t *texts) line(l line) {
	if l.at < t.skip {
		return
	}
	s := l.trim()
	if s.text == "" {
		if t.section != "body" && t.section != "request body" {
			t.section = ""
		}
		return
	}
	if isAdvice(s.text) {
		return
	}
	if isStackLine(s.text) {
		if strings.HasSuffix(s.text, "{") {
			t.objects(line{"{", s.at + len(s.text) - 1})
		}
		return
	}
	if t.labelled(s) {
		return
	}
	switch t.section {
	case "request headers", "response headers":
		if name, value, ok := headerLine(unquoted(s.text)); ok {
			t.header(t.section, rawHeader{name, unquoted(strings.TrimSuffix(value, ",")), t.at(s.at)})
			return
		}
	case "url", "method", "status":
		if t.value(t.section, s) {
			t.section = ""
			return
		}
	}
	t.free(s)
}

// literal reads an object that stands at the beginning of s, over lines perhaps.
func (t *texts) literal(s line, what string) bool {
	start := s.at
	v, ok := parseLiteral(t.text, start)
	if !ok || v.kind == numberValue {
		return false
	}
	if v.kind == stringValue {
		if inner := strings.TrimSpace(v.text); inner == "" {
			return false
		}
	}
	t.skip = v.end
	switch what {
	case "request headers", "response headers":
		for _, h := range headersOf(v, t.at) {
			t.header(what, h)
		}
	case "request body":
		t.cur.reqBody = bodyLiteral(v, t.text, t.at)
	default:
		t.responseBody(v)
	}
	return true
}

// responseBody takes what the server answered.
func (t *texts) responseBody(v *literal) {
	b := bodyLiteral(v, t.text, t.at)
	if b == nil || b.text == "" || t.cur.respBody != nil && len(t.cur.respBody.text) >= len(b.text) {
		return
	}
	b.parsed = false
	t.cur.respBody = b
	if t.cur.status == nil {
		if n := statusIn(b.text); n != nil {
			t.status(*n, v.at)
		}
	}
}

// free reads a line without a label.
func (t *texts) free(s line) {
	if t.page(s) || t.objects(s) {
		return
	}
	c := cluesIn(s.text)
	below := t.below(s)
	if below && t.cur.status != nil && c.method == "" && (c.status == 0 || c.url == "" && c.status != *t.cur.status) {
		t.first += "\n" + s.text
		return
	}
	if c.url != "" {
		t.begin(c.method, c.url, s.at+c.urlAt)
	}
	if c.status != 0 {
		t.status(c.status, s.at+c.statusAt)
		if !isAccessLine(s.text, c) || strings.HasPrefix(s.text, "npm ") {
			if below && !saysLittle(s.text) {
				t.first = ""
			}
			t.message(s)
		}
	} else if t.first == "" || isRefusalText(s.text) {
		t.message(s)
	}
}

// objects reads the JSON, dictionaries and dumps in a line, and what stands in
// front of them.
func (t *texts) objects(s line) bool {
	i := objectStart(s.text)
	if i < 0 || t.nested > 200 {
		return false
	}
	t.nested++
	defer func() { t.nested-- }()
	if i > 0 {
		t.free(line{s.text[:i], s.at}) // no bracket left: it ends here
	}
	v, ok := parseLiteral(t.text, s.at+i)
	if !ok || v.end <= s.at+i {
		return false
	}
	t.skip = v.end
	switch {
	case v.kind == stringValue:
		if inner := strings.TrimSpace(v.text); strings.HasPrefix(inner, "{") || strings.HasPrefix(inner, "<") {
			t.responseBody(v)
		}
	case v.kind == objectValue && isHeaderObject(v) && !isErrorBody(v) && v.get("url", "status") == nil:
		which := "response headers"
		if v.get("Authorization", "User-Agent", "Host", "Accept") != nil && v.get("Date", "Server", "Content-Length") == nil {
			which = "request headers"
		}
		for _, h := range headersOf(v, t.at) {
			t.header(which, h)
		}
	case t.section == "request body":
		t.cur.reqBody = bodyLiteral(v, t.text, t.at)
		t.section = ""
	case v.kind == objectValue && isErrorBody(v), t.section == "body":
		t.responseBody(v)
		t.section = ""
	case v.kind == objectValue && len(v.keys) > 0:
		if rs := objectCalls(v, t.text, t.at); len(rs) > 0 {
			t.adopt(rs)
		} else if c := cluesIn(t.text[v.at:v.end]); c.url != "" && v.end <= s.at+len(s.text) && !strings.HasPrefix(t.text[v.at:], "{\"") { // { URL: https://… }
			t.begin(c.method, c.url, v.at+c.urlAt)
			if c.status != 0 {
				t.status(c.status, v.at+c.statusAt)
			}
		} else if strings.HasPrefix(t.text[v.at:], "{") && json.Valid([]byte(t.text[v.at:v.end])) && t.cur.reqBody == nil && t.cur.status == nil && t.cur.method != "" {
			t.cur.reqBody = bodyLiteral(v, t.text, t.at)
		}
	}
	end := s.at + len(s.text)
	if v.end > end { // what stands behind it on its last line
		nl := strings.IndexByte(t.text[v.end:], '\n')
		if nl < 0 {
			nl = len(t.text) - v.end
		}
		end = v.end + nl
	}
	if v.end < end {
		t.skip = end
		t.free(line{t.text[v.end:end], v.end})
	}
	return true
}

// objectStart finds where an object, a dump or a bytes string begins in a line.
func objectStart(s string) int {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '{':
			if opensObject(s[i+1:]) {
				return i
			}
		case s[i] == 'R' && strings.HasPrefix(s[i:], "RequestInfo("): // aiohttp
			return i
		case s[i] == 'b' && i+2 < len(s) && (s[i+1] == '\'' || s[i+1] == '"') && (i == 0 || s[i-1] == ' ') && (s[i+2] == '{' || s[i+2] == '<'):
			return i
		}
	}
	return -1
}

// opensObject says whether what follows a brace is the inside of an object, and
// not the {name} of a placeholder.
func opensObject(s string) bool {
	s = strings.TrimLeft(s, " ")
	if s == "" || s[0] == '"' || s[0] == '\'' || s[0] == '\\' || s[0] == '}' || s[0] == '\r' {
		return s == "" || s[0] != '}' || len(s) == 1
	}
	p := literals{text: s[:min(len(s), 200)]}
	_, ok := p.key()
	return ok
}

// finish hands over the calls; where some got an answer, those that only name an
// address are left out.
func (t *texts) finish() []raw {
	t.flush()
	var told []raw
	for _, r := range t.calls {
		if r.status != nil || r.respBody != nil || r.headersShown {
			told = append(told, r)
		}
	}
	if len(told) > 0 {
		return told
	}
	var rest []raw
	for _, r := range t.calls {
		if r.method != "" && r.url != "" || r.message != "" && isRefusalText(r.message) {
			rest = append(rest, r)
		}
	}
	return rest
}

// isDump recognises what util.inspect prints: an object over several lines whose
// keys bear no double quotes.
func isDump(text string) bool {
	ls := lines(text[:min(len(text), 32<<10)])
	for i := 0; i+1 < len(ls); i++ {
		if !strings.HasSuffix(ls[i].text, "{") && !strings.HasSuffix(ls[i].text, "[") {
			continue
		}
		next := ls[i+1].text
		key := strings.TrimLeft(next, " ")
		if len(key) == len(next) || len(key) < 3 {
			continue
		}
		p := literals{text: key}
		if _, ok := p.key(); ok && key[0] != '"' && strings.HasPrefix(key[p.pos:], " ") && !strings.HasSuffix(key, ";") {
			return true
		}
	}
	return false
}
