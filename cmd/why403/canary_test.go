package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose/redact"
	"github.com/why403/why403/diagnose/render"
)

// canary is a made-up secret, and the place in a case that gives it away.
type canary struct {
	kind, secret string
	announced    string // a part of a case; %s stands for the secret, %u for it percent-encoded, %b for Basic credentials
}

const canarySignature = "dGhpcy1pcy1tYWRlLXVwLWZvci10ZXN0cy1vbmx5LTQ3MTE"

func canaries() []canary {
	enc := base64.RawURLEncoding
	jwt := enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + enc.EncodeToString([]byte(`{"scope":"conversations:readonly","iss":"https://login.mypurecloud.com","exp":1900000000,"jti":"n0b0dys-jti-81"}`)) + "." + canarySignature
	header := func(name, value string) string { return `"headers":{"` + name + `":"` + value + `"}` }
	return []canary{
		{"bearer token", "Zq81mPxu0LrT5vNw3KcYbD9sHf2JgAeR7tUo4iXl6-_Q", header("Authorization", "Bearer %s")},
		{"JWT", jwt, header("Authorization", "Bearer %s")},
		{"password", `p&s<"w0rd'>+/=%7?kQ2#zX9`, `"body":{"password":%q}`},
		{"password of Basic", "hunter2-Kc9YbD9sHf2JgAe", header("Authorization", "Basic %b")},
		{"cookie", "s3ss10n.Kc9YbD9sHf2JgAeR7tUo4", header("Cookie", "theme=dark; session=%s")},
		{"client secret", "Lm0Pq7RsTu5VwXy2Za4Bc6De8Fg~+/h", `"body":"grant_type=client_credentials&client_secret=%u"`},
		{"API key", "k3y-0011-Lm0Pq7RsTu5VwXy2Za4B", header("X-Api-Key", "%s")},
		{"token in the query", "q0-Tu5VwXy2Za4Bc6De8FgLm0Pq7Rs", `"x":0`},
	}
}

// request gives the part of a case that gives the secret away.
func (c canary) request() string {
	q, _ := json.Marshal(c.secret)
	announced := strings.NewReplacer("%s", c.secret, "%q", string(q), "%u", url.QueryEscape(c.secret), "%b", base64.StdEncoding.EncodeToString([]byte("someone:"+c.secret))).Replace(c.announced)
	query := ""
	if c.kind == "token in the query" {
		query, announced = "?access_token="+url.QueryEscape(c.secret), `"headers":{"Accept":"*/*"}`
	}
	return `"request":{"method":"PATCH","url":"https://api.mypurecloud.com/api/v2/users/7c1e5b1e-0000-4000-8000-000000000001` + query + `",` + announced + `}`
}

// forms writes a secret in the ways in which another place may hold it.
func (c canary) forms() map[string]string {
	quoted := func(s string) string { b, _ := json.Marshal(s); return strings.Trim(string(b), `"`) }
	s, half := c.secret, len(c.secret)/2
	wrapped := strings.Join([]string{s[:half], s[half:]}, "\n  ")
	return map[string]string{
		"whole": s, "JSON-escaped": quoted(s), "JSON-escaped twice": quoted(quoted(s)), "percent-encoded": url.QueryEscape(s), "percent-encoded for a path": url.PathEscape(s),
		"percent-encoded twice": url.QueryEscape(url.QueryEscape(s)), "HTML-escaped": html.EscapeString(s),
		"base64": base64.StdEncoding.EncodeToString([]byte(s)), "base64 for addresses": base64.RawURLEncoding.EncodeToString([]byte(s)), "base64 within more": base64.StdEncoding.EncodeToString([]byte("{\"x\":\"" + s + "\"}")),
		"wrapped over lines": wrapped, "cut in two": s[:half] + " … " + s[half:], "cut in two strings": s[:half] + `","` + s[half:],
		"cut at its end": s[:len(s)-3], "in capitals and without": s + " " + s[3:],
	}
}

// traces are what must not come out: pieces of the secret as it is, and of the forms
// that a reader can turn back.
func (c canary) traces() []string {
	var all []string
	for _, form := range []string{c.secret, base64.StdEncoding.EncodeToString([]byte(c.secret)), url.QueryEscape(c.secret)} {
		for i := 0; i+12 <= len(form); i++ {
			all = append(all, form[i:i+12])
		}
	}
	return all
}

// places put a text into the evidence, beside the request.
func places(request, text string) map[string]string {
	q := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	answer := `"response":{"status":403,"headers":{"Content-Type":"application/json"},"body":`
	return map[string]string{
		"notes.json":   `{` + request + `,` + answer + `{"code":"not.authorized"}},"notes":` + q("tried "+text+" twice") + `}`,
		"answer.json":  `{` + request + `,` + answer + q(`{"code":"missing.any.permissions","message":`+q("no: "+text)+`}`) + `}}`,
		"header.json":  `{` + request + `,"response":{"status":403,"headers":{"X-Debug":` + q(text) + `},"body":"<html><p title='` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `'>Forbidden</p>"}}`,
		"object.json":  `{` + request + `,` + answer + `{"code":"not.authorized"}},"resource":{"note":` + q(text) + `,"list":["` + strings.ReplaceAll(strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text), `\",\"`, `","`) + `"]}}`,
		"error.json":   `{` + request + `,"response":{"status":` + q(text) + `}}`,
		"unknown.json": `{` + request + `,` + q(text) + `:1,"response":403}`,
	}
}

// transcripts put a text behind the request as clients and log collectors print it.
func (c canary) transcripts(t *testing.T, text string) map[string]string {
	var whole struct {
		Request struct {
			Method, URL string
			Headers     map[string]string
			Body        any
		}
	}
	require.NoError(t, json.Unmarshal([]byte("{"+c.request()+"}"), &whole))
	q := whole.Request
	var curl, log strings.Builder
	target := strings.TrimPrefix(q.URL, "https://api.mypurecloud.com")
	fmt.Fprintf(&curl, "> %s %s HTTP/1.1\n> Host: api.mypurecloud.com\n", q.Method, target)
	for name, value := range q.Headers {
		fmt.Fprintf(&curl, "> %s: %s\n", name, value)
	}
	curl.WriteString("> \n")
	switch body := q.Body.(type) {
	case string:
		curl.WriteString(body + "\n")
	case map[string]any:
		b, _ := json.Marshal(body)
		curl.WriteString(string(b) + "\n")
	}
	curl.WriteString("< HTTP/1.1 403 Forbidden\n< X-Debug: 1\n< \n" + text + "\n")
	for i, line := range strings.Split(strings.TrimSpace(curl.String()), "\n") {
		fmt.Fprintf(&log, "2026-11-23T10:00:%02dZ job 4711 | %s\n", i, line)
	}
	return map[string]string{"curl-v.txt": curl.String(), "job.log": log.String()}
}

func TestNoCanaryInAPanic(t *testing.T) {
	for _, c := range canaries() {
		var out, err bytes.Buffer
		code := run([]string{"x.json"}, system{in: strings.NewReader(""), out: &out, err: &err, env: func(string) string { return "" }, now: time.Now,
			open: func(string) (io.ReadCloser, error) { panic("cannot read " + c.secret) }})
		require.Equal(t, exitInternal, code)
		for _, piece := range c.traces() {
			require.NotContains(t, out.String()+err.String(), piece)
		}
	}
}

// TestNoCanaryComesOut puts secrets of every kind into evidence in every form and
// place, and looks for pieces of them in every format at every level, on standard
// error, in redacted evidence, in manifests and keys.
func TestNoCanaryComesOut(t *testing.T) {
	dir := t.TempDir()
	formats, levels := render.Formats(), redact.Levels()
	n := 0
	for _, c := range canaries() {
		traces := c.traces()
		for form, text := range c.forms() {
			found := places(c.request(), text)
			maps.Copy(found, c.transcripts(t, text))
			for name, evidence := range found {
				n++
				format, level := formats[n%len(formats)], levels[n/len(formats)%len(levels)]
				file, manifest, key := filepath.Join(dir, name), filepath.Join(dir, "manifest"), filepath.Join(dir, "key")
				require.NoError(t, os.WriteFile(file, []byte(evidence), 0o600))
				look := func(what, out string) {
					for _, piece := range traces {
						if strings.Contains(out, piece) {
							t.Errorf("%s %s in %s: %q stands in %s\n%s\n%s", c.kind, form, name, piece, what, evidence, out)
							return
						}
					}
				}
				r := runIn(t, "", "--format", format, "--redact", level, "--explain", file)
				require.Equal(t, name == "error.json", r.code == exitUsage, "%s: %s", evidence, r.err)
				require.NotEqual(t, exitInternal, r.code, r.err)
				look(fmt.Sprintf("the report as %s at %s", format, level), r.out+r.err)
				if name == "error.json" {
					continue
				}
				args := []string{"redact", "--redact", level, "--manifest", manifest, file}
				if level != levels[0] {
					args = append(args, "--keep-key", key)
				}
				r = runIn(t, "", args...)
				require.Zero(t, r.code, r.err)
				listed, err := os.ReadFile(manifest)
				require.NoError(t, err)
				kept, _ := os.ReadFile(key)
				look("redacted evidence at "+level, r.out+r.err+string(listed)+string(kept))
			}
		}
	}
}
