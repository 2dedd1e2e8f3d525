package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// caseReader reads the case form. Where a member stands twice, the last one counts,
// and a hint says so.
type caseReader struct {
	jscan
	hint func(string)
	r    raw
	f    facts
}

// readCase reads one case in JSON from t, which may be a single line of a stream.
func readCase(t *text, hint func(string)) (raw, error) {
	c := caseReader{jscan: jscan{s: t.string(), place: t}, hint: hint}
	c.r = raw{at: c.here(), alone: true}
	c.object("", caseKeys, c.part)
	c.end()
	if c.err != nil {
		return raw{}, c.err
	}
	if c.f != (facts{}) {
		c.r.facts = &c.f
	}
	return c.r, nil
}

// Names of the members, for the hint about an unknown one.
const (
	caseKeys     = "request response token client user resource offered others at notes"
	requestKeys  = "method url headers body complete truncated"
	responseKeys = "status headers body complete truncated"
	tokenKeys    = "raw scopes claims info introspection kind permissions expires roles audience issuer"
	clientKeys   = "grant scopes roles state id name modified"
	userKeys     = "roles permissions divisions grants id name state org"
)

// object reads an object member by member. member returns false for a name that it
// does not know.
func (c *caseReader) object(name, keys string, member func(key string) bool) {
	if c.peek() != '{' {
		if name == "" {
			name = "a case"
		}
		c.wrong(name, "an object")
		return
	}
	var seen [16]string
	n := 0
	for c.enter('{'); c.next('}'); {
		offset := c.i
		key := c.key()
		for i := range n {
			if seen[i] == key {
				c.say(offset, memberPath(name, key)+" stands twice; the last one counts")
			}
		}
		if n < len(seen) {
			seen[n] = key
			n++
		}
		if c.err == nil && !member(key) {
			c.unknown(offset, name, key, keys)
			c.skip()
		}
	}
}

// memberPath names a member in a message. What does not look like a name may be a
// secret in the wrong place, and is not repeated.
func memberPath(name, key string) string {
	for i := 0; i < len(key); i++ {
		if c := key[i] | 0x20; c < 'a' && c != '-' || c > 'z' && c != '_'|0x20 || len(key) > 24 {
			key = "a member"
			break
		}
	}
	if name == "" {
		return key
	}
	return name + "." + key
}

func (c *caseReader) say(offset int, what string) {
	if c.hint != nil && c.err == nil {
		c.hint(c.at(offset).String() + ": " + what)
	}
}

func (c *caseReader) unknown(offset int, name, key, keys string) {
	if strings.HasPrefix(key, "$") || strings.HasPrefix(key, "_") {
		return
	}
	what := memberPath(name, key) + " is no part of a case and was not read"
	if near := nearest(key, strings.Fields(keys)); near != "" {
		what += "; did you mean " + memberPath(name, near) + "?"
	}
	c.say(offset, what)
}

func (c *caseReader) part(key string) bool {
	switch key {
	case "request":
		if !c.null() {
			c.object(key, requestKeys, c.request)
		}
	case "response":
		c.response()
	case "token":
		c.token()
	case "client":
		c.client()
	case "user":
		if !c.null() {
			c.f.user = c.readUser(c.f.user, c.unknown)
		}
	case "resource":
		if !c.null() {
			at := c.here()
			c.f.resource = c.body(at)
		}
	case "at":
		c.f.atFrom = c.here()
		c.f.at = c.text("at").Or("")
		if _, ok := parseMoment(c.f.at); !ok && c.f.at != "" && c.err == nil {
			c.err = &Error{At: c.f.atFrom, Problem: "at must be a time", Hint: `write "2026-11-23T10:00:00Z"`}
		}
	case "notes":
		c.f.notes = c.text("notes").Or("")
	case "clock":
		if c.truth("clock").Or(false) {
			c.f.atFrom = diagnose.Location{Source: diagnose.MachineClock}
		}
	case "offered":
		if !c.null() {
			c.f.offered = c.offered()
		}
	case "others":
		c.others()
	case "clashes":
		c.f.keep().clashes = c.disagreements()
	case "$schema", "id", "name", "schema":
		c.skip()
	default:
		return false
	}
	return true
}

func (c *caseReader) request(key string) bool {
	switch key {
	case "method":
		c.r.methodAt = c.here()
		c.r.method = c.text("request.method").Or("")
	case "url":
		c.r.urlAt = c.here()
		c.r.url = c.text("request.url").Or("")
	case "headers":
		c.r.reqHeaders = c.headers("request.headers")
	case "body":
		if !c.null() {
			c.r.reqBody = c.body(c.here())
		}
	case "complete":
		c.r.complete = c.truth("request.complete").Or(false)
	case "truncated":
		cut(c.r.reqBody, c.truth("request.truncated"))
	default:
		return false
	}
	return true
}

// cut notes that the input shows only the beginning of a body.
func cut(body *rawBody, is diagnose.Known[bool]) {
	if body != nil {
		body.truncated = is.Or(false)
	}
}

// response reads the answer, which may be no more than a status or a body.
func (c *caseReader) response() {
	c.r.respAt = c.here()
	switch ch := c.peek(); {
	case c.null():
	case ch >= '0' && ch <= '9':
		c.status(c.integer("response"))
	case ch == '"':
		c.r.respBody = c.body(c.r.respAt)
	default:
		c.object("response", responseKeys, c.responseMember)
	}
}

func (c *caseReader) responseMember(key string) bool {
	switch key {
	case "status", "statusCode", "status_code":
		c.status(c.integer("response." + key))
	case "headers":
		c.r.respHeaders = c.headers("response.headers")
	case "body":
		if !c.null() {
			c.r.respBody = c.body(c.here())
		}
	case "complete":
		c.r.headersShown = c.truth("response.complete").Or(false)
	case "truncated":
		cut(c.r.respBody, c.truth("response.truncated"))
	default:
		return false
	}
	return true
}

func (c *caseReader) status(s diagnose.Known[int]) {
	if n, ok := s.Get(); ok {
		if n < 0 || n > 999 {
			c.err = &Error{At: s.From(), Problem: "an HTTP status has three digits"}
			return
		}
		c.r.status, c.r.statusAt = &n, s.From()
	}
}

// headers reads header fields: an object whose values are strings or lists, or a
// list of {"name": …, "value": …}.
func (c *caseReader) headers(name string) []rawHeader {
	hs := make([]rawHeader, 0, 8)
	switch c.peek() {
	case '{':
		for c.enter('{'); c.next('}'); {
			at := c.here()
			hs = c.headerValues(hs, name, c.key(), at)
		}
	case '[':
		for c.enter('['); c.next(']'); {
			var h rawHeader
			for c.enter('{'); c.next('}'); {
				switch c.key() {
				case "name", "key":
					h.at = c.here()
					h.name = c.text(name).Or("")
				case "value":
					h.value = c.text(name).Or("")
				default:
					c.skip()
				}
			}
			hs = append(hs, h)
		}
	default:
		if !c.null() {
			c.wrong(name, "an object")
		}
	}
	return hs
}

func (c *caseReader) headerValues(hs []rawHeader, name, key string, at diagnose.Location) []rawHeader {
	if c.peek() != '[' {
		if v, ok := c.text(name + "." + key).Get(); ok {
			hs = append(hs, rawHeader{key, v, at})
		}
		return hs
	}
	for c.enter('['); c.next(']'); {
		hs = append(hs, rawHeader{key, c.text(name + "." + key).Or(""), at})
	}
	return hs
}

// body reads a body: a string is its text, anything else is JSON as it stands.
func (c *caseReader) body(at diagnose.Location) *rawBody {
	if c.peek() == '"' {
		return &rawBody{text: c.str(), at: at}
	}
	return &rawBody{text: c.raw(), at: at, parsed: true, inLines: true}
}

func (c *caseReader) client() {
	switch c.peek() {
	case 'n':
		c.skip()
	case '"':
		at := c.here()
		c.f.client = &diagnose.Client{Grant: diagnose.Know(grantOf(c.str()), at)}
	default:
		c.f.client = c.readClient(c.f.client, c.unknown)
	}
}

// nearest finds the name that word was probably meant to be: at most a third of
// its letters differ.
func nearest(word string, names []string) string {
	best, bestDistance := "", len(word)/3+1
	for _, n := range names {
		if d := distance(strings.ToLower(word), n); d < bestDistance || strings.EqualFold(word, n) {
			best, bestDistance = n, d
		}
	}
	return best
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for k := range row {
		row[k] = k
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for k := range len(b) {
			cost := 1
			if a[i] == b[k] {
				cost = 0
			}
			diagonal, row[k+1] = row[k+1], min(row[k+1]+1, row[k]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
