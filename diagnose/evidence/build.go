package evidence

import (
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// builder turns raw calls into cases. It is the only place where secrets are
// replaced: what it returns holds none.
type builder struct {
	o      *Options
	red    *redact.Redactor
	pass   func(string) string // cleans a name
	tokens map[string]pasted   // a capture shows the same token many times
}

// pasted is a token that was read before.
type pasted struct {
	token        *diagnose.Token
	scheme, bare string
}

// pastedMax bounds the tokens that are remembered.
const pastedMax = 64

func newBuilder(o *Options) *builder {
	return &builder{o: o, red: o.Redactor, pass: o.Redactor.Name, tokens: map[string]pasted{}}
}

// build makes a case of one call. The clock of Options is not asked here: further
// pieces may still tell the time.
func (b *builder) build(r *raw) diagnose.Case {
	b.red.Begin()
	c := diagnose.Case{Name: b.red.Text(r.name)}
	b.token(&c, r)
	c.Request = b.request(r)
	c.Response = b.response(r)
	if r.facts != nil {
		b.facts(&c, r.facts)
	}
	for _, o := range r.others {
		c.Others = append(c.Others, diagnose.Exchange{Method: strings.ToUpper(o.method), URL: parseAddress(o.url, b.red), Status: o.status, SameToken: o.sameToken, At: o.at})
	}
	b.moment(&c, r)
	b.red.SweepMany(func(clean func(string) string) {
		b.pass = clean
		b.sweep(&c)
		b.pass = b.red.Name
	})
	c.Redactions = placed(append(c.Redactions, b.red.Since()...), &c, r)
	return c
}

func (b *builder) request(r *raw) *diagnose.Request {
	if r.method == "" && r.url == "" && len(r.reqHeaders) == 0 && r.reqBody == nil {
		return nil
	}
	q := &diagnose.Request{Complete: r.complete, Headers: b.headers(r.reqHeaders)}
	if m := strings.ToUpper(strings.TrimSpace(r.method)); m != "" {
		q.Method = diagnose.Know(b.red.Text(m), or(r.methodAt, r.at))
	}
	if r.url != "" {
		u := parseAddress(r.url, b.red)
		if u.Host == "" {
			b.hostFromHeader(&u, r)
		}
		q.URL = diagnose.Know(u, or(r.urlAt, r.at))
	}
	if r.reqBody != nil {
		q.Body = diagnose.Know(b.body(r.reqBody), or(r.reqBody.at, r.at))
	}
	return q
}

// hostFromHeader completes an address that is a path alone.
func (b *builder) hostFromHeader(u *diagnose.URL, r *raw) {
	for _, h := range r.reqHeaders {
		if strings.EqualFold(h.name, "host") || strings.EqualFold(h.name, ":authority") {
			u.Host, u.Port = hostPort(strings.TrimSpace(h.value))
			return
		}
	}
}

func or(at, otherwise diagnose.Location) diagnose.Location {
	if at == (diagnose.Location{}) {
		return otherwise
	}
	return at
}

func (b *builder) headers(hs []rawHeader) []diagnose.Header {
	if len(hs) == 0 {
		return nil
	}
	list := make([]diagnose.Header, 0, len(hs))
	for _, h := range hs {
		if !strings.HasPrefix(h.name, ":") { // pseudo headers of HTTP/2
			list = append(list, diagnose.Header{Name: b.red.Text(h.name), Value: b.red.Header(h.name, h.value), At: h.at})
		}
	}
	return list
}

func (b *builder) response(r *raw) *diagnose.Response {
	if r.status == nil && len(r.respHeaders) == 0 && r.respBody == nil && r.message == "" && r.failure == "" {
		return nil
	}
	p := &diagnose.Response{Headers: b.headers(r.respHeaders), HeadersShown: r.headersShown, At: or(r.respAt, r.at)}
	if r.status != nil {
		p.Status = diagnose.Know(*r.status, or(r.statusAt, p.At))
	}
	body := r.respBody
	if body == nil || body.text == "" {
		if said := strings.TrimSpace(r.message); said != "" {
			body = &rawBody{text: said, at: p.At}
		} else if r.failure != "" && body == nil {
			body = &rawBody{text: r.failure, at: p.At}
		}
	}
	if body != nil {
		p.Body = diagnose.Know(b.body(body), or(body.at, p.At))
	}
	return p
}

// body replaces the secrets of a body, and keeps the way back to its places.
func (b *builder) body(r *rawBody) diagnose.Body {
	clean, edits := b.red.BodyEdits(r.text)
	body := diagnose.Body{Text: clean, At: r.at, Parsed: r.parsed, Truncated: r.truncated}
	if r.inLines {
		body.Locate = func(pointer string) diagnose.Location { return locate(clean, edits, r.at, pointer) }
	}
	return body
}

// facts adds what stood beside the call.
func (b *builder) facts(c *diagnose.Case, f *facts) {
	if f.token != nil {
		b.tokenNames(f.token)
		if f.kept != nil && f.kept.settled {
			c.Token = nil
			settle(f.token, b.red.Text(f.kept.unreadable))
		}
		c.Token = joinToken(c.Token, f.token, &c.Clashes)
	}
	for _, client := range []*diagnose.Client{f.client, f.infoClient} {
		if client != nil {
			b.clientNames(client)
			c.Client = joinClient(c.Client, client, &c.Clashes)
		}
	}
	if f.user != nil {
		b.userNames(f.user)
		c.User = f.user
	}
	if f.resource != nil {
		body := b.body(f.resource)
		c.Resource = &diagnose.Resource{JSON: body.Text, At: body.At}
	}
	if f.offered != nil {
		c.Offered = *f.offered
		b.names(&c.Offered)
	}
	c.Notes = b.red.Text(f.notes)
	if f.kept != nil {
		b.kept(c, f.kept)
	}
}

// kept adds what a report kept, which somebody may have written over since.
func (b *builder) kept(c *diagnose.Case, k *kept) {
	c.Clashes = append(c.Clashes, b.disagreements(k.clashes)...)
	c.Redactions, c.Before = k.redactions, k.before
	if c.Before != nil {
		info := &c.Before.Tool.Catalog
		for _, v := range []*string{&c.Before.Tool.Version, &info.Name, &info.Version, &info.Date, &info.Digest} {
			*v = b.red.Text(*v)
		}
		if op := c.Before.Operation; op != nil {
			for _, need := range []*diagnose.Requirement{&op.Scopes, &op.Permissions, &op.Roles} {
				need.Names = b.list(need.Names)
			}
		}
	}
}

// disagreements cleans what an earlier report found contradictory.
func (b *builder) disagreements(ds []diagnose.Disagreement) []diagnose.Disagreement {
	for i := range ds {
		ds[i].About = b.red.Text(ds[i].About)
		for k := range ds[i].Sources {
			x := &ds[i].Sources[k]
			x.From, x.Says = b.red.Text(x.From), b.red.Text(x.Says)
		}
	}
	return ds
}

// moment finds when the call was made: what the case says, else the answer's Date,
// else the start of the call.
func (b *builder) moment(c *diagnose.Case, r *raw) {
	try := func(v string, at diagnose.Location) bool {
		t, ok := parseMoment(v)
		if ok {
			c.At = diagnose.Know(t, at)
		}
		return ok
	}
	if f := r.facts; f != nil && f.at != "" && try(f.at, f.atFrom) {
		return
	}
	if f := r.facts; f != nil && f.kept != nil && f.kept.alive {
		if end, ok := c.Token.Expires.Get(); ok {
			c.At = diagnose.Know(end.Add(-time.Hour), diagnose.Location{Source: diagnose.MachineClock})
			return
		}
	}
	for _, h := range r.respHeaders {
		if strings.EqualFold(h.name, "date") && try(h.value, or(h.at, r.at)) {
			return
		}
	}
	if r.started != "" {
		try(r.started, r.at)
	}
}

// clock judges a case at the present where nothing tells when it was made.
func (b *builder) clock(c *diagnose.Case) {
	if !c.At.Ok() && !b.o.Now.IsZero() {
		c.At = diagnose.Know(b.o.Now.UTC().Truncate(time.Second), diagnose.Location{Source: diagnose.MachineClock})
	}
}

// token finds the token of a call: what the case says, else the Authorization header,
// else the query.
func (b *builder) token(c *diagnose.Case, r *raw) {
	if r.token != "" {
		p := b.parse(r.token, or(r.tokenAt, r.at))
		c.Token = p.token
		if p.scheme == "" || p.scheme == "bearer" {
			b.red.Secret(redact.Token, p.bare)
		} else {
			b.red.Header("Authorization", p.scheme+" "+p.bare)
		}
		return
	}
	for _, h := range r.reqHeaders {
		if strings.EqualFold(h.name, "authorization") && strings.TrimSpace(h.value) != "" {
			c.Token = b.shown(h.value, or(h.at, r.at))
			return
		}
	}
	if v, ok := tokenInQuery(r.url); ok {
		c.Token = b.shown(v, or(r.urlAt, r.at))
		return
	}
	if r.complete && r.method != "" {
		t := &diagnose.Token{Scheme: diagnose.Know("", r.at)}
		unreadable(t, "the call was made without a token")
		c.Token = t
	}
}

// shown reads a token, and tells the redactor what it is without its wrapping.
func (b *builder) shown(v string, at diagnose.Location) *diagnose.Token {
	p := b.parse(v, at)
	if !redact.Masked(p.bare) {
		kind := redact.Token
		if p.scheme != "" && p.scheme != "bearer" {
			kind = redact.Credentials
		}
		b.red.Remember(kind, p.bare)
	}
	return p.token
}

// parse reads a token once, however often it is shown.
func (b *builder) parse(v string, at diagnose.Location) pasted {
	p, ok := b.tokens[v]
	if !ok {
		p.scheme, p.bare = tidy(v)
		p.token = parseTidy(p.scheme, p.bare, at)
		b.tokenNames(p.token)
		if len(b.tokens) >= pastedMax {
			clear(b.tokens)
		}
		b.tokens[strings.Clone(v)] = p
	}
	again := *p.token
	p.token = moved(&again, at)
	return p
}

// moved gives the facts of a token another place.
func moved(t *diagnose.Token, at diagnose.Location) *diagnose.Token {
	move(&t.Kind, at)
	move(&t.Scheme, at)
	move(&t.Problem, at)
	move(&t.Scopes, at)
	move(&t.Permissions, at)
	move(&t.Roles, at)
	move(&t.Audience, at)
	move(&t.Issuer, at)
	move(&t.ClientID, at)
	move(&t.Subject, at)
	move(&t.Algorithm, at)
	move(&t.Expires, at)
	move(&t.NotBefore, at)
	move(&t.IssuedAt, at)
	move(&t.HasUser, at)
	move(&t.Org, at)
	return t
}

// Too many places call it for each to have a copy.
//
//go:noinline
func move[T any](k *diagnose.Known[T], at diagnose.Location) {
	if v, ok := k.Get(); ok {
		*k = diagnose.Know(v, at)
	}
}
