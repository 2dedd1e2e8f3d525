package catalog

import (
	"slices"
	"strings"
)

// schema gives the self-contained JSON Schema (draft 2020-12) of a body: the
// shape itself and, under $defs, the models that can be reached from it. It is
// nil for a free-form body.
//
// Fields that only the server sets are marked readOnly and never required, since
// clients send back what they got. Objects with a known list of fields carry
// "x-known-fields-only": the platform mostly refuses other names with a 400, which
// is no contradiction of the schema.
func (t *table) schema(s *Shape) []byte {
	if s.freeForm() {
		return nil
	}
	w := schemaWriter{t: t, out: make([]byte, 0, 2048)}
	w.put(`{"$schema":"https://json-schema.org/draft/2020-12/schema",`)
	w.keywords(s)
	w.out = append(w.out[:len(w.out)-1], `,"$defs":{`...)
	for i := 0; i < len(w.models); i++ {
		if i > 0 {
			w.put(",")
		}
		w.model(w.models[i])
	}
	w.put("}}")
	return w.out
}

// freeForm says whether nothing is known of what the body must look like.
func (s *Shape) freeForm() bool {
	return s == nil || s.Ref == "" && s.Items == nil && s.Values == nil && len(s.Enum) == 0 && (s.Type == "" || s.Type == "object")
}

type schemaWriter struct {
	t      *table
	out    []byte
	models []string // in the order in which they were first referred to
}

func (w *schemaWriter) put(s string) { w.out = append(w.out, s...) }

func (w *schemaWriter) model(name string) {
	w.text(name)
	w.put(":")
	m, ok := w.t.modelNamed(name)
	switch {
	case !ok:
		w.put("true")
		return
	case m.Raw != "":
		w.put(m.Raw)
		for _, ref := range m.Refs {
			w.want(ref)
		}
		return
	}
	w.put(`{"type":"object","x-known-fields-only":true,"properties":{`)
	required := 0
	for i := range m.Fields {
		f := &m.Fields[i]
		if i > 0 {
			w.put(",")
		}
		w.text(f.Name)
		w.put(":")
		w.field(f)
		if f.Required && !f.ReadOnly {
			required++
		}
	}
	w.put("}")
	if required > 0 {
		w.required(m.Fields)
	}
	w.put("}")
}

func (w *schemaWriter) required(fields []Field) {
	w.put(`,"required":[`)
	first := true
	for i := range fields {
		if !fields[i].Required || fields[i].ReadOnly {
			continue
		}
		if !first {
			w.put(",")
		}
		first = false
		w.text(fields[i].Name)
	}
	w.put("]")
}

func (w *schemaWriter) field(f *Field) {
	w.put("{")
	if f.ReadOnly {
		w.put(`"readOnly":true,`)
	}
	w.keywords(&f.Shape)
}

// keywords writes the keywords of a shape and the closing brace.
func (w *schemaWriter) keywords(s *Shape) {
	if s.Ref != "" {
		w.put(`"$ref":"#/$defs/`)
		w.put(pointerToken(s.Ref))
		w.put(`",`)
		w.want(s.Ref)
	} else if s.Type != "" {
		w.put(`"type":"` + s.Type + `",`)
	}
	if s.Format != "" {
		w.put(`"format":`)
		w.text(s.Format)
		w.put(",")
	}
	if len(s.Enum) > 0 {
		w.enum(s)
	}
	if s.Items != nil {
		w.put(`"items":{`)
		w.keywords(s.Items)
		w.put(",")
	}
	if s.Values != nil {
		w.put(`"additionalProperties":{`)
		w.keywords(s.Values)
		w.put(",")
	}
	if last := len(w.out) - 1; w.out[last] == ',' {
		w.out[last] = '}'
	} else {
		w.put("}")
	}
}

func (w *schemaWriter) enum(s *Shape) {
	w.put(`"enum":[`)
	for i, v := range s.Enum {
		if i > 0 {
			w.put(",")
		}
		if s.Type == "string" || s.Type == "" {
			w.text(v)
		} else {
			w.put(v) // a number or boolean, written as it is
		}
	}
	w.put("],")
}

func (w *schemaWriter) want(model string) {
	if !slices.Contains(w.models, model) {
		w.models = append(w.models, model)
	}
}

// text writes a JSON string.
func (w *schemaWriter) text(s string) { w.out = appendText(w.out, s) }

func appendText(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c < 0x20:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

// pointerToken writes a model's name as one token of a JSON pointer (RFC 6901) in
// a URI fragment.
func pointerToken(name string) string {
	plain := true
	for i := 0; i < len(name); i++ {
		plain = plain && isPlain(name[i])
	}
	if plain {
		return name
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c == '~':
			b.WriteString("~0")
		case c == '/':
			b.WriteString("~1")
		case isPlain(c):
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func isPlain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.'
}

// modelNamed finds a model by its name.
func (t *table) modelNamed(name string) (Model, bool) {
	lo, hi := 0, t.n[secModels]
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.str(t.word(secModels, mid, modelName)) < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == t.n[secModels] || t.str(t.word(secModels, lo, modelName)) != name {
		return Model{}, false
	}
	return t.model(uint32(lo)), true
}
