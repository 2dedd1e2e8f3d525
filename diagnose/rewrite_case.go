package diagnose

// Rewrite gives a copy of the case with every text of it passed through f.
func (c *Case) Rewrite(f func(string) string) *Case {
	w := rewriter(f).wholeCase(*c)
	return &w
}

func (x rewriter) wholeCase(c Case) Case {
	c.Name, c.Notes = x(c.Name), x(c.Notes)
	c.Request = part(c.Request, x.request)
	c.Response = part(c.Response, x.response)
	c.Token = part(c.Token, x.token)
	c.Client = part(c.Client, x.client)
	c.User = part(c.User, x.user)
	c.Resource = part(c.Resource, func(r Resource) Resource { r.JSON = x(r.JSON); return r })
	c.Refusal = part(c.Refusal, x.refusal)
	c.Route = part(c.Route, x.route)
	c.Offered = within(c.Offered, x.names)
	c.Others = each(c.Others, func(o Exchange) Exchange { o.URL = x.url(o.URL); return o })
	c.Clashes = each(c.Clashes, x.disagreement)
	return c
}

func part[T any](p *T, f func(T) T) *T {
	if p == nil {
		return nil
	}
	fresh := f(*p)
	return &fresh
}

func (x rewriter) request(q Request) Request {
	q.Method, q.URL = within(q.Method, x), within(q.URL, x.url)
	q.Headers, q.Body = each(q.Headers, x.header), within(q.Body, x.body)
	return q
}

// url passes an address through as a whole: what a segment is, its neighbours tell.
func (x rewriter) url(u URL) URL {
	u.Host, u.Path, u.Query = x(u.Host), x(u.Path), x(u.Query)
	return u
}

func (x rewriter) header(h Header) Header {
	h.Name, h.Value = x(h.Name), x(h.Value)
	return h
}

// body loses the way to the places inside of it where it becomes another.
func (x rewriter) body(b Body) Body {
	if text := x(b.Text); text != b.Text {
		b.Text, b.Locate = text, nil
	}
	return b
}

func (x rewriter) response(p Response) Response {
	p.Headers, p.Body = each(p.Headers, x.header), within(p.Body, x.body)
	return p
}

func (x rewriter) token(t Token) Token {
	t.Scopes, t.Permissions, t.Roles, t.Audience = within(t.Scopes, x.names), within(t.Permissions, x.names), within(t.Roles, x.names), within(t.Audience, x.names)
	t.Issuer, t.ClientID, t.Subject = within(t.Issuer, x), within(t.ClientID, x), within(t.Subject, x)
	t.Org, t.HomeOrg = within(t.Org, x.entity), within(t.HomeOrg, x.entity)
	return t
}

func (x rewriter) entity(e Entity) Entity { return Entity{ID: x(e.ID), Name: x(e.Name)} }

func (x rewriter) client(c Client) Client {
	c.Entity, c.Scopes, c.Roles = within(c.Entity, x.entity), within(c.Scopes, x.names), within(c.Roles, x.names)
	c.Grants, c.State = within(c.Grants, x.grants), within(c.State, x)
	return c
}

func (x rewriter) user(u User) User {
	u.Entity, u.Org = within(u.Entity, x.entity), within(u.Org, x.entity)
	u.Roles, u.Permissions, u.Divisions = within(u.Roles, x.names), within(u.Permissions, x.names), within(u.Divisions, x.names)
	u.Grants, u.State = within(u.Grants, x.grants), within(u.State, x)
	return u
}

func (x rewriter) grants(list []RoleGrant) []RoleGrant {
	return each(list, func(g RoleGrant) RoleGrant {
		g.Role, g.Division, g.Permissions = x.entity(g.Role), x.entity(g.Division), x.names(g.Permissions)
		return g
	})
}

func (x rewriter) refusal(r Refusal) Refusal {
	r.Because, r.Reference = x(r.Because), x(r.Reference)
	r.Code, r.Message = within(r.Code, x), within(r.Message, x)
	r.Points = each(r.Points, func(p Point) Point {
		p.Says, p.Summary, p.Principal, p.Action, p.Object, p.Detail = x(p.Says), x(p.Summary), x(p.Principal), x(p.Action), x(p.Object), x(p.Detail)
		p.Need, p.Have, p.Divisions, p.Fixes = x.requirement(p.Need), x.names(p.Have), x.names(p.Divisions), each(p.Fixes, x.fix)
		return p
	})
	return r
}

func (x rewriter) route(r Route) Route {
	params := make(map[string]string, len(r.Params))
	for name, value := range r.Params {
		params[name] = x(value)
	}
	r.Params, r.Repaired = params, x(r.Repaired)
	return r
}
