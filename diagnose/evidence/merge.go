package evidence

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// clashes collects what two pieces say differently. Neither is believed more: the
// first one that was read stays, and the contradiction is reported.
type clashes = []diagnose.Disagreement

// joinCase adds the facts of a piece to a case.
func joinCase(c, piece *diagnose.Case) {
	c.Clashes = append(c.Clashes, piece.Clashes...)
	if c.Name == "" {
		c.Name = piece.Name
	}
	c.Request = joinRequest(c.Request, piece.Request, &c.Clashes)
	c.Response = joinResponse(c.Response, piece.Response, &c.Clashes)
	c.Token = joinToken(c.Token, piece.Token, &c.Clashes)
	c.Client = joinClient(c.Client, piece.Client, &c.Clashes)
	c.User = joinUser(c.User, piece.User, &c.Clashes)
	c.Offered = join("the permissions on offer", c.Offered, piece.Offered, sameNames, sayNames, &c.Clashes)
	if c.Resource == nil {
		c.Resource = piece.Resource
	}
	if c.Resource != nil && piece.Resource != nil && piece.Resource.JSON != c.Resource.JSON {
		c.Clashes = append(c.Clashes, clash("the resource", c.Resource.At, "one object", piece.Resource.At, "another object"))
	}
	if !c.At.Ok() {
		c.At = piece.At
	} else if piece.At.Ok() && piece.At.From().Source == "--at" {
		c.At = piece.At // said on purpose, against what a capture shows
	}
	if c.Notes == "" {
		c.Notes = piece.Notes
	}
	c.Others = append(c.Others, piece.Others...)
	c.Redactions = joinRedactions(c.Redactions, piece.Redactions)
}

func joinRedactions(a, b []diagnose.Redaction) []diagnose.Redaction {
	for _, r := range b {
		i := slices.IndexFunc(a, func(have diagnose.Redaction) bool { return have.Placeholder == r.Placeholder })
		if i < 0 {
			a = append(slices.Clip(a), r)
			continue
		}
		a = slices.Clone(a)
		a[i].Count += r.Count
	}
	return a
}

func clash(about string, at diagnose.Location, says string, otherAt diagnose.Location, otherSays string) diagnose.Disagreement {
	return diagnose.Disagreement{About: about, Sources: []diagnose.Claim{{From: at.String(), Says: says}, {From: otherAt.String(), Says: otherSays}}}
}

// join gives the fact that is known; where both are and differ, the first, and a
// clash.
func join[T any](about string, a, b diagnose.Known[T], same func(a, b T) bool, say func(T) string, to *clashes) diagnose.Known[T] {
	x, aKnown := a.Get()
	y, bKnown := b.Get()
	switch {
	case aKnown && bKnown:
		if about != "" && !same(x, y) {
			*to = append(*to, clash(about, a.From(), say(x), b.From(), say(y)))
		}
		return a
	case bKnown, !aKnown && a.Why() == "":
		return b
	}
	return a
}

func same[T comparable](a, b T) bool { return a == b }

func fold(a, b string) bool { return strings.EqualFold(a, b) }

func say[T ~string](v T) string { return string(v) }

func sameNames(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.EqualFunc(a, b, fold)
}

func sayNames(v []string) string {
	if len(v) == 0 {
		return "none"
	}
	return strings.Join(v, ", ")
}

func sameEntity(a, b diagnose.Entity) bool {
	return a.ID != "" && a.ID == b.ID || (a.ID == "" || b.ID == "") && a.Name == b.Name || a.ID == "" != (b.ID == "")
}

func sayEntity(e diagnose.Entity) string { return either(e) }

func sameTime(a, b time.Time) bool {
	d := a.Sub(b)
	return d < 2*time.Second && d > -2*time.Second
}

func sayTime(t time.Time) string { return t.Format(time.RFC3339) }

func sayURL(u diagnose.URL) string { return u.String() }

// sameURL compares what both addresses show.
func sameURL(a, b diagnose.URL) bool {
	return (a.Host == "" || b.Host == "" || a.Host == b.Host) && a.Path == b.Path && (a.Query == "" || b.Query == "" || a.Query == b.Query)
}

func joinRequest(a, b *diagnose.Request, to *clashes) *diagnose.Request {
	if a == nil || b == nil {
		return one(a, b)
	}
	q := *a
	q.Method = join("the method", a.Method, b.Method, fold, say, to)
	q.URL = join("the address", a.URL, b.URL, sameURL, sayURL, to)
	if u, ok := q.URL.Get(); ok && u.Host == "" && b.URL.Or(diagnose.URL{}).Host != "" {
		q.URL = b.URL
	}
	q.Body = join("the request body", a.Body, b.Body, func(x, y diagnose.Body) bool { return x.Text == y.Text }, sayBody, to)
	q.Headers = joinHeaders(a.Headers, b.Headers)
	q.Complete = a.Complete || b.Complete
	return &q
}

// one gives the part that was brought.
func one[T any](a, b *T) *T {
	if a == nil {
		return b
	}
	return a
}

func sayBody(b diagnose.Body) string { return "a body of " + strconv.Itoa(len(b.Text)) + " bytes" }

func joinHeaders(a, b []diagnose.Header) []diagnose.Header {
	have := len(a)
	a = slices.Clip(a)
	for _, h := range b {
		if !slices.ContainsFunc(a[:have], func(x diagnose.Header) bool { return strings.EqualFold(x.Name, h.Name) }) {
			a = append(a, h)
		}
	}
	return a
}

func joinResponse(a, b *diagnose.Response, to *clashes) *diagnose.Response {
	if a == nil || b == nil {
		return one(a, b)
	}
	p := *a
	p.Status = join("the status", a.Status, b.Status, same[int], strconv.Itoa, to)
	p.Body = join("the response body", a.Body, b.Body, func(x, y diagnose.Body) bool { return strings.TrimSpace(x.Text) == strings.TrimSpace(y.Text) }, sayBody, to)
	p.Headers = joinHeaders(a.Headers, b.Headers)
	p.HeadersShown = a.HeadersShown || b.HeadersShown
	return &p
}

func joinToken(a, b *diagnose.Token, to *clashes) *diagnose.Token {
	if a == nil || b == nil {
		return one(a, b)
	}
	t := *a
	if a.Fingerprint != "" && b.Fingerprint != "" && a.Fingerprint != b.Fingerprint {
		*to = append(*to, clash("the token", a.Kind.From(), a.Fingerprint, b.Kind.From(), b.Fingerprint))
		return &t
	}
	if t.Fingerprint == "" {
		t.Fingerprint = b.Fingerprint
	}
	t.Scopes = join("the scopes of the token", a.Scopes, b.Scopes, sameNames, sayNames, to)
	if !a.Scopes.Ok() && b.Scopes.Ok() {
		t.ScopesFrom = b.ScopesFrom
	}
	t.Kind = join("the kind of token", a.Kind, b.Kind, same[diagnose.TokenKind], say, to)
	t.Scheme = join("", a.Scheme, b.Scheme, fold, say, to)
	if s, ok := t.Scheme.Get(); ok && s == "" && b.Fingerprint != "" {
		t.Scheme = b.Scheme
	}
	t.Problem = join("", a.Problem, b.Problem, fold, say, to)
	t.Permissions = join("the permissions in the token", a.Permissions, b.Permissions, sameNames, sayNames, to)
	t.Roles = join("the roles in the token", a.Roles, b.Roles, sameNames, sayNames, to)
	t.Audience = join("the audience", a.Audience, b.Audience, sameNames, sayNames, to)
	t.Issuer = join("the issuer", a.Issuer, b.Issuer, same[string], say, to)
	t.ClientID = join("the client of the token", a.ClientID, b.ClientID, fold, say, to)
	t.Subject = join("", a.Subject, b.Subject, same[string], say, to)
	t.Algorithm = join("", a.Algorithm, b.Algorithm, fold, say, to)
	t.Expires = join("when the token expires", a.Expires, b.Expires, sameTime, sayTime, to)
	t.NotBefore = join("", a.NotBefore, b.NotBefore, sameTime, sayTime, to)
	t.IssuedAt = join("", a.IssuedAt, b.IssuedAt, sameTime, sayTime, to)
	t.Active = join("whether the token is active", a.Active, b.Active, same[bool], strconv.FormatBool, to)
	t.HasUser = join("whether a user stands behind the token", a.HasUser, b.HasUser, same[bool], strconv.FormatBool, to)
	t.Org = join("the organisation of the token", a.Org, b.Org, sameEntity, sayEntity, to)
	t.HomeOrg = join("", a.HomeOrg, b.HomeOrg, sameEntity, sayEntity, to)
	return &t
}

func joinClient(a, b *diagnose.Client, to *clashes) *diagnose.Client {
	if a == nil || b == nil {
		return one(a, b)
	}
	c := *a
	c.Entity = join("the client", a.Entity, b.Entity, sameEntity, sayEntity, to)
	c.Grant = join("the grant", a.Grant, b.Grant, same[diagnose.Grant], say, to)
	c.Scopes = join("the scopes of the client", a.Scopes, b.Scopes, sameNames, sayNames, to)
	c.Roles = join("the roles of the client", a.Roles, b.Roles, sameNames, sayNames, to)
	c.Grants = join("", a.Grants, b.Grants, nil, nil, to)
	c.State = join("the state of the client", a.State, b.State, fold, say, to)
	c.Modified = join("", a.Modified, b.Modified, sameTime, sayTime, to)
	return &c
}

func joinUser(a, b *diagnose.User, to *clashes) *diagnose.User {
	if a == nil || b == nil {
		return one(a, b)
	}
	u := *a
	u.Entity = join("the user", a.Entity, b.Entity, sameEntity, sayEntity, to)
	u.Roles = join("the roles of the user", a.Roles, b.Roles, sameNames, sayNames, to)
	u.Permissions = join("the permissions of the user", a.Permissions, b.Permissions, sameNames, sayNames, to)
	u.Divisions = join("the divisions of the user", a.Divisions, b.Divisions, sameNames, sayNames, to)
	u.Grants = join("", a.Grants, b.Grants, nil, nil, to)
	u.Org = join("the organisation of the user", a.Org, b.Org, sameEntity, sayEntity, to)
	u.State = join("the state of the user", a.State, b.State, fold, say, to)
	return &u
}
