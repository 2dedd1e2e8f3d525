package evidence

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/why403/why403/diagnose"
)

func TestRelayedRefusalIsTheCallBehind(t *testing.T) {
	c := readOne(t, file("bff.txt", "GET /bff/me HTTP/1.1\nHost: app.example.com\n\nHTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n"+
		`{"status":500,"error":"Internal Server Error","message":"403 Forbidden from PUT https://api.example.com/v1/me: {\"code\":\"not.authorized\",\"message\":\"No.\"}","path":"/bff/me"}`+"\n"))
	assert.Equal(t, "PUT", c.Request.Method.Or(""))
	assert.Equal(t, "https://api.example.com/v1/me", c.Request.URL.Or(diagnose.URL{}).String())
	assert.Equal(t, 403, c.Response.Status.Or(0))
	assert.JSONEq(t, `{"code":"not.authorized","message":"No."}`, c.Response.Body.Or(diagnose.Body{}).Text)
}

func TestFailureOfItsOwnIsNotRelayed(t *testing.T) {
	for name, message := range map[string]string{
		"no status": "cannot reach https://api.example.com/v1/me",
		"no call":   "answered 403 Forbidden",
		"beside":    "it broke, see https://status.example.com for status 403 and others",
		"its own":   "500 Internal Server Error from GET https://api.example.com/v1/me",
		"itself":    "403 Forbidden from GET https://app.example.com/bff/me",
	} {
		t.Run(name, func(t *testing.T) {
			c := readOne(t, file("bff.txt", "GET /bff/me HTTP/1.1\nHost: app.example.com\n\nHTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n"+
				`{"status":500,"message":"`+message+`"}`+"\n"))
			assert.Equal(t, 500, c.Response.Status.Or(0))
		})
	}
}
