package evidence

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/why403/why403/diagnose"
)

// stringsOf gives every string that can be reached from v, exported or not.
func stringsOf(v reflect.Value, to *[]string) {
	switch v.Kind() {
	case reflect.String:
		*to = append(*to, v.String())
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			stringsOf(v.Elem(), to)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Field(i)
			if !f.CanInterface() && f.CanAddr() {
				f = reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
			}
			stringsOf(f, to)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			stringsOf(v.Index(i), to)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			stringsOf(k, to)
			stringsOf(v.MapIndex(k), to)
		}
	}
}

// leaks gives the strings of a case that hold a piece of 12 bytes of a secret.
func leaks(c *diagnose.Case, secret string) []string {
	var all, leaking []string
	stringsOf(reflect.ValueOf(c).Elem(), &all)
	for _, s := range all {
		if holdsPiece(s, secret) {
			leaking = append(leaking, s)
		}
	}
	return leaking
}

func holdsPiece(s, secret string) bool {
	if len(secret) < 12 {
		return strings.Contains(s, secret)
	}
	for i := 0; i+12 <= len(secret); i++ {
		if strings.Contains(s, secret[i:i+12]) {
			return true
		}
	}
	return false
}

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func draw(t *rapid.T, label, alphabet string, low, high int) string {
	return rapid.StringOfN(rapid.SampledFrom([]rune(alphabet)), low, high, -1).Draw(t, label) + "7xQ"
}

// secretKinds makes made-up secrets, and says where each is put.
var secretKinds = map[string]func(t *rapid.T) (secret string, places []string){
	"jwt": func(t *rapid.T) (string, []string) {
		claims := fmt.Sprintf(`{"scope":"conversations users:readonly","exp":%d,"jti":"%s"}`, 1900000000, draw(t, "jti", base64url, 8, 20))
		token := "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + "." + draw(t, "signature", base64url, 20, 60)
		return token, []string{`{"token":{"raw":%q},"response":403}`, `{"token":{"raw":"Bearer %s"},"response":403}`, `{"token":%q}`, inHeader("Authorization", "Bearer %s"), inHeader("authorization", "%s"), inURL("access_token"), inURL("x"),
			inHeader("X-Anything", "%s"), inBody("anything"), inNotes("I used %s yesterday"), inAnswer("bad token %s"), inHeader("Referer", "https://x.example/cb#access_token=%s")}
	},
	"opaque bearer": func(t *rapid.T) (string, []string) {
		return draw(t, "opaque", base64url, 40, 86), []string{`{"token":{"raw":%q},"response":403}`, inHeader("Authorization", "Bearer %s"), inURL("access_token"), inBody("access_token"),
			inBody("refresh_token"), inNotes("Authorization: Bearer %s"), inNotes("curl -H 'Authorization: Bearer %s' x"), inAnswer("token=%s")}
	},
	"password": func(t *rapid.T) (string, []string) {
		return draw(t, "password", "abcdefgh123!", 4, 20), []string{inBody("password"), inForm("password"), inURL("password"), inNotes(`{"password":"%s"}`), inNotes("password=%s"), inHeader("Authorization", "Basic "+"%b")}
	},
	"client secret": func(t *rapid.T) (string, []string) {
		return draw(t, "secret", base64url, 16, 43), []string{inBody("client_secret"), inBody("clientSecret"), inForm("client_secret"), inURL("client_secret"), inNotes("client_secret=%s"), inHeader("Authorization", "Basic "+"%b")}
	},
	"cookie": func(t *rapid.T) (string, []string) {
		return draw(t, "cookie", base64url, 10, 40), []string{inHeader("Cookie", "a=1; session=%s; b=2"), inSetCookie("Set-Cookie", "sid=%s; Path=/; HttpOnly"), inHeader("cookie", "x=%s")}
	},
	"api key": func(t *rapid.T) (string, []string) {
		return draw(t, "key", base64url, 16, 40), []string{inHeader("X-Api-Key", "%s"), inURL("api_key"), inBody("apiKey"), inHeader("Ocp-Apim-Subscription-Key", "%s"), inNotes("api_key: %s")}
	},
	"e-mail": func(t *rapid.T) (string, []string) {
		return "user" + draw(t, "mail", "abcdef123", 3, 9) + "@example.test", []string{inBody("email"), inNotes("ask %s"), inAnswer("user %s may not"), inURL("user"), inHeader("X-User", "%s")}
	},
}

func inHeader(name, value string) string {
	return `{"request":{"method":"GET","url":"/x","headers":{"` + name + `":"` + value + `"}},"response":403}`
}
func inSetCookie(name, value string) string {
	return `{"response":{"status":403,"headers":{"` + name + `":["` + value + `"]}}}`
}
func inURL(name string) string {
	return `{"request":{"url":"https://api.example.com/api/v2/x?a=b&` + name + `=%u&c=d"}}`
}
func inBody(name string) string {
	return `{"request":{"url":"/x","body":{"a":[1,{"` + name + `":%q}]}},"response":{"body":"{\"` + name + `\": \"%s\"}"},"resource":{"` + name + `":%q}}`
}
func inForm(name string) string {
	return `{"request":{"url":"/x","body":"grant_type=password&` + name + `=%u&x=y"}}`
}
func inNotes(v string) string {
	q, _ := json.Marshal(v)
	return `{"response":{"status":403},"notes":` + string(q) + `}`
}
func inAnswer(v string) string { return `{"response":{"status":403,"body":"` + v + `"}}` }

// plant puts a secret into a place: %s as it is, %q as JSON, %u percent-encoded, %b in
// basic credentials.
func plant(place, secret string) string {
	q, _ := json.Marshal(secret)
	return strings.NewReplacer("%s", secret, "%q", string(q), "%u", url.QueryEscape(secret), "%b",
		base64.StdEncoding.EncodeToString([]byte("someone:"+secret))).Replace(place)
}

func TestNoSecretIntoACase(t *testing.T) {
	for kind, make := range secretKinds {
		t.Run(kind, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				secret, places := make(t)
				in := plant(rapid.SampledFrom(places).Draw(t, "place"), secret)
				cases, errs, hints := readAll(file("case.json", in))
				if len(errs) > 0 {
					t.Fatalf("%s: %v", in, errs)
				}
				for i := range cases {
					if l := leaks(&cases[i], secret); len(l) > 0 {
						t.Fatalf("%s\nleaks into %q", in, l)
					}
				}
				for _, h := range hints {
					if holdsPiece(h, secret) {
						t.Fatalf("leaks into the hint %q", h)
					}
				}
				if len(cases) == 1 && len(cases[0].Redactions) == 0 {
					t.Fatalf("%s: nothing is said to have been replaced", in)
				}
			})
		})
	}
}

func TestNoSecretInErrors(t *testing.T) {
	const secret = "QmFzZTY0-canary-7719-zzTop"
	for _, in := range []string{
		`{"token": {"raw": "` + secret + `"`, `{"token": {"raw": ["` + secret + `"]}}`, `{"request": "` + secret + `"}`,
		`{"` + secret + `": 1}`, `{"response": {"status": "` + secret + `"}}`, `{"at": "` + secret + `", "response": 403}`, `{"response":{}, "` + secret + `": 2, "` + secret + `": 1}`,
		"password=" + secret, `{"request": {"body": ` + secret + `}}`,
	} {
		_, errs, hints := readAll(file("f", in))
		for _, err := range errs {
			assert.NotContains(t, err.Error(), secret[:12])
		}
		for _, h := range hints {
			assert.NotContains(t, h, secret[:12], in)
		}
	}
	for p := Token; p <= At; p++ {
		_, errs, hints := readAll(flag(p, "--flag", secret), flag(p, "--flag", `{"x": "`+secret+`"}`))
		for _, err := range errs {
			assert.NotContains(t, err.Error(), secret[:12])
		}
		assert.NotContains(t, strings.Join(hints, "\n"), secret[:12])
	}
}
