package evidence

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// side says whose headers or body a value is that stands in an object which does
// not tell: headers tell by their names, a body by looking like an error's.
func (f *finder) side(who role, in, v *literal) role {
	if who != neither {
		return who
	}
	if v.kind == objectValue && isHeaderObject(v) {
		for _, key := range v.keys {
			if side := sideOf(key); side != neither {
				return side
			}
		}
	}
	status, method := in.get("status", "statusCode", "status_code", "code"), in.get("method", "httpMethod")
	if isErrorBody(v) || status != nil && method == nil {
		return ofResponse
	}
	if s := strings.TrimSpace(v.text); v.kind == stringValue && strings.HasPrefix(s, "{") {
		if inner, ok := parseLiteral(s, 0); ok && isErrorBody(inner) {
			return ofResponse
		}
	}
	if method != nil {
		return ofRequest
	}
	return ofResponse
}

// isHeaderObject says whether an object looks like headers rather than a body.
func isHeaderObject(v *literal) bool {
	for _, key := range v.keys {
		switch strings.ToLower(key) {
		case "content-type", "authorization", "accept", "host", "date", "content-length", "user-agent":
			return true
		}
	}
	return false
}

// isErrorBody says whether an object looks like what an API answers when it
// refuses, and not like an exception of the client.
func isErrorBody(v *literal) bool {
	if v == nil || v.kind != objectValue {
		return false
	}
	if len(v.keys) == 2 && v.get("message") != nil && v.get("url", "documentation_url") != nil { // Gitea
		return true
	}
	if v.get("level", "msg", "http", "method", "url", "uri", "attributes", "severity", "httpMethod", "logLevel") != nil {
		return false
	}
	if v.get("headers") != nil && v.get("statusText", "body") != nil { // a whole response
		return false
	}
	if v.get("stack", "config", "request", "response", "req", "res", "type") != nil && v.get("title", "detail") == nil {
		if v.get("stack", "config", "request", "response", "req", "res") != nil || v.get("code", "status") == nil {
			return false
		}
	}
	message := v.get("message", "error", "error_description", "detail", "title", "errors", "error_message", "Message", "fault", "reason")
	mark := v.get("code", "status", "error", "errorCode", "statusCode", "contextId", "error_code", "errors", "documentation_url", "traceId",
		"error_description", "title", "messageParams", "detail", "path", "timestamp")
	return message != nil && message.text != "null" && (mark != nil || len(v.keys) <= 2)
}

// oneHeader takes a header that a log shows as a field of its own.
func (f *finder) oneHeader(name string, who role, v *literal) bool {
	for v.kind == listValue && len(v.kids) > 0 {
		v = v.kids[0]
	}
	if v.kind != stringValue || v.text == "" || v.text == "-" {
		return true
	}
	h := rawHeader{name, v.text, f.at(v.at)}
	if who == ofResponse {
		f.r.respHeaders = append(f.r.respHeaders, h)
	} else if !hasHeader(f.r.reqHeaders, name) {
		f.r.reqHeaders = append(f.r.reqHeaders, h)
	}
	return true
}

// headers takes a set of headers.
func (f *finder) headers(v *literal, who role) bool {
	if v.kind == stringValue && strings.Contains(v.text, " HTTP/1.") {
		f.head(v.text, v.at)
		return true
	}
	if inner := v.get("headers", "entries"); inner != nil && inner.kind == listValue { // Charles, Proxyman
		v = inner
	}
	hs := headersOf(v, f.at)
	if who == ofResponse {
		if len(f.r.respHeaders) == 0 || !f.r.headersShown {
			f.r.respHeaders, f.r.headersShown = append(f.r.respHeaders, hs...), len(hs) > 0
		}
		return true
	}
	if !f.wire && !f.r.complete && len(hs) > 0 {
		f.r.reqHeaders, f.r.complete = append(f.r.reqHeaders, hs...), true
	}
	return true
}

// headersOf reads headers however they were printed: an object, a list of pairs,
// a flat list, or as lines.
func headersOf(v *literal, at func(int) diagnose.Location) []rawHeader {
	var hs []rawHeader
	add := func(name string, value *literal) {
		for value.kind == listValue {
			if len(value.kids) == 0 {
				value = &literal{kind: stringValue, at: value.at}
				break
			}
			value = value.kids[0]
		}
		if value.kind == stringValue || value.kind == numberValue || value.kind == wordValue && !strings.HasPrefix(value.text, "[") && value.text != "undefined" && value.text != "null" && value.text != "None" {
			if isToken(name) {
				hs = append(hs, rawHeader{name, value.text, at(value.at)})
			}
		}
	}
	switch v.kind {
	case objectValue:
		for i, key := range v.keys {
			add(key, v.kids[i])
		}
	case listValue:
		if o := pairs(v); o != nil {
			return headersOf(o, at)
		}
		for i := 0; i < len(v.kids); i++ {
			switch kid := v.kids[i]; {
			case kid.kind == listValue && len(kid.kids) == 2:
				add(kid.kids[0].text, kid.kids[1])
			case kid.kind == objectValue && len(kid.keys) == 1:
				add(kid.keys[0], kid.kids[0])
			case kid.kind == objectValue && len(kid.keys) == 2 && kid.keys[0] == kid.kids[0].text: // Elixir's tuple
				add(kid.keys[0], kid.kids[1])
			case kid.kind == stringValue && strings.Contains(kid.text, ": "):
				name, value, _ := strings.Cut(kid.text, ": ")
				add(name, &literal{kind: stringValue, text: value, at: kid.at})
			case kid.kind == stringValue && i+1 < len(v.kids) && v.kids[i+1].kind == stringValue:
				add(kid.text, v.kids[i+1])
				i++
			}
		}
	case stringValue:
		for _, l := range lines(v.text) {
			if name, value, ok := headerLine(l.text); ok {
				hs = append(hs, rawHeader{name, value, at(v.at)})
			}
		}
	}
	return hs
}

// body takes a body, as text, bytes or object.
func (f *finder) body(v *literal, who role, isError bool) bool {
	if isError && !isErrorBody(v) || v.get("method") != nil && v.get("url", "status_code") != nil || v.get("baseData") != nil {
		return false
	}
	if s := v.text; v.kind == stringValue && strings.HasPrefix(s, "https://") && addressAt(s) == s { // what a span of a call calls its data
		return f.address(v, "url", s)
	}
	if v.kind == wordValue || v.kind == objectValue && v.name != "" && !isErrorBody(v) && bytesOf(v) == nil && strings.HasSuffix(v.name, "Stream") {
		return true
	}
	b := bodyLiteral(v, f.text, f.at)
	if b == nil {
		return false
	}
	if b.text == "" && v.kind != stringValue {
		return true
	}
	if who == ofResponse {
		if f.r.respBody == nil || f.r.respBody.truncated {
			f.r.respBody, f.respBodyV = b, v
		}
	} else if f.r.reqBody == nil {
		f.r.reqBody, f.reqBodyV = b, v
	}
	return true
}

// bodyLiteral makes a body of a value: the text itself, the very JSON of a JSON
// file, or the JSON of what was printed.
func bodyLiteral(v *literal, text string, at func(int) diagnose.Location) *rawBody {
	switch v.kind {
	case stringValue:
		return &rawBody{text: v.text, at: at(v.at), truncated: v.cut}
	case objectValue, listValue:
		if b := bytesOf(v); b != nil {
			return &rawBody{text: string(b), at: at(v.at)}
		}
		if inner := v.get("raw", "text"); v.get("mode", "mimeType") != nil {
			if inner == nil {
				return &rawBody{at: at(v.at)}
			}
			return bodyLiteral(inner, text, at)
		}
		if inner := v.get("content", "string", "body", "text"); inner != nil && len(v.keys) <= 3 && inner.kind == stringValue &&
			v.get("bytes", "size", "encoding", "mime_type", "contentType", "charset") != nil {
			return &rawBody{text: inner.text, at: at(inner.at)}
		}
		b := &rawBody{at: at(v.at), parsed: true, truncated: v.cut}
		if v.end > v.at && v.end <= len(text) && json.Valid([]byte(text[v.at:v.end])) {
			b.text = text[v.at:v.end]
			return b
		}
		b.text = string(v.appendJSON(nil))
		return b
	}
	return nil
}

// bytesOf reads a Node Buffer in JSON: {"type":"Buffer","data":[123,…]}.
func bytesOf(v *literal) []byte {
	kind, data := v.get("type"), v.get("data")
	if v.kind != objectValue || kind == nil || kind.text != "Buffer" || data == nil || data.kind != listValue {
		return nil
	}
	b := make([]byte, 0, len(data.kids))
	for _, kid := range data.kids {
		n, err := strconv.ParseUint(kid.text, 10, 8)
		if err != nil {
			return nil
		}
		b = append(b, byte(n))
	}
	return b
}
