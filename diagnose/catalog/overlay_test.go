package catalog

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

const conference = "/api/v2/conversations/conferences/7d1f/participants"

func overlay(t *testing.T, name, text string) *Overlay {
	t.Helper()
	o, err := ReadOverlay(name, strings.NewReader(text))
	require.NoError(t, err)
	return o
}

func TestAnOverlayChangesTheFactsItStates(t *testing.T) {
	c := Builtin().With(overlay(t, "acme.json", `{"name": "acme",
 "operations": [
  {"method": "patch", "path": "/api/v2/conversations/conferences/{id}/participants",
   "roles": {"any_of": ["Supervisor"]}, "note": "supervisors only, since May", "enforced": "2026-05-01"}]}`))
	r := c.Route("PATCH", diagnose.URL{Host: "api.mypurecloud.com", Path: conference})
	require.Equal(t, diagnose.RouteFound, r.Kind)
	o := r.Operation
	assert.Equal(t, diagnose.AnyOf("Supervisor"), o.Roles)
	assert.Equal(t, "acme.json:4:4", o.RolesFrom.String())
	assert.Equal(t, "supervisors only, since May", o.Note)
	assert.Equal(t, "2026-05-01", o.Enforced.Format(time.DateOnly))

	assert.Equal(t, diagnose.Community, o.Source)
	assert.Equal(t, diagnose.AnyOf("conversation:write", "conversations"), o.Scopes)
	assert.Equal(t, diagnose.Documented, o.ScopeBasis)
	assert.Zero(t, o.ScopesFrom)
	assert.Zero(t, o.From)
	assert.Equal(t, "ConferenceParticipantsUpdate", o.Body.Name)
	assert.Equal(t, "/api/v2/conversations/conferences/{conferenceId}/participants", o.Path)

	other := c.Route("GET", diagnose.URL{Host: "api.mypurecloud.com", Path: conference})
	require.Equal(t, diagnose.RouteFound, other.Kind)
	assert.Equal(t, diagnose.AnyOf("conversation:view", "conversations", "conversations:readonly"), other.Operation.Scopes)
	assert.Equal(t, "genesys-cloud + acme", c.About().Name)
	assert.NotEqual(t, Builtin().About().Digest, c.About().Digest)
	m, ok := c.Find("GET", conference)
	require.True(t, ok)
	assert.Equal(t, "getConversationConferenceParticipants", c.Operation(m).ID)
}

func TestLaterOverlaysWin(t *testing.T) {
	first := overlay(t, "a.json", `{"name":"a","operations":[{"method":"GET","path":"/api/v2/users/{u}","roles":{"any_of":["A"]},"scopes":{"any_of":["x"]},"permissions":{"all_of":["p:q:r","s:t:u"]},"needs_user":true,"accepts":"guest token","codes":[{"status":403,"code":"own.code"}],"id":"mine","preview":true}]}`)
	second := overlay(t, "b.json", `{"name":"b","operations":[{"method":"GET","path":"/api/v2/users/{id}","roles":{"any_of":[]}}]}`)
	o, ok := Builtin().With(first, second).Lookup("GET /api/v2/users/U1")
	require.True(t, ok)
	assert.True(t, o.Roles.Empty())
	assert.Equal(t, "b.json:1:71", o.RolesFrom.String())
	assert.Equal(t, diagnose.AnyOf("x"), o.Scopes)
	assert.Equal(t, "a.json", o.ScopesFrom.Source)
	assert.Equal(t, diagnose.AllOf("p:q:r", "s:t:u"), o.Permissions)
	assert.Equal(t, []any{true, true, "guest token", "mine", diagnose.Published}, []any{o.NeedsUser, o.Preview, o.Accepts, o.ID, o.Source})
	assert.Equal(t, []diagnose.ErrorCode{{Status: 403, Code: "own.code"}}, o.Codes)

	o, _ = Builtin().With(second, first).Lookup("GET /api/v2/users/U1")
	assert.Equal(t, diagnose.AnyOf("A"), o.Roles)
	n := 0
	for o := range Builtin().With(first, second).All() {
		n += strings.Count(o.ID, "mine")
	}
	assert.Equal(t, 1, n, "an operation is listed once, however many layers speak of it")
}

func TestAnOverlayAddsOperations(t *testing.T) {
	c := Builtin().With(overlay(t, "own.json", `{"name":"own","operations":[
	 {"method":"POST","path":"/api/v2/custom/{id}/do","body":{"type":"object","properties":{"when":{"$ref":"#/$defs/Time"},"again":{"$ref":"#"}},"$defs":{"Time":{"type":"string","description":"gone","format":"date-time"}}}},
	 {"method":"GET","path":"/api/v2/users/lookup","source":"observed"}]}`))
	r := c.Route("POST", diagnose.URL{Host: "api.mypurecloud.com", Path: "/api/v2/custom/1/do"})
	require.Equal(t, diagnose.RouteFound, r.Kind)
	assert.Equal(t, []any{diagnose.Org, diagnose.NoBasis, "own.json:2:3"}, []any{r.Operation.Source, r.Operation.ScopeBasis, r.Operation.From.String()})
	assert.JSONEq(t, `{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/body_of_POST_api_v2_custom__id__do","$defs":{
		"body_of_POST_api_v2_custom__id__do":{"type":"object","properties":{"when":{"$ref":"#/$defs/body_of_POST_api_v2_custom__id__do.Time"},"again":{"$ref":"#/$defs/body_of_POST_api_v2_custom__id__do"}}},
		"body_of_POST_api_v2_custom__id__do.Time":{"type":"string","format":"date-time"}}}`, string(r.Operation.Body.Schema()))

	r = c.Route("GET", diagnose.URL{Path: "/api/v2/users/lookup"})
	require.Equal(t, diagnose.RouteFound, r.Kind, "a literal path of an overlay goes before a parameter below it")
	assert.Equal(t, diagnose.Observed, r.Operation.Source)
	r = c.Route("GET", diagnose.URL{Path: "/api/v2/users/me"})
	assert.Equal(t, "getUsersMe", r.Operation.ID)
}

func TestAnotherAPIHasItsOwnHosts(t *testing.T) {
	c := Builtin().With(overlay(t, "shop.json", `{"name":"shop","hosts":["API.shop.example"],"prefix":"/v1/","scopes":["orders:write"],"permissions":["order:item:edit"],
	 "operations":[{"method":"PUT","path":"/v1/orders/{id}","scopes":{"all_of":["orders:write"]}}]}`))
	r := c.Route("PUT", diagnose.URL{Host: "api.shop.example", Path: "/v1/orders/7"})
	require.Equal(t, diagnose.RouteFound, r.Kind)
	assert.Equal(t, []any{diagnose.HostOther, diagnose.AllOf("orders:write")}, []any{r.Host, r.Operation.Scopes})
	r = c.Route("GET", diagnose.URL{Host: "api.shop.example", Path: "/v1/order/7"})
	assert.Equal(t, diagnose.RouteNoSuchPath, r.Kind)
	require.NotEmpty(t, r.Nearest)
	assert.Equal(t, "/v1/orders/{id}", r.Nearest[0].Path)
	r = c.Route("PUT", diagnose.URL{Host: "api.shop.example", Path: "/orders/7"})
	assert.Equal(t, []any{diagnose.RouteFound, "the prefix /v1 is missing"}, []any{r.Kind, r.Repaired})
	assert.True(t, c.IsScope("orders:write") && c.IsScope("conversations") && c.IsPermission("order:item:EDIT"))
}

func TestABrokenOverlayIsOneErrorWithItsPlace(t *testing.T) {
	for text, want := range map[string][2]string{
		"":                           {"o.json:1:1: the catalog is empty", ""},
		"[]":                         {"o.json:1:1: a catalog must be an object, not an array", ""},
		`{"name":"x"`:                {"o.json:1:12: the JSON ends before it is complete", ""},
		`{"name":"x",}`:              {"o.json:1:12: this is not valid JSON", ""},
		`{"operations":[]}`:          {"o.json:1:1: the catalog has no name", `begin it with {"name": "…"`},
		"{\"name\":\"x\"}\n{}":       {"o.json:2:1: something stands behind the end of the catalog", ""},
		`{"name":"x","operation":1}`: {`o.json:1:13: a catalog has no member "operation" here`, `did you mean "operations"?`},
		`{"name":7}`:                 {"o.json:1:9: name must be a string, not a number", ""},
		"{\"name\":\"x\",\"operations\":[\n {\"method\":\"GET\"}]}":                                     {"o.json:2:2: the operation has no method and path", `write "method"`},
		`{"name":"x","operations":[{"method":"GET","path":"/a","role":{}}]}`:                            {`o.json:1:55: a catalog has no member "role" here`, `did you mean "roles"?`},
		`{"name":"x","operations":[{"method":"GET","path":"/a","roles":["S"]}]}`:                        {"o.json:1:63: roles must be an object, not an array", ""},
		`{"name":"x","operations":[{"method":"GET","path":"/a","roles":{"any_of":["S"],"all_of":[]}}]}`: {"o.json:1:79: roles say both any_of and all_of", ""},
		`{"name":"x","operations":[{"method":"GET","path":"/a/{b}"},{"method":"GET","path":"/a/{c}"}]}`: {"o.json:1:60: GET /a/{c} is described twice", ""},
		`{"name":"x","operations":[{"method":"GET","path":"/a","source":"me"}]}`:                        {`o.json:1:64: no source is called "me"`, "say org"},
		`{"name":"x","operations":[{"method":"GET","path":"/a","body":[1]}]}`:                           {"o.json:1:55: body must be a JSON Schema, not an array", ""},
		`{"name":"x","operations":[{"method":"GET","path":"/a","body":{"$ref":"#/$defs/B"}}]}`:          {"o.json:1:55: the schema refers to B, which is not under its $defs", ""},
		`{"name":"x","operations":[{"method":"GET","path":"/a","body":{"$ref":"other.json"}}]}`:         {"o.json:1:55: the schema refers to other.json, which is not in it", ""},
		"why403c1": {"o.json: the catalog is cut short or too long", "build it again"},
		"why403c9": {"o.json: the catalog is of another version of the form", "build it again"},
	} {
		_, err := ReadOverlay("o.json", strings.NewReader(text))
		var e *Error
		require.ErrorAs(t, err, &e, text)
		assert.Equal(t, want[0], err.Error(), text)
		assert.Contains(t, e.Hint(), want[1], text)
		assert.Equal(t, e.At, e.Where())
	}
}

func FuzzReadOverlay(f *testing.F) {
	f.Add([]byte(`{"name":"x","operations":[{"method":"GET","path":"/a/{b}","roles":{"any_of":["S"]},"body":{"properties":{"a":{"$ref":"#"}}}}]}`))
	f.Add([]byte(genesys[:2000]))
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := ReadOverlay("o.json", bytes.NewReader(text))
		if err != nil {
			var e *Error
			require.True(t, errors.As(err, &e))
			assert.Equal(t, "o.json", e.At.Source)
			return
		}
		require.NoError(t, check(o.table.data))
		for op := range Empty().With(o).All() {
			if op.Body != nil && op.Body.Schema != nil {
				op.Body.Schema()
			}
		}
	})
}

// small is a catalog of the binary form that has something of everything.
func small(t testing.TB) []byte {
	d, err := ReadDescription("community.json", strings.NewReader(`{"name":"small","hosts":["api.example"],"prefix":"/v1","scopes":["a","b"],"operations":[
	 {"method":"PUT","path":"/v1/x/{id}","scopes":{"any_of":["a"]},"codes":[{"status":403,"code":"c"}],"equivalents":[{"id":"i","body":{"s":1}}],"body":{"properties":{"a":{"$ref":"#"}}}},
	 {"method":"GET","path":"/v1/x/y"}]}`))
	require.NoError(t, err)
	d.Models = append(d.Models, Model{Name: "M", Fields: []Field{
		{Name: "n", Required: true, Shape: Shape{Type: "integer", Format: "int32", Enum: []string{"1", "2"}}},
		{Name: "m", ReadOnly: true, Shape: Shape{Values: &Shape{Items: &Shape{Type: "object", Ref: "M"}, Type: "array"}, Type: "object"}}}})
	d.Operations[1].Shape = &Shape{Type: "array", Items: &Shape{Type: "object", Ref: "M"}}
	data, err := Encode(d)
	require.NoError(t, err)
	return data
}

func TestADamagedCatalogIsRefused(t *testing.T) {
	data := small(t)
	require.NoError(t, check(string(data)))
	for i := range data {
		assert.Error(t, check(string(data[:i])), "cut at %d", i)
		altered := bytes.Clone(data)
		altered[i] ^= 0x41
		assert.Error(t, check(string(altered)), "altered at %d", i)
	}
	for _, n := range []int{len(genesys) - 1, len(genesys) / 2, headerAt} {
		assert.Error(t, check(genesys[:n]))
	}
}

// FuzzForged alters a catalog and mends its digest: what is still accepted must be
// safe to read.
func FuzzForged(f *testing.F) {
	data := small(f)
	f.Add(headerAt+7, uint32(9))
	f.Add(len(data)-5, uint32(1<<31))
	f.Fuzz(func(t *testing.T, at int, v uint32) {
		if at < 0 || at+4 > len(data) {
			return
		}
		forge(t, data, at, v)
	})
}

func TestForgedCatalogsAreSafe(t *testing.T) {
	data := small(t)
	for at := headerAt; at+4 <= len(data); at++ {
		for _, v := range []uint32{0, 1, 0x7f, 0xff, 0xffff, 1 << 31, 0xffffffff, 0x01010101} {
			forge(t, data, at, v)
		}
	}
}

func forge(t *testing.T, data []byte, at int, v uint32) {
	forged := bytes.Clone(data)
	for i := range 4 {
		forged[at+i] = byte(v >> (8 * i))
	}
	sum := sha256.Sum256(forged[headerAt:])
	copy(forged[digestAt:], sum[:])
	o, err := ReadOverlay("forged", bytes.NewReader(forged))
	if err != nil {
		return
	}
	c := Empty().With(o)
	for op := range c.All() {
		if op.Body != nil && op.Body.Schema != nil {
			op.Body.Schema()
		}
	}
	c.Route("PUT", diagnose.URL{Host: "api.example", Path: "/v1/x/7"})
	c.Route("PUT", diagnose.URL{Host: "api.example", Path: "/v1/z/7"})
	c.NearestScope("aa")
	o.table.describe()
}

func TestEncodeGivesTheSameBytes(t *testing.T) {
	d, err := Decode([]byte(genesys))
	require.NoError(t, err)
	again, err := Encode(d)
	require.NoError(t, err)
	assert.True(t, string(again) == genesys)
}
