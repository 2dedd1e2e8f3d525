package evidence

import (
	"cmp"
	"encoding/base64"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Browsers tell their drivers of each call in events: the DevTools protocol in several
// that share an id, WebDriver BiDi in one that holds all. ChromeDriver, Puppeteer,
// Playwright and the protocol monitor log them, one on a line, in a list, or as a string
// inside of an object of their own.

// isEvents recognises events about the network.
func isEvents(text string) bool {
	head := text[:min(len(text), headSize)]
	for _, name := range []string{"Network.requestWillBeSent", "Network.responseReceived", "network.responseCompleted", "network.fetchError"} {
		if i := strings.Index(head, name); i > 0 && strings.ContainsAny(head[:i], "{[") {
			return true
		}
	}
	return false
}

// readEvents reads the calls that events tell of.
func readEvents(text string, at func(int) diagnose.Location) ([]raw, error) {
	e := &events{text: text, at: at, calls: map[string]*raw{}, asked: map[string]string{}}
	eachLiteral(text, func(before string, v *literal) { e.take(v, announced(before), 0) })
	rs := make([]raw, 0, len(e.order))
	for _, r := range e.order {
		if r.url != "" {
			rs = append(rs, *r)
		}
	}
	return rs, nil
}

// announced gives the name of an event that stands in front of its parameters, as
// ChromeDriver logs it: "DevTools WebSocket Event: Network.loadingFailed (session_id=…) 7 {".
func announced(before string) string {
	i := strings.LastIndex(before, " Network.")
	if i < 0 || strings.Contains(before[i:], "\n") {
		return ""
	}
	name, _, _ := strings.Cut(before[i+1:], " ")
	return name
}

// events collects the calls that events tell of.
type events struct {
	text  string
	at    func(int) diagnose.Location
	order []*raw
	calls map[string]*raw   // the last one of each request id
	asked map[string]string // commands that ask for a body, and of which request
}

// take takes an event, a command or its result, however deep it is wrapped.
func (e *events) take(v *literal, name string, depth int) {
	if depth > 5 {
		return
	}
	if v.kind == listValue {
		for _, kid := range v.kids {
			e.take(kid, "", depth+1)
		}
		return
	}
	if v.kind != objectValue {
		return
	}
	params := v
	if name == "" {
		name, params = said(v, "method"), v.get("params")
	}
	if params != nil && params.kind == objectValue && (strings.HasPrefix(name, "Network.") || strings.HasPrefix(name, "network.")) {
		e.event(strings.ToLower(name[:1])+name[1:], params, said(v, "id"))
	}
	if result := v.get("result"); result != nil && result.kind == objectValue {
		e.body(e.asked[said(v, "id")], result)
	}
	if params != nil {
		return
	}
	for i, key := range v.keys {
		kid := v.kids[i]
		if kid.kind == stringValue && (key == "message" || key == "msg") && strings.HasPrefix(strings.TrimSpace(kid.text), "{") {
			if inner, ok := parseLiteral(kid.text, 0); ok {
				shift(inner, kid.at)
				kid = inner
			}
		}
		if key != "result" {
			e.take(kid, "", depth+1)
		}
	}
}

// said gives the text of a member; empty where it has none.
func said(v *literal, name string) string {
	if kid := v.get(name); kid != nil && kid.kind != objectValue && kid.kind != listValue && kid.text != "null" {
		return kid.text
	}
	return ""
}

// event takes one event of the network domain.
func (e *events) event(name string, params *literal, command string) {
	id := said(params, "requestId")
	request, response := params.get("request"), params.get("response")
	if request != nil && request.get("request") != nil { // WebDriver BiDi
		id = said(request, "request")
	}
	if id == "" {
		return
	}
	if name == "network.getResponseBody" {
		e.asked[command] = id
		return
	}
	if redirect := params.get("redirectResponse"); redirect != nil && redirect.kind == objectValue && e.calls[id] != nil {
		e.answered(e.calls[id], redirect)
		delete(e.calls, id)
	}
	r := e.calls[id]
	if r == nil || name == "network.requestWillBeSent" && r.url != "" && r.status != nil {
		r = &raw{at: e.at(params.at)}
		e.calls[id], e.order = r, append(e.order, r)
	}
	if request != nil && request.kind == objectValue {
		e.requested(r, request)
	}
	if response != nil && response.kind == objectValue {
		e.answered(r, response)
	}
	if r.started == "" {
		r.started = moment(cmp.Or(said(params, "wallTime"), said(params, "timestamp")))
	}
	switch name {
	case "network.requestWillBeSentExtraInfo":
		e.sentHeaders(r, params.get("headers"), true)
	case "network.responseReceivedExtraInfo":
		r.take(said(params, "statusCode"), params.at, e.at)
		e.gotHeaders(r, params.get("headers"))
	case "network.loadingFailed", "network.fetchError":
		e.failed(r, params)
	}
}

// requested takes what was sent.
func (e *events) requested(r *raw, request *literal) {
	if u := request.get("url"); u != nil && u.kind == stringValue {
		r.url, r.urlAt = u.text, e.at(u.at)
	}
	if m := request.get("method"); m != nil {
		r.method, r.methodAt = strings.ToUpper(m.text), e.at(m.at)
	}
	e.sentHeaders(r, request.get("headers"), false)
	if data := request.get("postData"); data != nil && data.kind == stringValue {
		r.reqBody = &rawBody{text: data.text, at: e.at(data.at)}
	}
}

// sentHeaders takes the headers of a request. Those that went over the wire come last,
// and are all; what a page set is less.
func (e *events) sentHeaders(r *raw, hs *literal, all bool) {
	if hs == nil || r.complete {
		return
	}
	r.reqHeaders, r.complete = once(pseudo(r, headersOf(hs, e.at))), all
}

// answered takes an answer.
func (e *events) answered(r *raw, response *literal) {
	r.respAt = e.at(response.at)
	r.take(said(response, "status"), response.at, e.at)
	if u := said(response, "url"); r.url == "" {
		r.url = u
	}
	e.sentHeaders(r, response.get("requestHeaders"), true)
	e.gotHeaders(r, response.get("headers"))
}

func (e *events) gotHeaders(r *raw, v *literal) {
	if v == nil {
		return
	}
	if hs := headersOf(v, e.at); len(hs) >= len(r.respHeaders) {
		r.respHeaders, r.headersShown = pseudo(r, hs), true
	}
}

// failed takes why a call got no answer that its page may see.
func (e *events) failed(r *raw, params *literal) {
	why := said(params, "errorText")
	if cors := params.get("corsErrorStatus"); cors != nil && said(cors, "corsError") != "" {
		why += " (CORS: " + said(cors, "corsError") + ")"
	}
	r.failure = why
	if r.status == nil {
		none := 0
		r.status, r.statusAt = &none, e.at(params.at)
	}
}

// body takes the body of an answer that a command asked for.
func (e *events) body(id string, result *literal) {
	r, text := e.calls[id], result.get("body")
	if r == nil || text == nil || text.kind != stringValue {
		return
	}
	b := &rawBody{text: text.text, at: e.at(text.at)}
	if said(result, "base64Encoded") == "true" {
		plain, err := base64.StdEncoding.DecodeString(b.text)
		if err != nil {
			return
		}
		b.text = string(plain)
	}
	r.respBody = b
}
