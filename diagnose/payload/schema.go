package payload

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// schema is the root of a JSON Schema. Its parts stay text until a value of the
// body needs them: a model may reach a hundred others that this body does not.
type schema struct {
	top  *node
	defs parts
	seen map[string]*node // resolved $defs
	err  error            // the first part that could not be read

	steps int // how many values were held against a part of it
}

// parts are schemas by name, in the order of the text, each as JSON.
type parts []part

type part struct{ name, text string }

func (ps parts) get(name string) (text string, ok bool) {
	for i := range ps {
		if ps[i].name == name {
			return ps[i].text, true
		}
	}
	return "", false
}

func (ps parts) has(name string) bool {
	_, ok := ps.get(name)
	return ok
}

// node is one schema object: the keywords of JSON Schema, each schema in them as text.
type node struct {
	Ref        string
	Enum       []string // JSON values
	Const      string   // a JSON value
	Format     string
	Properties parts
	Required   []string
	Additional string // a schema
	Items      string
	AllOf      []string
	AnyOf      []string
	OneOf      []string
	MinItems   *int
	MaxItems   *int
	MinLength  *int
	MaxLength  *int
	Minimum    string // a number, as written
	Maximum    string
	Nullable   bool
	ReadOnly   bool
	// KnownFieldsOnly says that the source lists every field, so that another one
	// is a mistake, though the platform may not refuse it for that alone.
	KnownFieldsOnly bool

	defs   parts
	types  []kind // of the keyword "type"; "integer" stays in it beside the JSON types
	never  bool   // the schema false
	fields map[string]*node
	item   *node
}

// anything is the schema true: it asks for nothing.
var anything = &node{}

func compile(text string) (*schema, error) {
	s := &schema{seen: map[string]*node{}}
	s.top = s.read(text)
	s.defs = s.top.defs
	if r := (reader{text: text}); s.err == nil && r.peek() != '{' {
		s.err = errors.New("it is no JSON object")
	}
	return s, s.err
}

// read decodes one schema object; true and false are schemas too.
func (s *schema) read(text string) *node {
	switch strings.TrimSpace(text) {
	case "", "true", "{}":
		return anything
	case "false":
		return &node{never: true}
	}
	n, r := &node{}, &reader{text: text}
	r.members(func(name string) {
		if n.keyword(name, r); r.bad {
			s.fail(fmt.Errorf("%s is not what it should be", name))
		}
	})
	if !r.ended() {
		s.fail(errors.New("it is no JSON"))
		return anything
	}
	if n.Nullable && len(n.types) == 1 {
		n.types = append(n.types, null)
	}
	return n
}

// keyword reads the value of one keyword; one of the wrong kind is bad.
func (n *node) keyword(name string, r *reader) {
	switch name {
	case "$ref":
		n.Ref = r.str()
	case "type":
		for _, t := range r.names() {
			n.types = append(n.types, kind(t))
		}
	case "enum":
		n.Enum = r.raws()
	case "const":
		n.Const = r.raw()
	case "format":
		n.Format = r.str()
	case "$defs", "definitions":
		n.defs = append(n.defs, r.parts()...)
	case "properties":
		n.Properties = r.parts()
	case "required":
		n.Required = r.names()
	case "additionalProperties":
		n.Additional = r.raw()
	case "items":
		n.Items = r.raw()
	case "allOf":
		n.AllOf = r.raws()
	case "anyOf":
		n.AnyOf = r.raws()
	case "oneOf":
		n.OneOf = r.raws()
	case "minItems":
		n.MinItems = r.count()
	case "maxItems":
		n.MaxItems = r.count()
	case "minLength":
		n.MinLength = r.count()
	case "maxLength":
		n.MaxLength = r.count()
	case "minimum":
		n.Minimum = r.word()
	case "maximum":
		n.Maximum = r.word()
	case "nullable":
		n.Nullable = r.word() == "true"
	case "readOnly":
		n.ReadOnly = r.word() == "true"
	case "x-known-fields-only":
		n.KnownFieldsOnly = r.word() == "true"
	default:
		r.raw()
	}
}

// parts reads an object of schemas.
func (r *reader) parts() (ps parts) {
	r.members(func(name string) { ps = append(ps, part{name, r.raw()}) })
	return ps
}

// raws reads a list, its elements as they stand.
func (r *reader) raws() (texts []string) {
	r.elements(func() { texts = append(texts, r.raw()) })
	return texts
}

// names reads a list of strings, or one string.
func (r *reader) names() (names []string) {
	if r.peek() == '"' {
		return []string{r.str()}
	}
	r.elements(func() { names = append(names, r.str()) })
	return names
}

// count reads a whole number.
func (r *reader) count() *int {
	n, err := strconv.Atoi(r.word())
	r.bad = r.bad || err != nil
	return &n
}

func (s *schema) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// resolve follows $ref into $defs; a circle of references asks for nothing.
func (s *schema) resolve(n *node) *node {
	for range 32 {
		if n.Ref == "" {
			return n
		}
		if n.Ref == "#" {
			n = s.top
			continue
		}
		name, ok := strings.CutPrefix(n.Ref, "#/$defs/")
		if !ok {
			name, ok = strings.CutPrefix(n.Ref, "#/definitions/")
		}
		text, there := s.defs.get(unescape(name))
		if !ok || !there {
			s.fail(fmt.Errorf("$ref %s points nowhere", n.Ref))
			return anything
		}
		if s.seen[name] == nil {
			s.seen[name] = s.read(text)
		}
		n = s.seen[name]
	}
	return anything
}

// escape and unescape a token of a JSON pointer (RFC 6901).
func escape(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}

func unescape(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~1", "/"), "~0", "~")
}

// property returns the schema of a field, resolved; nil where the field is not known.
func (s *schema) property(n *node, name string) *node {
	text, ok := n.Properties.get(name)
	if !ok {
		return nil
	}
	if p := n.fields[name]; p != nil {
		return p
	}
	if n.fields == nil {
		n.fields = map[string]*node{}
	}
	p := s.read(text)
	readOnly := p.ReadOnly
	if p = s.resolve(p); readOnly && !p.ReadOnly {
		alike := *p
		alike.ReadOnly = true
		p = &alike
	}
	n.fields[name] = p
	return p
}

// element returns the schema of the members of a list, resolved.
func (s *schema) element(n *node) *node {
	if n.item == nil {
		n.item = s.resolve(s.read(n.Items))
	}
	return n.item
}

// is says whether the schema demands exactly this type (or null).
func (n *node) is(k kind) bool {
	switch len(n.types) {
	case 1:
		return n.types[0] == k
	case 2:
		return n.types[0] == k && n.types[1] == null || n.types[1] == k && n.types[0] == null
	}
	return false
}

// takes says whether the type keyword lets the value through.
func (n *node) takes(v value) bool {
	if len(n.types) == 0 {
		return true
	}
	for _, k := range n.types {
		if k == v.kind || k == "integer" && v.isInteger() {
			return true
		}
	}
	return false
}

// words names the types that are demanded: "an object", "a string or a number".
func (n *node) words() string {
	var b strings.Builder
	for i, k := range n.types {
		if i > 0 {
			b.WriteString(" or ")
		}
		b.WriteString(k.words())
	}
	return b.String()
}

func (k kind) words() string {
	switch k {
	case null:
		return "null"
	case object, array, "integer":
		if k == array {
			return "a list"
		}
		return "an " + string(k)
	}
	return "a " + string(k)
}
