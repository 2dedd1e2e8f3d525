package catalog

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/why403/why403/diagnose"
)

// path reads one member of "paths".
func (r *openapi) path(template string, at int) error {
	if !strings.HasPrefix(template, "/") {
		if strings.HasPrefix(template, "x-") {
			return r.skip()
		}
		return r.fail(at, "a path must begin with a slash", "")
	}
	if i := strings.IndexAny(template, "?#"); i >= 0 {
		template = template[:i]
	}
	var shared *jsonBody
	first := len(r.operations)
	err := r.object("a path", func(name string, at int) (err error) {
		method := strings.ToUpper(name)
		switch {
		case name == "parameters":
			shared, err = r.parameters()
		case methodCode(method) != 0 && name == strings.ToLower(name):
			err = r.operation(method, template, at)
		default:
			err = r.skip()
		}
		return err
	})
	for i := first; i < len(r.operations); i++ {
		if r.operations[i].body == nil {
			r.operations[i].body = shared
		}
	}
	return err
}

func (r *openapi) operation(method, template string, at int) error {
	o := openapiOperation{security: nil}
	o.Method, o.Path, o.Source = method, template, diagnose.Published
	line := r.place(at)
	o.Lines = []Line{{Fact: saysItself, Line: line.Line, Col: line.Col}}
	err := r.object("an operation", func(name string, _ int) (err error) {
		switch name {
		case "operationId":
			o.ID, err = r.string(name)
		case "security":
			o.security, err = r.need()
		case "parameters":
			var b *jsonBody
			if b, err = r.parameters(); b != nil {
				o.body = b
			}
		case "requestBody":
			var b jsonBody
			b, err = r.requestBody()
			o.body = &b
		case "responses":
			err = r.responses(&o)
		case r.options.PermissionsKey:
			r.says |= SaysPermissions
			err = r.permissions(&o)
		default:
			err = r.skip()
		}
		return err
	})
	r.operations = append(r.operations, o)
	return err
}

// permissions reads the vendor's list of permissions.
func (r *openapi) permissions(o *openapiOperation) (err error) {
	need := &o.Permissions
	switch r.dec.PeekKind() {
	case '"':
		need.Mode = diagnose.All
		need.Names = []string{""}
		need.Names[0], err = r.string("permissions")
		return err
	case '[':
		need.Mode = diagnose.All
		need.Names, err = r.strings("permissions")
		return err
	}
	need.Mode = diagnose.Any
	err = r.object("permissions", func(name string, _ int) (err error) {
		switch name {
		case "type":
			var mode string
			mode, err = r.string(name)
			if strings.EqualFold(mode, "ALL") {
				need.Mode = diagnose.All
			}
			r.anyScope = r.anyScope || r.options.PermissionsKey == genesysPermissions
		case "permissions":
			need.Names, err = r.strings(name)
		default:
			err = r.skip()
		}
		return err
	})
	return err
}

// responses reads the error codes that responses list in the vendor's own way.
func (r *openapi) responses(o *openapiOperation) error {
	return r.object("responses", func(status string, _ int) error {
		code, err := strconv.Atoi(status)
		if err != nil || code < 400 || code > 599 || r.dec.PeekKind() != '{' {
			return r.skip()
		}
		return r.object("a response", func(name string, _ int) error {
			if name != "x-inin-error-codes" || r.dec.PeekKind() != '{' {
				return r.skip()
			}
			r.says |= SaysCodes | SaysUser
			return r.object(name, func(name string, _ int) error {
				if name == "not.a.user" {
					o.NeedsUser = true
				}
				o.Codes = append(o.Codes, diagnose.ErrorCode{Status: code, Code: strings.Clone(name)})
				return r.skip()
			})
		})
	})
}

// parameters reads a list of parameters and gives the one that is the body, in
// version 2.
func (r *openapi) parameters() (body *jsonBody, err error) {
	err = r.array("parameters", func() error {
		b, err := r.parameter()
		if b != nil {
			body = b
		}
		return err
	})
	return body, err
}

func (r *openapi) parameter() (*jsonBody, error) {
	b, in := jsonBody{}, ""
	err := r.object("a parameter", func(name string, _ int) (err error) {
		switch name {
		case "$ref":
			b.ref, err = r.string(name)
		case "in":
			in, err = r.string(name)
		case "required":
			b.required, err = r.boolean(name)
		case "schema":
			b.schema, err = r.value()
		default:
			err = r.skip()
		}
		return err
	})
	switch {
	case b.ref != "" || in == "body":
		return &b, err
	case in == "formData":
		return &jsonBody{other: "form"}, err
	}
	return nil, err
}

// sharedParameter keeps a parameter of version 2 where it is a body.
func (r *openapi) sharedParameter(name string, _ int) error {
	b, err := r.parameter()
	if b != nil {
		r.bodies["#/parameters/"+name] = *b
	}
	return err
}

// requestBody reads the body of version 3: of its media types the JSON one.
func (r *openapi) requestBody() (b jsonBody, err error) {
	err = r.object("a request body", func(name string, _ int) (err error) {
		switch name {
		case "$ref":
			b.ref, err = r.string(name)
		case "required":
			b.required, err = r.boolean(name)
		case "content":
			err = r.object(name, func(media string, _ int) error { return r.content(&b, media) })
		default:
			err = r.skip()
		}
		return err
	})
	return b, err
}

func (r *openapi) content(b *jsonBody, media string) error {
	bare, _, _ := strings.Cut(strings.ToLower(media), ";")
	isJSON := bare == "application/json" || strings.HasSuffix(bare, "+json") || bare == "*/*"
	if !isJSON || b.schema != nil && bare != "application/json" {
		if b.schema == nil {
			b.other = strings.Clone(media)
		}
		return r.skip()
	}
	return r.object(media, func(name string, _ int) (err error) {
		if name != "schema" {
			return r.skip()
		}
		b.schema, err = r.value()
		return err
	})
}

// resolveBody turns an operation's body into a shape.
func (r *openapi) resolveBody(o *openapiOperation) error {
	b := o.body
	if b != nil && b.ref != "" {
		shared, ok := r.bodies[b.ref]
		if !ok {
			return nil // some other kind of parameter
		}
		b = &shared
	}
	if b == nil {
		return nil
	}
	o.BodyRequired = b.required
	if o.Shape = simpleShape(b.schema); o.Shape != nil {
		return nil
	}
	name := bodyName(o.ID, o.Method, o.Path)
	for _, taken := r.models[name]; taken; _, taken = r.models[name] {
		name += "_"
	}
	t := transcript{rename: modelRef}
	raw, err := t.schema(b.schema, "")
	r.models[name] = Model{Name: name, Raw: string(raw), Refs: t.refs}
	o.Shape = &Shape{Type: "object", Ref: name}
	return err
}

// simpleShape gives the shape of a schema that is nothing but a reference, a list
// of such, or free-form; nil for any other.
func simpleShape(schema jsontext.Value) *Shape {
	if schema == nil {
		return &Shape{}
	}
	if schema.Kind() != '{' {
		return &Shape{}
	}
	s, more := Shape{}, false
	err := eachMember(schema, func(name string, v jsontext.Value) error {
		switch {
		case name == "$ref":
			ref, _ := jsontext.AppendUnquote(nil, v)
			s.Type, s.Ref = "object", modelRef(string(ref))
			more = more || s.Ref == ""
		case name == "type" && v.Kind() == '"':
			kind, _ := jsontext.AppendUnquote(nil, v)
			s.Type = string(kind)
			more = more || !slices.Contains(shapeNames[1:], s.Type)
		case name == "items":
			s.Items = simpleShape(v.Clone())
			more = more || s.Items == nil
		case slices.Contains(annotations, name) || bytes.HasPrefix([]byte(name), []byte("x-")):
		default:
			more = true
		}
		return nil
	})
	if err != nil || more {
		return nil
	}
	return &s
}
