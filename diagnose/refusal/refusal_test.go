package refusal_test

import (
	"cmp"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/refusal"
)

// told is a response as a test writes it down; headers as "Name: value".
type told struct {
	call    string // "GET https://api.example.com/v1/x"; empty where not shown
	sent    []string
	status  int // 0 where not shown, -1 where the client was told nothing
	headers []string
	body    string
}

var (
	statusAt = diagnose.Location{Source: "case.json", Line: 1}
	bodyAt   = diagnose.Location{Source: "case.json", Line: 2}
)

func (c told) listen(t testing.TB) *diagnose.Refusal {
	q, a := &diagnose.Request{}, &diagnose.Response{HeadersShown: len(c.headers) > 0}
	if c.call != "" {
		method, address, _ := strings.Cut(c.call, " ")
		u, err := url.Parse(address)
		require.NoError(t, err)
		q.Method = diagnose.Know(method, diagnose.Location{})
		q.URL = diagnose.Know(diagnose.URL{Scheme: u.Scheme, Host: u.Hostname(), Port: u.Port(), Path: u.EscapedPath(), Query: u.RawQuery}, diagnose.Location{})
	}
	q.Headers, a.Headers = headersOf(c.sent, 10), headersOf(c.headers, 20)
	switch {
	case c.status < 0:
		a.Status = diagnose.Know(0, statusAt)
	case c.status > 0:
		a.Status = diagnose.Know(c.status, statusAt)
	}
	if c.body != "" {
		a.Body = diagnose.Know(diagnose.Body{Text: c.body, At: bodyAt}, bodyAt)
	}
	return refusal.Listen(q, a)
}

func headersOf(lines []string, from int) []diagnose.Header {
	var hs []diagnose.Header
	for i, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		hs = append(hs, diagnose.Header{Name: name, Value: value, At: diagnose.Location{Source: "case.json", Line: from + i}})
	}
	return hs
}

// heard is what a test expects of the first point.
type heard struct {
	platform string
	answerer diagnose.Answerer
	cause    diagnose.Cause
	sure     diagnose.Certainty
	need     diagnose.Requirement
}

type hearing struct {
	told
	want heard
}

func check(t *testing.T, cases map[string]hearing) {
	t.Helper()
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := tc.listen(t)
			assert.Equal(t, tc.want.platform, r.Platform, "platform")
			assert.Equal(t, tc.want.answerer, r.Answerer, "answerer: %s", r.Because)
			if tc.want.cause == "" {
				assert.Empty(t, r.Points)
				return
			}
			require.NotEmpty(t, r.Points)
			p := r.Points[0]
			assert.Equal(t, tc.want.cause, p.Cause, "cause: %s", p.Says)
			assert.Equal(t, tc.want.sure.String(), p.Certainty.String(), "certainty: %s", p.Says)
			assert.Equal(t, tc.want.need, p.Need, "need")
			assert.True(t, r.Refused, "refused")
		})
	}
}

const (
	certain  = diagnose.Certain
	likely   = diagnose.Likely
	possible = diagnose.Possible
)

func TestStatus(t *testing.T) {
	for name, tc := range map[string]struct {
		told
		want int
		from diagnose.Location
	}{
		"of the response":            {told{status: 403, body: `{"status": 400}`}, 403, statusAt},
		"of the body":                {told{body: `{"status": 403, "message": "no"}`}, 403, bodyAt},
		"of the body, as code":       {told{body: `{"error": {"code": 403, "message": "no"}}`}, 403, bodyAt},
		"not a code that is none":    {told{body: `{"code": 4711, "message": "no"}`}, 0, diagnose.Location{}},
		"of a tool's line":           {told{body: `Failed: API Error: 403 - You may not`}, 403, bodyAt},
		"of axios":                   {told{body: `Error: Request failed with status code 401`}, 401, bodyAt},
		"in parentheses":             {told{body: `(403)\nReason: Forbidden`}, 403, bodyAt},
		"with its phrase":            {told{body: `403 Forbidden`}, 403, bodyAt},
		"of a dump":                  {told{body: "{\n  message: 'no',\n  status: 403\n}"}, 403, bodyAt},
		"no number of something":     {told{body: `There are 403 participants in 4.403 queues, 403x`}, 0, diagnose.Location{}},
		"no part of an id":           {told{body: `Access to 11403-403-99 denied`}, 0, diagnose.Location{}},
		"told nothing, and known so": {told{status: -1}, 0, statusAt},
	} {
		t.Run(name, func(t *testing.T) {
			r := tc.listen(t)
			got, _ := r.Status.Get()
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.from, r.Status.From())
		})
	}
}

func TestRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		told
		want bool
	}{
		"403 without a word":           {told{status: 403}, true},
		"401 without a word":           {told{status: 401}, true},
		"200 with data":                {told{status: 200, body: `{"id": "x", "message": "permission denied"}`}, false},
		"200 with no errors":           {told{status: 200, body: `{"items": [{"name": "missing permission report"}], "errors": [], "error_code": 0, "exception": null}`}, false},
		"200 with an error list":       {told{status: 200, body: `{"error": ["EGeneral:Permission denied"]}`}, true},
		"200 with ok false":            {told{status: 200, body: `{"ok": false, "error": "missing_scope"}`}, true},
		"200 with ok false, no rights": {told{status: 200, body: `{"ok": false, "error": "no_text"}`}, false},
		"200 of GraphQL":               {told{status: 200, body: `{"data": null, "errors": [{"message": "no", "extensions": {"code": "FORBIDDEN"}}]}`}, true},
		"400 about the form":           {told{status: 400, body: `{"message": "name is required", "code": "bad.request", "status": 400, "contextId": "x"}`}, true},
		"400 about rights":             {told{status: 400, body: `{"message": "x", "code": "not.a.user", "status": 400, "contextId": "x"}`}, true},
		"404":                          {told{status: 404, body: `{"message": "x", "code": "not.found", "status": 404, "contextId": "x"}`}, false},
		"404 about the caller":         {told{status: 404, body: `{"message": "x", "code": "conversation.error.not.conversation.participant", "status": 404, "contextId": "x"}`}, true},
		"429":                          {told{status: 429}, true},
		"500":                          {told{status: 500, body: `permission denied: /var/run/socket`}, false},
		"nothing at all":               {told{}, false},
		"words only":                   {told{body: `Forbidden`}, true},
		"a body that is no refusal":    {told{body: `{"id": "x"}`}, false},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, tc.listen(t).Refused) })
	}
}

func TestMessageIsTheServersOwn(t *testing.T) {
	for name, tc := range map[string]struct{ body, want string }{
		"message":           {`{"message": "no", "detail": "other"}`, "no"},
		"nested":            {`{"error": {"code": 403, "message": "no"}}`, "no"},
		"OAuth":             {`{"error": "invalid_token", "error_description": "no"}`, "no"},
		"first of a list":   {`{"errors": [{"message": "no"}]}`, "no"},
		"problem details":   {`{"type": "about:blank", "title": "Forbidden", "detail": "no"}`, "no"},
		"list":              {`[{"message": "no", "errorCode": "X"}]`, "no"},
		"fault":             {`{"fault": {"faultstring": "no"}}`, "no"},
		"escaped":           {`"{\"message\": \"no\"}"`, "no"},
		"text":              {"  no  ", "no"},
		"text around JSON":  {`failed: {"message": "no"}`, `failed: {"message": "no"}`},
		"page":              {`<html><head><title>Denied</title><style>x</style></head><body><h1>No &amp; no</h1></body></html>`, "Denied: No & no"},
		"XML":               {`<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>no</Message></Error>`, "no"},
		"JSON without":      {`{"id": 1, "x": 2}`, ""},
		"redacted":          {`{"message": "token ⟨token-1⟩ is no"}`, "token ⟨token-1⟩ is no"},
		"cut":               {`{"code": "x", "message": "no, and th`, "no, and th"},
		"cut to 600 runes ": {strings.Repeat("é", 700), strings.Repeat("é", 600) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, told{status: 403, body: tc.body}.listen(t).Message.Or(""))
		})
	}
}

func TestReference(t *testing.T) {
	for name, tc := range map[string]struct {
		told
		want string
	}{
		"body":                {told{body: `{"message": "x", "contextId": "ctx-1"}`, headers: []string{"cf-ray: ray-1"}}, "ctx-1"},
		"platform before CDN": {told{status: 403, headers: []string{"CF-Ray: ray-1", "X-GitHub-Request-Id: gh-1"}}, "gh-1"},
		"Graph":               {told{body: `{"error": {"code": "x", "message": "y", "innerError": {"request-id": "ms-1"}}}`}, "ms-1"},
		"S3":                  {told{status: 403, body: `<Error><Code>AccessDenied</Code><RequestId>s3-1</RequestId></Error>`}, "s3-1"},
		"a tool's suffix":     {told{body: `API Error: 403 - no (8e51b8a2-1111-4c0d-9a51-c0ffee000001)`}, "8e51b8a2-1111-4c0d-9a51-c0ffee000001"},
		"none":                {told{status: 403, body: `no (really)`}, ""},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, tc.listen(t).Reference) })
	}
}

func TestListenTakesNothing(t *testing.T) {
	r := refusal.Listen(nil, nil)
	require.NotNil(t, r)
	assert.False(t, r.Refused)
	assert.Empty(t, r.Points)
}

func TestPointerLeadsIntoTheBody(t *testing.T) {
	asked := ""
	body := diagnose.Body{Text: `{"error": {"code": "accessDenied", "message": "no", "innerError": {}}}`, At: bodyAt,
		Locate: func(p string) diagnose.Location {
			asked = p
			return diagnose.Location{Source: "b", Line: 7, Col: 3}
		}}
	r := refusal.Listen(nil, &diagnose.Response{Body: diagnose.Know(body, bodyAt)})
	require.NotEmpty(t, r.Points)
	assert.Equal(t, diagnose.Location{Source: "b", Line: 7, Col: 3}, r.Points[0].At)
	assert.Equal(t, "/error/code", asked)
}

func TestPlatforms(t *testing.T) {
	names := refusal.Platforms()
	assert.Contains(t, names, "genesys")
	assert.Contains(t, names, "kubernetes")
	seen := map[string]bool{}
	for _, name := range names {
		assert.False(t, seen[name], name)
		assert.Equal(t, strings.ToLower(name), name)
		seen[name] = true
	}
}

func FuzzListen(f *testing.F) {
	f.Add("GET", "api.mypurecloud.com", 403, "WWW-Authenticate", `Bearer error="insufficient_scope", scope="a`, `{"message": "missing the following permission(s): [a:b:c, com.inin.X", "code": "missing.permissions", "contextId": "1"}`)
	f.Add("OPTIONS", "", 0, "Server", "cloudflare", "error code: 1020")
	f.Add("PUT", "x.s3.amazonaws.com", 403, "Date", "Mon, 02 Jan 2006 15:04:05 GMT", "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>")
	f.Add("", "", 400, "X-GitHub-SSO", "required", `{"errorCode": "X", "userMessage": "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\",\"message\":\"Permission 'a.b.c' denied on resource\"}}"}`)
	f.Add("", "", 401, "X", "", `pods is forbidden: User "system:anonymous" cannot list resource "pods"`)
	f.Add("", "", 403, "X", "", `User: arn:aws:iam::1:user/x is not authorized to perform: s3:Get on resource: "arn" because`)
	f.Add("", "", 200, "X", "", `{"entities": [{"rejectionReason": "x", "missingPermissions": ["a"]}]}`)
	f.Fuzz(func(t *testing.T, method, host string, status int, name, value, body string) {
		q := &diagnose.Request{Method: diagnose.Know(method, bodyAt), URL: diagnose.Know(diagnose.URL{Host: host, Path: "/" + name, Query: value}, bodyAt)}
		a := &diagnose.Response{Status: diagnose.Know(status, statusAt), Headers: []diagnose.Header{{Name: name, Value: value}}, Body: diagnose.Know(diagnose.Body{Text: body, At: bodyAt}, bodyAt)}
		r := refusal.Listen(q, a)
		require.NotNil(t, r)
		for _, p := range r.Points {
			assert.NotEmpty(t, p.Cause)
			assert.Contains(t, []diagnose.Certainty{possible, likely, certain}, p.Certainty)
			assert.NotEmpty(t, p.Says)
			if r.Platform == "generic" && status != 405 && status != 407 && status != 415 && status != 429 && status != 511 && !strings.EqualFold(name, "WWW-Authenticate") && !strings.Contains(body, "userMessage") {
				assert.NotEqual(t, certain, p.Certainty, "words alone are never certain: %s", p.Says)
			}
			for _, fix := range p.Fixes {
				assert.NotEmpty(t, fix.By)
				assert.NotEmpty(t, fix.Do)
			}
		}
	})
}

// The published codes are all known, where the table they come from is at hand.
func TestCodesCoverTheTable(t *testing.T) {
	dir := cmp.Or(os.Getenv("WHY403_TABLES"), "../../../shared/genesys")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no fact tables in " + dir)
	}
	text, err := os.ReadFile(filepath.Join(dir, "errors.tsv"))
	require.NoError(t, err)
	rows := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:]
	assert.Len(t, rows, 181)
	for _, line := range rows {
		f := strings.Split(line, "\t")
		if f[0] == "" {
			continue // an answer of the login host, which has no Genesys code
		}
		status, err := strconv.Atoi(f[0])
		require.NoError(t, err)
		cause, statuses, class, ok := refusal.CodeInfo(f[1])
		assert.True(t, ok, f[1])
		assert.NotEmpty(t, class, f[1])
		assert.Contains(t, statuses, status, f[1])
		if f[2] != "not-found" { // that is no refusal
			assert.NotEmpty(t, cause, f[1])
		}
	}
	text, err = os.ReadFile(filepath.Join(dir, "endpoint_errors.tsv"))
	require.NoError(t, err)
	rows = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:]
	assert.Len(t, rows, 741)
	for _, line := range rows {
		for code := range strings.SplitSeq(strings.Split(line, "\t")[3], ",") {
			_, _, _, ok := refusal.CodeInfo(code)
			assert.True(t, ok, line)
		}
	}
}
