package alike

import (
	"bytes"
	"sort"
	"strconv"
	"sync"
)

// template is a result with holes.
type template struct {
	trail  trail
	pieces []piece
	last   []byte // behind the last hole
	widths []int  // of the names in the record that stood in
	size   int
	secret bool // its token is one
	proof  int  // see Match.Proof
}

// piece is a text and the hole behind it.
type piece struct {
	text []byte
	hole hole
}

// hole is what is filled in.
type hole struct {
	kind   holeKind
	index  int // of the id, moment or count; of a place: how many names are before it on its line
	layout layout
	column int // of a place, in the record that stood in
}

type holeKind uint8

const (
	idHole holeKind = iota + 1
	momentHole
	countHole
	lineHole   // the line of the record
	placeHole  // line and column
	numberHole // the number of the record
	fingerprintHole
	placeholderHole // what stands for the token
)

// mark is a text that can only have come from a stand-in.
type mark struct {
	text []byte
	hole hole
}

// marks lists what is looked for in a result.
func (s *standIn) marks() []mark {
	list := []mark{
		{appendInt(nil, standInNumber), hole{kind: numberHole}},
		{appendInt(nil, standInLine), hole{kind: lineHole}},
	}
	for i, id := range s.ids {
		list = append(list, mark{id, hole{kind: idHole, index: i}})
	}
	for i, at := range s.moments {
		if i == 0 {
			continue
		}
		for _, l := range layouts {
			list = append(list, mark{l.append(nil, at), hole{kind: momentHole, index: i, layout: l}})
		}
	}
	for i, count := range s.counts {
		list = append(list, mark{count, hole{kind: countHole, index: i}})
	}
	if t := s.token; t != nil {
		list = append(list, mark{[]byte(placeholder(standInToken)), hole{kind: placeholderHole}})
		if t.claims != nil || t.shape != "" {
			list = append(list, mark{[]byte(t.fingerprint), hole{kind: fingerprintHole}})
		}
	}
	return list
}

func placeholder(number int) string { return "⟨token-" + strconv.Itoa(number) + "⟩" }

// template cuts a result, which was made of the stand-in, at what came from it. It is nil
// where this cannot be told.
func (s *standIn) template(result []byte) *template {
	type cut struct {
		start, end int
		hole       hole
	}
	var cuts []cut
	for _, m := range s.marks() {
		for i := 0; ; {
			j := bytes.Index(result[i:], m.text)
			if j < 0 {
				break
			}
			start := i + j
			i = start + len(m.text)
			c := cut{start, i, m.hole}
			if m.hole.kind == lineHole && i < len(result) && result[i] == ':' {
				end := i + 1
				for end < len(result) && result[end] >= '0' && result[end] <= '9' {
					end++
				}
				if column := digits(result[i+1 : end]); column > 0 {
					before, ok := s.before(column - 1)
					if !ok {
						return nil
					}
					c.end, c.hole = end, hole{kind: placeHole, index: before, column: column}
					i = end
				}
			}
			cuts = append(cuts, c)
		}
	}
	sort.Slice(cuts, func(i, j int) bool { return cuts[i].start < cuts[j].start })
	t := &template{widths: s.widths}
	done := 0
	for _, c := range cuts {
		if c.start < done {
			return nil
		}
		t.pieces = append(t.pieces, piece{text: result[done:c.start], hole: c.hole})
		done = c.end
	}
	t.last = result[done:]
	return t
}

// before counts the names before an offset of the stand-in. It says no inside of one.
func (s *standIn) before(offset int) (int, bool) {
	for i, start := range s.starts {
		if offset <= start {
			return i, true
		}
		if offset < start+s.widths[i] {
			return 0, false
		}
	}
	return len(s.starts), true
}

// Match is a record whose result is known. It is valid until Free.
type Match struct {
	t            *template
	line, number int
	token        *token
	ids          []id
	moments      []int64
	counts       []string
	shifts       []int // by how much what is behind so many names is moved
	spans        []int
}

var matches = sync.Pool{New: func() any { return new(Match) }}

// match takes the names of a record out of the memory that is used again.
func (t *template) match(n *names, line, number int) *Match {
	m := matches.Get().(*Match)
	m.t, m.line, m.number, m.token = t, line, number, n.token
	m.ids = append(m.ids[:0], n.ids...)
	m.moments = append(m.moments[:0], n.moments...)
	m.counts = m.counts[:0]
	for _, c := range n.counts {
		m.counts = append(m.counts, string(c))
	}
	m.shifts = append(m.shifts[:0], 0)
	moved := 0
	for i := range n.list {
		moved += n.list[i].end - n.list[i].start - t.widths[i]
		m.shifts = append(m.shifts, moved)
	}
	return m
}

// Free gives the memory of a Match back.
func (m *Match) Free() { matches.Put(m) }

// Secret is the bearer token of the record; empty where it has none that is a secret.
func (m *Match) Secret() string {
	if m.token == nil || !m.t.secret {
		return ""
	}
	return m.token.text
}

// Proof is what was last given to SetProof for a record that is alike; 0 before. Both are
// for the goroutine of the Memo only.
func (m *Match) Proof() int { return m.t.proof }

// SetProof keeps a number with the template.
func (m *Match) SetProof(n int) { m.t.proof = n }

// Spans gives the places of the names in what the last Append appended: beginnings and
// ends in turn, as offsets in the whole text.
func (m *Match) Spans() []int { return m.spans }

// Append appends the result. Placeholder is what stands for the token.
func (m *Match) Append(b []byte, placeholder string) []byte {
	m.spans = m.spans[:0]
	for i := range m.t.pieces {
		p := &m.t.pieces[i]
		b = append(b, p.text...)
		start := len(b)
		switch p.hole.kind {
		case idHole:
			b = append(b, m.ids[p.hole.index].bytes()...)
		case momentHole:
			b = p.hole.layout.append(b, m.moments[p.hole.index])
		case countHole:
			b = append(b, m.counts[p.hole.index]...)
		case lineHole:
			b = appendInt(b, int64(m.line))
		case placeHole:
			b = append(appendInt(b, int64(m.line)), ':')
			b = appendInt(b, int64(p.hole.column+m.shifts[p.hole.index]))
		case numberHole:
			b = appendInt(b, int64(m.number))
		case fingerprintHole:
			b = append(b, m.token.fingerprint...)
		case placeholderHole:
			b = append(b, placeholder...)
		}
		m.spans = append(m.spans, start, len(b))
	}
	return append(b, m.t.last...)
}

func appendInt(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }
