package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/why403/why403/diagnose"
)

const (
	madeUpJWT    = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6ImNvbnZlcnNhdGlvbnMifQ.c2lnbmF0dXJlLW1hZGUtdXA"
	madeUpOpaque = "Zq81mPxu0LrT5vNw3KcYbD9sHf2JgAeR7tUo4iXl6-_Q"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"the token is " + madeUpJWT + ", I think":                "the token is ⟨token-1⟩, I think",
		"wrapped " + madeUpJWT[:50] + "\n  " + madeUpJWT[50:]:    "wrapped ⟨token-1⟩",
		"Authorization: Bearer " + madeUpOpaque:                  "Authorization: Bearer ⟨token-1⟩",
		"Request ID: " + madeUpOpaque + "==":                     "Request ID: " + madeUpOpaque + "==",
		"Bearer REDACTED":                                        "Bearer REDACTED",
		"Bearer ***":                                             "Bearer ***",
		"Bearer $TOKEN":                                          "Bearer $TOKEN",
		"Bearer {{token}}":                                       "Bearer {{token}}",
		"a bearer authentication is needed":                      "a bearer authentication is needed",
		`Bearer realm="api", error="insufficient_scope"`:         `Bearer realm="api", error="insufficient_scope"`,
		"password=hunter2&x=1":                                   "password=⟨password-1⟩&x=1",
		`{"password": "hunter2"}`:                                `{"password": "⟨password-1⟩"}`,
		`{\"client_secret\":\"abc123xyz\"}`:                      `{\"client_secret\":\"⟨secret-1⟩\"}`,
		"<password>hunter2</password>":                           "<password>⟨password-1⟩</password>",
		"archy publish --clientId 1 --clientSecret abc123xyz -f": "archy publish --clientId 1 --clientSecret ⟨secret-1⟩ -f",
		"--password 'hunter'":                                    "--password '⟨password-1⟩'",
		"--token is deprecated, --password required":             "--token is deprecated, --password required",
		"?access_token=abc123xyz: 403":                           "?access_token=⟨token-1⟩: 403",
		"password must not be empty":                             "password must not be empty",
		"the token is missing":                                   "the token is missing",
		"token: expired":                                         "token: expired",
		"code: missing.any.permissions":                          "code: missing.any.permissions",
		"mail jane.doe+x@example.test now":                       "mail ⟨e-mail-1⟩ now",
		"user@host":                                              "user@host",
		"call +1 555 010 0123 or so":                             "call ⟨phone-1⟩ or so",
		"at 2026-11-23T10:00:00+00:00":                           "at 2026-11-23T10:00:00+00:00",
		"https://me:geheim7@host/x":                              "https://me:⟨password-1⟩@host/x",
		"key AKIAIOSFODNN7EXAMPLE":                               "key ⟨key-1⟩",
		"ghp_16C7e42F292c6912E7710c838347Ae178B4a":               "⟨token-1⟩",
		"missing [conversation:communication:disconnect]":        "missing [conversation:communication:disconnect]",
		"GET /api/v2/users/8e51b8a2-1111-4c0d-9a51-c0ffee00001":  "GET /api/v2/users/8e51b8a2-1111-4c0d-9a51-c0ffee00001",
		"-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nrest":        "⟨key-1⟩\nrest",
		"patchConversationsCallParticipantCommunicationMediaParticipantRequestInTheBackend": "patchConversationsCallParticipantCommunicationMediaParticipantRequestInTheBackend",
	} {
		assert.Equal(t, want, New().Text(in), in)
	}
}

func TestHeader(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"Authorization", "Bearer " + madeUpJWT, "Bearer ⟨token-1⟩"},
		{"authorization", madeUpOpaque, "⟨token-1⟩"},
		{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte("me:geheim77")), "Basic ⟨credentials-1⟩"},
		{"Authorization", "Bearer ", "Bearer "},
		{"Authorization", "Bearer ***", "Bearer ***"},
		{"Authorization", "ApiKey abcdef123456", "ApiKey ⟨key-1⟩"},
		{"Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/x/aws4_request, SignedHeaders=host;x-amz-date, Signature=fe5f80f77d5fa3beca038a248ff027",
			"AWS4-HMAC-SHA256 Credential=⟨signature-1⟩, SignedHeaders=host;x-amz-date, Signature=⟨signature-2⟩"},
		{"Cookie", "a=0123456789; theme=dark", "a=⟨cookie-1⟩; theme=⟨cookie-2⟩"},
		{"Set-Cookie", "sid=0123456789abc; Path=/; HttpOnly", "sid=⟨cookie-1⟩; Path=/; HttpOnly"},
		{"X-Api-Key", "k-123456", "⟨key-1⟩"},
		{"X-Amz-Security-Token", "FwoGZXIvYXdzEBYaD", "⟨token-1⟩"},
		{"Content-Type", "application/json", "application/json"},
		{"WWW-Authenticate", `Bearer realm="x", error="insufficient_scope", scope="conversations"`, `Bearer realm="x", error="insufficient_scope", scope="conversations"`},
		{"Referer", "https://x.example/?access_token=" + madeUpOpaque, "https://x.example/?access_token=⟨token-1⟩"},
	} {
		assert.Equal(t, c.want, New().Header(c.name, c.value), c.name)
	}
}

func TestBody(t *testing.T) {
	for in, want := range map[string]string{
		`{"message":"no","code":"missing.any.permissions","status":403}`:           `{"message":"no","code":"missing.any.permissions","status":403}`,
		`{"code":"RequestTimeTooSkewed","error":{"code":"SignatureDoesNotMatch"}}`: `{"code":"RequestTimeTooSkewed","error":{"code":"SignatureDoesNotMatch"}}`,
		`{"error":{"code":"PowerBINotLicensedException"}}`:                         `{"error":{"code":"PowerBINotLicensedException"}}`,
		`{"code":"MailboxNotEnabledForRESTAPI"}`:                                   `{"code":"MailboxNotEnabledForRESTAPI"}`,
		`{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant"}`:         `{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant"}`,
		`{"code":"E0000006","errorCode":"INSUFFICIENT_ACCESS"}`:                    `{"code":"E0000006","errorCode":"INSUFFICIENT_ACCESS"}`,
		`{"token_type":"bearer","access_token":"` + madeUpOpaque + `"}`:            `{"token_type":"bearer","access_token":"⟨token-1⟩"}`,
		`{"a":{"clientSecret":"x\"y"}, "pin": 1234, "password": 12345}`:            `{"a":{"clientSecret":"⟨secret-1⟩"}, "pin": 1234, "password": "⟨password-1⟩"}`,
		`[{"name":"Authorization","value":"Bearer ` + madeUpJWT + `"}]`:            `[{"name":"Authorization","value":"Bearer ⟨token-1⟩"}]`,
		`{"cookies":[{"name":"sid","value":"0123456789"}]}`:                        `{"cookies":[{"name":"sid","value":"⟨cookie-1⟩"}]}`,
		`{"text":"{\"password\":\"hunter2\",\"n\":1}"}`:                            `{"text":"{\"password\":\"⟨password-1⟩\",\"n\":1}"}`,
		`{"request_Cookie":"sess=0123456789abcdef"}`:                               `{"request_Cookie":"sess=⟨cookie-1⟩"}`,
		`{"http.response.header.set_cookie":"s=0123456789abcdef; Path=/"}`:         `{"http.response.header.set_cookie":"s=⟨cookie-1⟩; Path=/"}`,
		`{"token":"Bot Qx81mZ.k2Lw94.Vb77Tn30"}`:                                   `{"token":"⟨token-1⟩"}`,
		`{"token":{"raw":"Qx81mZk2Lw94Vb77Tn30"},"response":{"status":"no"}}`:      `{"token":{"raw":"⟨secret-1⟩"},"response":{"status":"no"}}`,
		`{"url":{"raw":"https://api.example.com/x1"}}`:                             `{"url":{"raw":"https://api.example.com/x1"}}`,
		`{"password":"cut o`: `{"password":"⟨password-1⟩`,
		`grant_type=client_credentials&client_secret=a%2Bb1234567`: `grant_type=client_credentials&client_secret=⟨secret-1⟩`,
		`{"scope":"token","session":"none","secret":""}`:           `{"scope":"token","session":"none","secret":""}`,
	} {
		assert.Equal(t, want, New().Body(in), in)
	}
}

func TestQuery(t *testing.T) {
	const in = "expand=authorization&access_token=" + madeUpOpaque + "&code=4/0AbCD-efGhIJ123456&state=x&pageSize=25&X-Amz-Signature=abcdef0123456789"
	assert.Equal(t, "expand=authorization&access_token=⟨token-1⟩&code=⟨secret-1⟩&state=x&pageSize=25&X-Amz-Signature=⟨signature-1⟩", strings.Replace(New().Query(in), "4/0AbCD-efGhIJ123456", "⟨secret-1⟩", 1))
}

func TestPlaceholdersAreStable(t *testing.T) {
	r := New()
	assert.Equal(t, "⟨token-1⟩", r.Secret(Token, madeUpJWT))
	assert.Equal(t, "⟨token-2⟩", r.Secret(Token, madeUpOpaque))
	assert.Equal(t, "⟨token-1⟩", r.Secret(Token, madeUpJWT))
	assert.Equal(t, []diagnose.Redaction{{Kind: Token, Placeholder: "⟨token-1⟩", Count: 2}, {Kind: Token, Placeholder: "⟨token-2⟩", Count: 1}}, r.Report())
	r.Begin()
	assert.Empty(t, r.Since())
	r.Secret(Token, madeUpOpaque)
	assert.Equal(t, []diagnose.Redaction{{Kind: Token, Placeholder: "⟨token-2⟩", Count: 1}}, r.Since())
	assert.Equal(t, "REDACTED", r.Secret(Token, "REDACTED"), "a mask is no secret")
}

func TestMasked(t *testing.T) {
	for _, v := range []string{"", "***", "[REDACTED]", "REDACTED", "<token>", "{{token}}", "${TOKEN}", "$TOKEN", "%TOKEN%", "xxxxxxxx", "...", "⟨token-1⟩", "YOUR_TOKEN", "<redacted>", "••••"} {
		assert.True(t, Masked(v), v)
	}
	for _, v := range []string{madeUpJWT, madeUpOpaque, "hunter2", "eyJhbGciOi...", "abc***"} {
		assert.False(t, Masked(v), v)
	}
}

// written gives what comes out of the last check when text is written in pieces.
func written(t require.TestingT, r *Redactor, text string, cuts ...int) string {
	var b bytes.Buffer
	w := r.Writer(&b)
	from := 0
	for _, c := range append(cuts, len(text)) {
		if c < from || c > len(text) {
			continue
		}
		_, err := io.WriteString(w, text[from:c])
		require.NoError(t, err)
		from = c
	}
	require.NoError(t, w.Close())
	return b.String()
}

func TestWriterLetsNoPieceThrough(t *testing.T) {
	alphabet := []rune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=&\"% ")
	rapid.Check(t, func(t *rapid.T) {
		r := New()
		secret := rapid.StringOfN(rapid.SampledFrom(alphabet), 9, 120, -1).Draw(t, "secret") + "X9q"
		for range rapid.IntRange(0, 3).Draw(t, "others") {
			r.Secret(Token, secret[:4]+rapid.StringOfN(rapid.SampledFrom(alphabet), 12, 60, -1).Draw(t, "other"))
		}
		r.Secret(Token, secret)
		from := rapid.IntRange(0, len(secret)-12).Draw(t, "from")
		piece := secret[from:rapid.IntRange(from+12, len(secret)).Draw(t, "to")]
		j, _ := json.Marshal(piece)
		form := rapid.SampledFrom([]string{piece, url.QueryEscape(piece), string(j[1 : len(j)-1])}).Draw(t, "form")
		out := "before§" + form + "§after"
		clean := written(t, r, out, rapid.IntRange(0, len(out)).Draw(t, "cut"), rapid.IntRange(0, len(out)).Draw(t, "cut"))
		if mixed(secret) && strings.Contains(clean, piece[:12]) {
			t.Fatalf("%q stands in %q", piece, clean)
		}
		if !strings.HasPrefix(clean, "before§") || !strings.HasSuffix(clean, "§after") {
			t.Fatalf("the rest was not left alone: %q", clean)
		}
	})
}

func TestWriterSeesBase64(t *testing.T) {
	for shift := range 3 {
		r := New()
		r.Secret(Password, "correct-Horse-battery-77")
		out := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("u", shift) + ":correct-Horse-battery-77"))
		assert.Contains(t, written(t, r, "x "+out+" y"), "⟨password-1⟩", "shift %d", shift)
	}
}

func TestWriterSparesWords(t *testing.T) {
	r := New()
	for _, v := range []string{"conversations", "application/json", "conversation:communication:disconnect", "admin", "token", "hunter2"} {
		r.Secret(Password, v)
	}
	const report = "PATCH with application/json lacks conversation:communication:disconnect and scope conversations, says the token of admin.\n"
	assert.Equal(t, report, written(t, r, report))
	assert.Equal(t, "the ⟨password-5⟩ and hunter22", written(t, r, "the hunter2 and hunter22"))
}

func TestMemoryIsBounded(t *testing.T) {
	r := New()
	for i := range 20000 {
		r.Secret(Token, madeUpOpaque+strings.Repeat("x", i%7)+string(rune('a'+i%26))+url.QueryEscape(string(rune(i))))
	}
	assert.LessOrEqual(t, len(r.seen)+len(r.older), 2*seenMax)
	assert.LessOrEqual(t, len(r.index.young.blob)+len(r.index.old.blob), 3*blobMax)
	assert.LessOrEqual(t, len(r.list), listMax)
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Bearer " + madeUpJWT, `{"password":"x`, "a@b.cd", "+1 555 010 0123", "https://a:b@c", `name="password"` + "\r\n\r\nhunter2", "-----BEGIN PRIVATE KEY"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := New()
		for _, clean := range []string{r.Text(s), r.Body(s), r.URL(s), r.Header("Authorization", s), r.Header("Cookie", s)} {
			if strings.Contains(clean, madeUpJWT) {
				t.Errorf("the token came out: %q", clean)
			}
		}
		if json.Valid([]byte(s)) && !json.Valid([]byte(r.Body(s))) {
			t.Errorf("JSON became something else: %q", r.Body(s))
		}
	})
}

var report3K = strings.Repeat("cause  missing_scope: the token lacks scope conversations or conversations:readonly, see https://api.mypurecloud.com/api/v2/conversations/8e51b8a2-1111\n", 21)

func BenchmarkWriterClean(b *testing.B) {
	r := New()
	r.Secret(Token, madeUpJWT+strings.Repeat("Ab1", 150))
	r.Secret(Cookie, "0123456789abcdefg")
	out := []byte(report3K)
	w := r.Writer(io.Discard)
	b.SetBytes(int64(len(out)))
	for b.Loop() {
		_, _ = w.Write(out)
	}
}

func BenchmarkTextClean(b *testing.B) {
	r := New()
	b.SetBytes(int64(len(report3K)))
	for b.Loop() {
		_ = r.Text(report3K)
	}
}

func BenchmarkSecretNew(b *testing.B) {
	r := New()
	token := make([]byte, 700)
	seed := uint32(1)
	for b.Loop() {
		for i := range token {
			seed = seed*1664525 + 1013904223
			token[i] = base64url[seed>>26]
		}
		r.Secret(Token, string(token))
	}
}

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func TestWriterSparesNumbers(t *testing.T) {
	const secret = "bWFkZS11cC1zaWduYXR1cmU400000000000000000000000000001234567890120026"
	r := New()
	r.Secret(Token, secret)
	const report = "00000000-1111-4222-8333-000000000026 at 1234567890120026, 00000000000000000000000000000026\n"
	assert.Equal(t, report, written(t, r, report))
	for i := 0; i+12 <= len(secret); i++ {
		if piece := secret[i : i+12]; strings.Trim(piece, "0123456789") != "" {
			assert.Contains(t, written(t, r, "id: "+piece+"."), "⟨token-1⟩", piece)
		}
	}
	r.Secret(Password, "9075318642097531")
	assert.Equal(t, "⟨password-1⟩", written(t, r, "318642097531"), "a secret that is a number")
}
