package catalog

import (
	"net/url"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// nearestShown is how many operations a Route offers instead.
const nearestShown = 5

// Route finds the operation behind a request. Queries are left aside; a path that
// is not found as it stands is read again with the usual slips mended, and the
// Route says which.
func (c *Catalog) Route(method string, u diagnose.URL) diagnose.Route {
	s := c.locate(u.Host)
	r := diagnose.Route{Host: s.kind, Region: s.region}
	if s.foreign || strings.Trim(u.Path, "/") == "" {
		return r
	}
	r.Belongs = c.belongs(s, u.Host, u.Path)
	method = strings.ToUpper(method)
	if path, repaired, m, ok := c.read(u.Path, s); ok {
		found := r
		found.Repaired = repaired
		c.settle(&found, method, path, m)
		if found.Kind != diagnose.RouteOtherMethod || !wordForValue(found.Params) {
			return found
		}
	}
	if c.covers(s, u.Path) {
		r.Kind = diagnose.RouteNoSuchPath
		r.Nearest = c.Nearest(method, u.Path, nearestShown)
	}
	return r
}

// read finds the template of a path in the first reading that has one.
func (c *Catalog) read(path string, s site) (reading, repaired string, m Match, ok bool) {
	for reading, repaired := range c.readings(path, s) {
		if m, ok := c.place(reading); ok {
			return reading, repaired, m, true
		}
	}
	reading, m, ok = c.placeFold(path)
	return reading, "upper and lower case differ from the template", m, ok
}

// wordForValue says whether a parameter's value is an ordinary word, as in
// ".../conversations/cobrowse": somebody meant a literal segment there.
func wordForValue(params map[string]string) bool {
	for _, v := range params {
		word := len(v) >= 4 && !strings.HasSuffix(v, "id")
		for i := 0; i < len(v) && word; i++ {
			word = 'a' <= v[i] && v[i] <= 'z'
		}
		if word {
			return true
		}
	}
	return false
}

// settle fills the route of a path whose template is found.
func (c *Catalog) settle(r *diagnose.Route, method, path string, m Match) {
	template := c.layers[m.layer].template(m.node)
	r.Params = params(template, path)
	all := c.methodsOf(template)
	asked := method
	switch {
	case method == "HEAD" && !slices.Contains(all, "HEAD"):
		asked = "GET" // answered wherever GET is
	case method == "" && len(all) == 1:
		asked, r.Repaired = all[0], join(r.Repaired, "no method was shown, and the path has only "+all[0])
	}
	if o := c.operation(asked, template); o != nil {
		r.Kind, r.Operation = diagnose.RouteFound, o
		return
	}
	r.Methods = all
	r.Nearest = c.siblings(template, path, method)
	if method != "" && method != "OPTIONS" { // a preflight asks for no operation
		r.Kind = diagnose.RouteOtherMethod
	}
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// methodsOf lists the methods of a template in all layers.
func (c *Catalog) methodsOf(template string) []string {
	var codes uint32
	for _, t := range c.layers {
		node := t.walk(template, anyMethod)
		if node == noNode || !sameTemplate(t.template(node), template) {
			continue
		}
		first, end := t.ops(node)
		for op := first; op < end; op++ {
			codes |= 1 << t.flag(op, flagMethod, 4)
		}
	}
	var names []string
	for i, name := range methods {
		if codes&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// siblings gives the operations of the same template, and before them the
// operation of the wanted method that a less literal template has.
func (c *Catalog) siblings(template, path, method string) []*diagnose.Operation {
	var all []*diagnose.Operation
	if code := methodCode(method); code != anyMethod {
		for i := len(c.layers) - 1; i >= 0 && all == nil; i-- {
			if node := c.layers[i].walk(path, code); node != noNode {
				all = append(all, c.operation(method, c.layers[i].template(node)))
			}
		}
	}
	for _, name := range c.methodsOf(template) {
		all = append(all, c.operation(name, template))
	}
	return all
}

// params gives the values of a template's parameters, decoded.
func params(template, path string) map[string]string {
	var values map[string]string
	for template != "" && path != "" {
		var name, value string
		name, template, _ = strings.Cut(template, "/")
		value, path, _ = strings.Cut(path, "/")
		if !isParameter(name) {
			continue
		}
		if values == nil {
			values = make(map[string]string, 2)
		}
		if d, err := url.PathUnescape(value); err == nil {
			value = d
		}
		values[strings.Trim(name, "{}")] = value
	}
	return values
}

// covers says whether the catalog can tell that a path does not exist: the host
// is a layer's API host (or made up after one), or no host is shown and the path
// begins as the platform's do.
func (c *Catalog) covers(s site, path string) bool {
	if strings.Contains(path, "...") || strings.Contains(path, "…") || strings.Contains(path, "*") || c.bare(path) {
		return false // shortened by whoever wrote it down
	}
	switch s.kind {
	case diagnose.HostAPI, diagnose.HostInvented, diagnose.HostOther:
		return !isLoginPath(path)
	case diagnose.HostLogin, diagnose.HostApps:
		return false
	}
	if s.shown {
		return false
	}
	for _, t := range c.layers {
		rest, ok := strings.CutPrefix(path, t.prefix()+"/")
		if !ok || t.prefix() == "" {
			continue
		}
		family, _, _ := strings.Cut(rest, "/")
		if t.hasFamily(family) {
			return true
		}
	}
	return false
}

// bare says whether a path is no more than a prefix, as base addresses are.
func (c *Catalog) bare(path string) bool {
	for _, t := range c.layers {
		if trimSlash(path) == t.prefix() {
			return true
		}
	}
	return false
}

// hasFamily says whether templates go on with this segment behind the prefix.
func (t *table) hasFamily(segment string) bool {
	node := 0
	for part := range strings.SplitSeq(t.prefix()[1:]+"/"+segment, "/") {
		if node = t.edge(t.off[secNodes]+node*width[secNodes], part); node == noNode {
			return false
		}
	}
	return true
}

// belongs says on which kind of host a path is served, where the call went to
// another kind of the platform's hosts.
func (c *Catalog) belongs(s site, host, path string) diagnose.HostKind {
	switch {
	case s.kind == diagnose.HostAPI && (isLoginPath(path) || strings.HasSuffix(path, "/oauth/token") || strings.HasSuffix(path, "/oauth/authorize")):
		return diagnose.HostLogin
	case s.kind == diagnose.HostLogin && strings.HasPrefix(path, "/api/"):
		return diagnose.HostAPI
	case s.kind == diagnose.HostApps && strings.HasPrefix(path, "/api/"):
		return diagnose.HostAPI
	case s.kind == diagnose.HostUnknown && strings.HasPrefix(path, "/api/v2/") && c.branded() && isForPeople(host):
		return diagnose.HostAPI
	}
	return diagnose.HostUnknown
}

func isLoginPath(path string) bool {
	return strings.HasPrefix(path, "/oauth/") || strings.HasPrefix(path, "/oauth2/") || path == "/logout" || strings.HasPrefix(path, "/saml/")
}
