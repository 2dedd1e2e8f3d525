package catalog

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

func built(t testing.TB, file string, o OpenAPIOptions) *Catalog {
	t.Helper()
	text, err := os.ReadFile("../../testdata/catalog/" + file)
	require.NoError(t, err)
	d, err := ReadOpenAPI(file, text, o)
	require.NoError(t, err)
	data, err := Encode(d)
	require.NoError(t, err)
	require.NoError(t, check(string(data)))
	overlay, err := ReadOverlay(file, strings.NewReader(string(data)))
	require.NoError(t, err)
	return Empty().With(overlay)
}

func TestOpenAPI3(t *testing.T) {
	c := built(t, "parcel.openapi.json", OpenAPIOptions{PermissionsKey: "x-parcel-grants", Date: "2026-10-01"})
	about := c.About()
	assert.Equal(t, []string{"Parcel", "2026-10", "2026-10-01"}, []string{about.Name, about.Version, about.Date})

	find := func(method, path string) *diagnose.Operation {
		r := c.Route(method, diagnose.URL{Host: "api.parcel.example", Path: path})
		require.Equal(t, diagnose.RouteFound, r.Kind, path)
		return r.Operation
	}
	o := find("POST", "/v3/shipments")
	assert.Equal(t, "createShipment", o.ID)
	assert.Equal(t, diagnose.AllOf("shipments.write", "labels.write"), o.Scopes)
	assert.Equal(t, diagnose.AllOf("shipment:create", "label:print"), o.Permissions)
	assert.Equal(t, []any{diagnose.Published, diagnose.Documented, "parcel.openapi.json:12:7"}, []any{o.Source, o.ScopeBasis, o.From.String()})
	assert.Equal(t, []any{"Shipment", true}, []any{o.Body.Name, o.Body.Required})
	assert.JSONEq(t, `{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/Shipment","$defs":{
		"Shipment":{"type":"object","required":["to","parts"],"properties":{
			"id":{"type":"string","format":"uuid","readOnly":true},"to":{"$ref":"#/$defs/Address_Place"},
			"parts":{"type":"array","items":{"$ref":"#/$defs/Shipment"}},"weight":{"type":"number","minimum":0},"customs":{},
			"lost":{"$ref":"#/$defs/NotDescribed"}}},
		"Address_Place":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]},
		"NotDescribed":true}}`, string(o.Body.Schema()))

	o = find("PATCH", "/v3/shipments/7")
	assert.Equal(t, diagnose.AnyOf("shipment:edit", "shipment:admin"), o.Permissions)
	assert.JSONEq(t, `{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/changeShipmentBody","$defs":{
		"changeShipmentBody":{"type":"object","minProperties":1,"properties":{"state":{"$ref":"#/$defs/State"},"note":{"type":["string","null"]}}},
		"State":{"type":["string","null"],"enum":["open","sent",null]}}}`, string(o.Body.Schema()))
	assert.Equal(t, diagnose.AnyOf("shipments.read", "shipments.write"), find("GET", "/v3/shipments/7").Scopes)
	o = find("DELETE", "/v3/shipments/7")
	assert.Equal(t, []any{diagnose.AnyOf("root", "shipments.admin", "shipments.write"), diagnose.Family}, []any{o.Scopes, o.ScopeBasis})
	o = find("POST", "/v3/shipments/7/track")
	assert.Equal(t, []any{"none listed", "[]Event", false}, []any{o.Accepts, o.Body.Name, o.Body.Required})
	o = find("PUT", "/v3/labels")
	assert.Equal(t, "any token", o.Accepts)
	assert.Nil(t, o.Body.Schema)
	assert.Equal(t, "parcel_key", find("GET", "/v3/ping").Accepts)
	assert.True(t, c.IsScope("unused") && c.IsPermission("label:print"))

	r := c.Route("GET", diagnose.URL{Host: "sandbox.parcel.example", Path: "/v3/shipment/7"})
	assert.Equal(t, []any{diagnose.RouteNoSuchPath, "getShipment"}, []any{r.Kind, r.Nearest[0].ID})
	r = c.Route("GET", diagnose.URL{Host: "api.parcel.example", Path: "/shipments"})
	assert.Equal(t, []any{diagnose.RouteFound, "the prefix /v3 is missing"}, []any{r.Kind, r.Repaired})
}

func TestSwagger2(t *testing.T) {
	c := built(t, "ledger.swagger.json", OpenAPIOptions{})
	find := func(method, path string) *diagnose.Operation {
		r := c.Route(method, diagnose.URL{Host: "books.ledger.example", Port: "8443", Path: path})
		require.Equal(t, diagnose.RouteFound, r.Kind, path)
		return r.Operation
	}
	o := find("POST", "/api/ledger/entries")
	assert.Equal(t, diagnose.AnyOf("entries", "entries:admin"), o.Scopes, "in the vendor's own form any scope is enough")
	assert.Equal(t, diagnose.AllOf("ledger:entry:add", "ledger:book:view"), o.Permissions)
	assert.Equal(t, []diagnose.ErrorCode{{Status: 403, Code: "book.closed"}}, o.Codes)
	assert.Equal(t, []any{"Entry", true, false}, []any{o.Body.Name, o.Body.Required, o.NeedsUser})
	assert.Contains(t, string(o.Body.Schema()), `"additionalProperties":{"$ref":"#/$defs/Entry"}`)
	assert.True(t, find("GET", "/api/ledger/entries").NeedsUser)
	o = find("PUT", "/api/ledger/entries/1")
	assert.Equal(t, []any{"Guest JWT", "[]string"}, []any{o.Accepts, o.Body.Name})
	o = find("POST", "/api/ledger/upload")
	assert.Equal(t, []any{"none listed", "any"}, []any{o.Accepts, o.Body.Name})
	r := c.Route("POST", diagnose.URL{Path: "/api/ledger/entry"})
	assert.Equal(t, diagnose.RouteUnknown, r.Kind)
	r = c.Route("DELETE", diagnose.URL{Path: "/api/ledger/entries/1/lines"})
	assert.Equal(t, diagnose.RouteNoSuchPath, r.Kind)

	all := built(t, "ledger.swagger.json", OpenAPIOptions{Scopes: diagnose.All})
	m, _ := all.Find("POST", "/api/ledger/entries")
	assert.Equal(t, diagnose.AllOf("entries", "entries:admin"), all.Operation(m).Scopes)
}

func TestABrokenDescriptionIsOneErrorWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		"openapi: 3.0.0\n":                       "d.json:1:1: this is no OpenAPI description in JSON",
		"":                                       "d.json:1:1: the JSON ends before it is complete",
		`{"paths":{"/a":{"get":{}}}}`:            "d.json:1:1: the description says neither openapi nor swagger",
		`{"openapi":"3.1.0"}`:                    "d.json:1:1: the description has no paths",
		`{"openapi":3}`:                          "d.json:1:12: openapi must be a string, not a number",
		"{\"openapi\":\"3.1.0\",\n\"paths\":[]}": "d.json:2:9: paths must be an object, not an array",
		`{"openapi":"3.1.0","paths":{"a":{}}}`:   "d.json:1:29: a path must begin with a slash",
		`{"openapi":"3.1.0","paths":{"/a":{"get":{"security":[{"k":"s"}]}}}}`: "d.json:1:59: k must be an array, not a string",
	} {
		_, err := ReadOpenAPI("d.json", []byte(text), OpenAPIOptions{})
		require.Error(t, err, text)
		assert.Equal(t, want, err.Error(), text)
	}
}

func FuzzReadOpenAPI(f *testing.F) {
	for _, file := range []string{"parcel.openapi.json", "ledger.swagger.json"} {
		text, err := os.ReadFile("../../testdata/catalog/" + file)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := ReadOpenAPI("d.json", text, OpenAPIOptions{})
		if err != nil {
			var e *Error
			require.ErrorAs(t, err, &e)
			assert.Positive(t, e.At.Line)
			return
		}
		data, err := Encode(d)
		require.NoError(t, err)
		require.NoError(t, check(string(data)))
	})
}

// swagger writes the embedded catalog as the platform publishes its own
// description, padded with prose.
func swagger(c *Catalog, prose int) []byte {
	var b strings.Builder
	pad := strings.Repeat("Words that nobody needs here. ", prose)
	b.WriteString(`{"swagger":"2.0","info":{"title":"big","version":"1"},"host":"api.mypurecloud.com","basePath":"/","paths":{`)
	last := ""
	for o := range c.All() {
		if o.Path != last {
			if last != "" {
				b.WriteString("},")
			}
			fmt.Fprintf(&b, "%q:{", o.Path)
		} else {
			b.WriteString(",")
		}
		last = o.Path
		fmt.Fprintf(&b, `%q:{"operationId":%q,"description":%q,"security":[`, strings.ToLower(o.Method), o.ID, pad)
		if len(o.Scopes.Names) > 0 {
			fmt.Fprintf(&b, `{"oauth":["%s"]}`, strings.Join(o.Scopes.Names, `","`))
		}
		b.WriteString(`]`)
		if len(o.Permissions.Names) > 0 {
			fmt.Fprintf(&b, `,"x-inin-requires-permissions":{"type":%q,"permissions":["%s"]}`, strings.ToUpper(string(o.Permissions.Mode)), strings.Join(o.Permissions.Names, `","`))
		}
		if o.Body != nil {
			fmt.Fprintf(&b, `,"parameters":[{"in":"body","name":"body","required":%v,"schema":{"$ref":"#/definitions/%s"}}]`, o.Body.Required, strings.Trim(o.Body.Name, "[]"))
		}
		fmt.Fprintf(&b, `,"responses":{"200":{"description":%q}}}`, pad)
	}
	b.WriteString(`}},"definitions":{`)
	t := c.layers[0]
	for i := range t.n[secModels] {
		if i > 0 {
			b.WriteString(",")
		}
		w := schemaWriter{cursor: cursor{t: t}}
		w.model(uint32(i))
		b.WriteString(strings.ReplaceAll(string(w.out), "#/$defs/", "#/definitions/"))
	}
	b.WriteString("}}")
	return []byte(b.String())
}

func TestTheWholeAPIIsReadFromItsDescription(t *testing.T) {
	base := Builtin()
	d, err := ReadOpenAPI("big.json", swagger(base, 1), OpenAPIOptions{})
	require.NoError(t, err)
	o, err := d.Overlay()
	require.NoError(t, err)
	c := Empty().With(o)
	assert.Equal(t, "/api/v2", d.Prefix)
	n := 0
	for want := range base.All() {
		m, ok := c.Find(want.Method, concrete(want.Path))
		require.True(t, ok, want.Path)
		got := c.Operation(m)
		assert.Equal(t, []any{want.ID, want.Path, want.Scopes.Names}, []any{got.ID, got.Path, got.Scopes.Names})
		if len(want.Permissions.Names) > 0 {
			assert.Equal(t, want.Permissions, got.Permissions)
		}
		n++
	}
	assert.Equal(t, n, len(d.Operations))
}

func BenchmarkBuild(b *testing.B) {
	text := swagger(Builtin(), 85) // about 20 MB, as the platform's own
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d, err := ReadOpenAPI("big.json", text, OpenAPIOptions{})
		require.NoError(b, err)
		_, err = Encode(d)
		require.NoError(b, err)
	}
}

func TestADescriptionKeepsWhatItDoesNotSpeakOf(t *testing.T) {
	d, err := ReadOpenAPI("d.json", []byte(`{"openapi":"3.1.0","paths":{"/api/v2/conversations/conferences/{id}/participants":{"patch":{
		"x-inin-requires-permissions":{"type":"ALL","permissions":["conversation:participant:edit"]}}}}}`), OpenAPIOptions{})
	require.NoError(t, err)
	o, err := d.Overlay()
	require.NoError(t, err)
	m, ok := Builtin().With(o).Find("PATCH", conference)
	require.True(t, ok)
	op := Builtin().With(o).Operation(m)
	assert.Equal(t, diagnose.AllOf("conversation:participant:edit"), op.Permissions)
	assert.Equal(t, "d.json:1:84", op.PermissionsFrom.String())
	assert.Equal(t, diagnose.AnyOf("conversation:write", "conversations"), op.Scopes, "no operation of it has security")
	assert.Equal(t, diagnose.AnyOf("Manage conversations"), op.Roles)
	assert.Equal(t, []any{"patchConversationConferenceParticipants", diagnose.Community}, []any{op.ID, op.Source})
	assert.True(t, o.Whole(), "a description is whole in itself")

	alone, ok := Empty().With(o).Find("PATCH", conference)
	require.True(t, ok)
	assert.Equal(t, diagnose.NoBasis, Empty().With(o).Operation(alone).ScopeBasis)
}
