package catalog

import (
	"encoding/binary"
)

// A model in the shapes section is a byte for its kind, then
//
//	fields: count, then name and shape of each
//	raw:    the JSON Schema's string number, count of references, model numbers
//
// and a shape is a byte of type and marks, then what the marks announce: format,
// list of the enum, model number, shape of the members. Numbers are uvarints.
const (
	kindFields = 0
	kindRaw    = 1
)

// Types of a shape, in the low four bits of its first byte.
const (
	shapeAny = iota
	shapeString
	shapeInteger
	shapeNumber
	shapeBoolean
	shapeObject
	shapeArray
	shapeMap
	shapeRef
	shapeTypes
)

// Marks of a shape, in the high four bits.
const (
	markRequired = 0x10
	markReadOnly = 0x20
	markFormat   = 0x40
	markEnum     = 0x80
)

var shapeNames = [shapeTypes]string{"", "string", "integer", "number", "boolean", "object", "array", "object", "object"}

func (w *writer) models(models []Model) {
	index := make(map[string]uint64, len(models))
	for i, m := range models {
		index[m.Name] = uint64(i)
	}
	w.modelIndex = index
	for _, m := range models {
		w.words(secModels, w.str(m.Name), uint32(len(w.data[secShapes])))
		b := w.data[secShapes]
		if m.Raw != "" {
			b = binary.AppendUvarint(append(b, kindRaw), uint64(w.str(m.Raw)))
			b = binary.AppendUvarint(b, uint64(len(m.Refs)))
			for _, ref := range m.Refs {
				b = binary.AppendUvarint(b, index[ref])
			}
		} else {
			b = binary.AppendUvarint(append(b, kindFields), uint64(len(m.Fields)))
			for i := range m.Fields {
				f := &m.Fields[i]
				b = binary.AppendUvarint(b, uint64(w.str(f.Name)))
				b = w.shape(b, &f.Shape, byte(bit(f.Required)*markRequired|bit(f.ReadOnly)*markReadOnly))
			}
		}
		w.data[secShapes] = b
	}
}

func (w *writer) shape(b []byte, s *Shape, marks byte) []byte {
	kind := typeOf(s)
	if s.Format != "" {
		marks |= markFormat
	}
	if len(s.Enum) > 0 {
		marks |= markEnum
	}
	b = append(b, kind|marks)
	if s.Format != "" {
		b = binary.AppendUvarint(b, uint64(w.str(s.Format)))
	}
	if len(s.Enum) > 0 {
		b = binary.AppendUvarint(b, uint64(w.names(s.Enum)))
	}
	switch kind {
	case shapeRef:
		b = binary.AppendUvarint(b, w.modelIndex[s.Ref])
	case shapeArray:
		b = w.shape(b, orAny(s.Items), 0)
	case shapeMap:
		b = w.shape(b, s.Values, 0)
	}
	return b
}

func orAny(s *Shape) *Shape {
	if s == nil {
		return &Shape{}
	}
	return s
}

func typeOf(s *Shape) byte {
	switch {
	case s.Ref != "":
		return shapeRef
	case s.Values != nil:
		return shapeMap
	}
	for i := byte(shapeString); i <= shapeArray; i++ {
		if shapeNames[i] == s.Type {
			return i
		}
	}
	return shapeAny
}

// shapeOf stores the shape of a body once and gives its place plus one; 0 for
// none.
func (w *writer) shapeOf(s *Shape) uint32 {
	if s == nil {
		return 0
	}
	b := w.shape(nil, s, 0)
	if at, ok := w.shapes[string(b)]; ok {
		return at
	}
	w.data[secShapes] = append(w.data[secShapes], b...)
	at := uint32(len(w.data[secShapes])-len(b)) + 1
	w.shapes[string(b)] = at
	return at
}

// cursor reads the shapes section.
type cursor struct {
	t  *table
	at int
}

func (c *cursor) byte() byte {
	b := c.t.data[c.at]
	c.at++
	return b
}

func (c *cursor) uvarint() uint32 {
	var v uint32
	for shift := 0; ; shift += 7 {
		b := c.byte()
		v |= uint32(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
}

// shape reads one shape and its marks.
func (c *cursor) shape() (*Shape, byte) {
	head := c.byte()
	s := &Shape{Type: shapeNames[head&0x0f]}
	if head&markFormat != 0 {
		s.Format = c.t.str(c.uvarint())
	}
	if head&markEnum != 0 {
		s.Enum = c.t.names(c.uvarint())
	}
	switch head & 0x0f {
	case shapeRef:
		s.Ref = c.t.str(c.t.word(secModels, int(c.uvarint()), modelName))
	case shapeArray:
		s.Items, _ = c.shape()
	case shapeMap:
		s.Values, _ = c.shape()
	}
	return s, head
}

// model reads one model.
func (c *cursor) model(name string) Model {
	m := Model{Name: name}
	if c.byte() == kindRaw {
		m.Raw = c.t.str(c.uvarint())
		for n := c.uvarint(); n > 0; n-- {
			m.Refs = append(m.Refs, c.t.str(c.t.word(secModels, int(c.uvarint()), modelName)))
		}
		return m
	}
	for n := c.uvarint(); n > 0; n-- {
		f := Field{Name: c.t.str(c.uvarint())}
		shape, marks := c.shape()
		f.Shape, f.Required, f.ReadOnly = *shape, marks&markRequired != 0, marks&markReadOnly != 0
		m.Fields = append(m.Fields, f)
	}
	return m
}
