package standard

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
)

// gist is what two diagnoses of the same call agree on.
func gist(r *diagnose.Report) string {
	var b strings.Builder
	q := r.Question
	fmt.Fprintln(&b, r.Conclusion, q.Method, q.Status.Or(0), q.Code)
	if q.Operation != nil {
		fmt.Fprintln(&b, q.Operation.ID)
	}
	for _, c := range append(r.Causes, r.Then...) {
		fmt.Fprintln(&b, c.Cause, c.Rule, c.Certainty)
	}
	return b.String()
}

func diagnoseText(t *testing.T, e *diagnose.Engine, name, text string) (gists []string) {
	for c, err := range evidence.Read([]evidence.Input{{Name: name, Data: strings.NewReader(text)}}, evidence.Options{}) {
		require.NoError(t, err, text)
		r := e.Diagnose(c)
		gists = append(gists, gist(&r))
	}
	return gists
}

func redacted(t *testing.T, name, text string) string {
	var out bytes.Buffer
	_, err := evidence.Redact(evidence.Input{Name: name, Data: strings.NewReader(text)}, &out, evidence.Options{})
	require.NoError(t, err, text)
	return out.String()
}

// canaries are secrets of every kind that are planted into the captures.
const (
	canaryPassword = "Zq81mPxu0LrT-hunter2-5vNw3"
	canaryCookie   = "s3ss10n-Kc9YbD9sHf2JgAeR7tUo4iXl6"
	canaryKey      = "k3y-Lm0Pq7RsTu5VwXy2Za4Bc6De8Fg"
	canaryJTI      = "n0tf0ry0u-jti-4471-aa"
)

// canaryToken makes a JWT for a call: with a signature, a jti and an e-mail address
// that must not come out.
func canaryToken(scope string) (token, signature string) {
	claims := fmt.Sprintf(`{"iss":"https://login.mypurecloud.com","aud":"https://api.mypurecloud.com","sub":"8e51b8a2-1111-4c0d-9a51-c0ffee000009","jti":%q,"email":"jane.canary@example.test","scope":%q,"exp":1900000000,"iat":1700000000}`,
		canaryJTI, scope)
	signature = "c2lnbmF0dXJlLW1hZGUtdXAtZm9yLXRoaXMtdGVzdC1vbmx5XzQ3MTE"
	enc := base64.RawURLEncoding
	return enc.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT","kid":"k1"}`)) + "." + enc.EncodeToString([]byte(claims)) + "." + signature, signature
}

// captures writes one refused call as several clients record it.
func captures(body, answer string) map[string]string {
	token, _ := canaryToken("conversations:readonly users:readonly")
	const target = "/api/v2/conversations/conferences/7f9d3c1a-2b44-4e0d-9a51-c0ffee000001/participants?access_token="
	path := target + token
	quoted := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	head := "PATCH " + path + " HTTP/1.1\nHost: api.mypurecloud.com\nAuthorization: Bearer " + token + "\nCookie: theme=dark; session=" + canaryCookie +
		"\nX-Api-Key: " + canaryKey + "\nContent-Type: application/json\n"
	return map[string]string{
		"call.har": `{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"startedDateTime":"2026-11-23T10:00:00Z","request":{"method":"PATCH","url":` + quoted("https://api.mypurecloud.com"+path) +
			`,"headers":[{"name":"Authorization","value":"Bearer ` + token + `"},{"name":"Cookie","value":"session=` + canaryCookie + `"},{"name":"X-Api-Key","value":"` + canaryKey + `"},{"name":"Content-Type","value":"application/json"}],"cookies":[{"name":"session","value":"` +
			canaryCookie + `"}],"postData":{"mimeType":"application/json","text":` + quoted(body) + `}},"response":{"status":403,"statusText":"Forbidden","headers":[{"name":"Content-Type","value":"application/json"}],"content":{"mimeType":"application/json","encoding":"base64","text":"` +
			base64.StdEncoding.EncodeToString([]byte(answer)) + `"}}}]}}`,
		"call.sh": "curl -i -X PATCH 'https://api.mypurecloud.com" + path + "' -H 'Authorization: Bearer " + token + "' -b 'session=" + canaryCookie + "' -H 'X-Api-Key: " + canaryKey +
			"' -H 'Content-Type: application/json' -d '" + body + "'\nHTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n" + answer + "\n",
		"curl-v.txt": "> " + strings.ReplaceAll(strings.TrimSpace(head), "\n", "\n> ") + "\n> \n< HTTP/1.1 403 Forbidden\n< Content-Type: application/json\n< Set-Cookie: sid=" + canaryCookie + "; Path=/\n< \n" + answer + "\n",
		"raw.txt":    head + "\n" + body + "\n\nHTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n" + answer + "\n",
		"log.jsonl": `{"level":"error","time":1700000000,"msg":"refused","method":"PATCH","url":` + quoted("https://api.mypurecloud.com"+path) + `,"headers":{"authorization":"Bearer ` + token + `","cookie":"session=` + canaryCookie + `","x-api-key":"` + canaryKey +
			`"},"status":403,"body":` + quoted(answer) + "}\n" + `{"level":"info","msg":` + quoted("retry with Bearer "+token+" and password="+canaryPassword) + "}\n",
	}
}

// TestRedactedCapturesGiveTheSameVerdict redacts made-up captures of many clients:
// the verdict stays, and of the secrets in them not twelve bytes.
func TestRedactedCapturesGiveTheSameVerdict(t *testing.T) {
	e, err := New(Options{})
	require.NoError(t, err)
	token, signature := canaryToken("conversations:readonly users:readonly")
	secrets := []string{token, signature, canaryPassword, canaryCookie, canaryKey, canaryJTI, "jane.canary@example.test"}
	body := `{"participants":[{"id":"b1a2c3d4-0001-4002-8003-c0ffee000002"}],"password":"` + canaryPassword + `"}`
	for _, answer := range []string{
		`{"message":"You must have at least one of the following permissions assigned: [conversation:communication:disconnect]","code":"missing.any.permissions","status":403}`,
		`{"message":"no","code":"not.authorized","status":403,"password":"` + canaryPassword + `","details":["` + canaryPassword + `"]}`,
		`{"message":"The client has no scope conversations","code":"app.not.authorized.for.scope","status":403,"access_token":"` + canaryKey + `"}`,
	} {
		for name, text := range captures(body, answer) {
			clean := redacted(t, name, text)
			assertNoPiece(t, clean, secrets, name)
			assert.Equal(t, diagnoseText(t, e, name, text), diagnoseText(t, e, name, clean), "%s\n%s", name, clean)
		}
	}
}

func assertNoPiece(t *testing.T, text string, secrets []string, name string) {
	const piece = 12
	for _, s := range secrets {
		for i := 0; i+piece <= len(s); i++ {
			if strings.Contains(text, s[i:i+piece]) {
				t.Errorf("%s: %q of a secret came out:\n%s", name, s[i:i+piece], text)
				break
			}
		}
	}
}

func TestRedactedCasesGiveTheSameVerdict(t *testing.T) {
	e, err := New(Options{})
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(casesDir, "*.json"))
	require.NoError(t, err)
	for _, file := range files {
		if filepath.Base(file) == "labels.json" {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		clean := redacted(t, file, string(text))
		assert.Equal(t, diagnoseText(t, e, file, string(text)), diagnoseText(t, e, file, clean), "%s\n%s", file, clean)
	}
}
