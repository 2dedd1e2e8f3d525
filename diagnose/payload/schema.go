package payload

import (
	"encoding/json"
	"fmt"
	"strings"
)

// schema is the root of a JSON Schema. Its parts stay text until a value of the
// body needs them: a model may reach a hundred others that this body does not.
type schema struct {
	top  *node
	defs map[string]json.RawMessage
	seen map[string]*node // resolved $defs
	err  error            // the first part that could not be read

	steps int // how many values were held against a part of it
}

// node is one schema object.
type node struct {
	Ref        string                     `json:"$ref"`
	Types      json.RawMessage            `json:"type"` // a name or a list of names
	Enum       []json.RawMessage          `json:"enum"`
	Const      json.RawMessage            `json:"const"`
	Format     string                     `json:"format"`
	Properties map[string]json.RawMessage `json:"properties"`
	Required   []string                   `json:"required"`
	Additional json.RawMessage            `json:"additionalProperties"`
	Items      json.RawMessage            `json:"items"`
	AllOf      []json.RawMessage          `json:"allOf"`
	AnyOf      []json.RawMessage          `json:"anyOf"`
	OneOf      []json.RawMessage          `json:"oneOf"`
	MinItems   *int                       `json:"minItems"`
	MaxItems   *int                       `json:"maxItems"`
	MinLength  *int                       `json:"minLength"`
	MaxLength  *int                       `json:"maxLength"`
	Minimum    *json.Number               `json:"minimum"`
	Maximum    *json.Number               `json:"maximum"`
	Nullable   bool                       `json:"nullable"`
	ReadOnly   bool                       `json:"readOnly"`
	// KnownFieldsOnly says that the source lists every field, so that another one
	// is a mistake, though the platform may not refuse it for that alone.
	KnownFieldsOnly bool `json:"x-known-fields-only"`

	types  []kind
	never  bool // the schema false
	fields map[string]*node
	item   *node
}

// anything is the schema true: it asks for nothing.
var anything = &node{}

func compile(text []byte) (*schema, error) {
	var root struct {
		Defs        map[string]json.RawMessage `json:"$defs"`
		Definitions map[string]json.RawMessage `json:"definitions"`
	}
	if err := json.Unmarshal(text, &root); err != nil {
		return nil, err
	}
	s := &schema{defs: root.Defs, seen: map[string]*node{}}
	if s.defs == nil {
		s.defs = root.Definitions
	}
	s.top = s.read(text)
	return s, s.err
}

// read decodes one schema object; true and false are schemas too.
func (s *schema) read(text json.RawMessage) *node {
	switch strings.TrimSpace(string(text)) {
	case "", "true", "{}":
		return anything
	case "false":
		return &node{never: true}
	}
	n := &node{}
	if err := json.Unmarshal(text, n); err != nil {
		s.fail(err)
		return anything
	}
	n.types = s.kinds(n)
	return n
}

func (s *schema) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// kinds reads the type keyword; "integer" stays in it beside the JSON types.
func (s *schema) kinds(n *node) []kind {
	if len(n.Types) == 0 {
		return nil
	}
	var one kind
	if json.Unmarshal(n.Types, &one) == nil {
		if n.Nullable {
			return []kind{one, null}
		}
		return []kind{one}
	}
	var many []kind
	if err := json.Unmarshal(n.Types, &many); err != nil {
		s.fail(fmt.Errorf("type: %w", err))
	}
	return many
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
		text, there := s.defs[unescape(name)]
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
	text, ok := n.Properties[name]
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
