package catalog

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDiff(t *testing.T) {
	was := Empty().With(overlay(t, "was.json", `{"name":"was","operations":[
		{"method":"GET","path":"/a/{id}","scopes":{"any_of":["x","y"]},"permissions":{"any_of":["p:q:r"]}},
		{"method":"PUT","path":"/a/{id}","body":{"type":"object"},"body_name":"A","scopes":{"any_of":[]},"accepts":"any token"},
		{"method":"POST","path":"/gone"}]}`))
	is := Empty().With(overlay(t, "is.json", `{"name":"is","operations":[
		{"method":"GET","path":"/a/{other}","scopes":{"any_of":["y","x"]},"permissions":{"all_of":["p:q:r","s:t:u"]},"needs_user":true,"codes":[{"status":403,"code":"c"}]},
		{"method":"PUT","path":"/a/{id}","body":{"type":"object","required":["n"]},"body_name":"A"},
		{"method":"POST","path":"/new"}]}`))
	changes := slices.Collect(Diff(was, is))
	require.Len(t, changes, 4)
	assert.Equal(t, []FactChange{{"permissions", "p:q:r", "all of p:q:r, s:t:u"}, {"user", "any caller", "must be a user"}, {"codes", "", "c"}}, changes[0].Facts)
	assert.Equal(t, []FactChange{{"scopes", "nothing, accepts any token", "unknown"}, {"body", "schema", "another schema"}}, changes[1].Facts)
	assert.Equal(t, "/gone", changes[2].Was.Path)
	assert.Nil(t, changes[2].Is)
	assert.Equal(t, "/new", changes[3].Is.Path)
	assert.Nil(t, changes[3].Was)

	assert.Empty(t, slices.Collect(Diff(Builtin(), Builtin())))
}
