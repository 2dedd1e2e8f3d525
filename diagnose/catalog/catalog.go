package catalog

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"iter"
	"strings"
	"sync"

	"github.com/why403/why403/diagnose"
)

//go:generate go run ../../cmd/gencatalog -check -o genesys.bin -community community.json

// genesys is the published Genesys Cloud API with the community's entries, as
// cmd/gencatalog made it. A string, so that nothing is copied or decoded before
// main runs.
//
//go:embed genesys.bin
var genesys string

// Catalog is a stack of tables; later ones win. It is immutable and may be used
// by several goroutines.
type Catalog struct {
	layers []*table
	// decoded keeps what operation made, by operationKey: a stream asks for the
	// same few operations again and again.
	decoded sync.Map
}

type operationKey struct{ method, template string }

var _ diagnose.Catalog = (*Catalog)(nil)

// Builtin gives the embedded catalog: every published operation of Genesys Cloud,
// and the community's entries.
func Builtin() *Catalog { return &Catalog{layers: []*table{open(genesys)}} }

// Empty gives a catalog that knows nothing, to put overlays on.
func Empty() *Catalog { return &Catalog{} }

// With gives the catalog with overlays upon it, the last one on top.
func (c *Catalog) With(overlays ...*Overlay) *Catalog {
	layers := append([]*table(nil), c.layers...)
	for _, o := range overlays {
		layers = append(layers, o.table)
	}
	return &Catalog{layers: layers}
}

// About names the catalog for provenance. A stack is named after its layers, and
// its digest is that of their digests.
func (c *Catalog) About() diagnose.CatalogInfo {
	if len(c.layers) == 0 {
		return diagnose.CatalogInfo{Name: "empty"}
	}
	about := c.layers[0].info()
	if len(c.layers) == 1 {
		return about
	}
	digests := sha256.New()
	digests.Write([]byte(about.Digest))
	for _, t := range c.layers[1:] {
		info := t.info()
		about.Name += " + " + info.Name
		digests.Write([]byte(info.Digest))
	}
	about.Digest = "sha256:" + hex.EncodeToString(digests.Sum(nil))
	return about
}

// Match is an operation that was found, not decoded yet.
type Match struct {
	layer, node, op int
}

// Find looks an operation up by method and concrete path, which is taken as it
// is: no repairs. It does not allocate. The low-level half of [Catalog.Route].
func (c *Catalog) Find(method, path string) (Match, bool) {
	m, ok := c.place(path)
	if !ok {
		return Match{}, false
	}
	code := methodCode(method)
	if op, ok := c.layers[m.layer].pick(m.node, code); ok {
		m.op = op
		return m, true
	}
	return c.below(m, code)
}

// place finds the template that matches path, in the topmost of the layers that
// have it; where layers have several, the most literal one.
func (c *Catalog) place(path string) (Match, bool) {
	best := Match{layer: noNode}
	for i := len(c.layers) - 1; i >= 0; i-- {
		node := c.layers[i].walk(path, anyMethod)
		if node == noNode {
			continue
		}
		if best.layer == noNode || moreLiteral(c.layers[i].template(node), c.layers[best.layer].template(best.node)) {
			best = Match{layer: i, node: node}
		}
	}
	return best, best.layer != noNode
}

// below looks for the method in the layers under m that have the same template.
func (c *Catalog) below(m Match, code uint32) (Match, bool) {
	template := c.layers[m.layer].template(m.node)
	for i := m.layer - 1; i >= 0; i-- {
		node := c.layers[i].walk(template, anyMethod)
		if node == noNode || !sameTemplate(c.layers[i].template(node), template) {
			continue
		}
		if op, ok := c.layers[i].pick(node, code); ok {
			return Match{layer: i, node: node, op: op}, true
		}
	}
	return Match{}, false
}

// template gives the path template of a node that has operations.
func (t *table) template(node int) string { return t.path(int(t.word(secNodes, node, nodeOp))) }

// sameTemplate compares templates, names of parameters aside.
func sameTemplate(a, b string) bool {
	return !moreLiteral(a, b) && !moreLiteral(b, a) && matches(a, b)
}

func matches(template, path string) bool {
	for template != "" && path != "" {
		var s, p string
		s, template, _ = strings.Cut(template, "/")
		p, path, _ = strings.Cut(path, "/")
		if s != p && !isParameter(s) {
			return false
		}
	}
	return template == path
}

// moreLiteral says whether template a goes before b where both match a path.
func moreLiteral(a, b string) bool {
	for a != "" && b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, "/")
		y, b, _ = strings.Cut(b, "/")
		if px, py := isParameter(x), isParameter(y); px != py {
			return py
		}
	}
	return false
}

// Operation decodes what was found, with what upper layers say about it.
func (c *Catalog) Operation(m Match) *diagnose.Operation {
	t := c.layers[m.layer]
	return c.operation(t.method(m.op), t.path(m.op))
}

// operation gives what the layers say about a method and template, merged; nil
// where none says anything. Nobody may change it.
func (c *Catalog) operation(method, template string) *diagnose.Operation {
	key := operationKey{method, template}
	if known, ok := c.decoded.Load(key); ok {
		return known.(*diagnose.Operation)
	}
	merged := c.merged(method, template)
	if merged != nil {
		known, _ := c.decoded.LoadOrStore(key, merged)
		merged = known.(*diagnose.Operation)
	}
	return merged
}

// merged is operation without memory, from the bottom layer up.
func (c *Catalog) merged(method, template string) *diagnose.Operation {
	var merged *diagnose.Operation
	code := methodCode(method)
	for _, t := range c.layers {
		node := t.walk(template, anyMethod)
		if node == noNode || !sameTemplate(t.template(node), template) {
			continue
		}
		if op, ok := t.pick(node, code); ok {
			merged = t.merge(merged, op)
		}
	}
	return merged
}

// All goes through every operation, merged, layer by layer in the order of paths.
func (c *Catalog) All() iter.Seq[*diagnose.Operation] {
	return func(yield func(*diagnose.Operation) bool) {
		for i, t := range c.layers {
			for op := range t.size() {
				if i > 0 && c.knows(i, t.method(op), t.path(op)) {
					continue // came with a lower layer
				}
				if !yield(c.merged(t.method(op), t.path(op))) {
					return
				}
			}
		}
	}
}

// knows says whether one of the first n layers has the operation.
func (c *Catalog) knows(n int, method, template string) bool {
	return (&Catalog{layers: c.layers[:n]}).merged(method, template) != nil
}

// Lookup finds an operation by its id, in any case, or by "METHOD /path", where
// the path may be a template or a concrete one.
func (c *Catalog) Lookup(name string) (*diagnose.Operation, bool) {
	if method, path, ok := strings.Cut(strings.TrimSpace(name), " "); ok {
		r := c.Route(strings.ToUpper(method), diagnose.URL{Path: strings.TrimSpace(path)})
		return r.Operation, r.Kind == diagnose.RouteFound
	}
	for i := len(c.layers) - 1; i >= 0; i-- {
		t := c.layers[i]
		for op := range t.size() {
			if strings.EqualFold(t.str(t.op(op, opID)), name) {
				return c.operation(t.method(op), t.path(op)), true
			}
		}
	}
	return nil, false
}
