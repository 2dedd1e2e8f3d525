package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// form is what a body looks like, whatever its Content-Type says.
type form uint8

const (
	noForm form = iota
	jsonForm
	htmlForm
	xmlForm
	textForm
)

// answer is a response as the platforms look at it: taken apart once.
type answer struct {
	req  *diagnose.Request
	resp *diagnose.Response

	method            string // upper case; empty where not known
	host, path, query string

	status      int // 0 where not known, or where the client was told nothing
	statusShown bool
	statusAt    diagnose.Location

	body   diagnose.Body
	text   string // the body, trimmed
	form   form
	json   value // the body, or the object that its text quotes
	inside bool  // the JSON was quoted inside text, so its pointers lead nowhere

	message, code     string // the server's own, wherever such things usually stand
	quoted            string // the message of the JSON that a text quotes
	messageAt, codeAt diagnose.Location
	redirected        bool // both stand in an address, see readRedirect

	plainWords string // see plain, which made them if isPlain
	isPlain    bool
	starts     starts // of plainWords
}

// hear takes a response apart.
func hear(q *diagnose.Request, a *diagnose.Response) *answer {
	s := &answer{req: q, resp: a}
	if q == nil {
		s.req = &diagnose.Request{}
	}
	if a == nil {
		s.resp = &diagnose.Response{}
	}
	s.method = s.req.Method.Or("")
	if u, ok := s.req.URL.Get(); ok {
		s.host, s.path, s.query = u.Host, u.Path, u.Query
	}
	s.body, _ = s.resp.Body.Get()
	s.read(strings.TrimSpace(s.body.Text), true)
	s.readHeaderReason()
	s.readRedirect()
	if s.code == "" { // Azure's answer to a HEAD
		s.code, s.codeAt = s.header("x-ms-error-code")
	}
	s.findStatus()
	return s
}

// read tells the body's form and finds the server's message and code.
func (s *answer) read(text string, whole bool) {
	s.text = text
	if text == "" {
		return
	}
	switch text[0] {
	case '{', '[':
		text = straightQuotes(text)
		if v, ok := parse(text); ok {
			s.form, s.json = jsonForm, v
			s.inside = !whole
			if inner, ok := dumped(v); ok {
				s.json, s.inside = inner, true
			}
			s.findWords()
			return
		}
	case '"':
		if inner, ok := quotedText(text); ok {
			s.read(strings.TrimSpace(inner), false)
			return
		}
	case '<':
		if isRepr(text) {
			break
		}
		text = withoutCDATA(text)
		s.text, s.form = text, htmlForm
		if isXML(text) {
			s.form = xmlForm
		}
		s.message, s.messageAt = markupMessage(text, s.form), s.body.At
		s.code, s.codeAt = element(text, "Code"), s.body.At
		return
	}
	s.form = textForm
	s.message, s.messageAt = text, s.body.At
	if v, ok := embedded(text); ok {
		s.json, s.inside = v, true
		s.findWords()
	}
	if s.code == "" {
		if s.code = quotedCode(text); s.code != "" {
			s.codeAt = s.body.At
		}
	}
}

// quotedText resolves a body that is one JSON string: "{\"message\": …}".
func quotedText(text string) (string, bool) {
	p := parser{text: text}
	p.value(0)
	if len(p.nodes) != 1 || strings.TrimSpace(text[p.pos:]) != "" || len(text) > maxJSON {
		return "", false
	}
	return value{text, p.nodes, 0}.str(), true
}

// envelope are keys of which an error body has at least one.
var envelope = [...]string{"message", "error", "code", "errors", "status", "detail", "errorCode", "title", "ok", "reason"}

// embedded finds an error body that a text quotes, as SDKs, logs and traces do.
func embedded(text string) (value, bool) {
	if strings.Contains(text, `{\"`) {
		text = strings.ReplaceAll(text, `\"`, `"`)
	}
	rest := text
	for range 8 {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			break
		}
		if v, ok := parse(rest[i:]); ok && v.kind() == '{' {
			for _, key := range envelope {
				if v.has(key) {
					return v, true
				}
			}
		}
		rest = rest[i+1:]
	}
	return value{}, false
}

// straightQuotes mends the quotation marks of JSON that was copied out of a page or
// went through a word processor.
func straightQuotes(text string) string {
	if strings.IndexByte(text, '"') >= 0 {
		return text
	}
	for _, mark := range [...]string{"&quot;", "“", "”"} {
		text = strings.ReplaceAll(text, mark, `"`)
	}
	return text
}

// dumped finds the error body in what a client library makes of an answer: an
// object of its own with the body inside, as an object or as JSON text.
func dumped(v value) (value, bool) {
	for _, path := range [...][]string{{"response", "data"}, {"response", "body"}, {"body"}, {"error", "body"}, {"responseBody"}} {
		inner := v.at(path...)
		if text := inner.quoted(); strings.HasPrefix(strings.TrimSpace(text), "{") {
			inner, _ = parse(text)
		}
		if inner.kind() == '{' && (inner.has("message") || inner.has("code") || inner.has("error") || inner.has("errors")) {
			return inner, true
		}
	}
	if v.has("message") || v.has("code") || v.has("error") || v.has("errors") {
		return value{}, false
	}
	for _, m := range v.members() { // {"success": false, "result": {"code": …}}
		if m.has("message", "code") {
			return m, true
		}
	}
	return value{}, false
}

// where the message and the code of an error body usually stand, best first.
var (
	messagePaths = [...][]string{
		{"message"}, {"error_description"}, {"error", "data", "message"}, {"error", "message"}, {"detail"}, {"errorMessage"}, {"userMessage"},
		{"error", "error_description"}, {"errors", "0", "message"}, {"errors", "0", "detail"}, {"errors", "0", "description"}, {"errors", "0", "msg"}, {"err"}, {"fault", "message"}, {"error_info"}, {"text"},
		{"0", "message"}, {"errorSummary"}, {"description"}, {"fault", "faultstring"}, {"odata.error", "message", "value"},
		{"error", "message", "value"}, {"message", "value"}, {"messages", "0", "messageContent"}, {"errorMessages", "0"}, {"errors", "0", "title"},
		{"_server_messages", "0", "message"}, {"exception", "message"}, {"msg"}, {"error", "detail"}, {"error", "reason"}, {"title"}, {"reason"}, {"error"}, {"errors", "0"}, {"errors"},
		{"exc", "0"}, {"detail", "0"}, {"detail", "message"}, {"status", "message"}, {"error_summary"},
	}
	codePaths = [...][]string{
		{"code"}, {"errorCode"}, {"error", "code"}, {"error_code"}, {"odata.error", "code"}, {"errors", "0", "code"}, {"errors", "0", "errorCode"},
		{"0", "errorCode"}, {"errors", "0", "extensions", "code"}, {"messages", "0", "messageNumber"}, {"errcode"}, {"errors", "0", "errorType"}, {"exc_type"}, {"errors", "0", "error"}, {"error", "status"}, {"error", "type"}, {"error"}, {"category"}, {"reason"}, {"errorName"},
	}
)

func (s *answer) findWords() {
	for _, path := range messagePaths {
		if m := strings.TrimSpace(s.json.at(path...).quoted()); m != "" {
			if !s.inside || s.message == "" {
				s.message, s.messageAt = m, s.where(path...)
			} else {
				s.quoted = m
			}
			break
		}
	}
	if s.message == "" {
		s.message, s.messageAt = s.json.deepMessage(), s.body.At
	}
	for _, path := range codePaths {
		v := s.json.at(path...)
		if c := v.str(); c != "" && len(c) < 120 && strings.IndexByte(c, ' ') < 0 && !isStatus(v.number()) {
			s.code, s.codeAt = c, s.where(path...)
			break
		}
	}
}

// where gives the place of a value of the JSON body.
func (s *answer) where(path ...string) diagnose.Location {
	if s.inside || s.body.Locate == nil {
		return s.body.At
	}
	var b strings.Builder
	for _, step := range path {
		b.WriteByte('/')
		if strings.ContainsAny(step, "~/") {
			step = strings.ReplaceAll(strings.ReplaceAll(step, "~", "~0"), "/", "~1")
		}
		b.WriteString(step)
	}
	return s.body.Where(b.String())
}

// header is the value of a response header and where it stands; empty where it is
// not there.
func (s *answer) header(name string) (string, diagnose.Location) {
	h, _ := s.resp.Header(name)
	return h.Value, h.At
}

// headerHas says whether a response header contains a text, in any case.
func (s *answer) headerHas(name, part string) bool {
	v, _ := s.header(name)
	return v != "" && contains(v, part)
}

// sent is the value of a request header; empty where it is not shown.
func (s *answer) sent(name string) string {
	h, _ := s.req.Header(name)
	return h.Value
}

// onHost says whether the request went to one of the domains or below it.
func (s *answer) onHost(domains ...string) bool {
	for _, d := range domains {
		if s.host == d || strings.HasSuffix(s.host, d) && len(s.host) > len(d) && s.host[len(s.host)-len(d)-1] == '.' {
			return true
		}
	}
	return false
}

// quotes says whether the body's text contains one of the parts, in any case.
func (s *answer) quotes(parts ...string) bool {
	for _, part := range parts {
		if contains(s.text, part) {
			return true
		}
	}
	return false
}

// notJSON says that a body is not a JSON answer: markup, text, empty or not shown.
func (s *answer) notJSON() bool { return s.form != jsonForm }

// saysNo says whether a 2xx answer may be a refusal all the same: Slack's and
// GraphQL's are, notification topics are rejected one by one, and JSON-RPC puts its
// errors into answers that arrived.
func (s *answer) saysNo() bool {
	if s.form != jsonForm {
		return s.form == htmlForm && s.quotes("The requested URL was rejected")
	}
	for _, key := range [...]string{"ok", "success"} {
		if strings.EqualFold(s.json.at(key).str(), "false") {
			return true
		}
	}
	for _, key := range [...]string{"errors", "errorCode", "error_code", "exception", "rejectionReason", "error_message"} {
		if s.json.at(key).says() {
			return true
		}
	}
	return s.json.at("error").kind() == '{' || s.json.at("error", "0").there() || s.statesRefusal() || s.json.at("entities", "0", "rejectionReason").there()
}
