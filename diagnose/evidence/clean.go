package evidence

import (
	"slices"

	"github.com/why403/why403/diagnose"
)

// The names that stand in a token, a client and a user are no secrets, but a secret
// may have been put in their place.

func (b *builder) tokenNames(t *diagnose.Token) {
	b.names(&t.Scopes, &t.Permissions, &t.Roles, &t.Audience)
	b.words(&t.Issuer, &t.ClientID, &t.Subject, &t.Algorithm, &t.Problem)
	t.ScopesFrom = b.pass(t.ScopesFrom)
	b.entities(&t.Org, &t.HomeOrg)
}

func (b *builder) clientNames(c *diagnose.Client) {
	b.names(&c.Scopes, &c.Roles)
	b.words(&c.State)
	b.entities(&c.Entity)
	b.grants(&c.Grants)
}

func (b *builder) userNames(u *diagnose.User) {
	b.names(&u.Roles, &u.Permissions, &u.Divisions)
	b.words(&u.State)
	b.entities(&u.Entity, &u.Org)
	b.grants(&u.Grants)
}

// clean cleans what an answer of a capture told.
func (b *builder) clean(c *diagnose.Case) {
	if c.Token != nil {
		b.tokenNames(c.Token)
	}
	if c.Client != nil {
		b.clientNames(c.Client)
	}
	if c.User != nil {
		b.userNames(c.User)
	}
	b.names(&c.Offered)
	if c.Resource != nil {
		c.Resource.JSON = b.red.Body(c.Resource.JSON)
	}
}

func (b *builder) names(ks ...*diagnose.Known[[]string]) {
	for _, k := range ks {
		if list, ok := k.Get(); ok {
			*k = diagnose.Know(b.list(list), k.From())
		}
	}
}

// list cleans names; a list without secrets is given back as it is.
func (b *builder) list(list []string) []string {
	for i, n := range list {
		if clean := b.pass(n); clean != n {
			list = slices.Clone(list)
			for i = range list {
				list[i] = b.pass(list[i])
			}
			return list
		}
	}
	return list
}

func (b *builder) words(ks ...*diagnose.Known[string]) {
	for _, k := range ks {
		if v, ok := k.Get(); ok {
			if clean := b.pass(v); clean != v {
				*k = diagnose.Know(clean, k.From())
			}
		}
	}
}

func (b *builder) entities(ks ...*diagnose.Known[diagnose.Entity]) {
	for _, k := range ks {
		if e, ok := k.Get(); ok {
			*k = diagnose.Know(b.entity(e), k.From())
		}
	}
}

func (b *builder) entity(e diagnose.Entity) diagnose.Entity {
	return diagnose.Entity{ID: b.pass(e.ID), Name: b.pass(e.Name)}
}

func (b *builder) grants(k *diagnose.Known[[]diagnose.RoleGrant]) {
	list, ok := k.Get()
	if !ok {
		return
	}
	for i := range list {
		g := &list[i]
		g.Role, g.Division, g.Permissions = b.entity(g.Role), b.entity(g.Division), b.list(g.Permissions)
	}
}
