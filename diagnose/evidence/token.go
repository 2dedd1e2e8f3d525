package evidence

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// Reasons why facts about a token are not known.
const (
	whyOpaque    = "the token is opaque: it carries no readable scopes"
	whyMasked    = "a token was sent, but the input does not show it"
	whyEncrypted = "the token is encrypted: only its issuer can read it"
	whyCut       = "the token is cut off in the input"
	whyNotBearer = "the call was not made with a token"
)

// parseToken reads a token as people paste it: with or without its scheme, quoted,
// wrapped, percent-encoded, its signature masked or cut off. The signature is never
// looked at.
func parseToken(pasted string, at diagnose.Location) *diagnose.Token {
	scheme, bare := tidy(pasted)
	return parseTidy(scheme, bare, at)
}

// isLoneJWT says whether a text is a JWT and nothing else, with or without its scheme. A
// token of another kind looks like any word.
func isLoneJWT(text []byte) bool {
	words := strings.Fields(string(text))
	for i, w := range words {
		if w = strings.Trim(w, `"'`); i == len(words)-1 {
			head, _, ok := strings.Cut(w, ".")
			return ok && strings.HasPrefix(head, "eyJ") && isJSON(head)
		} else if !strings.EqualFold(w, "Authorization:") && !strings.EqualFold(w, "Bearer") {
			return false
		}
	}
	return false
}

// parseTidy is parseToken for a token that was unwrapped before.
func parseTidy(scheme, bare string, at diagnose.Location) *diagnose.Token {
	t := &diagnose.Token{}
	if scheme != "" {
		t.Scheme = diagnose.Know(scheme, at)
	}
	switch {
	case scheme != "" && scheme != "bearer" && scheme != "token" && scheme != "oauth" && scheme != "jwt" && scheme != "dpop":
		unreadable(t, whyNotBearer)
		return t
	case strings.HasPrefix(bare, "⟨"+redact.Opaque+"-"): // from why403 redact
		t.Kind = diagnose.Know(diagnose.Opaque, at)
		unreadable(t, whyOpaque)
		blankInside(t, bare, at)
		return t
	case redact.Masked(bare), strings.HasPrefix(bare, "$"), strings.HasPrefix(bare, "`"): // a variable, a command: no token has such letters
		unreadable(t, whyMasked)
		return t
	}
	t.Fingerprint = fingerprint(bare)
	whole := strings.TrimRight(bare, ".…*")
	cut := strings.Contains(bare[len(whole):], "..") || strings.Contains(bare[len(whole):], "…") || strings.HasSuffix(bare, "**")
	if cut && strings.HasPrefix(bare, "eyJ") {
		bare = whole
	}
	dots := strings.Count(bare, ".")
	switch head, rest, _ := strings.Cut(bare, "."); {
	case !strings.HasPrefix(bare, "eyJ") && !(dots == 2 && isJSON(head)):
		t.Kind = diagnose.Know(diagnose.Opaque, at)
		unreadable(t, whyOpaque)
		blankInside(t, bare, at)
	case dots == 4:
		t.Kind = diagnose.Know(diagnose.JWT, at)
		unreadable(t, whyEncrypted)
	case dots > 2:
		t.Kind = diagnose.Know(diagnose.JWT, at)
		t.Problem = diagnose.Know("a JWT has three segments, this has more", at)
		unreadable(t, "the token is malformed")
	case dots == 0 || redact.Masked(rest) && !strings.HasPrefix(rest, "⟨"+redact.Broken):
		t.Kind = diagnose.Know(diagnose.JWT, at)
		unreadable(t, whyCut)
	default:
		readJWT(t, head, rest, at)
		if cut && t.Problem.Ok() {
			t.Problem = diagnose.Known[string]{}
			unreadable(t, whyCut)
		}
	}
	return t
}

// blankInside tells the fault of an opaque token that can be seen.
func blankInside(t *diagnose.Token, bare string, at diagnose.Location) {
	if strings.ContainsAny(bare, " \t\r\n") {
		t.Problem = diagnose.Know("there is blank space in the middle of it", at)
	}
}

// unreadable gives the facts that only a readable token tells the reason why they
// are not known.
func unreadable(t *diagnose.Token, why string) {
	t.Scopes = diagnose.Unknown[[]string](why)
	t.Permissions, t.Roles, t.Audience = t.Scopes, t.Scopes, t.Scopes
	text := diagnose.Unknown[string](why)
	t.Issuer, t.ClientID, t.Subject, t.Algorithm = text, text, text, text
}

// fingerprint names a token without telling it.
func fingerprint(bare string) string {
	sum := sha256.Sum256([]byte(bare))
	return "sha256:" + hex.EncodeToString(sum[:6])
}

// tidy takes a pasted token out of its quotes, header name, scheme, percent-encoding
// and line breaks. The scheme is lower case; empty where none was pasted.
func tidy(v string) (scheme, bare string) {
	const quotes = " \t\r\n\"'`,;"
	v = strings.Trim(strings.TrimPrefix(v, "\ufeff"), quotes)
	if name, rest, ok := strings.Cut(v, ":"); ok && strings.EqualFold(strings.Trim(name, quotes), "authorization") {
		v = strings.Trim(rest, quotes)
	}
	if strings.Contains(v, "%") && !strings.HasPrefix(v, "%") {
		if plain, err := url.QueryUnescape(strings.ReplaceAll(v, "+", "%2B")); err == nil {
			v = plain
		}
	}
	if first, rest, ok := strings.Cut(v, " "); ok && isScheme(first) {
		scheme, v = strings.ToLower(first), strings.Trim(rest, quotes)
	} else if isScheme(v) && len(v) < 8 && !strings.ContainsAny(v, "0123456789") {
		return strings.ToLower(v), ""
	}
	if strings.HasPrefix(v, "eyJ") && broken(v) {
		v = strings.Map(func(r rune) rune {
			if r == ' ' || r == '\t' || r == '\r' || r == '\n' || r == '\\' {
				return -1
			}
			return r
		}, v)
	}
	return scheme, v
}

// broken says that a token was wrapped over lines, or escaped.
func broken(v string) bool {
	for _, c := range [...]byte{' ', '\n', '\\', '\t', '\r'} {
		if strings.IndexByte(v, c) >= 0 {
			return true
		}
	}
	return false
}

// isScheme says that a word can be an authentication scheme.
func isScheme(w string) bool {
	switch strings.ToLower(w) {
	case "bearer", "basic", "digest", "token", "oauth", "jwt", "dpop", "apikey", "api-key", "negotiate", "ntlm", "hmac", "sharedkey", "sharedkeylite",
		"aws4-hmac-sha256", "ssws", "key", "genie", "genieky", "geniekey", "zoho-oauthtoken", "mac", "hawk", "signature", "sso-key", "gss", "klaviyo-api-key", "discogs":
		return true
	}
	return false
}

// isJSON says that a segment is the beginning of a JSON object.
func isJSON(segment string) bool {
	b, err := base64.RawURLEncoding.DecodeString(segment)
	return err == nil && len(b) > 1 && b[0] == '{'
}

// lenient writes a segment as RFC 7515 does: base64url without padding.
var lenient = strings.NewReplacer("+", "-", "/", "_", "=", "")

// readJWT reads header and claims. The signature is left out before anything parses
// it: masked, cut and absent ones are normal.
func readJWT(t *diagnose.Token, head, rest string, at diagnose.Location) {
	t.Kind = diagnose.Know(diagnose.JWT, at)
	payload, _, _ := strings.Cut(rest, ".")
	c := &jwtClaims{t: t, at: at}
	token, _, err := jwt.NewParser().ParseUnverified(lenient.Replace(head)+"."+lenient.Replace(payload)+".", c)
	if token != nil {
		if alg, ok := token.Header["alg"].(string); ok {
			t.Algorithm = diagnose.Know(alg, at)
		}
	}
	switch {
	case c.read:
	case redact.Masked(payload) && !strings.HasPrefix(payload, "⟨"+redact.Broken) || strings.ContainsAny(payload, "*…"):
		unreadable(t, whyCut)
	case err != nil:
		t.Problem = diagnose.Know(jwtProblem(err, head), at)
		unreadable(t, "the token is malformed")
	}
}

// jwtProblem words why a JWT cannot be read, without its bytes.
func jwtProblem(err error, head string) string {
	switch {
	case !isJSON(lenient.Replace(head)):
		return "its header is not base64url-encoded JSON"
	case errors.Is(err, errClaims):
		return "its claims are not a JSON object"
	}
	return "its claims are not base64url-encoded JSON"
}

var errClaims = errors.New("evidence: claims are no object")

// jwtClaims reads claims straight from their bytes, so that no number is rounded.
type jwtClaims struct {
	jwt.MapClaims // never filled: only its methods are needed
	t             *diagnose.Token
	at            diagnose.Location
	read          bool
}

// UnmarshalJSON reads the claims into the token.
func (c *jwtClaims) UnmarshalJSON(b []byte) error {
	j := jscan{s: string(b), fixed: c.at}
	if j.peek() != '{' {
		return errClaims
	}
	j.claims(c.t, "claim")
	c.read = j.err == nil
	if j.err != nil {
		return errClaims
	}
	return nil
}

// token reads the member token of the case form.
func (c *caseReader) token() {
	at := c.here()
	switch c.peek() {
	case 'n':
		c.skip()
		return
	case '"':
		c.r.token, c.r.tokenAt = c.str(), at
		return
	}
	t := &diagnose.Token{}
	c.object("token", tokenKeys, func(key string) bool { return c.tokenMember(t, key) })
	c.f.token = t
}

func (c *caseReader) tokenMember(t *diagnose.Token, key string) bool {
	at := c.here()
	if c.null() {
		return true
	}
	switch key {
	case "raw", "access_token":
		c.r.tokenAt = at
		c.r.token = c.text("token.raw").Or("")
	case "scopes", "scope":
		if s := c.names("token.scopes", bySpace); s.Ok() {
			t.Scopes, t.ScopesFrom = s, "token.scopes"
		}
	case "claims":
		c.claims(t, "claim")
		t.Kind = diagnose.Know(diagnose.JWT, at)
	case "info":
		if c.peek() != '{' {
			c.wrong("token.info", "an object")
			break
		}
		if client := c.tokenInfo(t); client != nil {
			c.f.infoClient = client
		}
	case "introspection":
		c.claims(t, "member of the introspection")
	case "kind":
		switch k := strings.ToLower(c.text("token.kind").Or("")); k {
		case "jwt", "opaque":
			t.Kind = diagnose.Know(diagnose.TokenKind(k), at)
		}
	case "permissions":
		set(&t.Permissions, c.names("token.permissions", bySpace))
	case "expires", "expires_at", "exp":
		set(&t.Expires, c.moment("token.expires"))
	case "header", "headers":
		c.tokenHeader(t)
	case "roles":
		set(&t.Roles, c.names("token.roles", byComma))
	case "audience":
		set(&t.Audience, c.names("token.audience", ""))
	case "issuer":
		set(&t.Issuer, c.word("token.issuer"))
	case "client_id":
		set(&t.ClientID, c.word("token.client_id"))
	case "algorithm":
		set(&t.Algorithm, c.word("token.algorithm"))
	case "not_before":
		set(&t.NotBefore, c.moment("token.not_before"))
	case "issued_at":
		set(&t.IssuedAt, c.moment("token.issued_at"))
	case "active":
		set(&t.Active, c.truth("token.active"))
	case "has_user":
		set(&t.HasUser, c.truth("token.has_user"))
	case "org":
		set(&t.Org, c.knownEntity())
	case "home_org":
		set(&t.HomeOrg, c.knownEntity())
	case "scheme", "type", "token_type":
		if v, ok := c.text("token.type").Get(); ok && (v == "" && key == "scheme" || isScheme(v)) {
			t.Scheme = diagnose.Know(strings.ToLower(v), at)
		}
	case "fingerprint", "problem", "scopes_from", "unreadable":
		c.settledMember(t, key)
	case "alive":
		c.f.keep().alive = c.truth("token.alive").Or(false)
	case "sub", "iss", "aud", "note":
		c.skip()
	default:
		return false
	}
	return true
}

// tokenHeader reads the algorithm of a JWT header.
func (c *caseReader) tokenHeader(t *diagnose.Token) {
	if c.peek() != '{' {
		c.skip()
		return
	}
	for c.enter('{'); c.next('}'); {
		if c.key() == "alg" {
			set(&t.Algorithm, c.word("alg"))
		} else {
			c.skip()
		}
	}
}
