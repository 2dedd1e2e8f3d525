package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// mapped is what a record holds, by field.
type mapped struct {
	values map[string]*literal
	text   string
	at     func(int) diagnose.Location
}

// str gives a field that is a string, a number or a word; empty where it is
// absent, or "-" as servers write for nothing.
func (r *mapped) str(field string) string {
	v := r.values[field]
	if v == nil || v.kind == objectValue || v.kind == listValue || v.text == "-" || v.kind == wordValue && v.text == "null" {
		return ""
	}
	return strings.TrimSpace(v.text)
}

func (r *mapped) place(field string) diagnose.Location {
	if v := r.values[field]; v != nil {
		return r.at(v.at)
	}
	return diagnose.Location{}
}

// call makes a call of a record. It fails where the status is none.
func (r *mapped) call() (raw, *Error) {
	c := raw{at: r.at(0), method: r.str("method"), methodAt: r.place("method"), urlAt: r.place("url"), message: r.str("message"),
		token: r.str("token"), tokenAt: r.place("token"), started: moment(r.str("time"))}
	c.url = r.address(&c)
	if s := r.str("status"); s != "" {
		n, ok := statusCode(s)
		if !ok {
			return c, &Error{At: r.place("status"), Problem: "the status is no number from 100 to 599"}
		}
		c.status, c.statusAt = &n, r.place("status")
	}
	if v := r.values["request_headers"]; v != nil {
		c.reqHeaders = headersOf(v, r.at)
	}
	if agent := r.str("user_agent"); agent != "" {
		c.reqHeaders = append(c.reqHeaders, rawHeader{"User-Agent", agent, r.place("user_agent")})
	}
	if v := r.values["response_headers"]; v != nil {
		c.respHeaders = headersOf(v, r.at)
		c.headersShown = len(c.respHeaders) > 0
	}
	c.reqBody, c.respBody = r.body("request_body"), r.body("response_body")
	if code := r.str("code"); code != "" && c.respBody == nil {
		said := literal{kind: objectValue, keys: []string{"code", "message"}, kids: []*literal{{kind: stringValue, text: code}, {kind: stringValue, text: c.message}}}
		c.respBody = &rawBody{text: string(said.appendJSON(nil)), at: r.place("code"), parsed: true}
	}
	c.facts = r.facts()
	return c, nil
}

// address puts the parts of the address together. Where it stands in a whole request
// line, the method does, too.
func (r *mapped) address(c *raw) string {
	u := r.str("url")
	if m, ok := requestLine(u); ok {
		u = m.target
		if c.method == "" {
			c.method, c.methodAt = m.method, c.urlAt
		}
	}
	if q := strings.TrimPrefix(r.str("query"), "?"); q != "" && !strings.Contains(u, "?") {
		u += "?" + q
	}
	if host := r.str("host"); host != "" && strings.HasPrefix(u, "/") {
		scheme := r.str("scheme")
		if scheme == "" {
			scheme = schemeOf(host, &message{})
		}
		u = scheme + "://" + host + u
	}
	return u
}

func (r *mapped) body(field string) *rawBody {
	if v := r.values[field]; v != nil && v.text != "-" {
		return bodyLiteral(v, r.text, r.at)
	}
	return nil
}

// facts gives what the record tells about the caller.
func (r *mapped) facts() *facts {
	t, any := &diagnose.Token{}, false
	for field, fact := range map[string]*diagnose.Known[string]{"subject": &t.Subject, "client": &t.ClientID} {
		if s := r.str(field); s != "" {
			*fact, any = diagnose.Know(s, r.place(field)), true
		}
	}
	if org := r.str("org"); org != "" {
		t.Org, any = diagnose.Know(diagnose.Entity{ID: org}, r.place("org")), true
	}
	if scopes := r.scopes(); scopes != nil {
		t.Scopes, t.ScopesFrom, any = diagnose.Know(scopes, r.place("scopes")), "the log", true
	}
	if !any {
		return nil
	}
	return &facts{token: t}
}

// scopes gives the scopes of the token, whether they stand as a list or in one
// string.
func (r *mapped) scopes() []string {
	v := r.values["scopes"]
	if v == nil {
		return nil
	}
	if v.kind == listValue {
		names := []string{}
		for _, kid := range v.kids {
			names = append(names, kid.text)
		}
		return names
	}
	if s := r.str("scopes"); s != "" {
		return split(s, bySpace)
	}
	return nil
}
