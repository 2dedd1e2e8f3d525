package evidence

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

func TestFlags(t *testing.T) {
	c := readOne(t,
		flag(Scopes, "--scopes", "conversation:view, users:readonly analytics"),
		flag(Grant, "--grant", "pkce"),
		flag(Request, "--request", "patch https://api.mypurecloud.com/api/v2/conversations/calls/1/participants/2"),
		flag(Response, "--response", "403"),
		flag(User, "--user", `{"roles":["Agent"],"permissions":["conversation:call:view"]}`),
		flag(Resource, "--resource", `{"id":"1","state":"terminated"}`),
		flag(At, "--at", "2026-11-20T08:00:00Z"))
	assert.Equal(t, []string{"conversation:view", "users:readonly", "analytics"}, c.Token.Scopes.Or(nil))
	assert.Equal(t, "--scopes", c.Token.Scopes.From().String())
	assert.Equal(t, diagnose.Grant("pkce"), c.Client.Grant.Or(""))
	assert.Equal(t, "PATCH", c.Request.Method.Or(""))
	assert.Equal(t, "api.mypurecloud.com", c.Request.URL.Or(diagnose.URL{}).Host)
	assert.Equal(t, 403, c.Response.Status.Or(0))
	assert.Equal(t, []string{"Agent"}, c.User.Roles.Or(nil))
	assert.Contains(t, c.Resource.JSON, "terminated")
	assert.Equal(t, 2026, c.At.Or(time.Time{}).Year())
	assert.Equal(t, "--at", c.At.From().String())
	assert.Empty(t, c.Clashes)
}

func TestFlagForms(t *testing.T) {
	for name, c := range map[string]struct {
		in    Input
		check func(*testing.T, diagnose.Case)
	}{
		"request as JSON": {flag(Request, "--request", `{"method":"GET","url":"/a"}`), func(t *testing.T, c diagnose.Case) { assert.Equal(t, "/a", c.Request.URL.Or(diagnose.URL{}).Path) }},
		"request is a URL": {flag(Request, "--request", "https://x.example/a"), func(t *testing.T, c diagnose.Case) {
			assert.Equal(t, "x.example", c.Request.URL.Or(diagnose.URL{}).Host)
		}},
		"request is curl": {flag(Request, "--request", "curl -X DELETE https://x.example/a"), func(t *testing.T, c diagnose.Case) { assert.Equal(t, "DELETE", c.Request.Method.Or("")) }},
		"response with text": {flag(Response, "--response", "403 You are not allowed"), func(t *testing.T, c diagnose.Case) {
			assert.Equal(t, "You are not allowed", c.Response.Body.Or(diagnose.Body{}).Text)
		}},
		"response 403 Forbidden": {flag(Response, "--response", "403 Forbidden"), func(t *testing.T, c diagnose.Case) { assert.False(t, c.Response.Body.Ok()) }},
		"response as JSON":       {flag(Response, "--response", `{"status":403,"body":"x"}`), func(t *testing.T, c diagnose.Case) { assert.Equal(t, 403, c.Response.Status.Or(0)) }},
		"response is a body": {flag(Response, "--response", `{"message":"no","code":"x","status":403}`), func(t *testing.T, c diagnose.Case) {
			assert.False(t, c.Response.Status.Ok())
			assert.Contains(t, c.Response.Body.Or(diagnose.Body{}).Text, `"code":"x"`)
		}},
		"response raw": {flag(Response, "--response", "HTTP/1.1 403 Forbidden\r\nServer: x\r\n\r\nno"), func(t *testing.T, c diagnose.Case) { assert.Equal(t, 403, c.Response.Status.Or(0)) }},
		"client object": {flag(Client, "--client", `{"id":"c","authorizedGrantType":"CLIENT-CREDENTIALS","state":"disabled","roleDivisions":[{"roleId":"r","divisionId":"d"}]}`), func(t *testing.T, c diagnose.Case) {
			assert.Equal(t, diagnose.ClientCredentials, c.Client.Grant.Or(""))
			assert.Equal(t, "disabled", c.Client.State.Or(""))
			assert.Len(t, c.Client.Grants.Or(nil), 1)
		}},
		"subjects/me": {flag(User, "--user", `{"id":"u","name":"N","grants":[{"role":{"id":"r","name":"R","policies":[{"domain":"conversation","entityName":"call","actions":["view","edit"]}]},"division":{"id":"d","name":"Home"}}]}`), func(t *testing.T, c diagnose.Case) {
			assert.Equal(t, []string{"R"}, c.User.Roles.Or(nil))
			assert.Equal(t, []string{"d", "Home"}, c.User.Divisions.Or(nil))
			assert.Equal(t, []string{"conversation:call:view", "conversation:call:edit"}, c.User.Permissions.Or(nil))
		}},
		"token info":  {flag(Token, "--token", `{"authorizedScope":["a"],"OAuthClient":{"id":"c"}}`), func(t *testing.T, c diagnose.Case) { assert.Equal(t, []string{"a"}, c.Token.Scopes.Or(nil)) }},
		"bare claims": {flag(Token, "--token", `{"scope":"a b","exp":1}`), func(t *testing.T, c diagnose.Case) { assert.Equal(t, []string{"a", "b"}, c.Token.Scopes.Or(nil)) }},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, readOne(t, c.in)) })
	}
}

func TestBareAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		in    string
		check func(*testing.T, diagnose.Case)
	}{
		"error body": {"\n" + `{"message":"no","code":"missing.any.permissions","status":403}`, func(t *testing.T, c diagnose.Case) {
			assert.Equal(t, "f:2:1", c.Response.Body.Or(diagnose.Body{}).At.String())
		}},
		"OAuth error":   {`{"error":"invalid_client","error_description":"no"}`, func(t *testing.T, c diagnose.Case) { assert.True(t, c.Response.Body.Ok()) }},
		"errors":        {`{"errors":[{"code":1}]}`, func(t *testing.T, c diagnose.Case) { assert.True(t, c.Response.Body.Ok()) }},
		"introspection": {`{"active":true,"scope":"a","client_id":"c"}`, func(t *testing.T, c diagnose.Case) { assert.True(t, c.Token.Active.Or(false)) }},
		"conversation":  {`{"id":"1","participants":[],"selfUri":"/api/v2/conversations/1"}`, func(t *testing.T, c diagnose.Case) { assert.Contains(t, c.Resource.JSON, "participants") }},
		"oauth client":  {`{"id":"1","name":"n","authorizedGrantType":"CODE","scope":["a"]}`, func(t *testing.T, c diagnose.Case) { assert.Equal(t, []string{"a"}, c.Client.Scopes.Or(nil)) }},
		"token answer":  {`{"access_token":"Zq81mPxu0LrT5vNw3KcYbD9sHf2JgA","token_type":"bearer","scope":"a b"}`, func(t *testing.T, c diagnose.Case) { assert.Equal(t, []string{"a", "b"}, c.Token.Scopes.Or(nil)) }},
		"empty case":    {`{}`, func(t *testing.T, c diagnose.Case) { assert.Nil(t, c.Response) }},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, readOne(t, file("f", c.in))) })
	}
}

func TestPiecesAddUp(t *testing.T) {
	c := readOne(t, file("call.sh", "curl -X PATCH https://api.mypurecloud.com/api/v2/users/1 -H 'Authorization: Bearer Zq81mPxu0LrT5vNw3KcYbD9sHf2JgA'"),
		file("body.json", `{"message":"no","code":"not.authorized","status":403}`), file("me.json", `{"id":"u","authorization":{"roles":[{"name":"Agent"}],"permissions":["a:b:c"]}}`))
	assert.Equal(t, "PATCH", c.Request.Method.Or(""))
	assert.Contains(t, c.Response.Body.Or(diagnose.Body{}).Text, "not.authorized")
	assert.Equal(t, []string{"Agent"}, c.User.Roles.Or(nil))

	cases, errs, _ := readAll(file("a.json", `{"request":{"url":"/a"},"response":403}`), file("b.json", `{"request":{"url":"/b"},"response":403}`),
		file("me.json", `{"authorizedScope":["users"],"OAuthClient":{"id":"c"}}`))
	require.Empty(t, errs)
	require.Len(t, cases, 2)
	for _, c := range cases {
		assert.Equal(t, []string{"users"}, c.Token.Scopes.Or(nil), "a fragment is added to every call")
	}
	assert.Equal(t, "/a", cases[0].Request.URL.Or(diagnose.URL{}).Path)
}

func TestClashes(t *testing.T) {
	c := readOne(t, flag(Scopes, "--scopes", "b"), flag(Response, "--response", "401"),
		file("c.json", `{"token":{"scopes":["a"]},"response":403,"user":{"roles":["R"]}}`), flag(User, "--user", `{"roles":["r"]}`))
	require.Len(t, c.Clashes, 2, "roles that differ in case are the same")
	assert.Equal(t, []string{"a"}, c.Token.Scopes.Or(nil), "the file's own stays")
	abouts := []string{c.Clashes[0].About, c.Clashes[1].About}
	assert.ElementsMatch(t, []string{"the scopes of the token", "the status"}, abouts)
	for _, d := range c.Clashes {
		if d.About == "the status" {
			assert.Equal(t, []diagnose.Claim{{From: "c.json:1:38", Says: "403"}, {From: "--response", Says: "401"}}, d.Sources)
		}
	}
}

func TestCaptureTellsAboutItself(t *testing.T) {
	const auth = `"headers":[{"name":"Authorization","value":"Bearer Zq81mPxu0LrT5vNw3KcYbD9sHf2JgA"}]`
	entry := func(method, path, reqExtra string, status, body string) string {
		return `{"request":{"method":"` + method + `","url":"https://api.mypurecloud.com` + path + `",` + auth + reqExtra + `},"response":{"status":` + status +
			`,"headers":[],"content":{"mimeType":"application/json","text":` + body + `}}}`
	}
	har := `{"log":{"version":"1.2","creator":{"name":"x"},"entries":[` +
		entry("GET", "/api/v2/conversations/8e51b8a2-1111-4c0d-9a51-c0ffee000001", "", "200", `"{\"id\":\"8e51b8a2-1111-4c0d-9a51-c0ffee000001\",\"participants\":[]}"`) + "," +
		entry("PATCH", "/api/v2/conversations/8e51b8a2-1111-4c0d-9a51-c0ffee000001", "", "403", `"{\"code\":\"not.authorized\"}"`) + "," +
		entry("GET", "/api/v2/tokens/me", "", "200", `"{\"authorizedScope\":[\"conversations:readonly\"],\"OAuthClient\":{\"id\":\"c\"}}"`) + `]}}`
	c := readOne(t, file("calls.har", har))
	assert.Equal(t, "PATCH", c.Request.Method.Or(""))
	require.NotNil(t, c.Token)
	assert.Equal(t, []string{"conversations:readonly"}, c.Token.Scopes.Or(nil))
	require.NotNil(t, c.Resource)
	assert.Contains(t, c.Resource.JSON, "participants")
	require.NotEmpty(t, c.Others)
	assert.True(t, c.Others[0].SameToken)
	assert.NotEmpty(t, c.Name)
}

// A token of Genesys Cloud does not say where it is good; the host that gave it does.
func TestCaptureTellsWhoGaveTheToken(t *testing.T) {
	for login, issuer := range map[string]string{"login.mypurecloud.com": "https://login.mypurecloud.com", "login.example.com": ""} {
		c := readOne(t, file("calls.txt", "$ curl -i https://"+login+"/oauth/token -u \"$ID:$SECRET\" -d grant_type=client_credentials\nHTTP/2 200\ncontent-type: application/json\n\n"+
			`{"access_token":"Zq81mPxu0LrT5vNw3KcYbD9sHf2JgA","token_type":"bearer"}`+
			"\n$ curl -i https://api.usw2.pure.cloud/api/v2/users -H \"Authorization: Bearer Zq81mPxu0LrT5vNw3KcYbD9sHf2JgA\"\nHTTP/2 401\n\n"))
		assert.Equal(t, 401, c.Response.Status.Or(0))
		require.NotNil(t, c.Token)
		assert.Equal(t, issuer, c.Token.Issuer.Or(""))
	}
}

func TestNothingRefused(t *testing.T) {
	c := readOne(t, file("a.txt", "> GET /a HTTP/1.1\n> Host: x.example\n>\n< HTTP/1.1 200 OK\n< Content-Length: 2\n<\nok\n"))
	assert.Equal(t, 200, c.Response.Status.Or(0))
}
