package refusal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/refusal"
)

const division = "8e51b8a2-1111-4c0d-9a51-c0ffee0000d1"

// envelope is a Genesys Cloud error body.
func envelope(code, message, more string) string {
	return `{"message":"` + message + `","code":"` + code + `","status":403,"contextId":"ctx-1"` + more + `,"details":[],"errors":[]}`
}

func TestGenesys(t *testing.T) {
	api, none := diagnose.AnswererAPI, diagnose.Requirement{}
	check(t, map[string]hearing{
		"any of":                         {told{status: 403, body: envelope("missing.any.permissions", "You must have at least one of the following permissions assigned: [a:b:view, a:b:edit]", "")}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AnyOf("a:b:view", "a:b:edit")}},
		"all of":                         {told{status: 403, body: envelope("missing.permissions", "You are missing the following permission(s): [a:b:view, c:d:edit]", "")}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view", "c:d:edit")}},
		"lower case":                     {told{status: 403, body: envelope("missing.any.permissions", "one of the following permissions assigned: [journey:actionmap:view]", "")}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AnyOf("journey:actionmap:view")}},
		"names in messageParams":         {told{status: 403, body: envelope("missing.permissions", "no", `,"messageParams":{"permissions":"[a:b:view]"}`)}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"empty list":                     {told{status: 403, body: envelope("missing.any.permissions", "one of the following permissions assigned: []", "")}, heard{"genesys", api, diagnose.MissingPermission, likely, none}},
		"Java class":                     {told{status: 403, body: envelope("missing.permissions", "You are missing the following permission(s): com.inin.some.ResourcePermission", "")}, heard{"genesys", api, diagnose.MissingPermission, likely, none}},
		"Java class in brackets":         {told{status: 403, body: envelope("missing.permissions", "You are missing the following permission(s): [com.inin.some.ResourcePermission@1f]", "")}, heard{"genesys", api, diagnose.MissingPermission, likely, none}},
		"names without brackets":         {told{status: 403, body: envelope("missing.permissions", "You are missing the following permission(s): a:b:view, a:c:*.", "")}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view", "a:c:*")}},
		"older shape":                    {told{status: 403, body: `{"code":"forbidden","message":"Permission is forbidden on domain, 'quality', entity 'evaluation', with action set '[view, edit]'","contextId":"1"}`}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("quality:evaluation:view", "quality:evaluation:edit")}},
		"sentence only":                  {told{body: "Unable to perform the requested action. You are missing the following permission(s): [a:b:view]"}, heard{"genesys", "", diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"in a tool's line":               {told{body: "creating: API Error: 403 - You must have at least one of the following permissions assigned: [a:b:view] (8e51b8a2-1111-4c0d-9a51-c0ffee000001)"}, heard{"genesys", "", diagnose.MissingPermission, certain, diagnose.AnyOf("a:b:view")}},
		"in an SDK's dump":               {told{body: "(403)\nReason: Forbidden\nHTTP response body: " + envelope("missing.permissions", "missing the following permission(s): [a:b:view]", "")}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"printed by Node":                {told{body: "{\n  message: 'missing the following permission(s): [a:b:view]',\n  code: 'missing.permissions',\n  contextId: 'x'\n}"}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"SDK's dump as JSON":             {told{status: 403, body: `{"status":403,"body":` + envelope("missing.permissions", "missing the following permission(s): [a:b:view]", "") + `,"error":"Forbidden"}`}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"body as text in a dump":         {told{status: 403, body: `{"message":"Request failed","response":{"status":403,"data":"{\"code\":\"missing.permissions\",\"message\":\"missing the following permission(s): [a:b:view]\"}"}}`}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"inside a result":                {told{status: 403, body: `{"success":false,"result":` + envelope("missing.permissions", "missing the following permission(s): [a:b:view]", "") + `}`}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"copied out of a page":           {told{status: 403, body: `{&quot;code&quot;:&quot;missing.permissions&quot;,&quot;message&quot;:&quot;missing the following permission(s): [a:b:view]&quot;}`}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"generic code, telling words":    {told{status: 400, body: `{"code":"bad.request","status":400,"message":"This request requires a user context.","contextId":"1"}`}, heard{"genesys", api, diagnose.NeedsUserContext, certain, none}},
		"generic code, other words":      {told{status: 400, body: `{"code":"bad.request","status":400,"message":"The organization does not have the required product.","contextId":"1"}`}, heard{"genesys", api, diagnose.FeatureOff, likely, none}},
		"generic code, a field's name":   {told{status: 400, body: `{"code":"bad.request","status":400,"message":"Missing required field: permissions","contextId":"1"}`}, heard{"genesys", api, diagnose.PayloadSchema, likely, none}},
		"generic code, about the body":   {told{status: 400, body: `{"code":"bad.request","status":400,"message":"The name has to be unique.","contextId":"1"}`}, heard{"genesys", api, diagnose.PayloadSchema, likely, none}},
		"scopes, one of several":         {told{status: 403, body: `{"code":"missing.any.scopes","message":"You must have at least one of the following scopes: [a, a:readonly]","contextId":"1"}`}, heard{"genesys", api, diagnose.MissingScope, certain, diagnose.AnyOf("a", "a:readonly")}},
		"bare code, permission in words": {told{status: 403, body: `{"code":"not.authorized","message":"You must have a:b:view to do that at 10:12:44","contextId":"1"}`}, heard{"genesys", api, diagnose.MissingPermission, likely, diagnose.AnyOf("a:b:view")}},
		"division by its name":           {told{status: 403, body: `{"code":"architect.missing.permission","message":"User does not have permission a:b:add in division 'Sales'.","contextId":"1"}`}, heard{"genesys", api, diagnose.WrongDivision, likely, diagnose.AllOf("a:b:add")}},
		"another object named":           {told{body: "Access to Voicemail 8e51b8a2-1111-4c0d-9a51-c0ffee000001 is forbidden."}, heard{"genesys", "", diagnose.ResourceState, likely, none}},
		"approval outstanding":           {told{status: 403, body: `{"error":"access_denied","error_description":"An administrator has to approve this application"}`}, heard{"oauth", api, diagnose.ConsentMissing, likely, none}},
		"conflict":                       {told{status: 409, body: envelope("request.conflict", "x", "")}, heard{"genesys", api, diagnose.ResourceState, likely, none}},
		"conflict, unlisted code":        {told{status: 409, body: envelope("some.version.conflict", "x", "")}, heard{"genesys", api, diagnose.ResourceState, likely, none}},
		"form in JSON":                   {told{call: "POST https://login.mypurecloud.ie/oauth/token", sent: []string{"Content-Type: application/json"}, status: 400, body: `{"error":"invalid_request"}`}, heard{"genesys", diagnose.AnswererLogin, diagnose.MissingHeader, likely, none}},
		"redirect address":               {told{call: "GET https://login.mypurecloud.ie/oauth/authorize?client_id=x", status: 400, body: `{"error":"invalid_request"}`}, heard{"genesys", api, diagnose.PayloadSemantics, likely, none}},
		"client switched off":            {told{status: 400, body: `{"error":"invalid_client","error_description":"client is disabled"}`}, heard{"oauth", api, diagnose.ClientDisabled, likely, none}},
		"scope":                          {told{status: 403, body: envelope("app.not.authorized.for.scope", "App not authorized to use scope [routing, routing:readonly]", "")}, heard{"genesys", api, diagnose.MissingScope, certain, diagnose.AnyOf("routing", "routing:readonly")}},
		"scope, other code":              {told{status: 403, body: envelope("missing.scopes", "The token is missing the required scope(s): [conversations]", "")}, heard{"genesys", api, diagnose.MissingScope, certain, diagnose.AnyOf("conversations")}},
		"policy":                         {told{status: 403, body: envelope("authz.policy.denied", "Denied by policy. Policy ID(s): [p-1]", "")}, heard{"genesys", api, diagnose.Other, certain, none}},
		"user, 400":                      {told{status: 400, body: envelope("not.a.user", "x", "")}, heard{"genesys", api, diagnose.NeedsUserContext, certain, none}},
		"user, 403":                      {told{status: 403, body: envelope("requires.user.context", "This request requires a user context.", "")}, heard{"genesys", api, diagnose.NeedsUserContext, certain, none}},
		"user, sentence only":            {told{body: "This request requires a user context. Client credentials cannot be used."}, heard{"genesys", "", diagnose.NeedsUserContext, certain, none}},
		"address":                        {told{status: 401, body: envelope("ip.not.authorized", "x", "")}, heard{"genesys", api, diagnose.IPAllowlist, certain, none}},
		"no token":                       {told{status: 401, body: envelope("authentication.required", "x", "")}, heard{"genesys", api, diagnose.MissingHeader, certain, none}},
		"unknown token":                  {told{status: 401, body: envelope("bad.credentials", "x", "")}, heard{"genesys", api, diagnose.BadToken, likely, none}},
		"expired, by challenge":          {told{status: 401, headers: []string{`WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired"`}, body: envelope("bad.credentials", "x", "")}, heard{"genesys", api, diagnose.ExpiredToken, certain, none}},
		"feature":                        {told{status: 403, body: envelope("feature.toggle.disabled", "x", "")}, heard{"genesys", api, diagnose.FeatureOff, certain, none}},
		"feature, 405":                   {told{status: 405, body: envelope("architect.feature.unavailable", "x", "")}, heard{"genesys", api, diagnose.FeatureOff, certain, none}},
		"party":                          {told{status: 403, body: envelope("conversation.error.forbidden.not.active.participant", "x", "")}, heard{"genesys", api, diagnose.ResourceState, likely, none}},
		"nothing named":                  {told{status: 403, body: envelope("not.authorized", "You are not authorized to perform the requested action.", "")}, heard{"genesys", api, diagnose.ResourceState, possible, none}},
		"object named":                   {told{status: 403, body: envelope("not.authorized", "Access to Conversation c-1 is forbidden.", "")}, heard{"genesys", api, diagnose.ResourceState, likely, none}},
		"field named":                    {told{status: 403, body: `{"code":"not.authorized","message":"no","contextId":"1","details":[{"errorCode":"property.not.editable","fieldName":"queueId"}]}`}, heard{"genesys", api, diagnose.PayloadSchema, certain, none}},
		"rate":                           {told{status: 429, headers: []string{"Retry-After: 17"}, body: envelope("too.many.requests", "x", "")}, heard{"genesys", api, diagnose.RateLimited, certain, none}},
		"rejected topic":                 {told{status: 200, body: `{"entities":[{"id":"v2.x","state":"Rejected","rejectionReason":"no","missingPermissions":["a:b:view"]}]}`}, heard{"genesys", api, diagnose.MissingPermission, certain, diagnose.AllOf("a:b:view")}},
		"remote refusal":                 {told{status: 400, body: `{"errorCode":"BAD","status":400,"userMessage":"failed","errors":[{"userMessage":"{\"error\":\"invalid_token\",\"error_description\":\"The token expired\"}"}]}`}, heard{"genesys", api, diagnose.ExpiredToken, likely, none}},
		"login host":                     {told{call: "POST https://login.mypurecloud.com/oauth/token", status: 400, body: `{"error":"invalid_client","description":"authentication failed","error_description":"authentication failed"}`}, heard{"genesys", diagnose.AnswererLogin, diagnose.BadToken, likely, none}},
		"token asked of the API":         {told{call: "POST https://api.mypurecloud.com/oauth/token", status: 401, body: `{"error":"invalid_client"}`}, heard{"genesys", diagnose.AnswererLogin, diagnose.WrongRegion, likely, none}},
		"code of the platform's making":  {told{status: 403, body: envelope("outbound.some.feature.not.enabled", "x", "")}, heard{"genesys", api, diagnose.FeatureOff, likely, none}},
		"another of its making":          {told{status: 403, body: envelope("something.missing.permission", "x", "")}, heard{"genesys", api, diagnose.MissingPermission, likely, none}},
		"host without a word":            {told{call: "GET https://api.usw2.pure.cloud/api/v2/users", status: 403}, heard{platform: "genesys"}},
		"another API's code":             {told{status: 403, body: `{"code":"forbidden","error":"x"}`}, heard{platform: "generic", answerer: api}},
	})
}

func TestGenesysDivisions(t *testing.T) {
	for name, body := range map[string]string{
		"behind the permissions": envelope("missing.any.division.permissions", "one of the following permissions assigned: [a:b:view] in at least one of the following division(s): ["+division+"]", ""),
		"with an empty list":     envelope("missing.any.permissions", "one of the following permissions assigned: [] in at least one of the following division(s): ["+division+"]", ""),
		"of its own":             envelope("missing.division.permission", "missing in the provided division(s)", `,"messageParams":{"divisions":["`+division+`"]}`),
		"as fourth part":         envelope("missing.permissions", "missing the following permission(s): [a:b:view:"+division+"]", ""),
		"as fourth part, pasted": "You are missing the following permission(s): [a:b:view:" + division + "]",
	} {
		t.Run(name, func(t *testing.T) {
			r := told{status: 403, body: body}.listen(t)
			require.NotEmpty(t, r.Points)
			p := r.Points[0]
			assert.Equal(t, diagnose.WrongDivision, p.Cause)
			assert.Equal(t, certain, p.Certainty)
			assert.Equal(t, []string{division}, p.Divisions)
			if !p.Need.Empty() {
				assert.Equal(t, []string{"a:b:view"}, p.Need.Names)
			}
		})
	}
}

func TestGenesysListed(t *testing.T) {
	r := told{status: 403, body: envelope("missing.permissions", "x", "")}.listen(t)
	assert.True(t, r.Listed)
	assert.Equal(t, "missing.permissions", r.Code.Or(""))
	r = told{status: 403, body: envelope("missing.scopes", "missing the required scope(s): [x]", "")}.listen(t)
	assert.False(t, r.Listed, "not in the published lists")
	r = told{body: "You are missing the following permission(s): [a:b:c]"}.listen(t)
	assert.False(t, r.Code.Ok(), "a sentence is no code")
}

func TestGenesysTokenHostIsNamed(t *testing.T) {
	r := told{call: "POST https://api.mypurecloud.ie/oauth/token", sent: []string{"Content-Type: application/x-www-form-urlencoded"}, status: 401, body: `{"error":"invalid_client"}`}.listen(t)
	require.NotEmpty(t, r.Points)
	assert.Contains(t, r.Points[0].Fixes[0].Do, "https://login.mypurecloud.ie/oauth/token")
}

func TestCodeInfo(t *testing.T) {
	for code, want := range map[string]struct {
		cause    diagnose.Cause
		statuses []int
		class    string
	}{
		"missing.any.permissions":      {diagnose.MissingPermission, []int{403}, "permission"},
		"missing.division.permission":  {diagnose.WrongDivision, []int{403}, "division"},
		"app.not.authorized.for.scope": {diagnose.MissingScope, []int{403}, "scope"},
		"ip.not.authorized":            {diagnose.IPAllowlist, []int{401}, "ip"},
		"not.a.user":                   {diagnose.NeedsUserContext, []int{400}, "user-context"},
		"not.found":                    {"", []int{404}, "not-found"},
		"forbidden":                    {diagnose.ResourceState, []int{403, 404}, "object"},
		"too.many.requests":            {diagnose.RateLimited, []int{429}, "rate"},
		"Missing.Permissions":          {diagnose.MissingPermission, []int{403}, "permission"},
	} {
		cause, statuses, class, ok := refusal.CodeInfo(code)
		assert.True(t, ok, code)
		assert.Equal(t, want.cause, cause, code)
		assert.Equal(t, want.statuses, statuses, code)
		assert.Equal(t, want.class, class, code)
	}
	for _, code := range []string{"", "missing.scopes", "no.such.code", "zzz"} {
		_, _, _, ok := refusal.CodeInfo(code)
		assert.False(t, ok, code)
	}
}

func TestGenesysPermissionIsNoDivision(t *testing.T) {
	r := told{status: 403, body: envelope("missing.division.permission", "You are missing the following permission(s) in the provided division(s): [a:b:view]", "")}.listen(t)
	require.NotEmpty(t, r.Points)
	assert.Equal(t, diagnose.WrongDivision, r.Points[0].Cause)
	assert.Equal(t, []string{"a:b:view"}, r.Points[0].Need.Names)
	assert.Empty(t, r.Points[0].Divisions, "the message names no division")
}
