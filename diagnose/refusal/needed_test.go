package refusal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// What a body lists as needed is read whatever the API calls the list.
func TestNeededRights(t *testing.T) {
	for body, want := range map[string]diagnose.Point{
		`{"error":"forbidden","required_permissions":["orders:read","orders:write"]}`:         {Cause: diagnose.MissingPermission, Certainty: likely, Need: diagnose.AllOf("orders:read", "orders:write")},
		`{"message":"Forbidden","missingScopes":["orders:read"]}`:                             {Cause: diagnose.MissingScope, Certainty: certain, Need: diagnose.AllOf("orders:read")},
		`{"message":"Forbidden","requiredRole":"admin","userRole":"viewer"}`:                  {Cause: diagnose.MissingRole, Certainty: likely, Need: diagnose.AllOf("admin"), Have: []string{"viewer"}},
		`{"code":"FORBIDDEN","data":{"allowedRoles":["ADMIN","OWNER"]}}`:                      {Cause: diagnose.MissingRole, Certainty: likely, Need: diagnose.AnyOf("ADMIN", "OWNER")},
		`{"message":"Forbidden","details":{"tokenScopes":["c"],"requiredScopes":"a.b, a.c"}}`: {Cause: diagnose.MissingScope, Certainty: likely, Need: diagnose.AllOf("a.b", "a.c"), Have: []string{"c"}},
		`{"message":"You do not have permission","missing-privileges":["MANAGE"]}`:            {Cause: diagnose.MissingPermission, Certainty: certain, Need: diagnose.AllOf("MANAGE")},
		`{"message":"没有调用该接口的权限","denied":{"requiredScopes":["Contact.User.Read"]}}`:          {Cause: diagnose.MissingScope, Certainty: likely, Need: diagnose.AllOf("Contact.User.Read")},
		`{"message":"Forbidden","requiredScopes":["a"],"grantedScopes":["a","b"]}`:            {Cause: diagnose.MissingScope, Certainty: possible, Need: diagnose.AllOf("a"), Have: []string{"a", "b"}},
	} {
		r := told{status: 403, body: body}.listen(t)
		require.NotEmpty(t, r.Points, body)
		got := r.Points[0]
		assert.Equal(t, want, diagnose.Point{Cause: got.Cause, Certainty: got.Certainty, Need: got.Need, Have: got.Have}, body)
	}
	for _, body := range []string{
		`{"message":"Forbidden","permissionRequired":true}`,
		`{"message":"Forbidden","permissions":["a:read"]}`,
		`{"message":"Forbidden","requiredRole":null,"requiredScopes":[]}`,
		`{"message":"Forbidden","userRole":"viewer"}`,
	} {
		assert.Empty(t, told{status: 403, body: body}.listen(t).Points, body)
	}
	r := told{status: 403, body: `{"message":"Token expired","requiredScopes":["a"]}`}.listen(t)
	assert.Equal(t, diagnose.ExpiredToken, r.Points[0].Cause)
}
