package redact

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Identify takes note of the identifiers of a case, so that the kind of each is known
// wherever it stands. At [Secrets] it does nothing.
func (r *Redactor) Identify(c *diagnose.Case) {
	if r.level == Secrets {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requestIDs(c)
	if c.Route != nil {
		for name, value := range c.Route.Params {
			if kind := kindOf(name); kind != "" && isBareUUID(value) {
				r.ids.meet(kind, value)
			}
		}
	}
	if t := c.Token; t != nil {
		r.id("user", t.Subject.Or(""))
		r.id("client", t.ClientID.Or(""))
		r.entity("org", t.Org)
		r.entity("org", t.HomeOrg)
	}
	if x := c.Client; x != nil {
		r.entity("client", x.Entity)
		r.grants(x.Grants)
	}
	if u := c.User; u != nil {
		r.entity("user", u.Entity)
		r.entity("org", u.Org)
		for _, d := range u.Divisions.Or(nil) {
			r.id("division", d)
		}
		r.grants(u.Grants)
	}
	if c.Refusal != nil {
		for _, p := range c.Refusal.Points {
			for _, d := range p.Divisions {
				r.id("division", d)
			}
		}
	}
	if r.level == All {
		r.strangers(c)
	}
}

func (r *Redactor) id(kind, value string) {
	if isBareUUID(value) || identifier(value) {
		r.ids.meet(kind, value)
	}
}

func (r *Redactor) entity(kind string, k diagnose.Known[diagnose.Entity]) {
	r.object(kind, k.Or(diagnose.Entity{}))
}

func (r *Redactor) object(kind string, e diagnose.Entity) {
	r.id(kind, e.ID)
	if r.level != All || !nameOf(e.Name) || Masked(e.Name) {
		return
	}
	if kind == "user" {
		kind = Person
	}
	r.ids.meet(kind, e.Name)
}

func (r *Redactor) grants(k diagnose.Known[[]diagnose.RoleGrant]) {
	for _, g := range k.Or(nil) {
		r.id("role", g.Role.ID)
		r.object("division", g.Division)
	}
}

// requestIDs leaves the ids of requests as they are below [All].
func (r *Redactor) requestIDs(c *diagnose.Case) {
	keep := func(text string) {
		for i := 0; i+uuidLen <= len(text); i++ {
			switch id := text[i : i+uuidLen]; {
			case id[8] != '-' || !isBareUUID(id):
			case r.level == All:
				r.ids.meet(requestKind, id)
			default:
				r.ids.kept[strings.ToLower(id)] = true
			}
		}
	}
	headers := func(hs []diagnose.Header) {
		for _, h := range hs {
			if requestID(h.Name) {
				keep(h.Value)
			}
		}
	}
	if c.Request != nil {
		headers(c.Request.Headers)
	}
	if c.Response != nil {
		headers(c.Response.Headers)
	}
	if c.Refusal != nil {
		keep(c.Refusal.Reference)
	}
}
