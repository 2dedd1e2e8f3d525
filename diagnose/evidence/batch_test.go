package evidence

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// batchOf gives a HAR of one batch.
func batchOf(t *testing.T, asked, answered string) Input {
	q, err := json.Marshal(asked)
	require.NoError(t, err)
	p, err := json.Marshal(answered)
	require.NoError(t, err)
	return file("batch.har", fmt.Sprintf(`{"log":{"version":"1.2","entries":[{"request":{"method":"POST","url":"https://graph.example.com/v1.0/$batch","headers":[],`+
		`"postData":{"mimeType":"text/plain","text":%s}},"response":{"status":200,"headers":[],"content":{"mimeType":"text/plain","text":%s}}}]}}`, q, p))
}

func TestBatchGivesItsRefusedCalls(t *testing.T) {
	for name, texts := range map[string][2]string{
		"JSON": {`{"requests":[{"id":"1","method":"GET","url":"/me"},{"id":"2","method":"PATCH","url":"/users/a?x=1"}]}`,
			`{"responses":[{"id":"2","status":403,"headers":{"Content-Type":"application/json"},"body":{"error":{"code":"Denied"}}},{"id":"1","status":200,"body":{}}]}`},
		"parts": {"--a\r\nContent-Type: application/http\r\n\r\nGET /me HTTP/1.1\r\nAccept: */*\r\n\r\n--a\r\nContent-Type: application/http\r\n\r\n" +
			"PATCH https://graph.example.com/v1.0/users/a?x=1 HTTP/1.1\r\nAccept: */*\r\n\r\n--a--\r\n",
			"--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\nContent-Type: application/http\r\n\r\n" +
				"HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n\r\n{\"error\":{\"code\":\"Denied\"}}\r\n--b--\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			c := readOne(t, batchOf(t, texts[0], texts[1]))
			assert.Equal(t, "PATCH", c.Request.Method.Or(""))
			assert.Equal(t, "https://graph.example.com/v1.0/users/a?x=1", c.Request.URL.Or(diagnose.URL{}).String())
			assert.Equal(t, 403, c.Response.Status.Or(0))
			assert.JSONEq(t, `{"error":{"code":"Denied"}}`, c.Response.Body.Or(diagnose.Body{}).Text)
			_, typed := c.Response.Header("Content-Type")
			assert.True(t, typed)
		})
	}
}

func TestBatchWithoutRefusalStaysOneCall(t *testing.T) {
	c := readOne(t, batchOf(t, `{"requests":[{"id":"1","method":"GET","url":"/me"}]}`, `{"responses":[{"id":"1","status":200,"body":{}}]}`))
	assert.Equal(t, 200, c.Response.Status.Or(0))
	assert.Equal(t, "/v1.0/$batch", c.Request.URL.Or(diagnose.URL{}).Path)
}
