package evidence

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// jwtOf makes an unsigned token with a made-up signature.
func jwtOf(claims string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".bWFkZS11cC1zaWduYXR1cmU"
}

var here = diagnose.Location{Source: "f", Line: 1, Col: 2}

func TestTokenAsPasted(t *testing.T) {
	full := jwtOf(`{"scope":"conversations users:readonly","exp":1900000000,"aud":"https://api","iss":"https://login","azp":"client-1"}`)
	head, rest, _ := strings.Cut(full, ".")
	payload, _, _ := strings.Cut(rest, ".")
	for name, pasted := range map[string]string{
		"bare":               full,
		"bearer":             "Bearer " + full,
		"lower case":         "bearer  " + full,
		"header":             "Authorization: Bearer " + full,
		"quoted":             `"Authorization": "Bearer ` + full + `",`,
		"single quotes":      "'" + full + "'\n",
		"wrapped":            full[:40] + "\n   " + full[40:90] + "\r\n" + full[90:],
		"percent-encoded":    "Bearer%20" + full,
		"signature masked":   head + "." + payload + ".***",
		"signature redacted": head + "." + payload + ".[REDACTED]",
		"placeholder":        head + "." + payload + ".⟨signature-1⟩",
		"signature gone":     head + "." + payload + ".",
		"two segments":       head + "." + payload,
		"padded":             head + "." + payload + strings.Repeat("=", (4-len(payload)%4)%4) + ".x",
	} {
		t.Run(name, func(t *testing.T) {
			tok := parseToken(pasted, here)
			assert.Equal(t, diagnose.JWT, tok.Kind.Or(""))
			assert.Equal(t, []string{"conversations", "users:readonly"}, tok.Scopes.Or(nil))
			assert.Equal(t, "the scope claim", tok.ScopesFrom)
			assert.Equal(t, here, tok.Scopes.From())
			assert.Equal(t, int64(1900000000), tok.Expires.Or(time.Time{}).Unix())
			assert.Equal(t, []string{"https://api"}, tok.Audience.Or(nil))
			assert.Equal(t, "https://login", tok.Issuer.Or(""))
			assert.Equal(t, "client-1", tok.ClientID.Or(""))
			assert.Equal(t, "RS256", tok.Algorithm.Or(""))
			assert.False(t, tok.Problem.Ok())
			assert.Len(t, tok.Fingerprint, len("sha256:")+12)
		})
	}
	assert.Equal(t, parseToken(full, here).Fingerprint, parseToken("Bearer "+full[:50]+"\n"+full[50:], here).Fingerprint)
}

func TestClaims(t *testing.T) {
	for claims, check := range map[string]func(*testing.T, *diagnose.Token){
		`{"scope":["a","b"]}`: func(t *testing.T, k *diagnose.Token) { assert.Equal(t, []string{"a", "b"}, k.Scopes.Or(nil)) },
		`{"scp":"a b"}`:       func(t *testing.T, k *diagnose.Token) { assert.Equal(t, "the scp claim", k.ScopesFrom) },
		`{"scp":["a"]}`:       func(t *testing.T, k *diagnose.Token) { assert.Equal(t, []string{"a"}, k.Scopes.Or(nil)) },
		`{"scope":""}`: func(t *testing.T, k *diagnose.Token) {
			assert.True(t, k.Scopes.Ok())
			assert.Empty(t, k.Scopes.Or(nil))
		},
		`{"sub":"x"}`:                func(t *testing.T, k *diagnose.Token) { assert.Equal(t, "the token has no scope claim", k.Scopes.Why()) },
		`{"roles":["Admin, Chief"]}`: func(t *testing.T, k *diagnose.Token) { assert.Equal(t, []string{"Admin, Chief"}, k.Roles.Or(nil)) },
		`{"realm_access":{"roles":["r1"]},"resource_access":{"c":{"roles":["r2"]}}}`: func(t *testing.T, k *diagnose.Token) {
			assert.Equal(t, []string{"r1", "r2"}, k.Roles.Or(nil))
		},
		`{"permissions":["a:b:c"]}`: func(t *testing.T, k *diagnose.Token) { assert.Equal(t, []string{"a:b:c"}, k.Permissions.Or(nil)) },
		`{"exp":"1900000000"}`:      func(t *testing.T, k *diagnose.Token) { assert.Equal(t, 2030, k.Expires.Or(time.Time{}).Year()) },
		`{"exp":1900000000000}`:     func(t *testing.T, k *diagnose.Token) { assert.Equal(t, 2030, k.Expires.Or(time.Time{}).Year()) },
		`{"exp":1.9e9}`:             func(t *testing.T, k *diagnose.Token) { assert.Equal(t, 2030, k.Expires.Or(time.Time{}).Year()) },
		`{"exp":"soon"}`:            func(t *testing.T, k *diagnose.Token) { assert.Equal(t, "the claim is no time", k.Expires.Why()) },
		`{"aud":["a","b"]}`:         func(t *testing.T, k *diagnose.Token) { assert.Equal(t, []string{"a", "b"}, k.Audience.Or(nil)) },
		`{"appid":"x"}`:             func(t *testing.T, k *diagnose.Token) { assert.Equal(t, "x", k.ClientID.Or("")) },
		`{"gty":"client-credentials","sub":"x@clients"}`: func(t *testing.T, k *diagnose.Token) { assert.False(t, k.HasUser.Or(true)) },
		`{"preferred_username":"x"}`:                     func(t *testing.T, k *diagnose.Token) { assert.True(t, k.HasUser.Or(false)) },
		`{"client_id":12345678901234567890}`:             func(t *testing.T, k *diagnose.Token) { assert.Equal(t, "12345678901234567890", k.ClientID.Or("")) },
		`{"org":"o1"}`:                                   func(t *testing.T, k *diagnose.Token) { assert.Equal(t, "o1", k.Org.Or(diagnose.Entity{}).ID) },
	} {
		t.Run(claims, func(t *testing.T) {
			check(t, parseToken(jwtOf(claims), here))
			check(t, readOne(t, file("c.json", `{"token":{"claims":`+claims+`},"response":403}`)).Token)
		})
	}
}

func TestTokenThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ pasted, scheme, problem, why string }{
		"opaque":             {"Zq81mPxu0LrT5vNw3KcYbD9sHf2JgA", "", "", whyOpaque},
		"masked":             {"Bearer ***", "bearer", "", whyMasked},
		"redacted":           {"Bearer REDACTED", "bearer", "", whyMasked},
		"variable":           {"Bearer $TOKEN", "bearer", "", whyMasked},
		"command":            {"Bearer $(cat token.txt)", "bearer", "", whyMasked},
		"template":           {"Bearer {{token}}", "bearer", "", whyMasked},
		"angle":              {"Bearer <token>", "bearer", "", whyMasked},
		"basic":              {"Basic bWU6Z2VoZWlt", "basic", "", whyNotBearer},
		"api key":            {"ApiKey 123", "apikey", "", whyNotBearer},
		"encrypted":          {"eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d", "", "", whyEncrypted},
		"cut":                {"eyJhbGciOiJSUzI1NiJ9...", "", "", whyCut},
		"cut payload":        {"eyJhbGciOiJSUzI1NiJ9.eyJzY29...", "", "", whyCut},
		"one segment":        {"eyJhbGciOiJSUzI1NiJ9", "", "", whyCut},
		"four segments":      {"eyJhbGciOiJSUzI1NiJ9.a.b.c", "", "a JWT has three segments, this has more", "the token is malformed"},
		"claims not JSON":    {"eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.x", "", "its claims are not base64url-encoded JSON", "the token is malformed"},
		"claims not base64":  {"eyJhbGciOiJSUzI1NiJ9.!!!!.x", "", "its claims are not base64url-encoded JSON", "the token is malformed"},
		"header not base64":  {"eyJhbGci!!!.e30.x", "", "its header is not base64url-encoded JSON", "the token is malformed"},
		"claims are a list":  {"eyJhbGciOiJSUzI1NiJ9.W10.x", "", "its claims are not a JSON object", "the token is malformed"},
		"shared placeholder": {"Bearer ⟨opaque-1⟩", "bearer", "", whyOpaque},
	} {
		t.Run(name, func(t *testing.T) {
			tok := parseToken(c.pasted, here)
			assert.Equal(t, c.scheme, tok.Scheme.Or(""))
			assert.Equal(t, c.problem, tok.Problem.Or(""))
			assert.Equal(t, c.why, tok.Scopes.Why())
			assert.False(t, tok.Scopes.Ok())
		})
	}
	none := readOne(t, file("c.json", `{"response":403,"request":{"method":"GET","url":"/x"}}`))
	assert.Nil(t, none.Token, "a case file need not show every header")
}

func TestTokenForms(t *testing.T) {
	c := readOne(t, file("c.json", `{"token":{"info":{
  "organization":{"id":"o1","name":"Org"},"homeOrganization":{"id":"o2"},"authorizedScope":["users:readonly"],
  "OAuthClient":{"id":"c1","name":"App","authorizedGrantType":"CLIENT-CREDENTIALS"},"authenticatedUser":null}}}`))
	assert.Equal(t, []string{"users:readonly"}, c.Token.Scopes.Or(nil))
	assert.Equal(t, "GET /api/v2/tokens/me", c.Token.ScopesFrom)
	assert.Equal(t, "c.json:2:92", c.Token.Scopes.From().String())
	assert.False(t, c.Token.HasUser.Or(true))
	assert.Equal(t, "o1", c.Token.Org.Or(diagnose.Entity{}).ID)
	assert.Equal(t, "o2", c.Token.HomeOrg.Or(diagnose.Entity{}).ID)
	assert.Equal(t, diagnose.ClientCredentials, c.Client.Grant.Or(""))

	c = readOne(t, file("c.json", `{"token":{"introspection":{"active":false,"scope":"a b","client_id":"c","username":"u","exp":1900000000,"aud":"x"}}}`))
	assert.False(t, c.Token.Active.Or(true))
	assert.Equal(t, []string{"a", "b"}, c.Token.Scopes.Or(nil))
	assert.True(t, c.Token.HasUser.Or(false))

	c = readOne(t, file("c.json", `{"request":{"url":"https://x.example/a?access_token=Zq81mPxu0LrT5vNw3KcYbD9sHf2JgA"},"response":403}`))
	require.NotNil(t, c.Token)
	assert.Equal(t, diagnose.Opaque, c.Token.Kind.Or(""))
	assert.Equal(t, "access_token=⟨token-1⟩", c.Request.URL.Or(diagnose.URL{}).Query)
}

func TestALoneJWTIsAToken(t *testing.T) {
	const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzY29wZSI6InVzZXJzOnJlYWRvbmx5In0.c2lnbmF0dXJlLW9mLWEtdG9rZW4"
	for text, want := range map[string]bool{
		jwt: true, " " + jwt + "\r\n": true, "Bearer " + jwt: true, `"` + jwt + `"`: true, "authorization: bearer " + jwt: true,
		"eyJhbGciOiJSUzI1NiJ9.eyJzY29wZSI6InVzZXJzOnJlYWRvbmx5In0.***": true,
		"why is " + jwt: false, jwt + " refused": false, "eyJ": false, "": false, "Bearer": false, "abc.def.ghi": false,
	} {
		assert.Equal(t, want, isLoneJWT([]byte(text)), text)
	}
	for _, brought := range []string{jwt, "eyJhbGciOiJSUzI1NiJ9.eyJzY29wZSI6InVzZXJzOnJlYWRvbmx5In0.⟨signature-1⟩"} {
		var cases []diagnose.Case
		inputs := []Input{{Name: "token.txt", Data: strings.NewReader(brought)}, {Name: "answer.txt", Data: strings.NewReader("HTTP/1.1 403 Forbidden\r\n\r\n")}}
		for c, err := range Read(inputs, Options{}) {
			require.NoError(t, err)
			cases = append(cases, c)
		}
		require.Len(t, cases, 1, "the token is a piece of the call that was answered")
		require.NotNil(t, cases[0].Token)
		assert.Equal(t, []string{"users:readonly"}, cases[0].Token.Scopes.Or(nil))
	}
}
