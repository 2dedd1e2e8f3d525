package payload_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/why403/why403/diagnose/payload"
)

// names are far from one another, so that none is taken for another misspelt.
var names = []string{"state", "muted", "wrapup", "participants", "queueId"}

func drawSchema(t *rapid.T, depth int) map[string]any {
	kinds := []string{"string", "boolean", "integer", "number", "enum", "uuid"}
	if depth > 0 {
		kinds = append(kinds, "object", "object", "array", "map")
	}
	switch k := rapid.SampledFrom(kinds).Draw(t, "kind"); k {
	case "enum":
		return map[string]any{"type": "string", "enum": []string{"connected", "held", "alerting"}}
	case "uuid":
		return map[string]any{"type": "string", "format": "uuid"}
	case "array":
		return map[string]any{"type": "array", "items": drawSchema(t, depth-1)}
	case "map":
		return map[string]any{"type": "object", "additionalProperties": drawSchema(t, depth-1)}
	case "object":
		fields := map[string]any{}
		var required []string
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(t, "fields") {
			fields[name] = drawSchema(t, depth-1)
			if rapid.Bool().Draw(t, "required") {
				required = append(required, name)
			}
		}
		s := map[string]any{"type": "object", "properties": fields}
		if required != nil {
			s["required"] = required
		}
		if rapid.Bool().Draw(t, "closed") {
			s["additionalProperties"] = false
		}
		return s
	default:
		return map[string]any{"type": k}
	}
}

// drawBody draws a value that often fits the schema and often does not.
func drawBody(t *rapid.T, s map[string]any, depth int) any {
	kind, _ := s["type"].(string)
	if rapid.IntRange(0, 5).Draw(t, "off") == 0 {
		kind = rapid.SampledFrom([]string{"string", "boolean", "integer", "number", "array", "object"}).Draw(t, "instead")
	}
	switch kind {
	case "boolean":
		return rapid.Bool().Draw(t, "bool")
	case "integer":
		return rapid.IntRange(-5, 5).Draw(t, "int")
	case "number":
		return float64(rapid.IntRange(-9, 9).Draw(t, "halves")) / 2
	case "array":
		items, _ := s["items"].(map[string]any)
		list := []any{}
		for range rapid.IntRange(0, 2).Draw(t, "length") {
			list = append(list, drawBody(t, items, depth-1))
		}
		return list
	case "object":
		fields, _ := s["properties"].(map[string]any)
		object := map[string]any{}
		for _, name := range names {
			if p, ok := fields[name].(map[string]any); ok && rapid.IntRange(0, 3).Draw(t, "there") > 0 {
				object[name] = drawBody(t, p, depth-1)
			}
		}
		return object
	}
	return rapid.SampledFrom([]string{"", "connected", "Held", "x", leg, "{" + leg + "}", "7", "true"}).Draw(t, "text")
}

// judge is the validator of the public library.
func judge(t require.TestingT, schema []byte) func(body string) error {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(schema)))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("mem:schema", doc))
	compiled, err := c.Compile("mem:schema")
	require.NoError(t, err)
	return func(body string) error {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		require.NoError(t, err)
		return compiled.Validate(v)
	}
}

func TestCheckAgreesWithJudge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawSchema(t, 3)
		schema, _ := json.Marshal(drawn)
		body, _ := json.Marshal(drawBody(t, drawn, 3))
		valid := judge(t, schema)

		r, err := payload.Check(string(body), schema)
		require.NoError(t, err)
		require.Equal(t, valid(string(body)) == nil, len(r.Problems) == 0, "schema %s\nbody %s\nfound %v", schema, body, r.Problems)
		if r.Corrected == nil {
			return
		}
		if r.Placeholders == 0 {
			require.NoError(t, valid(string(r.Corrected)), "schema %s\nbody %s\ncorrected %s", schema, body, r.Corrected)
		} else {
			require.Contains(t, string(r.Corrected), "<")
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add(`{"participants":[{"participantId":"7","action":"disconect"}]}`, conference)
	f.Add(`[{"state":null,"wrapUp":{"code":1e400}}]`, request)
	f.Add(`{"a":{"a":{"a":1}}}`, `{"$defs":{"A":{"anyOf":[{"$ref":"#/$defs/A"},{"type":"object","required":["a"]}]}},"$ref":"#/$defs/A"}`)
	f.Fuzz(func(t *testing.T, body, schema string) {
		r, err := payload.Check(body, []byte(schema))
		if err != nil || r.Corrected == nil || r.Placeholders > 0 {
			return
		}
		require.True(t, json.Valid(r.Corrected), "%s", r.Corrected)
	})
}
