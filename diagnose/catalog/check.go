package catalog

import (
	"crypto/sha256"
	"errors"
	"math"
	"strings"
)

// Decode checks bytes of the binary form and decodes all of them.
func Decode(data []byte) (*Description, error) {
	if err := check(string(data)); err != nil {
		return nil, err
	}
	return open(string(data)).describe(), nil
}

// The ways in which a file of the binary form cannot be used.
var (
	errForm    = errors.New("the catalog is of another version of the form")
	errCut     = errors.New("the catalog is cut short or too long")
	errAltered = errors.New("the catalog was altered: its digest does not fit")
	errWrong   = errors.New("the catalog contradicts itself")
)

// check makes sure that a file of the binary form can be trusted: that it is
// complete and unaltered, and that every number in it leads to where it should.
func check(data string) error {
	if !strings.HasPrefix(data, magic) {
		return errForm
	}
	if len(data) < headerAt+4*headerWords {
		return errCut
	}
	end := headerAt + 4*headerWords
	for i := range sections {
		at := headerAt + 4*(headSections+2*i)
		off, n := counted(u32(data, at)), counted(u32(data, at+4))
		if off != end || n > len(data)/width[i] {
			return errCut
		}
		end = off + n*width[i]
	}
	if end != len(data) {
		return errCut
	}
	if sum := sha256.Sum256([]byte(data[headerAt:])); string(sum[:]) != data[digestAt:headerAt] {
		return errAltered
	}
	c := checker{t: open(data)}
	c.strings()
	if !c.bad {
		c.tree()
		c.records()
	}
	if c.bad {
		return errWrong
	}
	return nil
}

// checker goes through a whole table.
type checker struct {
	t   *table
	bad bool
}

// counted gives a number that can be compared with a length: on machines of 32 bits a
// long one would turn negative.
func counted(v uint32) int { return int(min(v, math.MaxInt32)) }

func (c *checker) must(ok bool) { c.bad = c.bad || !ok }

func (c *checker) strings() {
	t := c.t
	c.must(t.n[secStrings] >= 2 && t.n[secLists] >= 1)
	last := uint32(0)
	for i := range t.n[secStrings] {
		at := t.word(secStrings, i, 0)
		c.must(at >= last && counted(at) <= t.n[secText])
		last = at
	}
	if c.bad {
		return
	}
	c.must(t.str(0) == "" && t.word(secLists, 0, 0) == 0)
	for i := 1; i < t.n[secStrings]-1; i++ {
		c.must(t.str(uint32(i-1)) < t.str(uint32(i)))
	}
}

func (c *checker) str(n uint32) { c.must(counted(n) < c.t.n[secStrings]-1) }

// list checks a list whose members come in groups: for every member of a group
// true where it is a string.
func (c *checker) list(n uint32, group ...bool) {
	t := c.t
	if counted(n) >= t.n[secLists] {
		c.bad = true
		return
	}
	length, at := t.list(n)
	if length < 0 || length > t.n[secLists]-int(n)-1 || length%len(group) != 0 {
		c.bad = true
		return
	}
	for i := range length {
		if group[i%len(group)] {
			c.str(u32(t.data, at+4*i))
		}
	}
}

// tree checks nodes and edges: each node but the first has one parent, before it,
// so that every walk ends, and soon.
func (c *checker) tree() {
	t := c.t
	c.must(t.n[secNodes] >= 1)
	edges, ops := 0, 0
	parents := make([]uint8, t.n[secNodes])
	parent := func(child, node int) {
		if c.must(child > node && child < t.n[secNodes]); !c.bad {
			c.must(parents[child] == 0)
			parents[child] = 1
		}
	}
	for i := range t.n[secNodes] {
		word := func(w int) int { return counted(t.word(secNodes, i, w)) }
		c.must(word(nodeEdge) == edges && word(nodeEdges) <= t.n[secEdges]-edges)
		c.must(word(nodeOp) == ops && word(nodeOps) <= t.n[secOps]-ops)
		if c.bad {
			return
		}
		if word(nodeParam) != 0 {
			parent(word(nodeParam), i)
		}
		for e := edges; e < edges+word(nodeEdges); e++ {
			parent(counted(t.word(secEdges, e, edgeNode)), i)
			c.str(t.word(secEdges, e, edgeText))
			c.must(!c.bad && edgeOrder(t.str(t.word(secEdges, e, edgeText))) == t.word(secEdges, e, edgeKey))
			c.must(e == edges || t.word(secEdges, e-1, edgeText) < t.word(secEdges, e, edgeText))
		}
		edges, ops = edges+word(nodeEdges), ops+word(nodeOps)
	}
	c.must(edges == t.n[secEdges] && ops == t.n[secOps])
}

func (c *checker) records() {
	t := c.t
	for _, w := range []int{headName, headVersion, headDate, headFile, headPrefix} {
		c.str(t.head(w))
	}
	c.list(t.head(headScopes), true)
	c.list(t.head(headPermissions), true)
	for i := range t.n[secHosts] {
		c.str(t.word(secHosts, i, hostName))
		c.str(t.word(secHosts, i, hostRegion))
		c.must(counted(t.word(secHosts, i, hostKind)) < len(kinds))
	}
	for i := range t.n[secModels] {
		name := t.word(secModels, i, modelName)
		c.str(name)
		c.must(!c.bad && t.str(name) == plainName(t.str(name)))
		c.shapes(t.word(secModels, i, modelShape), true)
	}
	for op := range t.n[secOps] {
		c.op(op)
	}
	for node := range t.n[secNodes] {
		first, end := t.ops(node)
		for op := first; op < end && !c.bad; op++ {
			c.must(t.walk(t.path(op), anyMethod) == node && t.flag(op, flagMethod, 4) != 0)
		}
	}
}

func (c *checker) op(op int) {
	t := c.t
	for _, w := range []int{opID, opPath, opAccepts, opNote, opEnforced} {
		c.str(t.op(op, w))
	}
	for _, w := range []int{opScopes, opPermissions, opRoles} {
		c.list(t.op(op, w), true)
	}
	c.list(t.op(op, opCodes), false, true)
	c.list(t.op(op, opEquivalents), true, true, true, true)
	c.list(t.op(op, opLines), false, false, false)
	c.must(int(t.flag(op, flagMethod, 4)) < len(methods) && int(t.flag(op, flagSource, 3)) < len(sources))
	c.must(int(t.flag(op, flagBasis, 2)) < len(bases))
	for _, at := range []int{flagScopes, flagPermissions, flagRoles} {
		c.must(int(t.flag(op, at, 2)) < len(modes))
	}
	if !c.bad {
		c.must(strings.HasPrefix(t.path(op), "/"))
	}
	if at := t.op(op, opBody); at != 0 {
		c.shapes(at-1, false)
	}
}

// shapes reads a model or a shape with every number checked.
func (c *checker) shapes(at uint32, model bool) {
	r := shapeChecker{checker: c, at: counted(at)}
	switch {
	case !model:
		r.shape(0)
	case r.byte() == kindRaw:
		c.str(r.uvarint())
		for n := r.uvarint(); n > 0 && !c.bad; n-- {
			r.model()
		}
	default:
		for n := r.uvarint(); n > 0 && !c.bad; n-- {
			c.str(r.uvarint())
			r.shape(0)
		}
	}
}

type shapeChecker struct {
	*checker
	at int // within the section
}

func (r *shapeChecker) byte() byte {
	if r.at >= r.t.n[secShapes] {
		r.bad = true
		return 0
	}
	r.at++
	return r.t.data[r.t.off[secShapes]+r.at-1]
}

func (r *shapeChecker) uvarint() uint32 {
	var v uint32
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		v |= uint32(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	r.bad = true
	return 0
}

func (r *shapeChecker) model() { r.must(counted(r.uvarint()) < r.t.n[secModels]) }

func (r *shapeChecker) shape(depth int) {
	head := r.byte()
	r.must(head&0x0f < shapeTypes && depth < 16)
	if r.bad {
		return
	}
	if head&markFormat != 0 {
		r.str(r.uvarint())
	}
	if head&markEnum != 0 {
		r.list(r.uvarint(), true)
	}
	switch head & 0x0f {
	case shapeRef:
		r.model()
	case shapeArray, shapeMap:
		r.shape(depth + 1)
	}
}
