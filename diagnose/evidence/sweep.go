package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// sweep replaces secrets that were recognised in one place of a call where they
// stand in another: a token of the Authorization header that a note repeats.
func (b *builder) sweep(c *diagnose.Case) {
	clean := b.pass
	if c.Token != nil {
		b.tokenNames(c.Token)
	}
	if c.Client != nil {
		b.clientNames(c.Client)
	}
	if c.User != nil {
		b.userNames(c.User)
	}
	b.names(&c.Offered)
	c.Name, c.Notes = clean(c.Name), clean(c.Notes)
	if q := c.Request; q != nil {
		sweepHeaders(q.Headers, clean)
		if u, ok := q.URL.Get(); ok {
			u = diagnose.URL{Scheme: clean(u.Scheme), Host: clean(u.Host), Port: clean(u.Port), Path: clean(u.Path), Query: clean(u.Query)}
			q.URL = diagnose.Know(u, q.URL.From())
		}
		sweepBody(&q.Body, clean)
		if m, ok := q.Method.Get(); ok {
			q.Method = diagnose.Know(clean(m), q.Method.From())
		}
	}
	if p := c.Response; p != nil {
		sweepHeaders(p.Headers, clean)
		sweepBody(&p.Body, clean)
	}
	if c.Resource != nil {
		c.Resource.JSON = clean(c.Resource.JSON)
	}
	for i := range c.Others {
		u := &c.Others[i].URL
		u.Path, u.Query = clean(u.Path), clean(u.Query)
	}
}

func sweepHeaders(hs []diagnose.Header, clean func(string) string) {
	for i := range hs {
		hs[i].Name, hs[i].Value = clean(hs[i].Name), clean(hs[i].Value)
	}
}

func sweepBody(k *diagnose.Known[diagnose.Body], clean func(string) string) {
	if body, ok := k.Get(); ok {
		if text := clean(body.Text); text != body.Text {
			body.Text, body.Locate = text, nil
			*k = diagnose.Know(body, k.From())
		}
	}
}

// locate finds the place of the value that a JSON pointer names. text is a body whose
// secrets are replaced; the edits lead back to the columns of the input.
func locate(text string, edits []redact.Edit, at diagnose.Location, pointer string) diagnose.Location {
	if pointer == "" {
		return at
	}
	j := jscan{s: text}
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if strings.Contains(step, "~") {
			step = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
		}
		if !j.into(step) {
			return diagnose.Location{}
		}
	}
	j.space()
	before := text[:j.i]
	line := at
	if nl := strings.LastIndexByte(before, '\n'); nl >= 0 {
		line.Line += strings.Count(before, "\n")
		line.Col = j.i - nl
		before = before[:nl]
	} else {
		line.Col += j.i
		before = ""
	}
	for _, e := range edits {
		if e.At > len(before) && e.At <= j.i {
			line.Col += e.By
		}
	}
	return line
}

// into goes to the value of a member or to an element of a list.
func (j *jscan) into(step string) bool {
	switch j.peek() {
	case '{':
		for j.enter('{'); j.next('}'); {
			if j.key() == step {
				return j.err == nil
			}
			j.skip()
		}
	case '[':
		n := 0
		for _, c := range []byte(step) {
			if c < '0' || c > '9' || n > 1e6 {
				return false
			}
			n = 10*n + int(c-'0')
		}
		for j.enter('['); j.next(']'); n-- {
			if n == 0 {
				return step != "" && j.err == nil
			}
			j.skip()
		}
	}
	return false
}
