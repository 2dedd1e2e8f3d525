package catalog

import "github.com/why403/why403/diagnose"

// merge lays an operation of this table over what lower layers say about it.
func (t *table) merge(under *diagnose.Operation, op int) *diagnose.Operation {
	e := t.entry(op)
	file := t.file()
	at := func(f Fact) diagnose.Location {
		for _, l := range e.Lines {
			if l.Fact == f {
				return diagnose.Location{Source: file, Line: l.Line, Col: l.Col}
			}
		}
		return diagnose.Location{Source: file}
	}
	if under == nil || e.Says == Whole {
		o := e.Operation
		o.From, o.Body = at(saysItself), t.body(&e, op)
		if e.Says&SaysScopes == 0 {
			o.ScopeBasis = diagnose.NoBasis
		}
		if e.Says != Whole {
			o.RolesFrom = whereSaid(e.Says&SaysRoles != 0, at(SaysRoles))
			o.ScopesFrom = whereSaid(e.Says&SaysScopes != 0, at(SaysScopes))
			o.PermissionsFrom = whereSaid(e.Says&SaysPermissions != 0, at(SaysPermissions))
			o.BodyFrom = whereSaid(e.Says&SaysBody != 0, at(SaysBody))
		}
		return &o
	}
	o := *under
	if e.Says&SaysScopes != 0 {
		o.Scopes, o.ScopeBasis, o.ScopesFrom = e.Scopes, e.ScopeBasis, at(SaysScopes)
	}
	if e.Says&SaysPermissions != 0 {
		o.Permissions, o.PermissionsFrom = e.Permissions, at(SaysPermissions)
	}
	if e.Says&SaysRoles != 0 {
		o.Roles, o.RolesFrom = e.Roles, at(SaysRoles)
	}
	if e.Says&SaysBody != 0 {
		o.Body, o.BodyFrom = t.body(&e, op), at(SaysBody)
	}
	mergeRest(&o, &e)
	return &o
}

func whereSaid(said bool, at diagnose.Location) diagnose.Location {
	if said {
		return at
	}
	return diagnose.Location{}
}

func mergeRest(o *diagnose.Operation, e *Entry) {
	if e.Says&SaysID != 0 {
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
