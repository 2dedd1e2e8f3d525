package catalog

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// schemaText is a JSON Schema as it stands in an overlay.
type schemaText struct {
	text jsontext.Value
	name string
	at   int
}

// body turns the schema of an overlay's operation into models: the body itself,
// and each of its $defs beside it.
func (o *overlayReader) body(e *Entry, s schemaText) error {
	if k := s.text.Kind(); k != '{' {
		return o.fail(s.at, "body must be a JSON Schema, not "+kindName(k), "")
	}
	s.name = cmp.Or(plainName(s.name), bodyName(e.ID, e.Method, e.Path))
	t := transcript{rename: func(ref string) string {
		switch rest, ok := strings.CutPrefix(ref, "#/$defs/"); {
		case ok:
			return s.name + "." + plainName(rest)
		case ref == "#":
			return s.name
		}
		return ""
	}}
	models, err := t.models(s.name, s.text)
	if err != nil {
		return o.fail(s.at, err.Error(), "")
	}
	if t.lost != "" {
		return o.fail(s.at, "the schema refers to "+t.lost+", which is not in it", "put it under $defs of the same schema")
	}
	for _, m := range models {
		for _, ref := range m.Refs {
			if !slices.ContainsFunc(models, func(m Model) bool { return m.Name == ref }) {
				return o.fail(s.at, "the schema refers to "+strings.TrimPrefix(ref, s.name+".")+", which is not under its $defs", "")
			}
		}
	}
	e.Shape = &Shape{Type: "object", Ref: s.name}
	o.d.Models = append(o.d.Models, models...)
	return nil
}

// transcript copies a JSON Schema, leaving out what only people read, and gives
// its references their names in the catalog.
type transcript struct {
	rename func(ref string) string // "" where the reference leads out of the file
	refs   []string
	defs   []Model
	lost   string // a reference that leads out of the file
}

// models copies a schema as the model name, and what stands under its $defs as
// models of their own.
func (t *transcript) models(name string, text jsontext.Value) ([]Model, error) {
	out, err := t.schema(text, name)
	if err != nil {
		return nil, err
	}
	return append([]Model{{Name: name, Raw: string(out), Refs: t.refs}}, t.defs...), nil
}

// annotations say nothing about which values are valid, or nothing that JSON
// Schema can say.
var annotations = []string{"description", "title", "example", "examples", "$comment", "$schema", "$id", "externalDocs", "xml", "default",
	"deprecated", "discriminator", "nullable"}

// schema copies the schema object text. owner is not empty at the top, whose
// $defs become models of their own.
func (t *transcript) schema(text jsontext.Value, owner string) ([]byte, error) {
	if text.Kind() != '{' {
		return slices.Clone([]byte(text)), nil // true, false
	}
	d, err := readDialect(text)
	if err != nil {
		return nil, err
	}
	w := []byte{'{'}
	err = eachMember(text, func(name string, v jsontext.Value) error {
		if slices.Contains(annotations, name) || strings.HasPrefix(name, "x-") && name != "x-known-fields-only" || d.drops(name, v) {
			return nil
		}
		if name == "$ref" && t.reference(v) == nil {
			return nil // leads out of the file: anything goes there
		}
		if name == "$defs" && owner != "" {
			return t.definitions(owner, v)
		}
		copied, err := d.keyword(name, v)
		if copied == nil && err == nil {
			copied, err = t.keyword(name, v)
		}
		if len(w) > 1 {
			w = append(w, ',')
		}
		w = append(append(appendText(w, name), ':'), copied...)
		return err
	})
	return append(w, '}'), err
}

func (t *transcript) definitions(owner string, defs jsontext.Value) error {
	return eachMember(defs, func(name string, v jsontext.Value) error {
		inner := transcript{rename: t.rename}
		out, err := inner.schema(v, "")
		t.lost = cmp.Or(t.lost, inner.lost)
		t.defs = append(t.defs, Model{Name: owner + "." + plainName(name), Raw: string(out), Refs: inner.refs})
		return err
	})
}

// keyword copies the value of one keyword of a schema.
func (t *transcript) keyword(name string, v jsontext.Value) ([]byte, error) {
	switch name {
	case "$ref":
		return t.reference(v), nil
	case "properties", "patternProperties", "dependentSchemas", "$defs":
		if v.Kind() == '{' {
			return t.schemasByName(v)
		}
	case "allOf", "anyOf", "oneOf", "prefixItems":
		if v.Kind() == '[' {
			return t.schemas(v)
		}
	case "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties", "unevaluatedItems":
		if v.Kind() == '{' {
			return t.schema(v, "")
		}
	}
	v = v.Clone()
	err := v.Compact()
	return v, err
}

func (t *transcript) reference(v jsontext.Value) []byte {
	ref, _ := jsontext.AppendUnquote(nil, v)
	name := t.rename(string(ref))
	if name == "" {
		t.lost = string(ref)
		return nil
	}
	if !slices.Contains(t.refs, name) {
		t.refs = append(t.refs, name)
	}
	return appendText(nil, "#/$defs/"+name)
}

func (t *transcript) schemasByName(v jsontext.Value) ([]byte, error) {
	w := []byte{'{'}
	err := eachMember(v, func(name string, v jsontext.Value) error {
		if len(w) > 1 {
			w = append(w, ',')
		}
		w = append(appendText(w, name), ':')
		copied, err := t.schema(v, "")
		w = append(w, copied...)
		return err
	})
	return append(w, '}'), err
}

func (t *transcript) schemas(v jsontext.Value) ([]byte, error) {
	w := []byte{'['}
	d := jsontext.NewDecoder(bytes.NewReader(v))
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	for d.PeekKind() != ']' {
		member, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		copied, err := t.schema(member.Clone(), "")
		if err != nil {
			return nil, err
		}
		if len(w) > 1 {
			w = append(w, ',')
		}
		w = append(w, copied...)
	}
	return append(w, ']'), nil
}

// eachMember calls f with the members of a JSON object.
func eachMember(object jsontext.Value, f func(name string, v jsontext.Value) error) error {
	d := jsontext.NewDecoder(bytes.NewReader(object), jsontext.AllowDuplicateNames(true))
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() == '"' {
		token, err := d.ReadToken()
		if err != nil {
			return err
		}
		name := token.String()
		v, err := d.ReadValue()
		if err != nil {
			return err
		}
		if err := f(name, v); err != nil {
			return err
		}
	}
	return nil
}
