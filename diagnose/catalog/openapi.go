package catalog

import (
	"bytes"
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/why403/why403/diagnose"
)

// OpenAPIOptions says how to read what OpenAPI leaves open.
type OpenAPIOptions struct {
	// PermissionsKey is the vendor extension of an operation that lists
	// permissions: {"type": "ANY" or "ALL", "permissions": […]}, or a plain list, of
	// which all are needed. Empty for "x-inin-requires-permissions".
	PermissionsKey string
	// Scopes says whether any or all of the scopes that an operation lists are
	// needed. None stands for the default: all, as the specification has it, but any
	// where the description carries Genesys Cloud's own extension, since the platform
	// lists a scope and its read-only twin side by side where either will do.
	Scopes diagnose.Mode
	// Date of the description, ISO 8601; descriptions do not say.
	Date string
}

const genesysPermissions = "x-inin-requires-permissions"

// ReadOpenAPI reads an OpenAPI 2 (Swagger), 3.0 or 3.1 description in JSON. name
// is used in messages and for the places of facts. Every error is an [Error].
func ReadOpenAPI(name string, text []byte, o OpenAPIOptions) (*Description, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	r := openapi{
		jsonReader: newJSONReader(name, text), options: o, d: &Description{File: name, Date: o.Date},
		schemes: map[string]string{}, bodies: map[string]jsonBody{}, models: map[string]Model{}, scopes: map[string]bool{},
	}
	r.options.PermissionsKey = cmp.Or(o.PermissionsKey, genesysPermissions)
	if first := bytes.TrimLeft(text, " \t\r\n"); len(first) > 0 && first[0] != '{' {
		return nil, r.fail(len(text)-len(first), "this is no OpenAPI description in JSON", "convert YAML to JSON first, as yq -o json does")
	}
	if err := r.object("a description", r.member); err != nil {
		return nil, err
	}
	if r.version == "" {
		return nil, r.fail(0, "the description says neither openapi nor swagger", "bring an OpenAPI 2 or 3 description")
	}
	if len(r.operations) == 0 {
		return nil, r.fail(0, "the description has no paths", "")
	}
	return r.finish()
}

// openapi reads a description in one go. What refers to a part that may stand
// further down is kept as it is until the end.
type openapi struct {
	*jsonReader
	options OpenAPIOptions
	d       *Description

	version    string
	host, base string            // version 2
	servers    []string          // version 3
	security   *securityNeed     // for operations that say nothing themselves
	schemes    map[string]string // security scheme → its type
	scopes     map[string]bool
	bodies     map[string]jsonBody // shared request bodies and body parameters, by reference
	models     map[string]Model
	operations []openapiOperation
	says       Fact // what the description states at all
	anyScope   bool // the description carries genesysPermissions
}

// openapiOperation is an operation whose references are not resolved yet.
type openapiOperation struct {
	Entry
	security *securityNeed
	body     *jsonBody
}

// jsonBody is a request body: its schema, or a reference to a shared one.
type jsonBody struct {
	ref      string
	schema   jsontext.Value
	required bool
	other    string // the media type, where it is not JSON
}

func (r *openapi) member(name string, _ int) (err error) {
	switch name {
	case "openapi", "swagger":
		r.version, err = r.string(name)
	case "info":
		err = r.object(name, func(name string, _ int) (err error) {
			switch name {
			case "title":
				r.d.Name, err = r.string(name)
			case "version":
				r.d.Version, err = r.string(name)
			default:
				err = r.skip()
			}
			return err
		})
	case "host":
		r.host, err = r.string(name)
	case "basePath":
		r.base, err = r.string(name)
	case "servers":
		err = r.array(name, r.server)
	case "security":
		r.security, err = r.need()
	case "securityDefinitions":
		err = r.object(name, r.scheme)
	case "definitions":
		err = r.object(name, r.model)
	case "parameters":
		err = r.object(name, r.sharedParameter)
	case "components":
		err = r.object(name, r.component)
	case "paths":
		err = r.object(name, r.path)
	default:
		err = r.skip()
	}
	return err
}

func (r *openapi) component(name string, _ int) error {
	switch name {
	case "schemas":
		return r.object(name, r.model)
	case "securitySchemes":
		return r.object(name, r.scheme)
	case "requestBodies":
		return r.object(name, func(name string, _ int) error {
			b, err := r.requestBody()
			r.bodies["#/components/requestBodies/"+name] = b
			return err
		})
	}
	return r.skip()
}

// model keeps a named schema, its references renamed.
func (r *openapi) model(name string, _ int) error {
	v, err := r.value()
	if err != nil {
		return err
	}
	t := transcript{rename: modelRef}
	raw, err := t.schema(v, "")
	name = plainName(name)
	r.models[name] = Model{Name: name, Raw: string(raw), Refs: t.refs}
	return err
}

// modelRef gives the model that a reference names; "" where it names none.
func modelRef(ref string) string {
	for _, place := range []string{"#/definitions/", "#/components/schemas/"} {
		if name, ok := strings.CutPrefix(ref, place); ok && !strings.Contains(name, "/") {
			if decoded, err := url.PathUnescape(name); err == nil {
				name = decoded
			}
			return plainName(strings.NewReplacer("~1", "/", "~0", "~").Replace(name))
		}
	}
	return ""
}

func (r *openapi) server() error {
	var address string
	defaults := map[string]string{}
	err := r.object("a server", func(name string, _ int) (err error) {
		switch name {
		case "url":
			address, err = r.string(name)
		case "variables":
			err = r.object(name, func(variable string, _ int) error {
				return r.object(variable, func(name string, _ int) (err error) {
					if name != "default" {
						return r.skip()
					}
					defaults[variable], err = r.string(name)
					return err
				})
			})
		default:
			err = r.skip()
		}
		return err
	})
	for name, value := range defaults {
		address = strings.ReplaceAll(address, "{"+name+"}", value)
	}
	r.servers = append(r.servers, address)
	return err
}

// finish resolves what was kept, and puts the description together.
func (r *openapi) finish() (*Description, error) {
	d := r.d
	d.Name = cmp.Or(d.Name, "openapi")
	base := r.addresses()
	seen := map[string]bool{}
	for i := range r.operations {
		o := &r.operations[i]
		o.Path = base + o.Path
		if key := o.Method + anonymous(o.Path); seen[key] {
			continue // two templates that no address can tell apart: the first one counts
		} else {
			seen[key] = true
		}
		o.Says = r.says | described
		r.requireScopes(o)
		if err := r.resolveBody(o); err != nil {
			return nil, err
		}
		d.Operations = append(d.Operations, o.Entry)
		d.Permissions = append(d.Permissions, o.Permissions.Names...)
		for _, s := range o.Scopes.Names {
			r.scopes[s] = true
		}
	}
	dropCommonCodes(d.Operations)
	d.Scopes = slices.Sorted(maps.Keys(r.scopes))
	d.Permissions = sorted(d.Permissions)
	d.Prefix = cmp.Or(base, commonPrefix(d.Operations))
	r.closeModels()
	for _, name := range slices.Sorted(maps.Keys(r.models)) {
		d.Models = append(d.Models, r.models[name])
	}
	return d, nil
}

// dropCommonCodes leaves out the error codes that most operations list, so that
// only those that tell something are kept.
func dropCommonCodes(operations []Entry) {
	count := map[diagnose.ErrorCode]int{}
	for i := range operations {
		for _, c := range operations[i].Codes {
			count[c]++
		}
	}
	for i := range operations {
		operations[i].Codes = slices.DeleteFunc(operations[i].Codes, func(c diagnose.ErrorCode) bool {
			return len(operations) >= 10 && count[c] > len(operations)/2
		})
	}
}

// closeModels gives every reference a model; what the description does not
// describe may be anything.
func (r *openapi) closeModels() {
	open := func(name string) {
		if _, ok := r.models[name]; !ok {
			r.models[name] = Model{Name: name, Raw: "true"}
		}
	}
	for _, m := range maps.Clone(r.models) {
		for _, ref := range m.Refs {
			open(ref)
		}
	}
	for i := range r.d.Operations {
		for s := r.d.Operations[i].Shape; s != nil; s = s.Items {
			if s.Ref != "" {
				open(s.Ref)
			}
		}
	}
}

// addresses notes the hosts and gives what comes before every path.
func (r *openapi) addresses() (base string) {
	base = r.base
	hosts := []string{r.host}
	for i, s := range r.servers {
		u, err := url.Parse(s)
		if err != nil {
			continue
		}
		hosts = append(hosts, u.Hostname())
		if i == 0 {
			base = u.Path
		}
	}
	if base = strings.Trim(base, "/"); base != "" {
		base = "/" + base
	}
	for _, h := range sorted(hosts) {
		if h, _, _ = strings.Cut(strings.ToLower(h), ":"); h != "" {
			r.d.Hosts = append(r.d.Hosts, Host{Name: h, Kind: diagnose.HostOther})
		}
	}
	return base
}

// commonPrefix is what the paths of all operations begin with, up to the first
// parameter.
func commonPrefix(operations []Entry) string {
	prefix := operations[0].Path[:strings.LastIndexByte(operations[0].Path, '/')]
	if i := strings.IndexByte(prefix, '{'); i >= 0 {
		prefix = strings.TrimSuffix(prefix[:i], "/")
	}
	for i := range operations {
		for prefix != "" && !strings.HasPrefix(operations[i].Path, prefix+"/") {
			prefix = prefix[:strings.LastIndexByte(prefix, '/')]
		}
	}
	return prefix
}
