package catalog

import (
	"iter"
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
	if s.foreign || u.Path == "" {
		return r
	}
	r.Belongs = c.belongs(s, u.Path)
	for path, repaired := range c.readings(u.Path, s) {
		if m, ok := c.place(path); ok {
			r.Repaired = repaired
			c.settle(&r, strings.ToUpper(method), path, m)
			return r
		}
	}
	if path, m, ok := c.placeFold(u.Path); ok {
		r.Repaired = "upper and lower case differ from the template"
		c.settle(&r, strings.ToUpper(method), path, m)
		return r
	}
	if c.covers(s, u.Path) {
		r.Kind = diagnose.RouteNoSuchPath
		r.Nearest = c.Nearest(method, u.Path, nearestShown)
	}
	return r
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
		node := t.walk(template)
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
	for _, other := range c.Nearest(method, path, nearestShown) {
		if other.Method == method && other.Path != template && matches(other.Path, path) {
			all = append(all, other)
		}
	}
	for _, name := range c.methodsOf(template) {
		all = append(all, c.operation(name, template))
	}
	return all
}

// readings gives the path as it stands, then with one slip after the other
// mended, each with what was mended.
func (c *Catalog) readings(path string, s site) iter.Seq2[string, string] {
	return func(yield func(path, repaired string) bool) {
		if !yield(path, "") {
			return
		}
		note := ""
		try := func(mended, how string) bool {
			if mended == path {
				return true
			}
			path, note = mended, join(note, how)
			return yield(path, note)
		}
		if !try(decoded(path), "") {
			return
		}
		if !try(strings.ReplaceAll(path, "//", "/"), "a slash is doubled") ||
			!try(trimSlash(path), "a slash stands at the end") {
			return
		}
		for mended, how := range c.prefixes(path, s) {
			if !yield(mended, join(note, how)) {
				return
			}
		}
	}
}

func trimSlash(path string) string {
	if len(path) > 1 {
		return strings.TrimSuffix(path, "/")
	}
	return path
}

// decoded undoes percent-encoding where it encodes nothing but ordinary
// characters; an encoded slash belongs to its segment.
func decoded(path string) string {
	if strings.IndexByte(path, '%') < 0 {
		return path
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if d, err := url.PathUnescape(s); err == nil && !strings.Contains(d, "/") {
			segments[i] = d
		}
	}
	return strings.Join(segments, "/")
}

// prefixes reads a path whose prefix is doubled, hidden behind a gateway's own, or
// missing.
func (c *Catalog) prefixes(path string, s site) iter.Seq2[string, string] {
	return func(yield func(path, repaired string) bool) {
		for i := len(c.layers) - 1; i >= 0; i-- {
			prefix := c.layers[i].prefix()
			if prefix == "" {
				continue
			}
			if at := strings.LastIndex(path, prefix+"/"); at > 0 {
				how := "the path stands behind " + path[:at]
				if path[:at] == prefix {
					how = "the prefix " + prefix + " is doubled"
				}
				if !yield(path[at:], how) {
					return
				}
				continue
			}
			if strings.HasPrefix(path, prefix+"/") || !c.mayLackPrefix(i, path, s) {
				continue
			}
			for _, part := range parts(prefix) {
				if strings.HasPrefix(path, part+"/") && !yield(prefix+strings.TrimPrefix(path, part), "of the prefix "+prefix+" only "+part+" is there") {
					return
				}
			}
			if !yield(prefix+path, "the prefix "+prefix+" is missing") {
				return
			}
		}
	}
}

// parts gives the single segments of a prefix: "/api", "/v2".
func parts(prefix string) []string {
	var all []string
	for p := range strings.SplitSeq(strings.TrimPrefix(prefix, "/"), "/") {
		all = append(all, "/"+p)
	}
	return all
}

// mayLackPrefix says whether a path without prefix can be meant for a layer: on
// its own host always, elsewhere only where enough of it is literal that it is no
// coincidence.
func (c *Catalog) mayLackPrefix(layer int, path string, s site) bool {
	if s.ours {
		return true
	}
	if s.shown {
		return false
	}
	t := c.layers[layer]
	node := t.walk(t.prefix() + trimSlash(path))
	if node == noNode {
		return false
	}
	literals := 0
	for segment := range strings.SplitSeq(t.template(node)[len(t.prefix())+1:], "/") {
		if !isParameter(segment) {
			literals++
		}
	}
	return literals >= 3
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

// placeFold finds a path whose upper and lower case differ from the template's.
func (c *Catalog) placeFold(path string) (string, Match, bool) {
	path = trimSlash(decoded(path))
	for i := len(c.layers) - 1; i >= 0 && path != "" && path[0] == '/'; i-- {
		if node := c.layers[i].walkFold(0, path[1:]); node != noNode {
			return path, Match{layer: i, node: node}, true
		}
	}
	return path, Match{}, false
}

// covers says whether the catalog can tell that a path does not exist: the host
// is a layer's API host (or made up after one), or no host is shown and the path
// begins as the platform's do.
func (c *Catalog) covers(s site, path string) bool {
	switch s.kind {
	case diagnose.HostAPI, diagnose.HostInvented:
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
func (c *Catalog) belongs(s site, path string) diagnose.HostKind {
	switch {
	case s.kind == diagnose.HostAPI && isLoginPath(path):
		return diagnose.HostLogin
	case s.kind == diagnose.HostLogin && strings.HasPrefix(path, "/api/"):
		return diagnose.HostAPI
	case s.kind == diagnose.HostApps && strings.HasPrefix(path, "/api/"):
		return diagnose.HostAPI
	}
	return diagnose.HostUnknown
}

func isLoginPath(path string) bool {
	return strings.HasPrefix(path, "/oauth/") || strings.HasPrefix(path, "/oauth2/") || path == "/logout" || strings.HasPrefix(path, "/saml/")
}
