package catalog

import (
	"encoding/binary"
	"strings"
)

// schema gives the self-contained JSON Schema (draft 2020-12) of a body whose
// shape lies at a place of the shapes section: the shape itself and, under $defs,
// the models that can be reached from it. It is nil for a free-form body.
//
// Fields that only the server sets are marked readOnly and never required, since
// clients send back what they got. Objects with a known list of fields carry
// "x-known-fields-only": the platform mostly refuses other names with a 400, which
// is no contradiction of the schema.
func (t *table) schema(at int) []byte {
	w := schemaWriter{cursor: cursor{t: t, at: at}, out: make([]byte, 0, 8192)}
	w.put(`{"$schema":"https://json-schema.org/draft/2020-12/schema",`)
	w.shape()
	w.out[len(w.out)-1] = ','
	w.put(`"$defs":{`)
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
	return s.Ref == "" && s.Items == nil && s.Values == nil && len(s.Enum) == 0 && (s.Type == "" || s.Type == "object")
}

// schemaWriter writes schemas straight from the shapes section.
type schemaWriter struct {
	cursor
	out    []byte
	models []uint32 // in the order in which they were first referred to
	wanted []uint64 // the same as a set of bits
}

func (w *schemaWriter) put(s string) { w.out = append(w.out, s...) }

func (w *schemaWriter) model(n uint32) {
	w.text(w.t.str(w.t.word(secModels, int(n), modelName)))
	w.put(":")
	w.at = w.t.off[secShapes] + int(w.t.word(secModels, int(n), modelShape))
	if w.byte() == kindRaw {
		w.put(w.t.str(w.uvarint()))
		for refs := w.uvarint(); refs > 0; refs-- {
			w.want(w.uvarint())
		}
		return
	}
	w.fields()
}

func (w *schemaWriter) fields() {
	w.put(`{"type":"object","x-known-fields-only":true,"properties":{`)
	var few [16]string
	required := few[:0]
	for n := w.uvarint(); n > 0; n-- {
		name := w.t.str(w.uvarint())
		w.text(name)
		w.put(":{")
		marks := w.t.data[w.at]
		if marks&markReadOnly != 0 {
			w.put(`"readOnly":true,`)
		} else if marks&markRequired != 0 {
			required = append(required, name)
		}
		w.shape()
		w.put(",")
	}
	w.close('}')
	if len(required) > 0 {
		w.put(`,"required":[`)
		for _, name := range required {
			w.text(name)
			w.put(",")
		}
		w.close(']')
	}
	w.put("}")
}

// close ends a list whose last member, if it has one, left a comma behind.
func (w *schemaWriter) close(bracket byte) {
	if last := len(w.out) - 1; w.out[last] == ',' {
		w.out[last] = bracket
		return
	}
	w.out = append(w.out, bracket)
}

// shape writes the keywords of the shape at the cursor, and the closing brace.
func (w *schemaWriter) shape() {
	head := w.byte()
	kind := head & 0x0f
	if kind != shapeAny && kind != shapeRef {
		w.put(`"type":"`)
		w.put(shapeNames[kind])
		w.put(`",`)
	}
	if head&markFormat != 0 {
		w.put(`"format":`)
		w.text(w.t.str(w.uvarint()))
		w.put(",")
	}
	if head&markEnum != 0 {
		w.enum(w.uvarint(), kind)
	}
	switch kind {
	case shapeRef:
		n := w.uvarint()
		w.want(n)
		w.put(`"$ref":"#/$defs/`)
		w.put(w.t.str(w.t.word(secModels, int(n), modelName)))
		w.put(`",`)
	case shapeArray:
		w.put(`"items":{`)
		w.shape()
		w.put(",")
	case shapeMap:
		w.put(`"additionalProperties":{`)
		w.shape()
		w.put(",")
	}
	w.close('}')
}

func (w *schemaWriter) enum(list uint32, kind byte) {
	w.put(`"enum":[`)
	length, at := w.t.list(list)
	for i := range length {
		v := w.t.str(u32(w.t.data, at+4*i))
		if kind == shapeString || kind == shapeAny {
			w.text(v)
		} else {
			w.put(v) // a number or boolean, written as it is
		}
		w.put(",")
	}
	w.close(']')
	w.put(",")
}

func (w *schemaWriter) want(model uint32) {
	if w.wanted == nil {
		w.wanted = make([]uint64, w.t.n[secModels]/64+1)
	}
	if bit := uint64(1) << (model & 63); w.wanted[model>>6]&bit == 0 {
		w.wanted[model>>6] |= bit
		w.models = append(w.models, model)
	}
}

// text writes a JSON string.
func (w *schemaWriter) text(s string) { w.out = appendText(w.out, s) }

func appendText(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	begin := len(out)
	if out = append(out, s...); isPlain(out[begin:]) {
		return append(out, '"')
	}
	out = out[:begin]
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

// isPlain says that no byte of a JSON string has to be escaped, as of nearly all of
// them. It may say no where one stands beside such a byte.
func isPlain(b []byte) bool {
	if len(b) < 8 {
		for _, c := range b {
			if c < 0x20 || c == '"' || c == '\\' {
				return false
			}
		}
		return true
	}
	const every, tops = 0x0101010101010101, 0x8080808080808080
	for i := 0; ; i = min(i+8, len(b)-8) {
		x := binary.LittleEndian.Uint64(b[i:])
		quotes, slashes := x^every*'"', x^every*'\\'
		if ((x-every*0x20)&^x|(quotes-every)&^quotes|(slashes-every)&^slashes)&tops != 0 {
			return false
		}
		if i == len(b)-8 {
			return true
		}
	}
}

// plainName brings a model's name to characters that mean themselves in a JSON
// pointer within a URI fragment.
func plainName(name string) string {
	return strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.' {
			return c
		}
		return '_'
	}, name)
}

// bodyName names the model of a body that its description does not name.
func bodyName(id, method, path string) string {
	if id != "" {
		return plainName(id) + "Body"
	}
	return plainName("body of " + method + path)
}
