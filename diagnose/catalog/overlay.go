package catalog

import (
	"bytes"
	"io"
	"strings"

	"github.com/why403/why403/diagnose"
)

// maxOverlay is the longest catalog file that is read, in bytes.
const maxOverlay = 64 << 20

// Overlay is a catalog that lies over another one.
type Overlay struct{ table *table }

// Overlay packs a description so that it can be laid over a catalog.
func (d *Description) Overlay() (*Overlay, error) {
	data, err := Encode(d)
	if err != nil {
		return nil, err
	}
	return &Overlay{table: open(string(data))}, nil
}

// ReadOverlay reads a catalog file in either of its forms, told apart by their
// content: the binary form that `why403 catalog build` writes, or overlay JSON as
// [ReadDescription] takes it. name is used in messages and for the places of
// facts. Every error is an [Error].
func ReadOverlay(name string, r io.Reader) (*Overlay, error) {
	text, err := readAll(name, r)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(string(text), magic[:6]) {
		if err := check(string(text)); err != nil {
			return nil, &Error{At: diagnose.Location{Source: name}, Problem: err.Error(), Advice: "build it again: why403 catalog build openapi.json -o FILE"}
		}
		return &Overlay{table: open(string(text))}, nil
	}
	d, err := describe(name, text)
	if err != nil {
		return nil, err
	}
	o, err := d.Overlay()
	if err != nil {
		return nil, &Error{At: diagnose.Location{Source: name}, Problem: err.Error()}
	}
	return o, nil
}

// ReadDescription reads overlay JSON:
//
//	{"name": "acme",                             what the report calls it
//	 "version": "2026-11", "date": "2026-11-20",
//	 "hosts": ["api.acme.example"],              for another API: where it is served
//	 "prefix": "/v1",                            … and what its paths begin with
//	 "scopes": […], "permissions": […],          … and the names it knows
//	 "operations": [{
//	   "method": "PATCH", "path": "/api/v2/…/{id}",
//	   "id": "…", "source": "org",               org, observed, community or published
//	   "scopes": {"any_of": […]},                or all_of
//	   "permissions": {"any_of": […]},
//	   "roles": {"any_of": ["Supervisor"]},
//	   "needs_user": true, "accepts": "any token", "preview": false,
//	   "body": {JSON Schema}, "body_name": "…", "body_required": true,
//	   "codes": [{"status": 403, "code": "…"}],
//	   "equivalents": [{"id": "…", "method": "…", "path": "…", "body": {}}],
//	   "note": "…"}]}
//
// An operation that another layer describes keeps every fact that is not stated
// here.
func ReadDescription(name string, r io.Reader) (*Description, error) {
	text, err := readAll(name, r)
	if err != nil {
		return nil, err
	}
	return describe(name, text)
}

func readAll(name string, r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxOverlay+1))
	if err == nil && len(text) > maxOverlay {
		return nil, &Error{At: diagnose.Location{Source: name}, Problem: "the catalog is longer than 64 MiB"}
	}
	if err != nil {
		return nil, &Error{At: diagnose.Location{Source: name}, Problem: "cannot be read: " + err.Error()}
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

// describe reads overlay JSON that is in memory.
func describe(name string, text []byte) (*Description, error) {
	o := overlayReader{jsonReader: newJSONReader(name, text), d: &Description{File: name}, seen: map[string]bool{}}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, o.fail(0, "the catalog is empty", "")
	}
	if err := o.object("a catalog", o.member); err != nil {
		return nil, err
	}
	if rest := bytes.TrimSpace(text[o.dec.InputOffset():]); len(rest) > 0 {
		return nil, o.fail(o.next(), "something stands behind the end of the catalog", "")
	}
	if o.d.Name == "" {
		return nil, o.fail(0, "the catalog has no name", `begin it with {"name": "…"`)
	}
	return o.d, nil
}

// overlayReader reads overlay JSON into a description.
type overlayReader struct {
	*jsonReader
	d    *Description
	seen map[string]bool // method and template, names of parameters aside
}

func (o *overlayReader) member(name string, at int) (err error) {
	d := o.d
	switch name {
	case "name":
		d.Name, err = o.string(name)
	case "version":
		d.Version, err = o.string(name)
	case "date":
		d.Date, err = o.string(name)
	case "prefix":
		d.Prefix, err = o.string(name)
		d.Prefix = strings.TrimSuffix(d.Prefix, "/")
	case "scopes":
		d.Scopes, err = o.strings(name)
	case "permissions":
		d.Permissions, err = o.strings(name)
	case "hosts":
		var hosts []string
		hosts, err = o.strings(name)
		for _, h := range hosts {
			d.Hosts = append(d.Hosts, Host{Name: strings.ToLower(h), Kind: diagnose.HostOther})
		}
	case "operations":
		err = o.array(name, o.operation)
	case "$schema", "about":
		err = o.skip()
	case "openapi", "swagger":
		return o.fail(at, "this is a description of an API, not a catalog", "make a catalog of it: why403 catalog build FILE -o mine.why403cat")
	default:
		return o.unknown(at, name, "name version date hosts prefix scopes permissions operations about")
	}
	return err
}

// unknown refuses a name that the form does not have: a fact that is misspelt
// would silently not count.
func (o *overlayReader) unknown(at int, name, known string) error {
	advice := "known here: " + strings.Join(strings.Fields(known), ", ")
	for _, k := range strings.Fields(known) {
		if squeeze(k) == squeeze(name) || oneSlip(k, name) {
			advice = `did you mean "` + k + `"?`
		}
	}
	return o.fail(at, `a catalog has no member "`+name+`" here`, advice)
}

// Whole says whether the overlay describes its operations wholly, as a built
// catalog does, and not single facts of operations that another layer describes.
func (o *Overlay) Whole() bool {
	for op := range o.table.size() {
		if Fact(o.table.flag(op, flagSays, 12))&described != described {
			return false
		}
	}
	return true
}
