package catalog

import "github.com/why403/why403/diagnose"

// merge lays an operation of this table over what lower layers say about it.
func (t *table) merge(under *diagnose.Operation, op int) *diagnose.Operation {
	e := t.entry(op)
	if under == nil || e.Says == Whole {
		o := e.Operation
		o.From, o.Body = t.said(&e, saysItself), t.body(&e, op)
		o.ScopesFrom, o.PermissionsFrom = t.line(&e, SaysScopes), t.line(&e, SaysPermissions)
		o.RolesFrom, o.BodyFrom = t.line(&e, SaysRoles), t.line(&e, SaysBody)
		if e.Says&SaysScopes == 0 {
			o.ScopeBasis = diagnose.NoBasis
		}
		return &o
	}
	o := *under
	if e.Says&SaysScopes != 0 {
		o.Scopes, o.ScopeBasis, o.ScopesFrom = e.Scopes, e.ScopeBasis, t.said(&e, SaysScopes)
	}
	if e.Says&SaysPermissions != 0 {
		o.Permissions, o.PermissionsFrom = e.Permissions, t.said(&e, SaysPermissions)
	}
	if e.Says&SaysRoles != 0 {
		o.Roles, o.RolesFrom = e.Roles, t.said(&e, SaysRoles)
	}
	if e.Says&SaysBody != 0 {
		o.Body, o.BodyFrom = t.body(&e, op), t.said(&e, SaysBody)
	}
	mergeRest(&o, &e)
	return &o
}

// line gives the line of a fact; the zero Location where it has none of its own.
func (t *table) line(e *Entry, f Fact) diagnose.Location {
	for _, l := range e.Lines {
		if l.Fact == f {
			return diagnose.Location{Source: t.file(), Line: l.Line, Col: l.Col}
		}
	}
	return diagnose.Location{}
}

// said gives the place of a fact: its own, or that of the operation, or the file.
func (t *table) said(e *Entry, f Fact) diagnose.Location {
	if at := t.line(e, f); at.Line > 0 {
		return at
	}
	if at := t.line(e, saysItself); at.Line > 0 {
		return at
	}
	return diagnose.Location{Source: t.file()}
}

func mergeRest(o *diagnose.Operation, e *Entry) {
	if e.Says&SaysID != 0 && e.ID != "" {
		o.ID = e.ID
	}
	if e.Says&SaysUser != 0 {
		o.NeedsUser = e.NeedsUser
	}
	if e.Says&SaysAccepts != 0 {
		o.Accepts = e.Accepts
	}
	if e.Says&SaysCodes != 0 {
		o.Codes = e.Codes
	}
	if e.Says&SaysEquivalents != 0 {
		o.Equivalents = e.Equivalents
	}
	if e.Says&SaysPreview != 0 {
		o.Preview = e.Preview
	}
	if e.Says&SaysNote != 0 {
		o.Note = e.Note
	}
	if e.Says&SaysEnforced != 0 {
		o.Enforced = e.Enforced
	}
}

// body makes the model of an operation's body; its schema is decoded when asked
// for.
func (t *table) body(e *Entry, op int) *diagnose.BodyModel {
	if e.Shape == nil {
		return nil
	}
	b := &diagnose.BodyModel{Name: e.Shape.String(), Required: e.BodyRequired}
	if !e.Shape.freeForm() {
		at := t.off[secShapes] + int(t.op(op, opBody)) - 1
		b.Schema = func() []byte { return t.schema(at) }
	}
	return b
}
