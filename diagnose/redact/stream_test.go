package redact

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// shared gives what Stream makes of a text.
func shared(t testing.TB, in string) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, NewSharing().Stream(strings.NewReader(in), &b))
	var slow strings.Builder
	if len(in) < 1<<16 {
		require.NoError(t, NewSharing().Stream(iotest.HalfReader(strings.NewReader(in)), &slow))
		require.Equal(t, b.String(), slow.String(), "the pieces it comes in make no difference")
	}
	return b.String()
}

func TestStreamKeepsClaims(t *testing.T) {
	const head = `{"alg":"HS256","kid":"key-of-november","typ":"JWT"}`
	sign := func(claims string) string { return encode(head) + "." + encode(claims) + ".c2lnbmF0dXJlLW1hZGUtdXA" }
	for claims, kept := range map[string]string{
		`{"scope":"conversations","email":"jane@example.test","jti":"abc-123","exp":1900000000}`:               `{"scope":"conversations","email":"⟨person-1⟩","jti":"⟨person-2⟩","exp":1900000000}`,
		`{"permissions":["a:b","c:d"],"name":"Jane \"J\" Doe","iss":"https://login.example.com/","nested":{}}`: `{"permissions":["a:b","c:d"],"name":"⟨person-1⟩","iss":"https://login.example.com/","nested":{}}`,
	} {
		for _, frame := range []string{
			`{"request":{"headers":{"Authorization":"Bearer %"}}}`,
			`{"log":{"entries":[{"request":{"headers":[{"name":"Authorization","value":"Bearer %"}]}}]}}`,
			"curl -H 'Authorization: Bearer %' https://api.example.com/",
			"> GET /x HTTP/1.1\n> authorization: Bearer %\n>\n< HTTP/1.1 403\n",
			"https://x.example/?access_token=%&a=b",
		} {
			before, after, _ := strings.Cut(frame, "%")
			out := shared(t, before+sign(claims)+after)
			token, ok := strings.CutPrefix(out, before)
			require.True(t, ok, out)
			token, ok = strings.CutSuffix(token, after)
			require.True(t, ok, out)
			parts := strings.Split(token, ".")
			require.Len(t, parts, 3, token)
			assert.JSONEq(t, head, string(segment(parts[0])))
			assert.JSONEq(t, kept, string(segment(parts[1])))
			assert.Equal(t, "⟨signature-1⟩", parts[2])
			for i := 0; i+pieceMin <= len(sign(claims)); i++ {
				assert.NotContains(t, out, sign(claims)[i:i+pieceMin])
			}
			assert.Equal(t, out, shared(t, out), "what is clean stays as it is")
		}
	}
}

func TestStreamText(t *testing.T) {
	for in, want := range map[string]string{
		"curl -u me:geheim77 -b 'a=12345678; b=87654321' x":                                                                        "curl -u me:⟨password-1⟩ -b 'a=⟨cookie-1⟩; b=⟨cookie-2⟩' x",
		"curl -b $'a=12345678; b=87654321' $'https://x'":                                                                           "curl -b $'a=⟨cookie-1⟩; b=⟨cookie-2⟩' $'https://x'",
		"X-Amz-Credential=AKIDMADEUP1234567890%2F20261119%2Feu-central-1%2Fs3%2Faws4_request&host=s3.eu-central-1.amazonaws.com\n": "X-Amz-Credential=⟨credentials-1⟩&host=s3.eu-central-1.amazonaws.com\n",
		`curl ^"https://x^" -b ^"a=12345678; b=87654321^" -H ^"cookie: c=12344321^"`:                                               `curl ^"https://x^" -b ^"a=⟨cookie-1⟩; b=⟨cookie-2⟩^" -H ^"cookie: c=⟨cookie-3⟩^"`,
		"Cookie: a=12345678; b=87654321\r\nHost: x\r\n":                                                                            "Cookie: a=⟨cookie-1⟩; b=⟨cookie-2⟩\r\nHost: x\r\n",
		"< Set-Cookie: sid=123456789; Path=/\n":                                                                                    "< Set-Cookie: sid=⟨cookie-1⟩; Path=/\n",
		"Authorization: Bearer " + madeUpOpaque + "\n":                                                                             "Authorization: Bearer ⟨opaque-1⟩\n",
		"Authorization: Basic bWU6Z2VoZWltNzc=\n":                                                                                  "Authorization: Basic ⟨credentials-1⟩\n",
		"{ password: 'hunter2', n: 1 }\n":                                                                                          "{ password: '⟨password-1⟩', n: 1 }\n",
		"[info] token=" + madeUpOpaque + "\n":                                                                                      "[info] token=⟨opaque-1⟩\n",
		`{"a":1}` + "\n" + `{"client_secret":"abc12345"}`:                                                                          `{"a":1}` + "\n" + `{"client_secret":"⟨secret-1⟩"}`,
		`{"headers":[{"name":"x-amz-cf-id","value":"` + madeUpOpaque + `"}]}`:                                                      `{"headers":[{"name":"x-amz-cf-id","value":"` + madeUpOpaque + `"}]}`,
		`{"content":{"text":"` + base64.StdEncoding.EncodeToString([]byte(`{"password":"hunter2","message":"no rights"}`)) + `","encoding":"base64"}}`: `{"content":{"text":"` +
			base64.StdEncoding.EncodeToString([]byte(`{"password":"⟨password-1⟩","message":"no rights"}`)) + `","encoding":"base64"}}`,
	} {
		assert.Equal(t, want, shared(t, in))
		assert.Equal(t, want, shared(t, want), "what is clean stays as it is")
	}
}

func TestStreamLongStrings(t *testing.T) {
	filler := strings.Repeat(`words and \"quotes\" and more. `, 200000)
	in := `{"text":"` + filler + madeUpJWT + " " + filler + `","password":"` + strings.Repeat("geheim77 ", 400000) + `","b":"` + madeUpOpaque + `"}`
	out := shared(t, in)
	assert.True(t, json.Valid([]byte(out)))
	assert.NotContains(t, out, "c2lnbmF0dXJlLW1h")
	assert.NotContains(t, out, "geheim77")
	assert.NotContains(t, out, madeUpOpaque)
	assert.Greater(t, len(out), 2*len(filler))
}

func FuzzStream(f *testing.F) {
	f.Add(`{"log":{"entries":[{"name":"Cookie","value":"a=b"}]}}`, uint8(3))
	f.Add("Authorization: Bearer "+madeUpJWT+"\n-----BEGIN PRIVATE KEY-----", uint8(0))
	f.Fuzz(func(t *testing.T, s string, at uint8) {
		cut := int(at) % (len(s) + 1)
		s = s[:cut] + " Bearer " + madeUpJWT + " " + s[cut:]
		var b strings.Builder
		require.NoError(t, NewSharing().Stream(strings.NewReader(s), &b))
		if strings.Contains(b.String(), "c2lnbmF0dXJlLW1hZGUtdXA") {
			t.Errorf("the signature came out: %q", b.String())
		}
		if json.Valid([]byte(s)) && !json.Valid([]byte(b.String())) {
			t.Errorf("JSON became something else: %q", b.String())
		}
	})
}

func BenchmarkStreamHAR(b *testing.B) {
	entry := `{"request":{"method":"GET","url":"https://api.example.com/api/v2/users","headers":[{"name":"Authorization","value":"Bearer ` + madeUpJWT +
		`"}]},"response":{"status":200,"content":{"text":"` + strings.Repeat(`{\"id\":\"8e51b8a2\",\"name\":\"x\"},`, 100) + `"}}},`
	har := `{"log":{"entries":[` + strings.Repeat(entry, 200)
	b.SetBytes(int64(len(har)))
	for b.Loop() {
		_ = NewSharing().Stream(strings.NewReader(har), io.Discard)
	}
}

func TestApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(
			rapid.Map(rapid.String(), func(s string) any { return s }),
			rapid.Map(rapid.SliceOf(rapid.StringMatching(`[a-z:]{1,30}`)), func(s []string) any { return s }),
			rapid.Map(rapid.Int64Range(0, 99999999999999), func(n int64) any { return n }),
			rapid.Map(rapid.Float64Range(0, 99999999999999), func(n float64) any { return n }),
			rapid.Map(rapid.MapOf(rapid.StringMatching(`[a-z]{1,9}`), rapid.Bool()), func(m map[string]bool) any { return m }),
		)
		text, err := json.Marshal(rapid.MapOf(rapid.StringMatching(`[a-z_]{1,12}`), value).Draw(t, "claims"))
		require.NoError(t, err)
		moved := apart(string(text))
		assert.JSONEq(t, string(text), moved)
		if strings.ContainsFunc(string(text), func(r rune) bool { return r >= utf8.RuneSelf || r == '\\' || r == '.' }) {
			return // what is no ASCII or escaped already may stay in longer rows
		}
		for i := 0; i+8 <= len(text); i++ {
			assert.NotContains(t, moved, string(text[i:i+8]))
		}
	})
}
