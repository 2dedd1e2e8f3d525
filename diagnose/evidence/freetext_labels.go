package evidence

import (
	"strings"
)

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
	case "request method", "method", "verb", "http method", "requestmethod", "httpmethod", "type", "request type":
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
	t.sideOf(label, what)
	if what == "" || !ok && len(label) > 30 {
		return false
	}
	if t.sent {
		what = sentLabel(what)
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

// sideOf notes whose headers and body come under the next labels, where a label such as
// "*** Request ***" says it.
func (t *texts) sideOf(label, what string) {
	word := strings.ToLower(strings.Trim(label, " \t*_`#-=[]:"))
	switch {
	case word == "request", strings.HasPrefix(word, "the request we sent"):
		t.sent = true
	case what == "status", strings.HasPrefix(word, "response"), strings.HasPrefix(word, "the response we got"), strings.Contains(word, "exception"), strings.HasSuffix(word, "error"):
		t.sent = false
	}
}

// sentLabel gives what a neutral label means that stands under the request.
func sentLabel(what string) string {
	switch what {
	case "response headers":
		return "request headers"
	case "body":
		return "request body"
	}
	return what
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
		m, ktor := strings.CutPrefix(strings.Trim(s.text, "'\",;"), "HttpMethod(value=") // Ktor says it with the answer once more
		m = strings.ToUpper(strings.Trim(m, ":)"))                                       // Elixir's :get
		if isVerb(m) {
			if t.cur.method != "" && t.cur.status != nil && !ktor {
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
