package evidence

import (
	"encoding/json"
	"strings"

	"github.com/why403/why403/diagnose"
)

// clues is what a piece of free text says about a call.
type clues struct {
	method   string
	methodAt int
	url      string
	urlAt    int
	status   int
	statusAt int
}

// cluesIn looks for a status, an address and a method in a text: in the words of
// the clients' error messages, and as people write them.
func cluesIn(text string) clues {
	var c clues
	for i := 0; i < len(text); {
		n := wordLength(text[i:])
		if n == 0 {
			i++
			continue
		}
		word := text[i : i+n]
		switch {
		case word[0] >= '0' && word[0] <= '9':
			if c.status == 0 && n == 3 && isStatusHere(text, i) {
				c.status, _ = statusCode(word)
				c.statusAt = i
			}
		case i > 0 && text[i-1] == '.' && c.method == "" && isVerb(strings.ToUpper(word)) && word != "delete": // RestClient.patch
			c.method, c.methodAt = strings.ToUpper(word), i
		case isVerb(word):
			rest := strings.TrimLeft(text[i+n:], "'\"`:, ")
			for _, label := range []string{"request for", "request to", "path", "uri", "url", "to", "on"} { // Method: GET, Path: /x
				if len(rest) > len(label) && strings.EqualFold(rest[:len(label)], label) && strings.IndexByte(": ", rest[len(label)]) >= 0 {
					rest = strings.TrimLeft(rest[len(label):], "'\"`: ")
				}
			}
			if target := addressAt(rest); target != "" {
				if target[0] == '/' && c.url != "" && strings.HasSuffix(c.url, hostOf(c.url)) { // urllib3: http://host "GET /x HTTP/1.1"
					c.url, c.method, c.methodAt = withoutPort(c.url)+target, word, i
				}
				if c.url == "" || !strings.Contains(c.url, "://") && strings.Contains(target, "://") {
					c.url, c.urlAt = target, len(text)-len(rest)
				}
				if c.method == "" && samePath(c.url, target) {
					c.method, c.methodAt = word, i
				}
			}
		case (strings.EqualFold(word, "http") || strings.EqualFold(word, "https")) && strings.HasPrefix(text[i+n:], "://"):
			url := addressAt(text[i:])
			if !isDocs(url) && (c.url == "" || !strings.Contains(c.url, "://") && samePath(url, c.url)) {
				c.url, c.urlAt = url, i
			}
			n = max(n, len(url))
		}
		i += n
	}
	return c
}

// withoutPort takes the port off an origin where it is the scheme's own.
func withoutPort(origin string) string {
	if strings.HasPrefix(origin, "https:") {
		return strings.TrimSuffix(origin, ":443")
	}
	return strings.TrimSuffix(origin, ":80")
}

// wordLength gives the length of the run of letters or digits s begins with.
func wordLength(s string) int {
	if s == "" {
		return 0
	}
	digits := s[0] >= '0' && s[0] <= '9'
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_':
			digits = false
		default:
			return i
		}
	}
	_ = digits
	return len(s)
}

// statusBefore are the words before a status in clients' messages, and statusBehind those behind it.
func statusBefore() []string {
	return []string{"status code", "statuscode", "status", "http", "error", "error:", "response", "code", "returned", "exception",
		"returned error", "received", "got", "failed with", "status code of", "code:", "failed:", "answered", "a", "resulted in a", "clienterror", "http_code"}
}

func statusBehind() []string {
	return []string{"forbidden", "client error", "unauthorized", "bad request", "not found", "too many requests", "server error",
		"- ", "response", "ok", "error", "internal server error"}
}

// isStatusHere says whether the three digits at i are a status by what stands
// around them.
func isStatusHere(text string, i int) bool {
	if _, ok := statusCode(text[i:]); !ok {
		return false
	}
	if i > 0 && strings.IndexByte(":/.-0123456789", text[i-1]) >= 0 && !(i > 1 && text[i-1] == ':' && text[i-2] != ' ' && text[i-2] > '9') {
		return false
	}
	behind := strings.ToLower(strings.TrimLeft(text[i+3:min(i+40, len(text))], " ()'\":,-–]"))
	for _, w := range statusBehind() {
		if strings.HasPrefix(behind, w) {
			return true
		}
	}
	before := strings.ToLower(strings.TrimRight(text[max(0, i-30):i], " ([=:'\"<#"))
	for _, w := range statusBefore() {
		if strings.HasSuffix(before, w) && (len(w) > 1 || text[i] == '4') {
			return true
		}
	}
	return strings.Trim(text[:i], " \t(") == "" && text[i] == '4' || i > 0 && text[i-1] == '(' && i+3 < len(text) && text[i+3] == ')'
}

// addressAt reads the URL or API path that s begins with; empty where there is none.
func addressAt(s string) string {
	if !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return ""
	}
	end := strings.IndexAny(s, " \t\r\n'\"`<>|)]},;\\")
	if end < 0 {
		end = len(s)
	}
	for end < len(s) && s[end] == '}' && strings.Contains(s[:end], "{") { // /users/{userId}/roles
		next := strings.IndexAny(s[end+1:], " \t\r\n'\"`<>|)]},;\\")
		if next < 0 {
			next = len(s) - end - 1
		}
		end += 1 + next
	}
	s = strings.TrimRight(s[:end], ".:?!*_")
	if len(s) < 2 || strings.HasPrefix(s, "//") || !strings.Contains(s, "/") {
		return ""
	}
	return s
}

// isDocs says whether an address is one that error messages point people to.
func isDocs(url string) bool {
	host := hostOf(url)
	for _, sign := range []string{"httpstatuses.com", "developer.mozilla.org", "docs.", "stackoverflow.com", "developer.", "learn.microsoft.com",
		"aka.ms", "httpstatus", "help.", "support.", "errors.", "rfc-editor", "tools.ietf.org", "community.", "nodejs.org", "www.w3.org"} {
		if strings.Contains(host, sign) {
			return true
		}
	}
	return strings.HasSuffix(url, ".html") || strings.Contains(url, "node_modules")
}

// isStackLine recognises the lines of stack traces, whose addresses and numbers
// say nothing of the call.
func isStackLine(s string) bool {
	t := strings.TrimSpace(s)
	return strings.HasPrefix(t, "at ") && (strings.Contains(t, "(") || strings.Contains(t, ":")) || strings.HasPrefix(t, "File \"") ||
		strings.HasPrefix(t, "from ") && strings.Contains(t, ":in ") || strings.HasPrefix(t, "goroutine ") || strings.HasPrefix(t, "^^")
}

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
	skip    int // the text before this offset has been read as a literal
	first   string
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

func unquoted(s string) string {
	if i := strings.Index(s, "': '"); i > 0 && s[0] == '\'' {
		return s[1:i] + ": " + strings.TrimRight(s[i+4:], "',")
	}
	if i := strings.Index(s, "\": \""); i > 0 && s[0] == '"' {
		return s[1:i] + ": " + strings.TrimRight(s[i+4:], "\",")
	}
	return s
}

// labels maps what people and clients write in front of a value.
func labelOf(s string) string {
	s = strings.ToLower(strings.Trim(s, " \t*_`#-=[]"))
	for _, prefix := range []string{"http ", "the ", "general "} {
		s = strings.TrimPrefix(s, prefix)
	}
	switch s {
	case "request url", "url", "uri", "request uri", "endpoint", "requesturi", "requesturl", "address", "request":
		return "url"
	case "request method", "method", "verb", "http method", "requestmethod", "httpmethod":
		return "method"
	case "status code", "status", "response status", "response status code", "statuscode", "response code", "http status", "responsecode",
		"code", "http code", "http_code", "status_code", "http status code", "error code", "response", "errorcode":
		return "status"
	case "request headers", "requestheaders", "request header", "sent headers", "headers sent":
		return "request headers"
	case "response headers", "responseheaders", "headers", "response header", "headers start", "responsemessage headers", "header", "errorheaders":
		return "response headers"
	case "request body", "payload", "request payload", "requestbody", "request content", "body sent", "data", "request data", "json", "form data":
		return "request body"
	case "response body", "body", "response content", "responsebody", "content", "response text", "response data", "error response", "response payload", "errorcontent",
		"answer", "error body", "error details", "body start", "result":
		return "body"
	case "message", "error message", "exception", "reason", "error", "detail", "error description", "details", "fault":
		return "message"
	}
	return ""
}

// labelled reads "Label: value"; the value may stand on the next line.
func (t *texts) labelled(s line) bool {
	label, _, ok := strings.Cut(s.text, ":")
	sep := 1
	if !ok || len(label) > 40 {
		if label, _, ok = strings.Cut(s.text, "="); !ok || len(label) > 40 {
			label, ok = s.text, false
			sep = 0
		}
	}
	what := labelOf(label)
	if what == "" || !ok && len(label) > 30 {
		return false
	}
	if !ok && what == "message" || !ok && what == "url" && s.text != "Request URL" {
		return false
	}
	rest := s.after(min(len(label)+sep, len(s.text))).trim()
	rest.text = strings.Trim(rest.text, "`")
	t.section = what
	if rest.text == "" {
		return true
	}
	if what == "request headers" || what == "response headers" {
		return t.literal(rest, what)
	}
	if t.value(what, rest) {
		if what != "body" && what != "request body" {
			t.section = ""
		}
		return true
	}
	t.section = ""
	return false
}

// value takes the value of a label.
func (t *texts) value(what string, s line) bool {
	switch what {
	case "url":
		v := strings.Trim(s.text, "'\"<>,")
		if m, ok := requestLine(v); ok {
			t.begin(m.method, m.target, s.at)
			return true
		}
		if u := addressAt(v); u != "" {
			t.begin("", u, s.at)
			return true
		}
	case "method":
		m := strings.ToUpper(strings.Trim(s.text, "'\",;"))
		if isVerb(m) {
			if t.cur.method != "" && t.cur.status != nil {
				t.flush()
			}
			t.cur.method, t.cur.methodAt = m, t.at(s.at)
			t.mark(s.at)
			return true
		}
	case "status":
		v := strings.TrimLeft(strings.Trim(s.text, "'\""), "(")
		if n, ok := statusCode(v); ok {
			t.status(n, s.at)
			return true
		}
	case "request body":
		return t.literal(s, what)
	case "body":
		if t.literal(s, what) {
			return true
		}
		if t.cur.respBody == nil {
			t.cur.respBody = &rawBody{text: s.text, at: t.at(s.at)}
		}
		return true
	case "message":
		if c := cluesIn(s.text); c.status != 0 || c.url != "" || strings.ContainsRune(s.text, '{') {
			return false
		}
		t.message(s)
		return true
	}
	return false
}

// literal reads an object that stands at the beginning of s, over lines perhaps.
func (t *texts) literal(s line, what string) bool {
	start := s.at
	text := t.text[start:]
	v, ok := parseLiteral(t.text, start)
	if !ok || v.kind == numberValue {
		return false
	}
	if v.kind == stringValue {
		if inner := strings.TrimSpace(v.text); inner == "" {
			return false
		}
	}
	_ = text
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
	if t.objects(s) {
		return
	}
	c := cluesIn(s.text)
	if c.url != "" {
		t.begin(c.method, c.url, s.at+c.urlAt)
	}
	if c.status != 0 {
		t.status(c.status, s.at+c.statusAt)
		t.message(s)
	} else if t.first == "" || isRefusalText(s.text) {
		t.message(s)
	}
}

// objects reads the JSON, dictionaries and dumps in a line, and what stands in
// front of them.
func (t *texts) objects(s line) bool {
	i := objectStart(s.text)
	if i < 0 {
		return false
	}
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
	case v.kind == objectValue && isHeaderObject(v) && !isErrorBody(v):
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
		} else if strings.HasPrefix(t.text[v.at:], "{") && json.Valid([]byte(t.text[v.at:v.end])) && t.cur.reqBody == nil && t.cur.status == nil && t.cur.method != "" {
			t.cur.reqBody = bodyLiteral(v, t.text, t.at)
		}
	}
	if end := s.at + len(s.text); v.end < end {
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
	p := literals{text: s}
	_, ok := p.key()
	return ok
}

// adopt takes calls that were read out of an object as the current one.
func (t *texts) adopt(rs []raw) {
	for _, r := range rs {
		if r.url != "" && t.cur.status != nil && t.cur.respBody == nil && !t.cur.headersShown && samePath(r.url, t.cur.url) &&
			(r.status == nil || *r.status == *t.cur.status) { // the message in front of a dump says the same
			r.status, r.statusAt = t.cur.status, t.cur.statusAt
			t.cur, t.any = r, true
			continue
		}
		if r.method == "" && t.cur.method != "" && r.status != nil && t.cur.status == nil {
			r.method, r.methodAt = t.cur.method, t.cur.methodAt
			if r.url == "" {
				r.url, r.urlAt = t.cur.url, t.cur.urlAt
			}
		} else if t.any && t.cur.status != nil {
			t.flush()
		}
		t.cur, t.any = r, true
	}
}

// begin takes an address; another one than before begins another call.
func (t *texts) begin(method, url string, offset int) {
	if t.cur.url != "" && !samePath(t.cur.url, url) {
		if t.cur.status == nil && t.cur.respBody == nil && method == "" {
			return
		}
		t.flush()
	} else if t.cur.status != nil && t.cur.respBody != nil && method != "" && t.cur.method != "" && method != t.cur.method {
		t.flush()
	}
	t.mark(offset)
	if method != "" && t.cur.method == "" {
		t.cur.method, t.cur.methodAt = method, t.at(offset)
	}
	if t.cur.url == "" || strings.Contains(url, "://") && !strings.Contains(t.cur.url, "://") {
		t.cur.url, t.cur.urlAt = t.absolute(url), t.at(offset)
	}
}

// absolute completes a path by the host that stands before it in urllib3's log:
// http://127.0.0.1:8403 "PATCH /x HTTP/1.1" 403.
func (t *texts) absolute(url string) string {
	if strings.HasPrefix(url, "/") && strings.Contains(t.cur.url, "://") {
		return strings.TrimRight(t.cur.url, "/") + url
	}
	return url
}

func (t *texts) status(n, offset int) {
	if t.cur.status != nil {
		return
	}
	t.mark(offset)
	t.cur.status, t.cur.statusAt = &n, t.at(offset)
}

func (t *texts) header(section string, h rawHeader) {
	t.any = true
	if section == "request headers" {
		t.cur.reqHeaders = append(t.cur.reqHeaders, h)
		return
	}
	if !hasHeader(t.cur.respHeaders, h.name) || strings.EqualFold(h.name, "Set-Cookie") {
		t.cur.respHeaders = append(t.cur.respHeaders, h)
	}
	t.cur.headersShown = true
}

// message keeps the words that may be the server's.
func (t *texts) message(s line) {
	t.mark(s.at)
	if t.first == "" || isRefusalText(s.text) && !isRefusalText(t.first) {
		t.first = s.text
	}
}

// isRefusalText says whether a sentence speaks of being refused.
func isRefusalText(s string) bool {
	s = strings.ToLower(s)
	for _, w := range []string{"forbidden", "403", "permission", "not authorized", "unauthorized", "access denied", "not allowed", "denied",
		"scope", "insufficient", "privilege", "accessdenied", "not permitted"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func (t *texts) mark(offset int) {
	if !t.any {
		t.any = true
		t.cur.at = t.at(offset)
	}
}

func (t *texts) flush() {
	if !t.any {
		return
	}
	r := t.cur
	if r.respBody == nil && (r.status == nil || *r.status >= 400) && (isRefusalText(t.first) || r.url == "" && r.status == nil) {
		r.message = t.first
	}
	t.calls = append(t.calls, r)
	t.cur, t.any, t.first = raw{}, false, ""
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
