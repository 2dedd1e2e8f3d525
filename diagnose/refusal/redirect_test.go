package refusal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/refusal"
)

// TestErrorsInAddresses reads what an authorization server says through the browser.
func TestErrorsInAddresses(t *testing.T) {
	at := diagnose.Location{Source: "case.json", Line: 3}
	location := func(v string) (*diagnose.Request, *diagnose.Response) {
		return nil, &diagnose.Response{Status: diagnose.Know(302, statusAt), Headers: []diagnose.Header{{Name: "Location", Value: v, At: at}}}
	}
	called := func(query string) (*diagnose.Request, *diagnose.Response) {
		u := diagnose.URL{Scheme: "https", Host: "app.example.com", Path: "/callback", Query: query}
		return &diagnose.Request{Method: diagnose.Know("GET", at), URL: diagnose.Know(u, at)}, &diagnose.Response{Status: diagnose.Know(403, statusAt)}
	}
	pasted := func(text string) (*diagnose.Request, *diagnose.Response) {
		return nil, &diagnose.Response{Body: diagnose.Know(diagnose.Body{Text: text, At: at}, at)}
	}
	for name, x := range map[string]struct {
		hear  func(string) (*diagnose.Request, *diagnose.Response)
		text  string
		cause diagnose.Cause
		code  string
	}{
		"consent":         {location, "https://app.example.com/cb?error=access_denied&error_description=AADSTS65004%3a+User+declined+to+consent.&state=1", diagnose.ConsentMissing, "AADSTS65004"},
		"in the fragment": {location, "https://app.example.com/cb#error=invalid_scope&error_description=x", diagnose.WrongScopeName, "invalid_scope"},
		"the client":      {called, "error=unauthorized_client&error_description=The%20client%20is%20not%20authorized", diagnose.ClientDisabled, "unauthorized_client"},
		"not assigned":    {called, "error=access_denied&error_description=User%20is%20not%20assigned%20to%20the%20client%20application.", diagnose.MissingRole, "access_denied"},
		"in a sentence":   {pasted, "I land on https://app.example.com/cb?error=invalid_scope&error_description=Unknown+scope, and then?", diagnose.WrongScopeName, "invalid_scope"},
	} {
		r := refusal.Listen(x.hear(x.text))
		require.NotEmpty(t, r.Points, name)
		assert.Equal(t, x.cause, r.Points[0].Cause, name)
		assert.Equal(t, at, r.Points[0].At, name)
		assert.Equal(t, x.code, r.Code.Or(""), name)
		assert.True(t, r.Refused, name)
	}
	for _, address := range []string{"https://app.example.com/cb?code=abc", "https://app.example.com/cb?error=timeout", "https://app.example.com/login", "/error=access_denied"} {
		r := refusal.Listen(location(address))
		assert.Empty(t, r.Points, address)
		assert.False(t, r.Refused, address)
	}
	assert.Empty(t, refusal.Listen(called("error=timeout&limit=5")).Code.Or(""))
}
