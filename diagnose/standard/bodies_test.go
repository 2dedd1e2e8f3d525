package standard_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose/payload"
	"github.com/why403/why403/diagnose/standard"
)

// TestEveryBody makes a full body for every operation that takes one of a known
// shape: as it is it passes; with its first field in another case, or its first
// listed value in capitals, it is mended to what it was.
func TestEveryBody(t *testing.T) {
	seen := map[string]bool{}
	bodies, fields, values := 0, 0, 0
	for op := range standard.Catalog().All() {
		if op.Body == nil || op.Body.Schema == nil || seen[op.Body.Name] {
			continue
		}
		seen[op.Body.Name] = true
		schema := op.Body.Schema()
		if schema == nil {
			continue
		}
		var s shape
		require.NoError(t, json.Unmarshal(schema, &s), op.ID)
		full, err := json.Marshal(s.sample(&s, 0))
		require.NoError(t, err)
		r, err := payload.Check(string(full), schema)
		require.NoError(t, err, op.ID)
		require.Empty(t, r.Problems, "%s: %s", op.ID, full)
		bodies++

		for broken, n := range map[string]*int{fieldInAnotherCase(full): &fields, s.valueInCapitals(&s): &values} {
			if broken == "" {
				continue
			}
			r, err := payload.Check(broken, schema)
			require.NoError(t, err, op.ID)
			require.Len(t, r.Problems, 1, "%s: %s", op.ID, broken)
			require.NotEmpty(t, r.Corrected, "%s: %v", op.ID, r.Problems)
			again, err := payload.Check(string(r.Corrected), schema)
			require.NoError(t, err)
			assert.Empty(t, again.Problems, "%s: %s", op.ID, r.Corrected)
			*n++
		}
	}
	t.Logf("%d bodies, %d with a field and %d with a value in another case", bodies, fields, values)
	assert.Greater(t, bodies, 500)
	assert.Greater(t, fields, 400)
	assert.Greater(t, values, 50)
}

// shape is what the generator reads of a schema.
type shape struct {
	Ref        string            `json:"$ref"`
	Defs       map[string]*shape `json:"$defs"`
	Type       any
	Format     string
	Enum       []any
	Properties map[string]*shape
	Items      *shape
	ReadOnly   bool
	Required   []string
}

func (s *shape) resolve(root *shape) *shape {
	for s.Ref != "" {
		s = root.Defs[strings.ReplaceAll(strings.TrimPrefix(s.Ref, "#/$defs/"), "~1", "/")]
	}
	return s
}

// sample makes a value that has every field that clients set.
func (s *shape) sample(root *shape, depth int) any {
	s = s.resolve(root)
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	switch s.Type {
	case "object":
		fields := map[string]any{}
		for name, p := range s.Properties {
			if !p.ReadOnly && depth < 3 || slices.Contains(s.Required, name) {
				fields[name] = p.sample(root, depth+1)
			}
		}
		return fields
	case "array":
		if s.Items == nil || depth >= 3 {
			return []any{}
		}
		return []any{s.Items.sample(root, depth+1)}
	case "integer", "number":
		return 7
	case "boolean":
		return true
	case "string":
		switch s.Format {
		case "uuid":
			return "11111111-aaaa-4bbb-8ccc-000000000001"
		case "date-time":
			return "2026-11-23T10:00:00.000Z"
		case "date":
			return "2026-11-23"
		}
		return "text"
	}
	return map[string]any{}
}

// fieldInAnotherCase writes the first letter of the first field of a body large.
func fieldInAnotherCase(body []byte) string {
	if !bytes.HasPrefix(body, []byte(`{"`)) || body[2] < 'a' || body[2] > 'z' {
		return ""
	}
	broken := slices.Clone(body)
	broken[2] -= 'a' - 'A'
	return string(broken)
}

// valueInCapitals makes a body of one field, whose listed value is in another case.
func (s *shape) valueInCapitals(root *shape) string {
	top := s.resolve(root)
	for name, p := range top.Properties {
		p = p.resolve(root)
		if len(p.Enum) == 0 || p.ReadOnly || len(top.Properties) > 60 {
			continue
		}
		text, _ := p.Enum[0].(string)
		other := strings.ToUpper(text)
		if other == text {
			other = strings.ToLower(text)
		}
		if slices.ContainsFunc(p.Enum, func(v any) bool { return v == other }) {
			continue
		}
		fields, _ := top.sample(root, 0).(map[string]any)
		fields[name] = other
		out, _ := json.Marshal(fields)
		return string(out)
	}
	return ""
}
