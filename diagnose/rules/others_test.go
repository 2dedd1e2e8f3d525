package rules_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/standard"
)

// TestOtherCalls: other calls of the same capture are evidence about this one.
func TestOtherCalls(t *testing.T) {
	e, err := standard.New(standard.Options{})
	require.NoError(t, err)
	at := diagnose.Location{Source: "calls.har", Line: 3}
	change := `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/calls/7f9d3c1a-2b44-4e0d-9a51-c0ffee000001/participants/b1a2c3d4-0001-4002-8003-c0ffee000002"},
 "response": {"status": 403}, "token": {"scopes": ["conversations:readonly"]}, "client": {"grant": "pkce"}}`
	other := func(host string, same bool) []diagnose.Exchange {
		return []diagnose.Exchange{{Method: "GET", URL: diagnose.URL{Scheme: "https", Host: host, Path: "/api/v2/conversations"}, Status: 200, SameToken: same, At: at}}
	}

	c := read(t, []byte(change))
	c.Others = other("api.mypurecloud.com", true)
	r := e.Diagnose(c)
	require.Equal(t, diagnose.MissingScope, r.Causes[0].Cause)
	assert.Contains(t, places(r.Causes[0]), at, "that the same token reads is part of the explanation")

	c.Others = other("api.mypurecloud.com", false)
	assert.NotContains(t, places(e.Diagnose(c).Causes[0]), at, "another token proves nothing")

	c.Others = other("api.usw2.pure.cloud", true)
	r = e.Diagnose(c)
	assert.Equal(t, diagnose.WrongRegion, r.Causes[0].Cause, "the token works in another region")
	assert.Contains(t, places(r.Causes[0]), at)
}

// TestTheSameCallOnAnotherObject: where the same token makes the same call on another
// object, the permission is held, and the object is what differs.
func TestTheSameCallOnAnotherObject(t *testing.T) {
	e, err := standard.New(standard.Options{})
	require.NoError(t, err)
	at := diagnose.Location{Source: "calls.har", Line: 3}
	for name, tc := range map[string]struct {
		other diagnose.Exchange
		want  diagnose.Cause
	}{
		"another queue": {diagnose.Exchange{Method: "PUT", URL: diagnose.URL{Path: "/api/v2/routing/queues/2"}, Status: 200, SameToken: true, At: at}, diagnose.WrongDivision},
		"only read":     {diagnose.Exchange{Method: "GET", URL: diagnose.URL{Path: "/api/v2/routing/queues/2"}, Status: 200, SameToken: true, At: at}, diagnose.MissingPermission},
		"its members":   {diagnose.Exchange{Method: "PUT", URL: diagnose.URL{Path: "/api/v2/routing/queues/2/members"}, Status: 200, SameToken: true, At: at}, diagnose.MissingPermission},
		"another token": {diagnose.Exchange{Method: "PUT", URL: diagnose.URL{Path: "/api/v2/routing/queues/2"}, Status: 200, At: at}, diagnose.MissingPermission},
		"refused too":   {diagnose.Exchange{Method: "PUT", URL: diagnose.URL{Path: "/api/v2/routing/queues/2"}, Status: 403, SameToken: true, At: at}, diagnose.MissingPermission},
	} {
		t.Run(name, func(t *testing.T) {
			c := read(t, []byte(`{"request": {"method": "PUT", "url": "https://api.mypurecloud.com/api/v2/routing/queues/1"}, "response": {"status": 403}}`))
			c.Others = []diagnose.Exchange{tc.other}
			r := e.Diagnose(c)
			require.NotEmpty(t, r.Causes)
			assert.Equal(t, tc.want, r.Causes[0].Cause)
			assert.Equal(t, diagnose.Possible, r.Causes[0].Certainty)
		})
	}
}

func places(f diagnose.Ranked) []diagnose.Location {
	var all []diagnose.Location
	for _, s := range f.Evidence {
		all = append(all, s.At)
	}
	return all
}
