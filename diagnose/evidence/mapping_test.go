package evidence

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// mappedCalls reads a log by a mapping, from a source that gives little at a time.
func mappedCalls(t *testing.T, mapping, log string) (calls []raw, hints []string) {
	t.Helper()
	m, err := ReadMapping("map.json", strings.NewReader(mapping))
	require.NoError(t, err)
	src, err := open(Input{Name: "x.log", Data: io.MultiReader(strings.NewReader(log[:len(log)/2]), strings.NewReader(log[len(log)/2:]))},
		&Options{Hint: func(h string) { hints = append(hints, h) }})
	require.NoError(t, err)
	require.NoError(t, m.read(src, func(r raw) error {
		calls = append(calls, r)
		return nil
	}))
	return calls, hints
}

func TestMappingOfMembers(t *testing.T) {
	calls, _ := mappedCalls(t, `{"fields": {"method": "http.request.method", "url": "url.path", "scheme": "url.scheme", "host": "srv", "query": "url.query",
 "status": "http.response.status_code", "request_headers": "h", "response_body": "out", "request_body": "in", "client": "azp", "org": "org", "token": "auth"}}`,
		`{"http.request.method":"PATCH","url":{"path":"/b","scheme":"http","query":"?x=1"},"srv":"api.example.com","http":{"response":{"status_code":403}},`+
			`"h":{"Accept":"*/*"},"in":"{}","out":{"message":"no"},"azp":"c-1","org":"o-1","auth":"Bearer made-up-token-1"}`)
	require.Len(t, calls, 1)
	c := calls[0]
	assert.Equal(t, "PATCH", c.method)
	assert.Equal(t, "http://api.example.com/b?x=1", c.url)
	assert.Equal(t, 403, *c.status)
	assert.Equal(t, "Accept", c.reqHeaders[0].name)
	assert.Equal(t, "{}", c.reqBody.text)
	assert.JSONEq(t, `{"message":"no"}`, c.respBody.text)
	assert.Equal(t, "Bearer made-up-token-1", c.token)
	assert.Equal(t, "c-1", c.facts.token.ClientID.Or(""))
	assert.Equal(t, "o-1", c.facts.token.Org.Or(diagnose.Entity{}).ID)
	assert.Equal(t, diagnose.Location{Source: "x.log", Line: 1, Col: 141}, c.statusAt)
}

func TestMappingOfGroups(t *testing.T) {
	calls, hints := mappedCalls(t, `{"pattern": "^(\\S+) \"(?P<url>[^\"]+)\" (?P<status>\\d+)(?: (?P<code>\\S+))?", "fields": {"time": "1"}}`,
		"a note\n2026-11-23T04:10:00Z \"PATCH /x HTTP/1.1\" 403 not.authorized\nanother\n2026-11-23T04:10:01Z \"GET /y HTTP/1.1\" 999\n")
	require.Len(t, calls, 2)
	assert.Equal(t, "/x", calls[0].url)
	assert.Equal(t, "PATCH", calls[0].method)
	assert.Equal(t, "2026-11-23T04:10:00Z", calls[0].started)
	assert.JSONEq(t, `{"code":"not.authorized","message":""}`, calls[0].respBody.text)
	assert.EqualError(t, calls[1].err, "x.log:4:40: the status is no number from 100 to 599")
	assert.Equal(t, []string{"x.log:1:1: the pattern of the mapping does not match this line, nor one other"}, hints)
}

func TestMappingOfColumns(t *testing.T) {
	calls, _ := mappedCalls(t, `{"separator": ",", "columns": ["verb", "at", "result", "said"], "fields": {"method": "verb", "url": "at", "status": "result", "message": "4"}}`,
		"# a comment\nPATCH,/x,403,\"no, \"\"never\"\"\"\nGET,/y\nGET,/z,-,-\n")
	require.Len(t, calls, 3)
	assert.Equal(t, `no, "never"`, calls[0].message)
	assert.EqualError(t, calls[1].err, "x.log:3:7: this row ends before column 4")
	assert.Nil(t, calls[2].status)

	calls, _ = mappedCalls(t, `{"separator": " ", "fields": {"time": 1, "url": 2, "status": 3}}`, "[23/Nov/2026:04:10:00 +0000] \"PATCH /x HTTP/1.1\"  403\n")
	require.Len(t, calls, 1)
	assert.Equal(t, "/x", calls[0].url)
	assert.Equal(t, 403, *calls[0].status)
}

func TestMappingErrors(t *testing.T) {
	for text, want := range map[string]string{
		`[]`:                            "map.json:1:1: an object is expected here",
		`{"field": {}}`:                 "map.json:1:2: field is no part of a mapping",
		`{"fields": {"method": ["a"]}}`: "map.json:1:23: fields.method must be a string",
		`{"fields": {"method": "a", "status": "b"}} x`:                                 "map.json:1:44: something stands behind the end of the JSON",
		`{"separator": ", ", "fields": {}}`:                                            "map.json:1:15: the separator is not one character",
		`{"columns": ["a"], "fields": {"method": "a", "status": "a"}}`:                 "map.json:1:1: columns are named, but not what separates them",
		`{"separator": ",", "pattern": "a", "fields": {"method": "a", "status": "a"}}`: "map.json:1:1: a mapping has a pattern or a separator, not both",
		`{"fields": {"status": "a"}}`:                                                  "map.json:1:12: the mapping names neither method nor url",
		`{"pattern": "(a)", "fields": {"method": "1", "status": "2"}}`:                 "map.json:1:56: the pattern has no group 2",
	} {
		_, err := ReadMapping("map.json", strings.NewReader(text))
		if assert.EqualError(t, err, want, text) {
			assert.NotEmpty(t, err.(*Error).Hint, text)
			assert.NotContains(t, err.(*Error).Hint, "schema case")
		}
	}
}

// FuzzMapping reads any log by any mapping: it never panics, every error has a place
// inside its text, and no token comes out.
func FuzzMapping(f *testing.F) {
	f.Add(`{"fields": {"method": "m", "url": "u", "status": "s", "token": "t", "message": "x"}}`, `{"m":"GET","u":"/a","s":403,"t":"%","x":"%"}`)
	f.Add(`{"pattern": "(?P<method>[A-Z]+) (?P<url>\\S+) (?P<status>\\d+) (?P<token>\\S+)", "fields": {}}`, "GET /a 403 %\nx")
	f.Add(`{"separator": ",", "fields": {"method": "a", "status": "b", "token": "c"}}`, "a,b,c\nGET,403,%\nGET,40")
	f.Fuzz(func(t *testing.T, mapping, log string) {
		m, err := ReadMapping("map", strings.NewReader(mapping))
		if err != nil {
			require.IsType(t, &Error{}, err)
			require.LessOrEqual(t, err.(*Error).At.Line, strings.Count(mapping, "\n")+1)
			require.Positive(t, err.(*Error).At.Line)
			return
		}
		const secret = "made-up-7f3k9q2x8v5m1n4p"
		log = strings.ReplaceAll(log, "%", secret)
		o := Options{Mapping: m, Redactor: redact.New()}
		for c, err := range Read([]Input{{Name: "log", Data: strings.NewReader(log)}}, o) {
			if err != nil {
				require.IsType(t, &Error{}, err)
				require.LessOrEqual(t, err.(*Error).At.Line, strings.Count(log, "\n")+1)
				require.NotContains(t, err.Error(), secret)
				continue
			}
			if c.Token != nil && c.Token.Fingerprint == fingerprint(secret) {
				require.Empty(t, leaks(&c, secret))
			}
		}
	})
}
