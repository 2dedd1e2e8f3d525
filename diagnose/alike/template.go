package alike

import (
	"bytes"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
)

// template is a result with holes.
type template struct {
	trail  trail
	pieces []piece
	last   []byte // behind the last hole
	widths []int  // of the names in the record that stood in
	size   int
	secret bool // its token is one

	key        uint64       // under which it is kept
	generation int          // in which it was kept last
	proof      atomic.Int64 // see Match.Proof
}

// piece is a text and the hole behind it.
type piece struct {
	text []byte
	hole hole
}

// hole is what is filled in.
type hole struct {
	kind   holeKind
	index  int // of the id, moment, count or claim; of a place: how many names are before it on its line
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
	claimHole  // an aside of the token
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
		for i, x := range t.list {
			if value := t.claims[x.start:x.end]; x.kind == ofAside && !bytes.Equal(value, s.names.token.claims[x.start:x.end]) {
				list = append(list, mark{value, hole{kind: claimHole, index: i}})
			}
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
	names        names
	t            *template
	line, number int
	shifts       []int // by how much what is behind so many names is moved
	spans, gaps  []int

	// Of a record without a template.
	key, presentKey uint64 // hashes of its likeness without and with how moments lie to the present
	hopeless        bool   // nothing can be learned from it
}

var matches = sync.Pool{New: func() any { return new(Match) }}

func newMatch(t *tokens, line, number int) *Match {
	x := matches.Get().(*Match)
	x.t, x.line, x.number, x.hopeless = nil, line, number, false
	x.names.tokens = t
	return x
}

// isLike says what the record is like whose names were found.
func (x *Match) isLike(t *template) {
	x.t = t
	x.shifts = append(x.shifts[:0], 0)
	moved := 0
	for i := range x.names.list {
		moved += x.names.list[i].end - x.names.list[i].start - t.widths[i]
		x.shifts = append(x.shifts, moved)
	}
}

// fill gives the result for a record.
func (t *template) fill(n *names, r Record) []byte {
	x := Match{names: *n, line: r.Line, number: r.Number}
	x.isLike(t)
	return x.Append(nil, placeholder(r.Token))
}

// Free gives the memory of a Match back.
func (x *Match) Free() { matches.Put(x) }

// Secret is the bearer token of the record; empty where it has none that is a secret.
func (x *Match) Secret() string {
	if x.names.token == nil || !x.t.secret {
		return ""
	}
	return x.names.token.text
}

// Note gives what was last noted of the token; nil before, or where there is none.
func (x *Match) Note() *Note {
	if x.names.token == nil {
		return nil
	}
	return x.names.token.note.Load()
}

// SetNote notes something of the token of the record.
func (x *Match) SetNote(n *Note) { x.names.token.note.Store(n) }

// Note is what stands for a token, and until when.
type Note struct {
	Placeholder string
	Proof       int
}

// Proof is what was last given to SetProof for a record that is alike; 0 before.
func (x *Match) Proof() int { return int(x.t.proof.Load()) }

// SetProof keeps a number with the template.
func (x *Match) SetProof(n int) { x.t.proof.Store(int64(n)) }

// Spans gives the places of the names in what the last Append appended: beginnings and
// ends in turn, as offsets in the whole text.
func (x *Match) Spans() []int { return x.spans }

// Append appends the result. Placeholder is what stands for the token; where it is empty,
// Fill has to follow.
func (x *Match) Append(b []byte, placeholder string) []byte {
	x.spans, x.gaps = x.spans[:0], x.gaps[:0]
	for i := range x.t.pieces {
		p := &x.t.pieces[i]
		b = append(b, p.text...)
		start := len(b)
		switch p.hole.kind {
		case idHole:
			b = append(b, x.names.ids[p.hole.index].bytes()...)
		case momentHole:
			b = p.hole.layout.append(b, x.names.moments[p.hole.index])
		case countHole:
			b = append(b, x.names.counts[p.hole.index]...)
		case lineHole:
			b = appendInt(b, int64(x.line))
		case placeHole:
			b = append(appendInt(b, int64(x.line)), ':')
			b = appendInt(b, int64(p.hole.column+x.shifts[p.hole.index]))
		case numberHole:
			b = appendInt(b, int64(x.number))
		case claimHole:
			t := x.names.token
			b = append(b, t.claims[t.list[p.hole.index].start:t.list[p.hole.index].end]...)
		case fingerprintHole:
			b = append(b, x.names.token.fingerprint...)
		case placeholderHole:
			b = append(b, placeholder...)
			x.gaps = append(x.gaps, start)
		}
		x.spans = append(x.spans, start, len(b))
	}
	return append(b, x.t.last...)
}

// Fill puts what stands for the token into a text that Append has made without it.
func (x *Match) Fill(b []byte, placeholder string) []byte {
	end := len(b)
	for range x.gaps {
		b = append(b, placeholder...)
	}
	for i := len(x.gaps) - 1; i >= 0; i-- { // from the end, into the room that was made there
		gap := x.gaps[i]
		to := gap + (i+1)*len(placeholder)
		copy(b[to:], b[gap:end])
		copy(b[gap+i*len(placeholder):], placeholder)
		end = gap
	}
	return b
}

func appendInt(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }
