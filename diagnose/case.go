package diagnose

import (
	"strings"
	"time"
)

// Case is everything known about one refused request. It has no field that can
// hold a credential: secrets are replaced while reading, before a Case exists.
//
// A part that is nil was not brought. Inside a part every fact is a [Known].
type Case struct {
	Name     string // which piece of input this is: "case.json", "calls.har#12"
	Request  *Request
	Response *Response
	Token    *Token
	Client   *Client
	User     *User
	Resource *Resource
	// Offered lists the permissions that the organisation can give at all, as the answer
	// of GET /api/v2/authorization/permissions has them.
	Offered Known[[]string]
	Others  []Exchange       // other exchanges of the same capture, as evidence
	At      Known[time.Time] // the moment the call is judged at
	Notes   string           // free text; shown, never judged
	Clashes []Disagreement   // contradictions between the pieces that were brought

	// Redactions counts the secrets that were replaced while reading.
	Redactions []Redaction
	// Before is what an earlier report concluded, where the evidence came out of one.
	Before *Judgement

	// Set by the engine, from the parts above.
	Refusal *Refusal // what the server itself said
	Route   *Route   // what the catalog knows of the address
	Names   Names    // the platform's vocabulary; never nil for a checker, and no evidence
}

// MachineClock is the source of a moment that no input tells.
const MachineClock = "the clock of this machine"

// Request is the call that was made.
type Request struct {
	Method  Known[string] // upper case
	URL     Known[URL]
	Headers []Header
	Body    Known[Body] // known and empty where the call is known to carry none
	// Complete is true where the input shows the whole request, so that a header
	// it does not show was not sent.
	Complete bool
}

// Header returns the first header of that name, in any case.
func (r *Request) Header(name string) (Header, bool) { return header(r.Headers, name) }

// URL is an absolute or partial request address with its secrets replaced.
// Scheme, Host and Port are empty where the input did not show them.
type URL struct {
	Scheme string
	Host   string // without port, lower case
	Port   string
	Path   string // as sent: still percent-encoded
	Query  string // as sent, values of secret parameters replaced; without "?"
}

// String puts the address together again.
func (u URL) String() string {
	var b strings.Builder
	if u.Host != "" {
		if u.Scheme != "" {
			b.WriteString(u.Scheme + "://")
		}
		b.WriteString(u.Host)
		if u.Port != "" {
			b.WriteString(":" + u.Port)
		}
	}
	b.WriteString(u.Path)
	if u.Query != "" {
		b.WriteString("?" + u.Query)
	}
	return b.String()
}

// Header is one header field; Value has its secrets replaced.
type Header struct {
	Name, Value string
	At          Location
}

func header(hs []Header, name string) (Header, bool) {
	for _, h := range hs {
		if strings.EqualFold(h.Name, name) {
			return h, true
		}
	}
	return Header{}, false
}

// Body is a request or response body with its secrets replaced.
type Body struct {
	Text      string // the text as it came; JSON stays the very text, so numbers keep their digits
	At        Location
	Parsed    bool // it stood as JSON in a case file, so it is JSON whatever the headers say
	Truncated bool // the input shows only the beginning
	// Locate gives the place of the value a JSON pointer (RFC 6901) names; nil
	// where the input has no lines for the inside of the body.
	Locate func(pointer string) Location
}

// Where gives the place of the value that pointer names, or of the body as a whole.
func (b Body) Where(pointer string) Location {
	if b.Locate != nil {
		if l := b.Locate(pointer); l != (Location{}) {
			return l
		}
	}
	return b.At
}

// Response is the answer the call got.
type Response struct {
	Status  Known[int] // 0 where the client was told nothing, as browsers do after a refused preflight
	Headers []Header
	Body    Known[Body]
	At      Location
	// HeadersShown is true where the input shows the response headers, so that a
	// header it does not show was not there.
	HeadersShown bool
}

// Header returns the first header of that name, in any case.
func (r *Response) Header(name string) (Header, bool) { return header(r.Headers, name) }

// TokenKind says what a token looks like from outside.
type TokenKind string

// The kinds of token.
const (
	JWT    TokenKind = "jwt"
	Opaque TokenKind = "opaque"
)

// Token is what is known about the access token, from its claims (signature not
// verified), from GET /api/v2/tokens/me, from RFC 7662 introspection or from flags.
type Token struct {
	Kind        Known[TokenKind]
	Fingerprint string          // "sha256:" and the first 12 hex digits of the token's SHA-256
	Scheme      Known[string]   // authentication scheme that was sent, lower case: "bearer", "basic"; "" where none was
	Problem     Known[string]   // why it cannot be a working token ("two segments instead of three")
	Scopes      Known[[]string] // scope, scp, tokens/me or introspection
	ScopesFrom  string          // in words: "the scope claim", "GET /api/v2/tokens/me"
	Permissions Known[[]string] // permissions claim
	Roles       Known[[]string] // roles claim, realm_access.roles
	Audience    Known[[]string]
	Issuer      Known[string]
	ClientID    Known[string] // azp, client_id
	Subject     Known[string] // sub; never printed
	Algorithm   Known[string] // alg of the header
	Expires     Known[time.Time]
	NotBefore   Known[time.Time]
	IssuedAt    Known[time.Time]
	Active      Known[bool]   // RFC 7662 "active"
	HasUser     Known[bool]   // whether a person stands behind it (authenticatedUser, grant)
	Org         Known[Entity] // organisation the token works in
	HomeOrg     Known[Entity] // organisation the user belongs to
}

// Entity is a thing the platform names by id and name; either may be empty.
type Entity struct{ ID, Name string }

// Grant is the OAuth grant a client uses, in the words of the case form:
// client_credentials, authorization_code, pkce, implicit, saml2_bearer,
// password, device_code, other.
type Grant string

// ClientCredentials is the one grant without a user behind the token.
const ClientCredentials Grant = "client_credentials"

// Client is the OAuth client (application) that asked for the token.
type Client struct {
	Entity   Known[Entity]
	Grant    Known[Grant]
	Scopes   Known[[]string] // registered, which is not what a token was issued with
	Roles    Known[[]string]
	Grants   Known[[]RoleGrant]
	State    Known[string] // "active", "inactive", "disabled"
	Modified Known[time.Time]
}

// User is the person behind the call, or the client itself where its roles were
// brought as authorization/subjects/me.
type User struct {
	Entity      Known[Entity] // name only; e-mail addresses are not kept
	Roles       Known[[]string]
	Permissions Known[[]string]
	Divisions   Known[[]string] // ids or names the grants reach, "*" for all
	Grants      Known[[]RoleGrant]
	Org         Known[Entity]
	State       Known[string]
}

// RoleGrant is a role held in a division.
type RoleGrant struct {
	Role        Entity
	Division    Entity
	Permissions []string // what the role carries, where the answer said so
	Made        Known[time.Time]
}

// Resource is the object that was acted on, as the API returned it, as JSON text
// with secrets replaced.
type Resource struct {
	JSON string
	At   Location
}

// Exchange is another call of the same capture: the evidence that the same token
// could do something else, or that somebody else could do this.
type Exchange struct {
	Method    string
	URL       URL
	Status    int
	SameToken bool
	At        Location
}

// Evidence names parts of a Case. A checker declares which parts it needs and
// which it may look at; the engine hides the rest from it.
type Evidence uint16

// The parts of a Case.
const (
	RequestEvidence  Evidence = 1 << iota // method, address, headers
	BodyEvidence                          // the request body
	ResponseEvidence                      // status, headers, body as they came
	RefusalEvidence                       // what the server said, parsed
	RouteEvidence                         // what the catalog says
	TokenEvidence
	ClientEvidence
	UserEvidence
	ResourceEvidence
	OthersEvidence
	ClockEvidence
	OfferEvidence // the permissions that the organisation can give
	endOfEvidence
)

var evidenceNames = [...]string{"request", "request body", "response", "server's words", "catalog entry",
	"token", "client", "user", "resource", "other exchanges", "time of the call", "permissions on offer"}

// String names the parts in words, for reports.
func (e Evidence) String() string {
	var b []byte
	for i, name := range evidenceNames {
		if e&(1<<i) == 0 {
			continue
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, name...)
	}
	return string(b)
}

// Has tells which parts the Case holds.
func (c *Case) Has() Evidence {
	var e Evidence
	set := func(bit Evidence, there bool) {
		if there {
			e |= bit
		}
	}
	set(RequestEvidence, c.Request != nil)
	set(BodyEvidence, c.Request != nil && c.Request.Body.Ok())
	set(ResponseEvidence, c.Response != nil)
	set(RefusalEvidence, c.Refusal != nil)
	set(RouteEvidence, c.Route != nil)
	set(TokenEvidence, c.Token != nil)
	set(ClientEvidence, c.Client != nil)
	set(UserEvidence, c.User != nil)
	set(ResourceEvidence, c.Resource != nil)
	set(OthersEvidence, len(c.Others) > 0)
	set(ClockEvidence, c.At.Ok())
	set(OfferEvidence, c.Offered.Ok())
	return e
}

// Stand-ins for parts that were not brought or that a checker may not see, so
// that no checker ever meets a nil part. They are never written to.
var (
	noRequest  = &Request{}
	noResponse = &Response{}
	noToken    = &Token{}
	noClient   = &Client{}
	noUser     = &User{}
	noResource = &Resource{}
	noRefusal  = &Refusal{}
	noRoute    = &Route{}
)

// Only returns the case as a checker sees it: the parts in see as they are, every
// other part empty.
func (c *Case) Only(see Evidence) Case {
	v := view{whole: c}
	return *v.only(see)
}

// view shows a case to one checker after the other, in the same memory: what a
// checker was shown holds until the next one is asked.
type view struct {
	whole    *Case
	seen     Case
	see      Evidence // what is shown in seen
	bodiless *Request // the request without its body, once it was made
}

// only gives what a checker may see. What the one before it saw of the same is left where
// it is.
func (v *view) only(see Evidence) *Case {
	c, s, other := v.whole, &v.seen, v.see^see
	if s.Names == nil {
		other = ^Evidence(0)
		s.Name, s.Names = c.Name, c.Names
		if s.Names == nil {
			s.Names = NoNames{}
		}
	}
	v.see = see
	if other&(RequestEvidence|BodyEvidence) != 0 {
		s.Request = v.request(see)
	}
	if other&ResponseEvidence != 0 {
		s.Response = shown(c.Response, noResponse, see&ResponseEvidence != 0)
	}
	if other&RefusalEvidence != 0 {
		s.Refusal = shown(c.Refusal, noRefusal, see&RefusalEvidence != 0)
	}
	if other&RouteEvidence != 0 {
		s.Route = shown(c.Route, noRoute, see&RouteEvidence != 0)
	}
	if other&TokenEvidence != 0 {
		s.Token = shown(c.Token, noToken, see&TokenEvidence != 0)
	}
	if other&ClientEvidence != 0 {
		s.Client = shown(c.Client, noClient, see&ClientEvidence != 0)
	}
	if other&UserEvidence != 0 {
		s.User = shown(c.User, noUser, see&UserEvidence != 0)
	}
	if other&ResourceEvidence != 0 {
		s.Resource = shown(c.Resource, noResource, see&ResourceEvidence != 0)
	}
	if other&OthersEvidence != 0 {
		s.Others = when(see&OthersEvidence != 0, c.Others)
	}
	if other&ClockEvidence != 0 {
		s.At = when(see&ClockEvidence != 0, c.At)
	}
	if other&OfferEvidence != 0 {
		s.Offered = when(see&OfferEvidence != 0, c.Offered)
	}
	return s
}

// request shows the request, its body, or both.
func (v *view) request(see Evidence) *Request {
	c := v.whole
	switch {
	case c.Request == nil || see&(RequestEvidence|BodyEvidence) == 0:
		return noRequest
	case see&RequestEvidence == 0:
		return &Request{Body: c.Request.Body}
	case see&BodyEvidence != 0 || !c.Request.Body.Ok():
		return c.Request
	}
	if v.bodiless == nil {
		r := *c.Request
		r.Body = Known[Body]{}
		v.bodiless = &r
	}
	return v.bodiless
}

func shown[T any](part, empty *T, see bool) *T {
	if part == nil || !see {
		return empty
	}
	return part
}

// when gives a part that may be seen, or nothing.
func when[T any](see bool, part T) (shown T) {
	if see {
		shown = part
	}
	return shown
}
