package payload

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"
)

// kind is the JSON type of a value, in the words of JSON Schema.
type kind string

const (
	object  kind = "object"
	array   kind = "array"
	text    kind = "string"
	number  kind = "number"
	boolean kind = "boolean"
	null    kind = "null"
)

// value is a JSON value that keeps the order of its fields and the digits of its
// numbers.
type value struct {
	kind  kind
	text  string   // of a string, decoded; of a number or boolean, as written
	names []string // of an object, beside items
	items []value

	// A value that was moved to where it belongs keeps the pointer it was sent
	// at, for the messages about it.
	moved bool
	from  string
}

// movedFrom remembers where a value was sent.
func (v value) movedFrom(at string) value {
	v.moved, v.from = true, at
	return v
}

// field returns the index of a field, or -1.
func (v value) field(name string) int {
	for i, n := range v.names {
		if n == name {
			return i
		}
	}
	return -1
}

// isInteger says whether a number is whole, however it is written (1.0, 1e3).
func (v value) isInteger() bool {
	if v.kind != number {
		return false
	}
	if !strings.ContainsAny(v.text, ".eE") {
		return true
	}
	// A huge exponent would make a huge number; no field of an API holds one.
	if _, exp, ok := strings.Cut(strings.ToLower(v.text), "e"); ok && len(exp) > 4 {
		return !strings.HasPrefix(exp, "-")
	}
	r, ok := new(big.Rat).SetString(v.text)
	return ok && r.IsInt()
}

// equal compares two values as JSON Schema does: numbers by value, objects
// whatever the order of their fields.
func equal(a, b value) bool {
	if a.kind != b.kind || len(a.items) != len(b.items) {
		return false
	}
	switch a.kind {
	case object:
		for i, name := range a.names {
			j := b.field(name)
			if j < 0 || !equal(a.items[i], b.items[j]) {
				return false
			}
		}
		return true
	case array:
		for i := range a.items {
			if !equal(a.items[i], b.items[i]) {
				return false
			}
		}
		return true
	case number:
		if a.text == b.text || len(a.text)+len(b.text) > 64 {
			return a.text == b.text
		}
		x, ok1 := new(big.Float).SetString(a.text)
		y, ok2 := new(big.Float).SetString(b.text)
		return ok1 && ok2 && x.Cmp(y) == 0
	}
	return a.text == b.text
}

// json writes the value, compact.
func (v value) json() []byte {
	var b bytes.Buffer
	v.write(&b)
	return b.Bytes()
}

func (v value) write(b *bytes.Buffer) {
	switch v.kind {
	case object:
		b.WriteByte('{')
		for i, item := range v.items {
			if i > 0 {
				b.WriteByte(',')
			}
			quote(b, v.names[i])
			b.WriteByte(':')
			item.write(b)
		}
		b.WriteByte('}')
	case array:
		b.WriteByte('[')
		for i, item := range v.items {
			if i > 0 {
				b.WriteByte(',')
			}
			item.write(b)
		}
		b.WriteByte(']')
	case text:
		quote(b, v.text)
	case null:
		b.WriteString("null")
	default:
		b.WriteString(v.text)
	}
}

// quote writes a JSON string and leaves "<" readable, which begins a placeholder.
func quote(b *bytes.Buffer, s string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes, into a buffer always
	b.Truncate(b.Len() - 1)
}
