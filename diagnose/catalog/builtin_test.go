package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

func TestTheEmbeddedCatalogCanBeTrusted(t *testing.T) {
	require.NoError(t, check(genesys))
	assert.LessOrEqual(t, len(genesys), 1<<20)
}

// concrete fills the parameters of a template with values.
func concrete(template string) string {
	segments := strings.Split(template, "/")
	for i, s := range segments {
		if isParameter(s) {
			segments[i] = "11111111-2222-4333-8444-5555555555" + strconv.Itoa(10+i)
		}
	}
	return strings.Join(segments, "/")
}

func TestEveryOperationRoutesToItself(t *testing.T) {
	c := Builtin()
	n := 0
	for o := range c.All() {
		n++
		path := concrete(o.Path)
		m, ok := c.Find(o.Method, path)
		if assert.True(t, ok, "%s %s", o.Method, path) {
			found := c.Operation(m)
			assert.Equal(t, o.ID, found.ID)
			assert.Equal(t, o.Path, found.Path)
		}
		r := c.Route(o.Method, diagnose.URL{Scheme: "https", Host: "api.mypurecloud.de", Path: path, Query: "pageSize=25"})
		require.Equal(t, diagnose.RouteFound, r.Kind, "%s %s", o.Method, path)
		assert.Equal(t, o.ID, r.Operation.ID)
		assert.Empty(t, r.Repaired)
		assert.Equal(t, strings.Count(o.Path, "{"), len(r.Params))
		for _, value := range r.Params {
			assert.True(t, strings.HasPrefix(value, "11111111-"), value)
		}
	}
	assert.Equal(t, 3283, n)
}

// Every other template that takes the same address is less literal, or the names
// of two operations would depend on the order in which they are tried.
func TestNoOtherTemplateTakesTheAddress(t *testing.T) {
	byLength := map[int][]string{}
	c := Builtin().layers[0]
	for op := range c.size() {
		path := c.path(op)
		byLength[strings.Count(path, "/")] = append(byLength[strings.Count(path, "/")], path)
	}
	for _, paths := range byLength {
		slices.Sort(paths)
		paths = slices.Compact(paths)
		for _, path := range paths {
			address := concrete(path)
			for _, other := range paths {
				if other != path && matches(other, address) {
					assert.True(t, moreLiteral(path, other) || sameTemplate(path, other), "%s is taken by %s", path, other)
				}
			}
		}
	}
}

// columns are the first 16 digits of the SHA-256 of the columns of the table of operations, so that the
// facts cannot change unnoticed where the table is not at hand.
var columns = map[string]string{
	"method":        "d942dc06273297d2",
	"path":          "42690886f8d9201e",
	"operation":     "8a72ea24e995777b",
	"mode":          "29e2de3a2af4399b",
	"permissions":   "52f63c95a87c567b",
	"scopes":        "1652adcb6eda8e1b",
	"scope_basis":   "8132a035735d16ad",
	"body":          "89b9bcd1dcdd9501",
	"body_required": "c9d457301f3c7bc1",
	"user_context":  "e53bcbc4c8355232",
	"preview":       "9f1f1b0503615be8",
}

func TestTheColumnsAreUnchanged(t *testing.T) {
	names := []string{"method", "path", "operation", "mode", "permissions", "scopes", "scope_basis", "body", "body_required", "user_context", "preview"}
	var rows [][]string
	for o := range Builtin().All() {
		if o.Source == diagnose.Published {
			rows = append(rows, asRow(o))
		}
	}
	slices.SortFunc(rows, func(a, b []string) int { return strings.Compare(a[1]+" "+a[0], b[1]+" "+b[0]) })
	for i, name := range names {
		sum := sha256.New()
		for _, row := range rows {
			sum.Write([]byte(row[i] + "\n"))
		}
		assert.Equal(t, columns[name], hex.EncodeToString(sum.Sum(nil))[:16], name)
	}
}

// asRow writes an operation as the table writes it.
func asRow(o *diagnose.Operation) []string {
	mark := func(b bool) string {
		if b {
			return "1"
		}
		return ""
	}
	mode := map[diagnose.Mode]string{diagnose.None: "NONE", diagnose.Any: "ANY", diagnose.All: "ALL"}[o.Permissions.Mode]
	body, required := "", ""
	if o.Body != nil {
		body, required = o.Body.Name, "0"
		if o.Body.Required {
			required = "1"
		}
	}
	return []string{o.Method, o.Path, o.ID, mode, strings.Join(o.Permissions.Names, ","), strings.Join(o.Scopes.Names, " "),
		string(o.ScopeBasis), body, required, mark(o.NeedsUser), mark(o.Preview)}
}

func TestTheVocabularyIsKnown(t *testing.T) {
	c := Builtin()
	assert.True(t, c.IsScope("conversations:readonly"))
	assert.False(t, c.IsScope("conversation:view"))
	assert.True(t, c.IsPermission("conversation:communication:disconnect"))
	assert.True(t, c.IsPermission("CONVERSATION:communication:disconnect:3fa85f64"))
	assert.False(t, c.IsPermission("conversation:write"))
	for written, want := range map[string]string{
		"conversation:view": "conversations:readonly", "conversation:write": "conversations", "Conversations": "conversations",
		"conversation:communication:disconnect": "conversations", "users:read": "users:readonly", "user": "users",
		"routing:write": "routing", "analitics:readonly": "analytics:readonly", "": "", "repo": "",
		"web-chat": "web-chat", "webchat:read": "web-chat:readonly", "web-chat-read": "web-chat:readonly",
		"conversations.readonly": "conversations:readonly", "conversations_readonly": "conversations:readonly",
		"conversations:read-only": "conversations:readonly", "externalContacts:contact:view": "external-contacts:readonly",
		"User.Read.All": "", "login:read": "", "openid": "openid",
	} {
		assert.Equal(t, want, c.NearestScope(written), written)
	}
}

func TestTheConferenceOperationIsTheCommunitys(t *testing.T) {
	r := Builtin().Route("PATCH", diagnose.URL{Scheme: "https", Host: "api.mypurecloud.com", Path: "/api/v2/conversations/conferences/7d1f/participants"})
	require.Equal(t, diagnose.RouteFound, r.Kind)
	o := r.Operation
	assert.Equal(t, diagnose.Community, o.Source)
	assert.Equal(t, diagnose.AnyOf("conversation:write", "conversations"), o.Scopes)
	assert.Equal(t, diagnose.AnyOf("Manage conversations"), o.Roles)
	assert.Equal(t, diagnose.Location{}, o.From)
	require.Len(t, o.Equivalents, 2)
	for _, q := range o.Equivalents {
		published, ok := Builtin().Lookup(q.ID)
		require.True(t, ok, q.ID)
		assert.Equal(t, []string{q.Method, q.Path}, []string{published.Method, published.Path})
	}
	assert.Equal(t, `{"state":"disconnected"}`, o.Equivalents[0].Body)
	assert.JSONEq(t, `{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/ConferenceParticipantsUpdate","$defs":{
		"ConferenceParticipantsUpdate":{"type":"object","x-known-fields-only":true,"required":["participants"],
			"properties":{"participants":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/ConferenceParticipantsUpdate.Participant"}}}},
		"ConferenceParticipantsUpdate.Participant":{"type":"object","x-known-fields-only":true,"required":["participantId","action"],
			"properties":{"participantId":{"type":"string","format":"uuid"},"action":{"type":"string","enum":["disconnect"]}}}}}`, string(o.Body.Schema()))
}

func TestMethodsOfAPathAreInOneOrder(t *testing.T) {
	r := Builtin().Route("TRACE", diagnose.URL{Path: "/api/v2/users/U"})
	assert.Equal(t, diagnose.RouteOtherMethod, r.Kind)
	assert.Equal(t, []string{"GET", "PATCH", "DELETE"}, r.Methods)
	assert.True(t, slices.ContainsFunc(r.Nearest, func(o *diagnose.Operation) bool { return o.ID == "patchUser" }))
}
