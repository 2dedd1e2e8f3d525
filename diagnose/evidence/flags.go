package evidence

import (
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// readFlag reads the value of an evidence flag as the part it names. What it finds is
// a fragment, which is added to every call.
func readFlag(p Part, in *source, found func(raw) error) error {
	if p == Request || p == Response {
		return readMessage(p, in, found)
	}
	t, err := in.text()
	if err != nil {
		return err
	}
	v := strings.TrimSpace(t.string())
	r := raw{at: diagnose.Location{Source: in.name}, fragment: true, facts: &facts{}}
	if v == "" {
		return &Error{At: r.at, Problem: "the value is empty"}
	}
	if v[0] == '{' {
		return readPart(p, t, in, found)
	}
	switch p {
	case Token:
		r.token, r.tokenAt, r.facts = v, r.at, nil
	case Scopes:
		v = strings.Trim(v, "[]")
		list := split(strings.NewReplacer(`"`, "", "'", "").Replace(v), bySpace)
		r.facts.token = &diagnose.Token{Scopes: diagnose.Know(list, r.at), ScopesFrom: in.name}
	case Grant, Client:
		g := grantOf(v)
		if g == "other" && !strings.EqualFold(v, "other") {
			return &Error{At: r.at, Problem: "this is no grant that why403 knows",
				Hint: "one of client_credentials, authorization_code, pkce, implicit, saml2_bearer, password, device_code, other"}
		}
		r.facts.client = &diagnose.Client{Grant: diagnose.Know(g, r.at)}
	case At:
		if _, ok := parseMoment(v); !ok {
			return &Error{At: r.at, Problem: "this is no time", Hint: "write 2026-11-23T10:00:00Z, or seconds since 1970"}
		}
		r.facts.at, r.facts.atFrom = v, r.at
	case User:
		return &Error{At: r.at, Problem: "the user must be a JSON object", Hint: "bring the answer of GET /api/v2/users/me?expand=authorization: --user @me.json"}
	case Resource:
		return &Error{At: r.at, Problem: "the resource must be JSON", Hint: "bring the object as the API returns it: --resource @conversation.json"}
	}
	return found(r)
}

// readPart reads a flag whose value is JSON, in any of the forms that the part of a
// case may have, or as a whole case that holds it.
func readPart(p Part, t *text, in *source, found func(raw) error) error {
	s := t.string()
	c := caseReader{jscan: jscan{s: s, place: t}, hint: in.options.Hint}
	c.r = raw{at: in.start(), fragment: true}
	keys, err := membersOf(s, t)
	if err != nil {
		return err
	}
	switch p {
	case Token, Scopes:
		if !keys.any(strings.Fields(tokenKeys)...) || keys.any("exp", "iss") {
			return readAnswer(s, t, keys, in, found)
		}
		c.token()
	case User:
		c.f.user = c.readUser(nil, c.unknown)
	case Client, Grant:
		c.client()
	case Resource:
		c.f.resource = c.body(c.here())
	default:
		return &Error{At: in.start(), Problem: "this flag takes a plain value, not JSON"}
	}
	c.end()
	if c.err != nil {
		return c.err
	}
	c.r.facts = &c.f
	return found(c.r)
}

// readMessage reads --request and --response: one line, JSON in the form of the case
// or the body itself, a curl command, or a raw HTTP message.
func readMessage(p Part, in *source, found func(raw) error) error {
	head := strings.TrimSpace(string(in.head()))
	at := diagnose.Location{Source: in.name}
	if strings.Contains(head, "\n") || len(head) >= headSize/2 || head == "" || head[0] == '{' || head[0] == '[' {
		return readMessageText(p, in, found)
	}
	if p == Response {
		first, rest, _ := strings.Cut(strings.TrimPrefix(head, "HTTP/"), " ")
		if status, err := strconv.Atoi(first); err == nil && len(first) == 3 {
			return found(raw{at: at, status: &status, fragment: true, message: sayable(rest)})
		}
		return readMessageText(p, in, found)
	}
	method, url, ok := strings.Cut(head, " ")
	if ok && isMethod(method) {
		return found(raw{at: at, method: method, url: strings.TrimSpace(url), fragment: true})
	}
	if !ok && (strings.Contains(head, "/") || strings.Contains(head, "://")) {
		return found(raw{at: at, url: head, fragment: true})
	}
	return readMessageText(p, in, found)
}

// sayable drops the reason phrase behind a status: it says nothing of its own.
func sayable(rest string) string {
	switch strings.ToLower(strings.TrimSpace(rest)) {
	case "forbidden", "unauthorized", "bad request", "not found", "ok", "method not allowed", "too many requests":
		return ""
	}
	return rest
}

func isMethod(w string) bool {
	switch strings.ToUpper(w) {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE", "LIST", "WATCH":
		return true
	}
	return false
}

// readMessageText reads a longer value: by its format, and where it has none as the
// body of an answer.
func readMessageText(p Part, in *source, found func(raw) error) error {
	fragment := func(r raw) error {
		r.fragment, r.alone = true, false
		if p == Response {
			r.method, r.url, r.reqHeaders, r.reqBody, r.complete = "", "", nil, nil, false
		} else {
			r.status, r.respHeaders, r.respBody, r.headersShown = nil, nil, nil, false
		}
		return found(r)
	}
	if looksLikeJSON(in.head()) {
		return readMessageJSON(p, in, fragment)
	}
	if f, err := recognise(in); err == nil {
		return f.read(in, fragment)
	}
	if p == Request {
		return &Error{At: in.start(), Problem: "this is no request that why403 can read", Hint: `write "PATCH https://…", a curl command or a raw HTTP request`}
	}
	t, err := in.text()
	if err != nil {
		return err
	}
	return fragment(raw{at: in.start(), respBody: &rawBody{text: t.string(), at: in.start(), inLines: true}})
}

func readMessageJSON(p Part, in *source, found func(raw) error) error {
	t, err := in.text()
	if err != nil {
		return err
	}
	s := t.string()
	c := caseReader{jscan: jscan{s: s, place: t}, hint: in.options.Hint}
	c.r.at = in.start()
	var keys members
	if c.peek() == '{' {
		if keys, err = membersOf(s, t); err != nil {
			return err
		}
	}
	switch {
	case keys.any("request") && p == Request, keys.any("response") && p == Response:
		c.object("", caseKeys, c.part)
	case p == Request && keys.any("method", "url"):
		c.object("request", requestKeys, c.request)
	case p == Response && keys.any("status", "headers", "body") && !keys.any("message", "code", "error", "errors", "contextId"):
		c.response()
	case p == Response:
		c.r.respBody = &rawBody{text: s, at: c.here(), parsed: true, inLines: true}
	default:
		return &Error{At: in.start(), Problem: "this JSON is no request", Hint: `write {"method": "PATCH", "url": "https://…"}`}
	}
	if c.err != nil {
		return c.err
	}
	return found(c.r)
}
