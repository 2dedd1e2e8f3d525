package catalog

import (
	"strconv"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// operation reads one member of "operations".
func (o *overlayReader) operation() error {
	o.dec.PeekKind()
	start := o.next()
	e := Entry{}
	e.Source, e.ScopeBasis, e.BodyRequired = diagnose.Org, diagnose.NoBasis, true
	o.mark(&e, saysItself, start)
	body := schemaText{}
	if err := o.object("an operation", func(name string, at int) error {
		if fact, ok := o.facts(name); ok {
			e.Says |= fact
			o.mark(&e, fact, at)
		}
		return o.fact(&e, &body, name, at)
	}); err != nil {
		return err
	}
	if methodCode(e.Method) == 0 || !strings.HasPrefix(e.Path, "/") {
		return o.fail(start, "the operation has no method and path", `write "method": "PATCH", "path": "/api/v2/…/{id}"`)
	}
	if key := e.Method + anonymous(e.Path); o.seen[key] {
		return o.fail(start, e.Method+" "+e.Path+" is described twice", "put what both say into one entry")
	} else {
		o.seen[key] = true
	}
	if body.text != nil {
		if err := o.body(&e, body); err != nil {
			return err
		}
	}
	o.d.Operations = append(o.d.Operations, e)
	return nil
}

// anonymous is a template without the names of its parameters.
func anonymous(template string) string {
	segments := strings.Split(template, "/")
	for i, s := range segments {
		if isParameter(s) {
			segments[i] = "{}"
		}
	}
	return strings.Join(segments, "/")
}

// mark notes where a fact stands.
func (o *overlayReader) mark(e *Entry, f Fact, offset int) {
	at := o.place(offset)
	e.Lines = append(e.Lines, Line{Fact: f, Line: at.Line, Col: at.Col})
}

// facts says which fact a member states.
func (o *overlayReader) facts(name string) (Fact, bool) {
	switch name {
	case "scopes":
		return SaysScopes, true
	case "permissions":
		return SaysPermissions, true
	case "roles":
		return SaysRoles, true
	case "needs_user":
		return SaysUser, true
	case "body":
		return SaysBody, true
	case "accepts":
		return SaysAccepts, true
	case "codes":
		return SaysCodes, true
	case "equivalents":
		return SaysEquivalents, true
	case "id":
		return SaysID, true
	case "preview":
		return SaysPreview, true
	case "note":
		return SaysNote, true
	case "enforced":
		return SaysEnforced, true
	}
	return 0, false
}

func (o *overlayReader) fact(e *Entry, body *schemaText, name string, at int) (err error) {
	switch name {
	case "method":
		e.Method, err = o.string(name)
		e.Method = strings.ToUpper(e.Method)
	case "path":
		e.Path, err = o.string(name)
	case "id":
		e.ID, err = o.string(name)
	case "source":
		err = o.source(e)
	case "scopes":
		e.Scopes, err = o.requirement(name)
		e.ScopeBasis = diagnose.Documented
	case "permissions":
		e.Permissions, err = o.requirement(name)
	case "roles":
		e.Roles, err = o.requirement(name)
	case "needs_user":
		e.NeedsUser, err = o.boolean(name)
	case "preview":
		e.Preview, err = o.boolean(name)
	case "accepts":
		e.Accepts, err = o.string(name)
	case "note":
		e.Note, err = o.string(name)
	case "enforced":
		err = o.enforced(e, at)
	case "body":
		body.at = at
		body.text, err = o.value()
	case "body_name":
		body.name, err = o.string(name)
	case "body_required":
		e.BodyRequired, err = o.boolean(name)
	case "codes":
		err = o.array(name, func() error { return o.code(e) })
	case "equivalents":
		err = o.array(name, func() error { return o.equivalent(e) })
	default:
		return o.unknown(at, name, "method path id source scopes permissions roles needs_user accepts preview body body_name body_required codes equivalents note enforced")
	}
	return err
}

// enforced reads the day from which what the operation asks for is enforced.
func (o *overlayReader) enforced(e *Entry, at int) error {
	date, err := o.string("enforced")
	if err != nil {
		return err
	}
	if e.Enforced, err = time.Parse(time.DateOnly, date); err != nil {
		return o.fail(at, "enforced must be a day", `write "enforced": "2026-11-01"`)
	}
	return nil
}

func (o *overlayReader) source(e *Entry) error {
	o.dec.PeekKind()
	at := o.next()
	s, err := o.string("source")
	if err != nil {
		return err
	}
	e.Source = diagnose.Source(s)
	if number(sources[:], e.Source) == 0 {
		return o.fail(at, `no source is called "`+s+`"`, "say org, observed, community or published")
	}
	return nil
}

// requirement reads {"any_of": […]} or {"all_of": […]}; an empty list says that
// nothing is required.
func (o *overlayReader) requirement(what string) (diagnose.Requirement, error) {
	var r diagnose.Requirement
	err := o.object(what, func(name string, at int) (err error) {
		if r.Mode != diagnose.None {
			return o.fail(at, what+" say both any_of and all_of", "keep the one that holds")
		}
		switch name {
		case "any_of":
			r.Mode = diagnose.Any
		case "all_of":
			r.Mode = diagnose.All
		default:
			return o.unknown(at, name, "any_of all_of")
		}
		r.Names, err = o.strings(name)
		return err
	})
	if len(r.Names) == 0 {
		r = diagnose.Requirement{}
	}
	return r, err
}

func (o *overlayReader) code(e *Entry) error {
	var c diagnose.ErrorCode
	err := o.object("a code", func(name string, at int) (err error) {
		switch name {
		case "status":
			v, err := o.value()
			if err != nil {
				return err
			}
			if c.Status, err = strconv.Atoi(string(v)); err != nil || c.Status < 100 || c.Status > 599 {
				return o.fail(at, "status must be a number from 100 to 599", "")
			}
			return nil
		case "code":
			c.Code, err = o.string(name)
			return err
		}
		return o.unknown(at, name, "status code")
	})
	e.Codes = append(e.Codes, c)
	return err
}

func (o *overlayReader) equivalent(e *Entry) error {
	var q diagnose.Equivalent
	err := o.object("an equivalent", func(name string, at int) (err error) {
		switch name {
		case "id":
			q.ID, err = o.string(name)
		case "method":
			q.Method, err = o.string(name)
		case "path":
			q.Path, err = o.string(name)
		case "body":
			v, bad := o.value()
			if bad == nil {
				bad = v.Compact()
			}
			q.Body, err = string(v), bad
		default:
			return o.unknown(at, name, "id method path body")
		}
		return err
	})
	e.Equivalents = append(e.Equivalents, q)
	return err
}
