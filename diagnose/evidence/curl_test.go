package evidence

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCurl reads curl commands as curl reads them.
func TestCurl(t *testing.T) {
	files := func(name string) (io.ReadCloser, error) {
		if name == "body.json" {
			return io.NopCloser(strings.NewReader("{\"a\":1}\n")), nil
		}
		return nil, io.ErrUnexpectedEOF
	}
	for _, c := range []struct {
		name, command, method, url, headers, body string
	}{
		{"data makes a POST", `curl https://h.example/x -d a=1 -d b=2`, "POST", "https://h.example/x",
			"Content-Type: application/x-www-form-urlencoded", "a=1&b=2"},
		{"-G moves the data into the query", `curl -G https://h.example/x?k=1 -d a=1`, "GET", "https://h.example/x?k=1&a=1", "", ""},
		{"a file is read", `curl https://h.example/x --data-binary @body.json -H 'Content-Type: application/json'`, "POST", "https://h.example/x",
			"Content-Type: application/json", "{\"a\":1}\n"},
		{"-d strips line breaks of files", `curl https://h.example/x -d @body.json`, "POST", "https://h.example/x",
			"Content-Type: application/x-www-form-urlencoded", `{"a":1}`},
		{"a file that is not there", `curl https://h.example/x -d @other.json`, "POST", "https://h.example/x",
			"Content-Type: application/x-www-form-urlencoded", "unknown"},
		{"options glued together", `curl -sSLXDELETE https://h.example/x -u u:p`, "DELETE", "https://h.example/x", "Authorization: Basic dTpw", ""},
		{"abbreviated option", `curl --head --url=https://h.example/x --user-ag me/1`, "HEAD", "https://h.example/x", "User-Agent: me/1", ""},
		{"browsers' quoting", `curl 'https://h.example/x' --data-raw $'{"a":"it\'s \u0041\n"}' -H 'A: b'`, "POST", "https://h.example/x",
			"A: b Content-Type: application/x-www-form-urlencoded", "{\"a\":\"it's A\n\"}"},
		{"a variable stays unknown", `curl "https://h.example/x" -H "Authorization: Bearer $TOKEN"`, "GET", "https://h.example/x",
			"Authorization: Bearer $TOKEN", ""},
		{"a header taken away", `curl https://h.example/x -d a -H Content-Type:`, "POST", "https://h.example/x", "", "a"},
		{"upload is a PUT", `curl -T body.json https://h.example/x`, "PUT", "https://h.example/x", "", "{\"a\":1}\n"},
		{"a form's body is not spelled out", `curl -F a=@body.json https://h.example/x`, "POST", "https://h.example/x",
			"Content-Type: multipart/form-data", "unknown"},
		{"url-encoded data", `curl https://h.example/x --data-urlencode 'a=b c&d'`, "POST", "https://h.example/x",
			"Content-Type: application/x-www-form-urlencoded", "a=b+c%26d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rs, err := interpret(c.command, locator("input", c.command), files)
			require.NoError(t, err)
			require.Len(t, rs, 1)
			var hs []string
			for _, h := range rs[0].reqHeaders {
				hs = append(hs, h.name+": "+h.value)
			}
			body := "unknown"
			if rs[0].reqBody != nil {
				body = rs[0].reqBody.text
			}
			assert.Equal(t, []string{c.method, c.url, c.headers, c.body}, []string{rs[0].method, rs[0].url, strings.Join(hs, " "), body})
		})
	}
}
