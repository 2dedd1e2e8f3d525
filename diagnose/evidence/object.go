package evidence

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// Programs that log a call or print an error name its parts much alike: method,
// url, status, headers, body, in an object "request", "config" or "response" or
// side by side. finder picks the parts of one call out of such an object; what
// stands nearer to the top is preferred.

// role is whose part a piece of an object is.
type role uint8

const (
	neither role = iota
	ofRequest
	ofResponse
)

// pending is an object that is still to be looked into.
type pending struct {
	v    *literal
	role role
}

// finder collects the parts of one call.
type finder struct {
	text string
	at   func(int) diagnose.Location
	r    raw

	base, host, port, scheme, path, query string
	wire                                  bool // the headers as they went over the wire were found
	messages                              []string
	statusDeep                            bool
	reqBodyV, respBodyV                   *literal
}

// containers are the lists that hold one call per element.
const containers = "executions results resourcespans scopespans spans instrumentationlibraryspans hits records events " +
	"logevents requests calls entries batches resourcelogs scopelogs logrecords data traces iterations " +
	"items interactions httpinteractions logs tests"

// objectCalls finds the calls in a value, which may be a list or hold lists of them.
func objectCalls(v *literal, text string, at func(int) diagnose.Location) []raw {
	return callsIn(v, text, at, 0)
}

func callsIn(v *literal, text string, at func(int) diagnose.Location, depth int) []raw {
	var rs []raw
	if v.kind == listValue {
		for _, kid := range v.kids {
			if kid.kind == objectValue || kid.kind == listValue {
				rs = append(rs, callsIn(kid, text, at, depth+1)...)
			}
		}
		return rs
	}
	if v.kind != objectValue || depth > 12 {
		return nil
	}
	for i, key := range v.keys {
		kid := v.kids[i]
		plain := plainKey(key)
		switch {
		case kid.kind == listValue && hasWord(containers, plain) && len(kid.kids) > 0 && kid.kids[0].kind == objectValue:
			rs = append(rs, callsIn(kid, text, at, depth+1)...)
		case kid.kind == objectValue && (plain == "run" || plain == "log" || plain == "hits" || plain == "source") && v.get("method", "status") == nil:
			rs = append(rs, callsIn(kid, text, at, depth+1)...)
		}
	}
	if len(rs) > 0 {
		return rs
	}
	f := finder{text: text, at: at, r: raw{at: at(v.at)}}
	f.look(v)
	if r, ok := f.call(); ok {
		return []raw{r}
	}
	return nil
}

// look goes over an object and what it holds, the nearest first.
func (f *finder) look(root *literal) {
	queue := []pending{{root, neither}}
	for n := 0; n < len(queue) && n < 4000; n++ {
		p := queue[n]
		if p.v == f.reqBodyV || p.v == f.respBodyV {
			continue
		}
		if p.v.kind == listValue {
			queue = f.list(queue, p)
			continue
		}
		for i, key := range p.v.keys {
			kid := p.v.kids[i]
			field, who := fieldOf(key, p.role)
			if field != "" && f.take(field, who, kid, p.v) {
				continue
			}
			switch kid.kind {
			case objectValue:
				queue = append(queue, pending{kid, who})
			case listValue:
				if len(kid.kids) > 0 && len(kid.kids) < 50 {
					queue = append(queue, pending{kid, who})
				}
			case stringValue:
				queue = f.embedded(queue, kid, plainKey(key), who)
			}
		}
	}
}

// list looks into a list: pairs of key and value as OTLP writes attributes, or
// objects one after the other.
func (f *finder) list(queue []pending, p pending) []pending {
	if o := pairs(p.v); o != nil {
		return append(queue, pending{o, p.role})
	}
	for _, kid := range p.v.kids {
		if kid.kind == objectValue {
			queue = append(queue, pending{kid, p.role})
		}
	}
	return queue
}

// pairs makes an object of a list of {key, value} objects; nil where it is none.
func pairs(v *literal) *literal {
	o := &literal{kind: objectValue, at: v.at, end: v.end}
	for _, kid := range v.kids {
		key, value := kid.get("key", "name", "k"), kid.get("value", "v")
		if key == nil || value == nil {
			return nil
		}
		if value.kind == objectValue && len(value.kids) == 1 && strings.HasSuffix(value.keys[0], "Value") {
			value = value.kids[0]
			if value.kind == objectValue && len(value.kids) == 1 {
				value = value.kids[0]
			}
		}
		o.keys, o.kids = append(o.keys, key.text), append(o.kids, value)
	}
	if len(o.kids) == 0 {
		return nil
	}
	return o
}

// embedded looks into a string that holds JSON, or a request head.
func (f *finder) embedded(queue []pending, v *literal, key string, who role) []pending {
	s := strings.TrimSpace(v.text)
	switch {
	case key == "header" && strings.Contains(s, " HTTP/1."): // Node's ClientRequest._header
		f.head(s, v.at)
	case len(s) > 1 && s[0] == '{' && strings.HasSuffix(s, "}") && (key == "message" || key == "msg" || key == "log" || key == "textpayload" || key == "event" || key == "detail" || key == "error"):
		if inner, ok := parseLiteral(s, 0); ok {
			shift(inner, v.at)
			if isErrorBody(inner) && f.r.respBody == nil {
				f.r.respBody, f.respBodyV = &rawBody{text: s, at: f.at(v.at)}, inner
			}
			return append(queue, pending{inner, who})
		}
	case key == "message" || key == "msg" || key == "error" || key == "err" || key == "exceptionmessage" || key == "detail" || key == "stack" || key == "reason" || key == "errormessage" || key == "exception" || key == "statusmessage":
		f.messages = append(f.messages, v.text)
		if i := strings.IndexByte(s, '{'); i > 0 && f.r.respBody == nil {
			if n := jsonEnd(s[i:]); n > 0 {
				if inner, ok := parseLiteral(s[i:i+n], 0); ok && isErrorBody(inner) {
					f.r.respBody = &rawBody{text: s[i : i+n], at: f.at(v.at)}
				}
			}
		}
	}
	return queue
}

// shift gives a value that was parsed out of a string the place of the string.
func shift(v *literal, at int) {
	v.at, v.end = at, at
	for _, kid := range v.kids {
		shift(kid, at)
	}
}

// head takes a request head as it went over the wire.
func (f *finder) head(s string, offset int) {
	if f.wire {
		return
	}
	at := func(int) diagnose.Location { return f.at(offset) }
	ms := readWire(s, at)
	if len(ms) == 0 || !ms[0].request {
		return
	}
	f.wire = true
	f.r.reqHeaders, f.r.complete = ms[0].headers, true
	f.set(&f.r.method, ms[0].method)
	f.set(&f.path, ms[0].target)
	f.set(&f.host, headerValue(ms[0].headers, "Host"))
}

// plainKey strips a key of case and separators: "http.response.status_code" and
// "httpResponseStatusCode" are the same.
func plainKey(key string) string {
	plain := true
	for i := 0; i < len(key); i++ {
		if c := key[i]; c < 'a' || c > 'z' {
			plain = false
			break
		}
	}
	if plain {
		return key
	}
	b := make([]byte, 0, len(key))
	for i := 0; i < len(key); i++ {
		switch c := key[i]; {
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c == '_' || c == '-' || c == '.' || c == ' ' || c == '@' || c == '$' || c == ':':
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

// fieldNamed says what a key means, once its prefix is off; empty where it means nothing.
func fieldNamed(plain string) string {
	switch plain {
	case "method", "verb", "httpmethod", "csmethod", "httpverb":
		return "method"
	case "url", "uri", "fullurl", "urlfull", "href", "urleffective", "httpurl", "requesturl", "requesturi",
		"responseurl", "absoluteuri", "originalurl", "urloriginal", "rawurl", "endpoint":
		return "url"
	case "uripath", "requestpath", "path", "urlpath", "target", "pathname", "rawpath", "csuristem",
		"httptarget", "httppath":
		return "path"
	case "baseurl", "prefixurl", "basepath":
		return "base"
	case "query", "querystring", "search", "args", "urlquery", "rawquerystring", "csuriquery":
		return "query"
	case "host", "authority", "httphost", "serveraddress", "netpeername", "domainname", "servername",
		"vhost", "serverhost", "cshost", "urldomain":
		return "host"
	case "serverport", "netpeerport":
		return "port"
	case "scheme", "httpscheme", "urlscheme", "protocol", "xforwardedproto":
		return "scheme"
	case "status", "statuscode", "httpcode", "httpstatus", "httpstatuscode", "elbstatuscode", "scstatus",
		"downstreamstatus", "httpresponsecode", "responsestatus":
		return "status"
	case "code":
		return "code"
	case "headers", "header", "httpheaders", "rawheaders", "headerlist", "multivalueheaders":
		return "headers"
	case "data", "body", "text", "content", "payload", "json", "postdata", "stream", "bodytext", "rawbody",
		"responsetext", "bodycontent", "bodystring", "dataraw":
		return "body"
	case "error":
		return "error"
	case "useragent", "httpuseragent", "useragentoriginal":
		return "header:User-Agent"
	case "httpreferer", "referrer":
		return "header:Referer"
	case "time", "timestamp", "date", "starttime", "startedat", "ts", "timelocal", "timeiso8601",
		"requesttime", "datetime", "startutc", "starteddatetime", "starttimeunixnano", "timelocal8601":
		return "time"
	}
	return ""
}

// roleOf names the objects that hold one side of a call.
func roleOf(plain string) role {
	switch plain {
	case "request", "req", "config", "options", "requestoptions", "originalrequest", "lastrequest", "preparedrequest", "requestconfig", "clientrequest", "requestinit":
		return ofRequest
	case "response", "res", "resp", "httpresponse", "lastresponse", "rawresponse":
		return ofResponse
	}
	return neither
}

// fieldOf says what a key means inside an object of the given role: which field,
// and of which side of the call.
func fieldOf(key string, in role) (string, role) {
	if name, ok := headerKey(key); ok {
		if strings.Contains(key, "response") {
			return "header:" + name, ofResponse
		}
		return "header:" + name, ofRequest
	}
	plain := plainKey(key)
	if who := roleOf(plain); who != neither {
		return "", who
	}
	if f := fieldNamed(plain); f != "" && plain != "responsetext" && plain != "responsestatus" {
		return f, in
	}
	for _, p := range [...]struct {
		prefix string
		who    role
	}{{"httprequest", ofRequest}, {"httpresponse", ofResponse}, {"request", ofRequest}, {"response", ofResponse}, {"req", ofRequest},
		{"resp", ofResponse}, {"res", ofResponse}, {"http", in}, {"upstream", neither}, {"err", in}} {
		rest, ok := strings.CutPrefix(plain, p.prefix)
		if !ok {
			continue
		}
		if p.prefix == "upstream" {
			return "", in
		}
		if f := fieldNamed(rest); f != "" && (f != "host" || p.who == ofRequest) && f != "time" {
			if f == "code" {
				f = "status"
			}
			return f, p.who
		}
	}
	return "", in
}

// headerKey reads the attribute names that OpenTelemetry gives to headers.
func headerKey(key string) (string, bool) {
	for _, prefix := range []string{"http.request.header.", "http.response.header.", "request_header_", "response_header_", "http.request.headers.", "http.response.headers."} {
		if name, ok := strings.CutPrefix(key, prefix); ok {
			return strings.ReplaceAll(name, "_", "-"), true
		}
	}
	return "", false
}

// set fills a string that nothing nearer to the top has filled.
func (f *finder) set(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// take takes the value of a field, and says whether that was it.
func (f *finder) take(field string, who role, v, in *literal) bool {
	s := strings.TrimSpace(v.text)
	plain := v.kind == stringValue || v.kind == numberValue
	if name, ok := strings.CutPrefix(field, "header:"); ok {
		return f.oneHeader(name, who, v)
	}
	switch field {
	case "method":
		if m := strings.ToUpper(s); v.kind == stringValue && who != ofResponse && isVerb(m) && f.r.method == "" {
			f.r.method, f.r.methodAt = m, f.at(v.at)
		}
		return plain
	case "url", "path":
		return f.address(v, field, s)
	case "base", "host", "scheme", "query", "port":
		return f.origin(field, s, v, in)
	case "status", "code":
		return f.status(v, s, who, field == "code")
	case "headers":
		return f.headers(v, f.side(who, in, v))
	case "body", "error":
		return f.body(v, f.side(who, in, v), field == "error")
	case "time":
		if plain && f.r.started == "" {
			f.r.started = moment(s)
		}
		return plain
	}
	return false
}

// address takes a URL, or the object that a URL was printed as.
func (f *finder) address(v *literal, field, s string) bool {
	if v.kind == objectValue {
		for _, name := range []string{"href", "raw", "full", "original"} {
			if whole := v.get(name); whole != nil && whole.kind == stringValue && whole.text != "" {
				return f.address(whole, "url", whole.text)
			}
		}
		return false
	}
	if v.kind != stringValue || s == "" {
		return v.kind == stringValue
	}
	if method, rest, ok := strings.Cut(s, " "); ok && isVerb(method) { // "PATCH /x HTTP/1.1"
		f.set(&f.r.method, method)
		s, _, _ = strings.Cut(rest, " ")
	}
	switch {
	case strings.Contains(s, "://"):
		if !strings.Contains(f.r.url, "://") {
			f.r.url, f.r.urlAt = s, f.at(v.at)
		}
	case strings.HasPrefix(s, "/"), strings.HasPrefix(s, "{{"), field == "url" && strings.Contains(s, "/") && !strings.Contains(s, " "):
		f.set(&f.path, s)
	}
	return true
}

// origin takes a part of an address.
func (f *finder) origin(field, s string, v, in *literal) bool {
	if v.kind != stringValue && v.kind != numberValue {
		return field == "query" && f.queryOf(v)
	}
	switch field {
	case "base":
		if strings.Contains(s, "://") {
			f.set(&f.base, s)
		}
	case "host":
		if s != "-" && !strings.ContainsAny(s, " /") {
			f.set(&f.host, s)
		}
	case "port":
		f.set(&f.port, s)
	case "scheme":
		if s = strings.ToLower(strings.TrimSuffix(s, ":")); s == "http" || s == "https" {
			f.set(&f.scheme, s)
		}
	case "query":
		if s != "-" && strings.Contains(s, "=") {
			f.set(&f.query, strings.TrimPrefix(s, "?"))
		}
	}
	return true
}

// queryOf takes a query that stands as an object.
func (f *finder) queryOf(v *literal) bool {
	if v.kind != objectValue || f.query != "" {
		return false
	}
	var parts []string
	for i, key := range v.keys {
		if kid := v.kids[i]; kid.kind == stringValue || kid.kind == numberValue {
			parts = append(parts, key+"="+kid.text)
		}
	}
	f.query = strings.Join(parts, "&")
	return true
}

// status takes a status; "code" is often something else than that.
func (f *finder) status(v *literal, s string, who role, code bool) bool {
	if v.kind == objectValue || v.kind == listValue {
		return false
	}
	if v.kind == wordValue || who == ofRequest {
		return true
	}
	n, ok := statusCode(s)
	if !ok || code && v.kind != numberValue || len(s) > 3 && s[3] != ' ' {
		return true
	}
	if f.r.status == nil {
		f.r.status, f.r.statusAt = &n, f.at(v.at)
	}
	return true
}

// side says whose headers or body a value is that stands in an object which does
// not tell: headers tell by their names, a body by looking like an error's.
func (f *finder) side(who role, in, v *literal) role {
	if who != neither {
		return who
	}
	if v.kind == objectValue && isHeaderObject(v) {
		for i, key := range v.keys {
			switch strings.ToLower(key) {
			case "authorization", "user-agent", "host", "accept", "cookie", "origin":
				return ofRequest
			case "server", "set-cookie", "date", "www-authenticate", "vary", "etag", "inin-correlation-id":
				_ = i
				return ofResponse
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
	if v.get("level", "msg", "http", "method", "url", "uri", "attributes", "severity", "httpMethod") != nil {
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
	return message != nil && (mark != nil || len(v.keys) <= 2)
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
	if isError && !isErrorBody(v) {
		return false
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
		if inner := v.get("content", "string", "body"); inner != nil && len(v.keys) <= 3 && inner.kind == stringValue && v.get("bytes", "size", "encoding", "mime_type") != nil {
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

// call puts the parts together, and says whether they are those of a call.
func (f *finder) call() (raw, bool) {
	r := f.r
	if !strings.Contains(r.url, "://") {
		r.url = f.join()
	} else if f.query != "" && !strings.Contains(r.url, "?") {
		r.url += "?" + f.query
	}
	for _, m := range f.messages {
		c := cluesIn(m)
		if r.status == nil && c.status != 0 {
			status := c.status
			r.status = &status
		}
		if r.method == "" && c.method != "" && (r.url == "" || samePath(r.url, c.url)) {
			r.method = c.method
		}
		if r.url == "" {
			r.url = c.url
		}
	}
	if r.respBody != nil && r.status == nil {
		r.status = statusIn(r.respBody.text)
	}
	if r.status != nil && *r.status >= 400 && r.respBody == nil && len(f.messages) > 0 {
		for _, m := range f.messages {
			if r.message == "" && isRefusalText(m) {
				r.message = m
			}
		}
	}
	ok := r.status != nil && (r.url != "" || r.method != "" || r.headersShown) || r.method != "" && r.url != "" ||
		r.url != "" && r.respBody != nil && r.status != nil
	return r, ok
}

// join makes an address of its parts.
func (f *finder) join() string {
	path := f.path
	if path == "" {
		path = f.r.url
	}
	if path == "" {
		return ""
	}
	if f.query != "" && !strings.Contains(path, "?") {
		path += "?" + f.query
	}
	switch {
	case f.base != "":
		return strings.TrimRight(f.base, "/") + "/" + strings.TrimLeft(path, "/")
	case !strings.HasPrefix(path, "/"):
		return path
	}
	host := f.host
	if host == "" {
		host = headerValue(f.r.reqHeaders, "Host")
	} else if h := headerValue(f.r.reqHeaders, "Host"); strings.HasPrefix(h, host+":") {
		host = h
	}
	if host == "" {
		return path
	}
	if f.port != "" && !strings.Contains(host, ":") && f.port != "443" && f.port != "80" {
		host += ":" + f.port
	}
	scheme := f.scheme
	if scheme == "" {
		scheme = schemeOf(host, &message{})
	}
	return scheme + "://" + host + path
}

// statusIn reads the status that an error body repeats.
func statusIn(body string) *int {
	v, ok := parseLiteral(body, 0)
	if !ok || v.kind != objectValue {
		return nil
	}
	if inner := v.get("error"); inner != nil && inner.kind == objectValue && v.get("status", "statusCode", "code") == nil {
		v = inner
	}
	s := v.get("status", "statusCode", "status_code", "code")
	if s == nil {
		return nil
	}
	n, ok := statusCode(s.text)
	if !ok || len(s.text) != 3 {
		return nil
	}
	return &n
}

// samePath says whether an address may be the same as another one, which is
// perhaps shorter or empty.
func samePath(a, b string) bool {
	return b == "" || strings.Contains(a, strings.TrimRight(b, "/")) || strings.Contains(b, a)
}

// moment turns a time as logs write it into RFC 3339; empty where it is none.
func moment(s string) string {
	if len(s) >= 19 && s[4] == '-' && (s[10] == 'T' || s[10] == ' ') {
		return strings.Replace(s, " ", "T", 1)
	}
	if t, err := time.Parse("02/Jan/2006:15:04:05 -0700", s); err == nil {
		return t.Format(time.RFC3339)
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 1e9 {
		for n > 1e11 { // milliseconds, micro- or nanoseconds
			n /= 1000
		}
		return time.Unix(int64(n), 0).UTC().Format(time.RFC3339)
	}
	return ""
}
