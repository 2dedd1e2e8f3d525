package catalog

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// dialect is what a schema says in the way of OpenAPI 2 and 3.0, where that
// differs from JSON Schema 2020-12.
type dialect struct {
	nullable bool
	readOnly []string // properties that only the server sets
}

func readDialect(schema jsontext.Value) (d dialect, err error) {
	if !bytes.Contains(schema, []byte(`"nullable"`)) && !bytes.Contains(schema, []byte(`"readOnly"`)) {
		return d, nil
	}
	err = eachMember(schema, func(name string, v jsontext.Value) error {
		switch {
		case name == "nullable":
			d.nullable = v.Kind() == 't'
		case name == "properties" && v.Kind() == '{':
			return eachMember(v, func(property string, v jsontext.Value) error {
				if saysReadOnly(v) {
					d.readOnly = append(d.readOnly, property)
				}
				return nil
			})
		}
		return nil
	})
	return d, err
}

func saysReadOnly(schema jsontext.Value) (yes bool) {
	if schema.Kind() != '{' {
		return false
	}
	// What is not an object was refused before: the whole file was read as JSON.
	_ = eachMember(schema, func(name string, v jsontext.Value) error {
		yes = yes || name == "readOnly" && v.Kind() == 't'
		return nil
	})
	return yes
}

// drops says whether a keyword means something else in JSON Schema, so that it is
// better left out than misread.
func (d dialect) drops(name string, v jsontext.Value) bool {
	switch name {
	case "exclusiveMinimum", "exclusiveMaximum", "required":
		return v.Kind() == 't' || v.Kind() == 'f'
	case "type":
		return string(v) == `"file"`
	}
	return false
}

// keyword translates a keyword; nil where it stays as it is.
func (d dialect) keyword(name string, v jsontext.Value) ([]byte, error) {
	switch {
	case name == "type" && d.nullable && v.Kind() == '"':
		return append(append([]byte{'['}, v...), `,"null"]`...), nil
	case name == "enum" && d.nullable && v.Kind() == '[':
		v = v.Clone()
		if err := v.Compact(); err != nil {
			return nil, err
		}
		if len(v) == len(`[]`) {
			return []byte(`[null]`), nil
		}
		return append(v[:len(v)-1], `,null]`...), nil
	case name == "required" && d.readOnly != nil && v.Kind() == '[':
		return d.required(v)
	}
	return nil, nil
}

// required leaves out the properties that only the server sets.
func (d dialect) required(names jsontext.Value) ([]byte, error) {
	w := []byte{'['}
	dec := jsontext.NewDecoder(bytes.NewReader(names))
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	for dec.PeekKind() == '"' {
		token, err := dec.ReadToken()
		if err != nil {
			return nil, err
		}
		if name := token.String(); !slices.Contains(d.readOnly, name) {
			if len(w) > 1 {
				w = append(w, ',')
			}
			w = appendText(w, name)
		}
	}
	return append(w, ']'), nil
}
