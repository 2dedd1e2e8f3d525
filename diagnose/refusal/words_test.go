package refusal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// Words alone are read, and never certain.
func TestWords(t *testing.T) {
	for words, want := range map[string]diagnose.Cause{
		"tenant not recognized":                              diagnose.WrongOrg,
		"organization_unknown":                               diagnose.WrongOrg,
		"not_a_participant":                                  diagnose.ResourceState,
		"Only the owner can change this":                     diagnose.ResourceState,
		"Your session has expired":                           diagnose.ExpiredToken,
		"Your subscription has expired":                      diagnose.FeatureOff,
		"role required: billing":                             diagnose.MissingRole,
		"This is not available on your plan, upgrade to Pro": diagnose.FeatureOff,
		"HTTP method not allowed":                            diagnose.WrongMethod,
		"The audience is wrong":                              diagnose.WrongAudience,
		"client_disabled":                                    diagnose.ClientDisabled,
		"Inactive app":                                       diagnose.ClientDisabled,
		"consent required":                                   diagnose.ConsentMissing,
		"Approval required by your administrator":            diagnose.ConsentMissing,
		"Please send a User-Agent":                           diagnose.WAFOrProxy,
		"Your IP address 192.0.2.1 is not in the list":       diagnose.IPAllowlist,
		"insufficientPermissions":                            diagnose.MissingPermission,
		"token lacks scope x:read":                           diagnose.MissingScope,
		"invalid api key":                                    diagnose.BadToken,
		"missing api key":                                    diagnose.MissingHeader,
		"missing authorization:grant:add":                    diagnose.MissingPermission,
		"system under maintenance":                           diagnose.Other,
		"Access Not Configured":                              diagnose.FeatureOff,
		"Your trial has ended":                               diagnose.FeatureOff,
		"Invalid license key":                                diagnose.BadToken,
		"this endpoint has been discontinued":                diagnose.EndpointNotPublished,
		"Method not allowed with this API key":               diagnose.MissingPermission,
		"Policy doesn't allow compute:list to be performed.": diagnose.MissingPermission,
		"host not allowed":                                   diagnose.WrongRegion,
		"Blocked host: app.example.com":                      diagnose.WrongRegion,
		"Only drafts can be edited":                          diagnose.ResourceState,
		"Your login is currently pending approval":           diagnose.ClientDisabled,
		"Access credentials are not sufficient to read this": diagnose.MissingPermission,
		"Invalid Host: mcp.example.com":                      diagnose.WrongRegion,
		"Password confirmation is required":                  diagnose.Other,
		"You are not invited to this room.":                  diagnose.ResourceState,
		"Basic authentication is not allowed":                diagnose.FeatureOff,
		"Sign in as a user, not by a machine client":         diagnose.NeedsUserContext,
		"This client has been revoked":                       diagnose.ClientDisabled,
		"HMAC validation failed":                             diagnose.BadToken,
		"Your session has timed out":                         diagnose.ExpiredToken,
		"Too many failed login attempts. Try again later":    diagnose.RateLimited,
		"192.0.2.7 is not in the allowed CIDR range":         diagnose.IPAllowlist,
		"No authorization token was found":                   diagnose.MissingHeader,
		"Please use HTTPS":                                   diagnose.WrongRegion,
		"POST is not supported for this resource":            diagnose.WrongMethod,
		"This endpoint is not part of the public API":        diagnose.EndpointNotPublished,
		"resource:write is not present in your token":        diagnose.MissingScope,
		"You have not been invited to this workspace":        diagnose.ResourceState,
		"Staff only":                                         diagnose.MissingRole,
		"没有权限，请联系管理员":                                        diagnose.MissingPermission,
	} {
		r := told{status: 403, body: words}.listen(t)
		require.NotEmpty(t, r.Points, words)
		assert.Equal(t, want, r.Points[0].Cause, words)
		assert.Equal(t, likely.String(), r.Points[0].Certainty.String(), words)
	}
	for _, words := range []string{"Forbidden", "Access denied", "403", "You are lucky", "Nope", "controller error", "description"} {
		assert.Empty(t, told{status: 403, body: words}.listen(t).Points, words)
	}
}

// The digits of an id may spell a word.
func TestIDsAreNoWords(t *testing.T) {
	for _, id := range []string{"ac89a973-2fac-4c0d-9c1b-99b2aecc39e5", "2fa0c0de2fa0c0de", "2FAC42A9B0C1D2E3", "00-2fac92f3577b34da-2fa7-01"} {
		r := told{status: 403, body: `{"message":"No.","contextId":"` + id + `","trace":"a ` + id + ` of it"}`}.listen(t)
		assert.Empty(t, r.Points, id)
	}
	assert.NotEmpty(t, told{status: 403, body: `{"message":"2FA needed for 2fa0c0de2fa0c0de"}`}.listen(t).Points)
}

// A client's dump prints headers; what it quotes of the server counts before them.
func TestQuotedMessageFirst(t *testing.T) {
	dump := `(403) Reason: Forbidden HTTP response headers: {'Content-Type': 'not shown'} HTTP response body: {"code":"X","message":"caller needs the permission a.b"}`
	r := told{status: 403, body: dump}.listen(t)
	require.NotEmpty(t, r.Points)
	assert.Equal(t, diagnose.MissingPermission, r.Points[0].Cause)
}

func TestSilence(t *testing.T) {
	for name, tc := range map[string]struct {
		told
		cause diagnose.Cause
		sure  diagnose.Certainty
	}{
		"Retry-After on a 403":     {told{status: 403, headers: []string{"Retry-After: 5"}}, diagnose.RateLimited, likely},
		"nothing remaining":        {told{status: 403, headers: []string{"X-RateLimit-Remaining: 0"}}, diagnose.RateLimited, likely},
		"page nobody claims":       {told{status: 403, body: page}, diagnose.WAFOrProxy, possible},
		"page in the API's name":   {told{call: "GET https://api.mypurecloud.de/api/v2/users", status: 403, body: page}, diagnose.WAFOrProxy, likely},
		"bare 401":                 {told{status: 401}, diagnose.ExpiredToken, possible},
		"words before the silence": {told{status: 403, headers: []string{"Retry-After: 5"}, body: "role required"}, diagnose.MissingRole, likely},
	} {
		t.Run(name, func(t *testing.T) {
			r := tc.listen(t)
			require.NotEmpty(t, r.Points)
			assert.Equal(t, tc.cause, r.Points[0].Cause)
			assert.Equal(t, tc.sure.String(), r.Points[0].Certainty.String())
		})
	}
	assert.Empty(t, told{status: 403}.listen(t).Points)
}

// A single word of a message is a hint and no more, and one of a 401 or a page none.
func TestHints(t *testing.T) {
	for words, want := range map[string]diagnose.Cause{
		"Not for suspended ones":        diagnose.ClientDisabled,
		"The shop's billing says no":    diagnose.FeatureOff,
		"Outside the allotted location": diagnose.IPAllowlist,
		"Ask a moderator":               diagnose.MissingRole,
	} {
		r := told{status: 403, body: words}.listen(t)
		require.Len(t, r.Points, 1, words)
		assert.Equal(t, want, r.Points[0].Cause, words)
		assert.Equal(t, possible.String(), r.Points[0].Certainty.String(), words)
		for _, p := range (told{status: 401, body: words}).listen(t).Points {
			assert.NotEqual(t, want, p.Cause, words)
		}
	}
}

// A telling word anywhere in the body outweighs a message that only possibly tells,
// and addresses, numbers and what stands behind a first line are not heard.
func TestWholeBodyIsHeard(t *testing.T) {
	for body, want := range map[string]diagnose.Cause{
		`{"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The access token you provided has expired."}]}`: diagnose.ExpiredToken,
		`{"message":"Forbidden","issues":[{"diagnostics":"Insufficient scope: requires patient/*.read"}]}`:                                                diagnose.MissingScope,
		`{"message":"Forbidden","_server_messages":"[\"{\\\"message\\\": \\\"No permission for Item\\\"}\"]"}`:                                            diagnose.MissingPermission,
		`{"message":"Forbidden","help":"https://docs.example.com/missing-scope"}`:                                                                         "",
		`{"message":"Forbidden","path":"/v1/tokens/expired/token"}`:                                                                                       "",
		`{"message":"Forbidden","trace":"org.example.Filter\n at csrf.Filter"}`:                                                                           "",
	} {
		r := told{status: 403, body: body}.listen(t)
		if want == "" {
			assert.Empty(t, r.Points, body)
			continue
		}
		require.NotEmpty(t, r.Points, body)
		assert.Equal(t, want, r.Points[0].Cause, body)
	}
}

// Words about rights make a refusal of an answer whose status is none, where the
// status or the envelope leaves room for it.
func TestOtherStatuses(t *testing.T) {
	for name, tc := range map[string]struct {
		told
		want diagnose.Cause
	}{
		"body states 403":    {told{status: 400, body: `{"statusCode":"403","message":"not allowed to do this"}`}, diagnose.MissingPermission},
		"JSON-RPC":           {told{status: 200, body: `{"jsonrpc":"2.0","error":{"code":200,"data":{"name":"odoo.exceptions.AccessError","message":"You are not allowed to access 'Order' records."}}}`}, diagnose.MissingPermission},
		"CORS filter, 500":   {told{status: 500, body: `Error: Not allowed by CORS`}, diagnose.CSRFOrCORS},
		"legal reasons":      {told{status: 451, body: `{"message":"x"}`}, diagnose.IPAllowlist},
		"locked":             {told{status: 423}, diagnose.ResourceState},
		"a failure":          {told{status: 500, body: `{"message":"missing permission on /tmp"}`}, ""},
		"a form's complaint": {told{status: 422, body: `{"message":"license: this field is required"}`}, ""},
		"found nothing":      {told{status: 404, body: `{"message":"not found, or no permission"}`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := tc.listen(t)
			assert.Equal(t, tc.want != "", r.Refused)
			if tc.want != "" {
				require.NotEmpty(t, r.Points)
				assert.Equal(t, tc.want, r.Points[0].Cause)
			}
		})
	}
}
