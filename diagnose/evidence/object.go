package evidence

import (
	"cmp"
	"strings"

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
	route                                 string // the path in the name of a span, perhaps with placeholders
	wire                                  bool   // the headers as they went over the wire were found
	messages                              []string
	refusal                               string // what the record of an audit or a firewall says of a refusal
	why                                   string // what a gateway says of why it answered as it did
	reason                                string // what stands as an error beside the call, in whatever words
	reqBodyV, respBodyV                   *literal
}

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
	if tags, is := sampleTags(v); is {
		if tags == nil {
			return nil
		}
		v = tags
	}
	for i, key := range v.keys {
		kid := v.kids[i]
		plain := plainKey(key)
		switch {
		case (plain == "events" || plain == "logs") && v.get("attributes", "tags") != nil: // of a span: they tell of the same call
		case kid.kind == listValue && hasWord(containers, plain) && len(kid.kids) > 0 && kid.kids[0].kind == objectValue:
			rs = append(rs, callsIn(kid, text, at, depth+1)...)
		case kid.kind == objectValue && (plain == "viewer" || kid.get("viewer") != nil): // Cloudflare's GraphQL
			rs = append(rs, callsIn(kid, text, at, depth+1)...)
		case kid.kind == objectValue && hasWord("run log hits source breadcrumbs", plain) && v.get("method", "status") == nil:
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

// sampleTags gives the tags of a sample that k6 writes for each metric of a call, and says
// whether it is one; nil but for the metric that counts the calls.
func sampleTags(v *literal) (tags *literal, is bool) {
	metric, data := v.get("metric"), v.get("data")
	if metric == nil || data == nil || said(v, "type") != "Point" && said(v, "type") != "Metric" {
		return nil, false
	}
	if metric.text == "http_reqs" {
		tags = data.get("tags")
	}
	return tags, true
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
		f.refused(p.v)
		for i, key := range p.v.keys {
			kid := p.v.kids[i]
			field, who := fieldOf(key, p.role)
			if said := kid.get("stringValue"); said != nil && field == "body" && len(kid.keys) == 1 { // of an OTLP log record
				queue = f.embedded(queue, said, "message", who)
				continue
			}
			if who != neither && field == "" {
				field = f.whole(kid, who)
			}
			if field != "" && f.take(field, who, kid, p.v) {
				continue
			}
			switch kid.kind {
			case objectValue:
				queue = append(queue, pending{kid, who})
			case listValue:
				if plainKey(key) == "rawerrormessage" && len(kid.kids) > 0 { // n8n
					queue = f.embedded(queue, kid.kids[0], "errormessage", who)
				} else if len(kid.kids) > 0 && len(kid.kids) < 50 {
					queue = append(queue, pending{kid, who})
				}
			case stringValue:
				queue = f.embedded(queue, kid, plainKey(key), who)
			}
		}
	}
}

// whole says what a request or response is that stands as a mere string or number:
// Logstash's "request": "/x" and "response": 403.
func (f *finder) whole(v *literal, who role) string {
	_, status := statusCode(v.text)
	switch {
	case who == ofResponse && isErrorBody(v) && v.get("headers", "body", "data", "statusCode", "statusText") == nil:
		return "body"
	case v.kind != stringValue && v.kind != numberValue:
	case who == ofRequest && isRequestLine(v.text):
		return "url"
	case who == ofRequest && (strings.HasPrefix(v.text, "/") || strings.HasPrefix(v.text, "http")) && !strings.Contains(v.text, " "):
		return "url"
	case who == ofResponse && status && len(v.text) == 3:
		return "status"
	case who == ofResponse && strings.HasPrefix(v.text, "{") && strings.HasSuffix(v.text, "}"):
		return "body"
	}
	return ""
}

func isRequestLine(s string) bool {
	_, ok := requestLine(s)
	return ok
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
		key, value := kid.get("key", "name", "k", "Key", "field"), kid.get("value", "v", "Value")
		if key == nil || value == nil {
			return nil
		}
		if name := key.get("name"); name != nil { // Proxyman
			key = name
		}
		if inner := value.get("Value"); inner != nil && value.get("Type") != nil { // OpenTelemetry for Go
			value = inner
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
	f.set(&f.why, saysWhy(key, s))
	switch {
	case key == "header" && strings.Contains(s, " HTTP/1."): // Node's ClientRequest._header
		f.head(s, v.at)
	case (key == "message" || key == "msg") && strings.Contains(s, "HTTP/") && strings.Contains(s, "\n"): // k6 --http-debug
		f.exchange(s, v.at)
	case key == "name" || key == "data": // "PATCH /x" as the name of a span, an address as its data
		if m, ok := requestLine(s); ok {
			f.set(&f.r.method, m.method)
			f.set(&f.route, m.target)
		}
	case len(s) > 1 && s[0] == '{' && strings.HasSuffix(s, "}") && hasWord(jsonTexts, key):
		if inner, ok := parseLiteral(s, 0); ok {
			shift(inner, v.at)
			if isErrorBody(inner) && f.r.respBody == nil {
				f.r.respBody, f.respBodyV = &rawBody{text: s, at: f.at(v.at)}, inner
			}
			return append(queue, pending{inner, who})
		}
	case hasWord(messageTexts, key):
		f.messages = append(f.messages, v.text)
		if hasWord(errorTexts, key) {
			f.set(&f.reason, s)
		}
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

// exchange takes the request and the response that a message quotes whole.
func (f *finder) exchange(s string, offset int) {
	at := func(int) diagnose.Location { return f.at(offset) }
	for _, r := range calls(readWire(s, at), origin{}, at) {
		f.r = fuller(f.r, r)
		f.r.respBody = cmp.Or(f.r.respBody, r.respBody)
	}
}

// set fills a string that nothing nearer to the top has filled.
//
// Too many places call it for each to have a copy.
//
//go:noinline
func (f *finder) set(to *string, value string) {
	if *to == "" {
		*to = value
	}
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
		if r.message == "" && !saysLittle(f.reason) {
			r.message = f.reason
		}
	}
	if r.respBody == nil && f.refusal+f.why != "" && (r.status == nil || *r.status >= 400) {
		r.message = cmp.Or(f.refusal, f.why)
	}
	ok := f.refusal != "" || r.status != nil && (r.url != "" || r.method != "" || r.headersShown) || r.method != "" && r.url != "" || r.headersShown && r.complete ||
		r.respBody != nil && r.status != nil && (r.url != "" || *r.status >= 400)
	return r, ok
}

// join makes an address of its parts.
func (f *finder) join() string {
	path := cmp.Or(f.path, f.r.url, f.route)
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
