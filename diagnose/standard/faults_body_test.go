package standard

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// bodyFaults are the ways in which people spoil a body that was in order.
func bodyFaults() []fault {
	schema := []diagnose.Cause{diagnose.PayloadSchema}
	spoil := func(name string, how func(root, full map[string]any) bool) fault {
		return fault{name: name, cause: schema, stage: diagnose.StagePayload, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			root, full := fullBody(op)
			return full != nil && how(root, full) && sendBody(c, full)
		}}
	}
	return []fault{
		{name: "body cut off", cause: schema, stage: diagnose.StagePayload, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.Request.Body = here(diagnose.Body{Text: `{"participants": [`})
			return op.Body != nil
		}},
		{name: "body in a list", cause: schema, stage: diagnose.StagePayload, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			_, full := fullBody(op)
			return full != nil && sendBody(c, []any{full})
		}},
		{name: "body as text", cause: []diagnose.Cause{diagnose.MissingHeader}, stage: diagnose.StagePayload, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			_, full := fullBody(op)
			c.Request.Headers[1].Value = "text/plain"
			return full != nil && sendBody(c, full)
		}},
		spoil("required field left out", func(root, full map[string]any) bool {
			for _, name := range requiredOf(root) {
				if _, there := full[name]; there {
					delete(full, name)
					return true
				}
			}
			return false
		}),
		spoil("object for a text", func(root, full map[string]any) bool {
			for _, name := range slices.Sorted(maps.Keys(full)) {
				if text, ok := full[name].(string); ok && !readOnly(root, name) {
					full[name] = map[string]any{"value": text}
					return true
				}
			}
			return false
		}),
		spoil("field misspelt", func(root, full map[string]any) bool {
			for _, name := range slices.Sorted(maps.Keys(full)) {
				if wrong := name[:len(name)-1] + "_" + name[len(name)-1:]; len(name) > 5 && !readOnly(root, name) {
					full[wrong] = full[name]
					delete(full, name)
					return true
				}
			}
			return false
		}),
		spoil("value that is not listed", func(root, full map[string]any) bool {
			for _, name := range slices.Sorted(maps.Keys(full)) {
				if property(root, name)["enum"] != nil && !readOnly(root, name) {
					full[name] = "NoSuchValueHere"
					return true
				}
			}
			return false
		}),
	}
}

// fullBody makes the full body of an operation that takes an object; nil where its
// shape is not known.
func fullBody(op *diagnose.Operation) (root, full map[string]any) {
	if op.Body == nil || op.Body.Schema == nil || op.Body.Schema() == nil || json.Unmarshal(op.Body.Schema(), &root) != nil {
		return nil, nil
	}
	full, _ = sampleOf(root, root, 0).(map[string]any)
	if len(full) == 0 {
		return nil, nil
	}
	return root, full
}

func sendBody(c *diagnose.Case, v any) bool {
	text, err := json.Marshal(v)
	c.Request.Body = here(diagnose.Body{Text: string(text), Parsed: true})
	return err == nil
}

// top follows the reference that a schema as a whole may be.
func top(root map[string]any) map[string]any {
	if ref, ok := root["$ref"].(string); ok {
		return follow(root, ref)
	}
	return root
}

func property(root map[string]any, name string) map[string]any {
	all, _ := top(root)["properties"].(map[string]any)
	p, _ := all[name].(map[string]any)
	return p
}

func readOnly(root map[string]any, name string) bool {
	is, _ := property(root, name)["readOnly"].(bool)
	return is
}

func requiredOf(root map[string]any) []string {
	var names []string
	list, _ := top(root)["required"].([]any)
	for _, name := range list {
		names = append(names, name.(string))
	}
	return names
}

// sample makes a body that a JSON Schema accepts: every property, once.
func sample(schema []byte) string {
	var root map[string]any
	if json.Unmarshal(schema, &root) != nil {
		return ""
	}
	text, err := json.Marshal(sampleOf(root, root, 0))
	if err != nil {
		return ""
	}
	return string(text)
}

func sampleOf(root, s map[string]any, depth int) any {
	if ref, ok := s["$ref"].(string); ok {
		s = follow(root, ref)
	}
	if values, ok := s["enum"].([]any); ok {
		return values[0]
	}
	kind, _ := s["type"].(string)
	if kinds, ok := s["type"].([]any); ok {
		kind, _ = kinds[0].(string)
	}
	switch kind {
	case "string":
		return sampleString(s)
	case "integer", "number":
		return 1
	case "boolean":
		return true
	case "array":
		if items, ok := s["items"].(map[string]any); ok && depth < 4 {
			return []any{sampleOf(root, items, depth+1)}
		}
		return []any{}
	}
	object := map[string]any{}
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	for name, p := range properties {
		if depth < 3 || slices.Contains(required, any(name)) && depth < 8 {
			object[name] = sampleOf(root, p.(map[string]any), depth+1)
		}
	}
	return object
}

func follow(root map[string]any, ref string) map[string]any {
	at := any(root)
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		if step != "" && step != "#" {
			at = at.(map[string]any)[step]
		}
	}
	s, _ := at.(map[string]any)
	return s
}

func sampleString(s map[string]any) string {
	switch s["format"] {
	case "date-time":
		return "2026-03-01T10:00:00.000Z"
	case "date", "local-date":
		return "2026-03-01"
	case "uri":
		return "https://example.org/x"
	case "uuid":
		return "8e51b8a2-1111-4c0d-9a51-c0ffee000001"
	}
	return "x"
}
