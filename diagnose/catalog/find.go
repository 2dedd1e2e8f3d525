package catalog

import "strings"

const noNode = -1

// anyMethod is the code that every operation answers to.
const anyMethod = 0

// walk finds the node of the template that matches path, which begins with "/",
// and has an operation of the method. Literal segments go before parameters, the
// left ones first; a parameter takes any one segment that is not empty. It does
// not allocate.
func (t *table) walk(path string, code uint32) int {
	if path == "" || path[0] != '/' {
		return noNode
	}
	return t.descend(0, path[1:], code)
}

func (t *table) descend(node int, rest string, code uint32) int {
	segment, more, deeper := rest, "", false
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		segment, more, deeper = rest[:i], rest[i+1:], true
	}
	base := t.off[secNodes] + node*width[secNodes]
	if child := t.edge(base, segment); child != noNode {
		if found := t.arrive(child, more, deeper, code); found != noNode {
			return found
		}
	}
	if child := int(u32(t.data, base+4*nodeParam)); child != 0 && segment != "" {
		return t.arrive(child, more, deeper, code)
	}
	return noNode
}

func (t *table) arrive(node int, more string, deeper bool, code uint32) int {
	if deeper {
		return t.descend(node, more, code)
	}
	if code == anyMethod && t.word(secNodes, node, nodeOps) > 0 {
		return node
	}
	if _, ok := t.pick(node, code); ok {
		return node
	}
	return noNode
}

// edge finds the literal edge of a segment; base is the place of the node.
func (t *table) edge(base int, segment string) int {
	lo := int(u32(t.data, base+4*nodeEdge))
	hi := lo + int(u32(t.data, base+4*nodeEdges))
	key := edgeOrder(segment)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		at := t.off[secEdges] + mid*width[secEdges]
		k := u32(t.data, at)
		if k == key {
			switch text := t.str(u32(t.data, at+4*edgeText)); {
			case text == segment:
				return int(u32(t.data, at+4*edgeNode))
			case text > segment:
				k++
			}
		}
		if k <= key {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return noNode
}

// edgeOrder packs the first four bytes of a segment so that most edges are told
// apart, and put in order, by one number.
func edgeOrder(segment string) uint32 {
	if len(segment) >= 4 {
		return uint32(segment[0])<<24 | uint32(segment[1])<<16 | uint32(segment[2])<<8 | uint32(segment[3])
	}
	var key uint32
	for i := range 4 {
		key <<= 8
		if i < len(segment) {
			key |= uint32(segment[i])
		}
	}
	return key
}

// ops gives the numbers of a node's operations: from first up to end.
func (t *table) ops(node int) (first, end int) {
	first = int(t.word(secNodes, node, nodeOp))
	return first, first + int(t.word(secNodes, node, nodeOps))
}

// pick finds the operation of a node that has this method.
func (t *table) pick(node int, code uint32) (op int, ok bool) {
	first, end := t.ops(node)
	for op := first; op < end; op++ {
		if t.flag(op, flagMethod, 4) == code {
			return op, true
		}
	}
	return 0, false
}

// walkFold is walk for a path whose case may be wrong.
func (t *table) walkFold(node int, rest string) int {
	segment, more, deeper := strings.Cut(rest, "/")
	first := int(t.word(secNodes, node, nodeEdge))
	for e := first; e < first+int(t.word(secNodes, node, nodeEdges)); e++ {
		if strings.EqualFold(t.str(t.word(secEdges, e, edgeText)), segment) {
			if found := t.arriveFold(int(t.word(secEdges, e, edgeNode)), more, deeper); found != noNode {
				return found
			}
		}
	}
	if child := int(t.word(secNodes, node, nodeParam)); child != 0 && segment != "" {
		return t.arriveFold(child, more, deeper)
	}
	return noNode
}

func (t *table) arriveFold(node int, more string, deeper bool) int {
	if deeper {
		return t.walkFold(node, more)
	}
	return t.arrive(node, "", false, anyMethod)
}
