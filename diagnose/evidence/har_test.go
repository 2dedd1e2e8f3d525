package evidence

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// harCalls reads an archive through a window of the size given.
func harCalls(t *testing.T, text string, window int) ([]raw, error) {
	t.Helper()
	src, err := open(Input{Name: "x.har", Data: strings.NewReader(text)}, &Options{})
	require.NoError(t, err)
	var calls []raw
	err = readHARThrough(make([]byte, window), src, func(r raw) error {
		calls = append(calls, r)
		return nil
	})
	return calls, err
}

// archive makes a HAR of entries.
func archive(entries ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[` + "\n" + strings.Join(entries, ",\n") + "\n]}}"
}

func exchangeHAR(method, url string, status int, more string) string {
	return fmt.Sprintf(`{"request":{"method":%q,"url":%q,"headers":[{"name":"Accept","value":"*/*"}]%s},"response":{"status":%d,"headers":[]}}`, method, url, more, status)
}

func TestHARIsRecognised(t *testing.T) {
	for text, want := range map[string]bool{
		`{"log":{"version":"1.2","entries":[]}}`:           true,
		"\r\n{ \"log\" : {\n \"creator\": {} }}":           true,
		`{"log":{"version":"1.2","browser":{"name":"F"`:    true,
		`{"log":"line of docker","stream":"stderr"}`:       false,
		`{"log":{"level":"info","msg":"x"}}`:               false,
		`{"request":{"method":"GET"},"log":{"entries":1}}`: false,
		`{"logs":{"entries":[]}}`:                          false,
		``:                                                 false,
	} {
		assert.Equal(t, want, looksLikeHAR([]byte(text)), text)
	}
}

func TestHARShowsTheRefusedCall(t *testing.T) {
	text := archive(
		exchangeHAR("GET", "https://api.example.com/a", 200, ""),
		`{"startedDateTime":"2026-11-23T10:00:00Z",
  "request":{"method":"PATCH","url":"https://api.example.com/b","bodySize":24,
    "headers":[{"name":"Authorization","value":"Bearer made-up"},
               {"name":"content-type","value":"application/json"},{"name":"Content-Type","value":"application/json"}],
    "postData":{"mimeType":"application/json","text":"{\"state\":\"disconnected\"}"}},
  "response":{"status":403,"headers":[{"name":"Server","value":"x"}],"content":{"text":"{\"code\":\"not.authorized\"}"}}}`)
	calls, err := harCalls(t, text, skimSize)
	require.NoError(t, err)
	require.Len(t, calls, 2)
	assert.Nil(t, calls[0].respBody, "the call that went well is seen in passing")
	r := calls[1]
	assert.Equal(t, "x.har#2", r.name)
	assert.Equal(t, "x.har:3:1", r.at.String())
	assert.Equal(t, "PATCH", r.method)
	assert.Equal(t, "x.har:4:23", r.methodAt.String())
	assert.Equal(t, "https://api.example.com/b", r.url)
	assert.Equal(t, 403, *r.status)
	assert.Equal(t, "x.har:8:24", r.statusAt.String())
	assert.Equal(t, "2026-11-23T10:00:00Z", r.started)
	require.Len(t, r.reqHeaders, 2, "the repeated header counts once")
	assert.Equal(t, "content-type", r.reqHeaders[1].name)
	assert.Equal(t, "x.har:6:16", r.reqHeaders[1].at.String())
	assert.Equal(t, `{"state":"disconnected"}`, r.reqBody.text)
	assert.Equal(t, `{"code":"not.authorized"}`, r.respBody.text)
	assert.True(t, r.complete)
	assert.True(t, r.headersShown)
}

func TestHARKeepsUnknownApartFromEmpty(t *testing.T) {
	for name, c := range map[string]struct {
		request, response string
		sent, got         any // nil: not shown
	}{
		"get without body":      {`"method":"GET"`, `"content":{"size":0}`, "", ""},
		"no content":            {`"method":"POST","bodySize":0`, `"headers":[]`, "", nil},
		"copied without bodies": {`"method":"POST","bodySize":12`, `"content":{"size":497,"mimeType":"application/json"}`, nil, nil},
		"size not known":        {`"method":"POST","bodySize":-1`, `"content":{"size":-1}`, nil, nil},
		"null text":             {`"method":"POST","postData":{"text":null}`, `"content":{"text":null,"size":3}`, nil, nil},
		"null content":          {`"method":"POST","postData":null`, `"content":null`, nil, nil},
		"body as JSON":          {`"method":"POST"`, `"content":{"text":{"code":"x"}}`, nil, `{"code":"x"}`},
		"form":                  {`"method":"POST","postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a b","value":"1&2"},{"name":"c","value":""}]}`, `"headers":[]`, "a+b=1%262&c=", nil},
		"parameters of no form": {`"method":"POST","bodySize":0,"postData":{"mimeType":"application/json","params":[{"name":"a","value":"1"}]}`, `"headers":[]`, nil, nil},
		"base64":                {`"method":"POST","postData":{"encoding":"base64","text":"eyJhIjoxfQ=="}`, `"content":{"encoding":"base64","text":"eyJjb2RlIjoieCJ9"}`, `{"a":1}`, `{"code":"x"}`},
		"gzip left on":          {`"method":"GET"`, `"content":{"encoding":"base64","text":"` + base64.StdEncoding.EncodeToString(gzipped("refused")) + `"}`, "", "refused"},
		"brotli left on":        {`"method":"GET"`, `"headers":[{"name":"Content-Encoding","value":"br"}],"content":{"encoding":"base64","text":"iwOAaMOpw6k="}`, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			text := archive(`{"request":{"url":"https://a.example/x",` + c.request + `},"response":{"status":403,` + c.response + `}}`)
			calls, err := harCalls(t, text, skimSize)
			require.NoError(t, err)
			require.Len(t, calls, 1)
			assert.Equal(t, c.sent, bodyOf(calls[0].reqBody))
			assert.Equal(t, c.got, bodyOf(calls[0].respBody))
		})
	}
}

func bodyOf(b *rawBody) any {
	if b == nil {
		return nil
	}
	return b.text
}

func gzipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

func TestHARCapsBodies(t *testing.T) {
	text := archive(`{"request":{"method":"GET","url":"https://a.example/x"},"response":{"status":403,"content":{"text":"` + strings.Repeat(`\u00e9`, 400_000) + `"}}}`)
	calls, err := harCalls(t, text, skimSize)
	require.NoError(t, err)
	require.Len(t, calls, 1)
	assert.True(t, calls[0].respBody.truncated)
	assert.LessOrEqual(t, len(calls[0].respBody.text), bodyLimit)
	assert.True(t, strings.HasPrefix(calls[0].respBody.text, "éé"))
}

func TestHARReadsPseudoHeaders(t *testing.T) {
	text := archive(`{"request":{"headers":[{"name":":method","value":"DELETE"},{"name":":authority","value":"api.example.com"},{"name":":path","value":"/x?y=1"},{"name":":scheme","value":"https"},{"name":"accept","value":"*/*"}]},"response":{"headers":[{"name":":status","value":"403"},{"name":"server","value":"x"}],"status":403}}`)
	calls, err := harCalls(t, text, skimSize)
	require.NoError(t, err)
	require.Len(t, calls, 1)
	assert.Equal(t, "DELETE", calls[0].method)
	assert.Equal(t, "https://api.example.com/x?y=1", calls[0].url)
	assert.Len(t, calls[0].reqHeaders, 1)
	assert.Len(t, calls[0].respHeaders, 1)
}

// brief names calls and what of them is shown.
func brief(calls []raw) string {
	var lines []string
	for _, r := range calls {
		line := fmt.Sprintf("%s %s %d", r.method, strings.TrimPrefix(r.url, "https://a.example"), *r.status)
		if r.respBody != nil {
			line += " " + r.respBody.text
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

func TestHARHandsOverWhatMatters(t *testing.T) {
	call := func(method, path, token string, status int) string {
		return fmt.Sprintf(`{"request":{"method":%q,"url":"https://a.example%s","headers":[{"name":"authorization","value":%q}]},"response":{"status":%d,"content":{"text":"said"}}}`, method, path, "Bearer "+token, status)
	}
	for name, c := range map[string]struct {
		entries []string
		want    string
	}{
		"what failed, with its answer": {[]string{call("GET", "/a", "x", 404), call("GET", "/a", "x", 404), call("GET", "/b", "x", 0)},
			"GET /a 404 said, GET /a 404 said, GET /b 0 said"},
		"what went well, once, without": {[]string{call("GET", "/users/1", "x", 200), call("GET", "/users/2?a=b", "x", 200), call("GET", "/users/3", "y", 200), call("DELETE", "/users/3", "y", 204)},
			"GET /users/1 200, GET /users/3 200, DELETE /users/3 204"},
		"answers about the caller, once per token": {[]string{call("GET", "/api/v2/tokens/me", "x", 200), call("GET", "/api/v2/tokens/me", "x", 200), call("GET", "/api/v2/users/me?expand=authorization", "y", 200), call("GET", "/api/v2/oauth/clients/1", "y", 200)},
			"GET /api/v2/tokens/me 200 said, GET /api/v2/users/me?expand=authorization 200 said, GET /api/v2/oauth/clients/1 200 said"},
		"the object of a refused call, before it": {[]string{call("GET", "/api/v2/conversations/1", "x", 200), call("GET", "/api/v2/conversations/2", "x", 200), call("PATCH", "/api/v2/conversations/2/participants", "x", 403), call("PATCH", "/api/v2/conversations/2/participants", "x", 403)},
			"GET /api/v2/conversations/1 200, GET /api/v2/conversations/2 200 said, PATCH /api/v2/conversations/2/participants 403 said, PATCH /api/v2/conversations/2/participants 403 said"},
		"a platform that refuses with 200": {[]string{strings.ReplaceAll(call("POST", "/api/x", "x", 200), "a.example", "slack.com")},
			"POST https://slack.com/api/x 200 said"},
	} {
		t.Run(name, func(t *testing.T) {
			calls, err := harCalls(t, archive(c.entries...), skimSize)
			require.NoError(t, err)
			assert.Equal(t, c.want, brief(calls))
		})
	}
}

func TestHARKeepsTheWordsOfACallWithoutAnswer(t *testing.T) {
	calls, err := harCalls(t, archive(
		`{"request":{"method":"PATCH","url":"/a"},"response":{"status":0,"_error":"net::ERR_FAILED"}}`,
		`{"request":{"method":"PATCH","url":"/a"},"response":{"status":-1,"statusText":"CORS Missing Allow Origin"}}`,
		`{"request":{"method":"PATCH","url":"/a"},"response":{}}`,
		exchangeHAR("CONNECT", "api.example.com:443", 403, "")), skimSize)
	require.NoError(t, err)
	require.Len(t, calls, 4)
	assert.Equal(t, "net::ERR_FAILED", calls[0].failure)
	assert.Equal(t, "CORS Missing Allow Origin", calls[1].failure)
	assert.Equal(t, 0, *calls[1].status, "browsers and exporters write 0 and -1 for the same")
	assert.Nil(t, calls[2].status)
	assert.Equal(t, "CONNECT tunnel failed, response 403", calls[3].failure)
}

// An authorization server that refuses sends the browser back with its error.
func TestHARShowsARefusalInARedirect(t *testing.T) {
	redirect := func(address string) string {
		return `{"startedDateTime":"2026-11-23T10:00:00Z","request":{"method":"GET","url":"https://login.example.com/authorize","headers":[]},` +
			`"response":{"status":302,"headers":[{"name":"Location","value":"` + address + `"}],"content":{}}}`
	}
	text := archive(redirect("https://app.example.com/?code=abc"), redirect("https://app.example.com/?error=access_denied"), redirect("https://app.example.com/"))
	var names []string
	for c, err := range Read([]Input{{Name: "x.har", Data: strings.NewReader(text)}}, Options{}) {
		require.NoError(t, err)
		names = append(names, c.Name)
	}
	assert.Equal(t, []string{"x.har#2"}, names)
}

func TestHARTellsASanitizedArchive(t *testing.T) {
	plain := exchangeHAR("GET", "/a", 403, "")
	calls, err := harCalls(t, archive(plain), skimSize)
	require.NoError(t, err)
	assert.False(t, calls[0].complete, "the token may have been taken out")
	calls, err = harCalls(t, archive(strings.Replace(plain, "Accept", "Cookie", 1), plain), skimSize)
	require.NoError(t, err)
	assert.True(t, calls[1].complete, "this archive shows cookies, so the call had no token")
}

func TestHARGivesTheSameThroughAnyWindow(t *testing.T) {
	made, err := io.ReadAll(&harMaker{entries: 12, every: 3, body: 300, indent: true})
	require.NoError(t, err)
	want, err := harCalls(t, string(made), skimSize)
	require.NoError(t, err)
	require.NotEmpty(t, want)
	for window := 1; window < 600; window += 1 + window/20 {
		got, err := harCalls(t, string(made), window)
		require.NoError(t, err)
		require.Equal(t, want, got, "window %d", window)
	}
}

func TestHARUsesWhatStandsBeforeTheDamage(t *testing.T) {
	first, second := exchangeHAR("GET", "/a", 403, ""), exchangeHAR("GET", "/b", 403, "")
	text := archive(first, second)
	firstEnds, secondEnds := strings.Index(text, first)+len(first), strings.Index(text, second)+len(second)
	for cut := strings.Index(text, "entries"); cut < len(text); cut++ {
		calls, err := harCalls(t, text[:cut], 32)
		want := 0
		if cut >= firstEnds {
			want++
		}
		if cut >= secondEnds {
			want++
		}
		if len(calls) > want { // what there is of a refusal
			assert.Less(t, 400, *calls[want].status, text[:cut])
			assert.Equal(t, "GET", calls[want].method)
			calls = calls[:want]
		}
		require.Len(t, calls, want, text[:cut])
		var bad *Error
		require.ErrorAs(t, err, &bad, text[:cut])
		assert.Equal(t, "x.har", bad.At.Source)
		assert.Positive(t, bad.At.Line)
		assert.Contains(t, bad.Problem, "cut off")
	}
	calls, err := harCalls(t, text+"\n<html>", 32)
	assert.Len(t, calls, 2)
	assert.EqualError(t, err, "x.har:5:1: the HAR is not JSON here")
}

func TestHARStopsWhenNobodyWantsMore(t *testing.T) {
	src, err := open(Input{Name: "x.har", Data: &harMaker{entries: 5000, every: 2}}, &Options{})
	require.NoError(t, err)
	stop, calls := errors.New("stop"), 0
	err = readHAR(src, func(raw) error {
		calls++
		return stop
	})
	assert.Equal(t, stop, err)
	assert.Equal(t, 1, calls)
}

// liveHeap reads on and measures what is alive every so often.
type liveHeap struct {
	r    io.Reader
	read int64
	next int64
	most uint64
}

func (l *liveHeap) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.read += int64(n); l.read >= l.next {
		l.next += 4 << 20
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		l.most = max(l.most, m.HeapAlloc)
	}
	return n, err
}

func TestHARKeepsNoMoreThanAFewMegabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 60 MB")
	}
	for name, m := range map[string]*harMaker{
		"many entries":  {entries: 1200, every: 4, body: 20_000},
		"one long body": {entries: 10, every: 3, body: 1000, giant: 30 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			runtime.GC()
			var before runtime.MemStats
			runtime.ReadMemStats(&before)
			heap := &liveHeap{r: m}
			src, err := open(Input{Name: "x.har", Data: heap}, &Options{})
			require.NoError(t, err)
			calls := 0
			require.NoError(t, readHAR(src, func(r raw) error {
				if *r.status == 403 {
					calls++
				}
				return nil
			}))
			assert.Equal(t, m.entries/m.every, calls)
			assert.Greater(t, heap.read, int64(20<<20))
			assert.Less(t, int64(heap.most)-int64(before.HeapAlloc), int64(4<<20))
		})
	}
}

func TestLongInputsTellTheirProgress(t *testing.T) {
	var told []int64
	o := Options{Progress: func(input string, read, total int64) {
		assert.Equal(t, "x.har", input)
		assert.Equal(t, int64(1<<40), total)
		told = append(told, read>>20)
	}}
	m := &harMaker{entries: 4, every: 3, giant: 40 << 20}
	for _, err := range Read([]Input{{Name: "x.har", Data: m, Size: 1 << 40}}, o) {
		require.NoError(t, err)
	}
	assert.Equal(t, []int64{16, 32}, told)
}

func TestHARGoesOnBehindABadEntry(t *testing.T) {
	calls, err := harCalls(t, archive(exchangeHAR("GET", "https://api.example.com/a", 403, ""), `["not an entry"]`, `null`,
		exchangeHAR("GET", "https://api.example.com/b", 403, "")), 64)
	require.NoError(t, err)
	require.Len(t, calls, 4)
	assert.EqualError(t, calls[1].err, "x.har:3:1: entry 2 of the HAR is no JSON object")
	assert.EqualError(t, calls[2].err, "x.har:4:1: entry 3 of the HAR is no JSON object")
	assert.Equal(t, "https://api.example.com/b", calls[3].url)
}
