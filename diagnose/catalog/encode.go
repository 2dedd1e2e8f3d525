package catalog

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
)

// Encode packs a description into the binary form. The same description gives
// the same bytes, whatever the order of its parts.
func Encode(d *Description) ([]byte, error) {
	root, err := plant(d.Operations)
	if err != nil {
		return nil, err
	}
	models := slices.Clone(d.Models)
	sort.Slice(models, func(i, j int) bool { return models[i].Name < models[j].Name })
	if err := checkModels(d, models); err != nil {
		return nil, err
	}
	collect := &writer{seen: map[string]bool{"": true}}
	collect.write(d, root, models)

	w := &writer{numbers: make(map[string]uint32, len(collect.seen))}
	w.strings(collect.seen)
	w.write(d, root, models)
	return w.assemble(), nil
}

// writer writes a description twice: first to learn which strings there are,
// then with their numbers.
type writer struct {
	seen    map[string]bool   // first pass
	numbers map[string]uint32 // second pass

	head   [headSections]uint32
	data   [sections][]byte
	lists  map[string]uint32
	shapes map[string]uint32

	modelIndex map[string]uint64
}

func (w *writer) str(s string) uint32 {
	if w.seen != nil {
		w.seen[s] = true
	}
	return w.numbers[s]
}

// strings lays down the sorted strings.
func (w *writer) strings(seen map[string]bool) {
	all := make([]string, 0, len(seen))
	for s := range seen {
		all = append(all, s)
	}
	slices.Sort(all)
	for i, s := range all {
		w.numbers[s] = uint32(i)
		w.words(secStrings, uint32(len(w.data[secText])))
		w.data[secText] = append(w.data[secText], s...)
	}
	w.words(secStrings, uint32(len(w.data[secText])))
}

func (w *writer) words(section int, words ...uint32) {
	for _, v := range words {
		w.data[section] = binary.LittleEndian.AppendUint32(w.data[section], v)
	}
}

// list stores words once and gives their number, which is their place.
func (w *writer) list(words []uint32) uint32 {
	var key []byte
	for _, v := range words {
		key = binary.LittleEndian.AppendUint32(key, v)
	}
	if n, ok := w.lists[string(key)]; ok {
		return n
	}
	n := uint32(len(w.data[secLists]) / 4)
	w.words(secLists, uint32(len(words)))
	w.words(secLists, words...)
	w.lists[string(key)] = n
	return n
}

func (w *writer) names(names []string) uint32 {
	words := make([]uint32, len(names))
	for i, s := range names {
		words[i] = w.str(s)
	}
	return w.list(words)
}

func (w *writer) write(d *Description, root *seedling, models []Model) {
	w.lists, w.shapes = map[string]uint32{}, map[string]uint32{}
	w.list(nil)
	w.head = [headSections]uint32{
		headName: w.str(d.Name), headVersion: w.str(d.Version), headDate: w.str(d.Date),
		headFile: w.str(d.File), headPrefix: w.str(d.Prefix),
		headScopes: w.names(sorted(d.Scopes)), headPermissions: w.names(sorted(d.Permissions)),
	}
	w.models(models)
	w.trie(root)
	hosts := slices.Clone(d.Hosts)
	sort.Slice(hosts, func(i, j int) bool { return hosts[i].Name < hosts[j].Name })
	for _, h := range hosts {
		w.words(secHosts, w.str(h.Name), number(kinds[:], h.Kind), w.str(h.Region))
	}
}

func sorted(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return slices.Compact(names)
}

func (w *writer) op(e *Entry) {
	flags := methodCode(e.Method)<<flagMethod |
		number(sources[:], e.Source)<<flagSource |
		number(bases[:], e.ScopeBasis)<<flagBasis |
		number(modes[:], e.Scopes.Mode)<<flagScopes |
		number(modes[:], e.Permissions.Mode)<<flagPermissions |
		number(modes[:], e.Roles.Mode)<<flagRoles |
		bit(e.NeedsUser)<<flagUser | bit(e.Preview)<<flagPreview | bit(e.BodyRequired)<<flagBodyRequired |
		uint32(e.Says)<<flagSays
	var codes, equivalents, lines []uint32
	for _, c := range e.Codes {
		codes = append(codes, uint32(c.Status), w.str(c.Code))
	}
	for _, q := range e.Equivalents {
		equivalents = append(equivalents, w.str(q.ID), w.str(q.Method), w.str(q.Path), w.str(q.Body))
	}
	for _, l := range e.Lines {
		lines = append(lines, uint32(l.Fact), uint32(l.Line), uint32(l.Col))
	}
	w.words(secOps, w.str(e.ID), w.str(e.Path), flags,
		w.names(e.Scopes.Names), w.names(e.Permissions.Names), w.names(e.Roles.Names),
		w.str(e.Accepts), w.shapeOf(e.Shape), w.list(codes), w.list(equivalents), w.str(e.Note), w.str(dateOf(e.Enforced)), w.list(lines))
}

// dateOf writes a day as ISO 8601 does; the zero time is none.
func dateOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// assemble puts header and sections together.
func (w *writer) assemble() []byte {
	head := append([]uint32(nil), w.head[:]...)
	at := headerAt + 4*headerWords
	for i, data := range w.data {
		head = append(head, uint32(at), uint32(len(data)/width[i]))
		at += len(data)
	}
	out := append(make([]byte, 0, at), magic...)
	out = append(out, make([]byte, headerAt-digestAt)...)
	for _, v := range head {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	for _, data := range w.data {
		out = append(out, data...)
	}
	sum := sha256.Sum256(out[headerAt:])
	copy(out[digestAt:], sum[:])
	return out
}

// checkModels makes sure that every reference leads somewhere.
func checkModels(d *Description, models []Model) error {
	known := make(map[string]bool, len(models))
	for _, m := range models {
		if known[m.Name] {
			return fmt.Errorf("model %s is described twice", m.Name)
		}
		known[m.Name] = true
	}
	var errs []error
	check := func(s *Shape, where string) {
		for ; s != nil; s = cmp.Or(s.Items, s.Values) {
			if s.Ref != "" && !known[s.Ref] {
				errs = append(errs, fmt.Errorf("%s refers to model %s, which is not described", where, s.Ref))
			}
		}
	}
	for _, e := range d.Operations {
		check(e.Shape, e.Method+" "+e.Path)
	}
	for _, m := range models {
		for i := range m.Fields {
			check(&m.Fields[i].Shape, m.Name+"."+m.Fields[i].Name)
		}
		for _, ref := range m.Refs {
			check(&Shape{Ref: ref}, m.Name)
		}
	}
	return errors.Join(errs...)
}

// seedling is a node of the trie while it grows.
type seedling struct {
	literal map[string]*seedling
	param   *seedling
	entries []*Entry
}

// plant builds the trie of the operations' templates.
func plant(entries []Entry) (*seedling, error) {
	root := &seedling{}
	for i := range entries {
		e := &entries[i]
		if methodCode(e.Method) == 0 || !strings.HasPrefix(e.Path, "/") {
			return nil, fmt.Errorf("%q %q is no method and path", e.Method, e.Path)
		}
		n := root
		for segment := range strings.SplitSeq(e.Path[1:], "/") {
			n = n.child(segment)
		}
		for _, other := range n.entries {
			if other.Method == e.Method {
				return nil, fmt.Errorf("%s %s is described twice: as %s and as %s", e.Method, e.Path, other.Path, e.Path)
			}
		}
		n.entries = append(n.entries, e)
	}
	return root, nil
}

func (n *seedling) child(segment string) *seedling {
	if isParameter(segment) {
		if n.param == nil {
			n.param = &seedling{}
		}
		return n.param
	}
	if n.literal == nil {
		n.literal = map[string]*seedling{}
	}
	if n.literal[segment] == nil {
		n.literal[segment] = &seedling{}
	}
	return n.literal[segment]
}

// isParameter says whether a segment of a template is a parameter. A segment
// that holds one among other text, as "{id}.json", counts as one too.
func isParameter(segment string) bool {
	open := strings.IndexByte(segment, '{')
	return open >= 0 && strings.IndexByte(segment[open:], '}') > 0
}

// trie lays down nodes, edges and operations: each node before its children, and
// the operations in the order of the nodes.
func (w *writer) trie(root *seedling) {
	var nodes []*seedling
	var order func(*seedling)
	index := map[*seedling]uint32{}
	order = func(n *seedling) {
		index[n] = uint32(len(nodes))
		nodes = append(nodes, n)
		for _, k := range n.keys() {
			order(n.literal[k])
		}
		if n.param != nil {
			order(n.param)
		}
	}
	order(root)
	for _, n := range nodes {
		edge, op, param := len(w.data[secEdges])/width[secEdges], len(w.data[secOps])/width[secOps], uint32(0)
		for _, k := range n.keys() {
			w.words(secEdges, edgeOrder(k), w.str(k), index[n.literal[k]])
		}
		if n.param != nil {
			param = index[n.param]
		}
		slices.SortFunc(n.entries, func(a, b *Entry) int { return cmp.Compare(methodCode(a.Method), methodCode(b.Method)) })
		for _, e := range n.entries {
			w.op(e)
		}
		w.words(secNodes, uint32(edge), uint32(len(n.literal)), param, uint32(op), uint32(len(n.entries)))
	}
}

func (n *seedling) keys() []string {
	keys := make([]string, 0, len(n.literal))
	for k := range n.literal {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
