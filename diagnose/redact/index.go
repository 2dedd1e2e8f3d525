package redact

import (
	"bytes"
	"sort"
	"strings"
)

// The last check looks for pieces of secrets in an output. Any piece of 12 bytes or more
// holds five 8-byte windows in a row. Of a secret all windows have a bit each, and every
// fifth is in a hash table; of an output every fifth is held against the bits, and where
// five in a row are set, they are looked up in the table.
const (
	window    = 8
	stride    = 5
	pieceMin  = window + stride - 1 // 12
	base64Min = 16                  // of base64, which hold 12 bytes
	wholeMin  = 6                   // shorter secrets are replaced where they stand, and nowhere else
	blobMax   = 64 << 10
	smallMax  = 64
	maxTwins  = 8
)

// index makes secrets findable by their pieces. When its younger generation is full, the
// older one is forgotten.
type index struct {
	young, old generation
	bits       []uint64 // for each hash of a window of both; nearly all of a clean text meet a zero
	youngBits  []uint64 // those of the younger one alone
}

// generation are secrets that came one after another.
type generation struct {
	blob  []byte   // the secrets and their encoded forms, one after another
	parts []part   // what stands where in blob
	slots []uint32 // hash table of window positions in blob, plus one
	used  int
	small []small // secrets too short for windows
}

// part is one secret, or an encoded form of one, in the blob.
type part struct {
	start, end int
	last       int  // where the last window begins that can be met
	whole      bool // only the whole value counts: it is made of ordinary words, or names a person
	least      int  // how long a piece counts
	e          *entry
}

type small struct {
	value string
	e     *entry
}

// full says that it is time for the next generation.
func (x *index) full() bool { return len(x.young.blob) > blobMax }

// next begins a generation.
func (x *index) next() {
	x.young, x.old = x.old, x.young
	g := &x.young
	g.blob, g.parts, g.small, g.used = g.blob[:0], g.parts[:0], g.small[:0], 0
	clear(g.slots)
	x.bits, x.youngBits = x.youngBits, x.bits
	clear(x.youngBits)
}

// mark sets the bits of the last part.
func (x *index) mark() {
	const least, part = 256, 4 // words; of so many bits not more than one may be set
	size := max(least, len(x.bits))
	for part*(len(x.young.blob)+len(x.old.blob)) > 64*size {
		size *= 2
	}
	if size == len(x.bits) {
		x.young.mark(len(x.young.parts)-1, x.bits, x.youngBits)
		return
	}
	x.bits, x.youngBits = make([]uint64, size), make([]uint64, size)
	x.old.mark(0, x.bits, x.bits)
	x.young.mark(0, x.bits, x.youngBits)
}

// mark sets the bits of its parts from one on.
func (g *generation) mark(from int, one, other []uint64) {
	mask := len(one) - 1
	for _, p := range g.parts[from:] {
		for at := p.start; at <= p.last; at++ {
			h := hash(le64(g.blob, at))
			word, bit := wordOf(h)&mask, uint64(1)<<bitOf(h)
			one[word] |= bit
			other[word] |= bit
		}
	}
}

// empty says that there is nothing to find.
func (x *index) empty() bool { return x.young.used+x.old.used == 0 && !x.hasSmall() }

// hasSmall says that there are secrets which are not found by their windows.
func (x *index) hasSmall() bool { return len(x.young.small)+len(x.old.small) > 0 }

// smalls goes through the secrets which are not found by their windows.
func (x *index) smalls(yield func(small) bool) {
	for _, g := range [...]*generation{&x.young, &x.old} {
		for _, s := range g.small {
			if !yield(s) {
				return
			}
		}
	}
}

// add makes a secret findable, also in the forms in which an output may hold it.
func (x *index) add(value string, e *entry) {
	if len(value) < wholeMin {
		return
	}
	if len(value) < pieceMin {
		if !ordinary(value) && len(x.young.small) < smallMax {
			x.young.small = append(x.young.small, small{value, e})
		}
	} else {
		x.part(value, e, !mixed(value), pieceMin)
	}
	if !plainBytes(value) {
		for _, form := range escaped(value) {
			if form != value && len(form) >= pieceMin {
				x.part(form, e, !mixed(value), pieceMin)
			}
		}
	}
	if len(value) <= 256 && !e.person() {
		for _, form := range base64Forms(value) {
			if len(form) >= base64Min {
				x.part(form, e, false, base64Min)
			}
		}
	}
}

// person says that the secret names a person: parts of it, such as the host of an
// e-mail address, may stand in a report.
func (e *entry) person() bool { return e.kind == Email || e.kind == Phone || e.kind == Person }

// part indexes the windows of one form. What is made of small letters only may be words
// of the report, and is found as a whole or not at all.
func (x *index) part(form string, e *entry, whole bool, least int) {
	whole = whole || e.person()
	g := &x.young
	start := len(g.blob)
	g.blob = append(g.blob, form...)
	p := part{start, len(g.blob), len(g.blob) - window, whole, least, e}
	if whole {
		p.last = start + stride - 1
	}
	if whole && vocabulary(form) {
		p.last = start - 1
	}
	g.parts = append(g.parts, p)
	g.grow((p.last-start)/stride + 1)
	x.mark()
	silent := func(at int) bool { return uniform(le64(g.blob, at)) }
	if strings.Trim(form, "0123456789") != "" {
		silent = func(at int) bool { return uniform(le64(g.blob, at)) || digitsOnly(le64(g.blob, at)) }
	}
	for at := start; at <= p.last; at += stride {
		if !silent(at) {
			g.insert(at)
			continue
		}
		for near := max(start, at-stride+1); near <= min(p.last, at+stride-1); near++ {
			if !silent(near) {
				g.insert(near)
			}
		}
	}
}

// uniform says that all bytes of a window are the same: "00000000" tells nothing of a
// secret. What is around it does.
func uniform(w uint64) bool { return w == w&0xFF*every }

// digitsOnly says that a window is all digits. It tells nothing of a secret that is more
// than digits, and stands in many an id.
func digitsOnly(w uint64) bool {
	const high = every * 0xF0
	return w&high == every*'0' && (w+every*6)&high == every*'0'
}

const every = 0x0101010101010101 // times a byte: that byte in all places

// grow makes room for n windows more.
func (g *generation) grow(n int) {
	if 2*(g.used+n) <= len(g.slots) {
		return
	}
	size := max(512, len(g.slots))
	for size < 2*(g.used+n) {
		size *= 2
	}
	old := g.slots
	g.slots, g.used = make([]uint32, size), 0
	for _, s := range old {
		if s != 0 {
			g.insert(int(s) - 1)
		}
	}
}

// insert enters the window at a place of the blob. The same window of another
// secret serves as well where its neighbourhood is the same: many tokens begin alike.
func (g *generation) insert(at int) {
	g.grow(1)
	w := le64(g.blob, at)
	mask := uint32(len(g.slots) - 1)
	twins := 0
	for i := slotOf(hash(w)) & mask; ; i = (i + 1) & mask {
		s := g.slots[i]
		if s == 0 {
			g.slots[i] = uint32(at) + 1
			g.used++
			return
		}
		if other := int(s) - 1; le64(g.blob, other) == w {
			if twins++; twins > maxTwins || g.alike(other, at) {
				return
			}
		}
	}
}

// alike says that two places of the blob agree as far as a piece of 12 bytes around
// their windows reaches.
func (g *generation) alike(a, b int) bool {
	const reach = stride - 1
	lo, hi := min(a, b, reach), min(len(g.blob)-max(a, b), window+reach)
	return bytes.Equal(g.blob[a-lo:a+hi], g.blob[b-lo:b+hi])
}

// hash is of a window; slotOf takes another part of it than wordOf and bitOf, so that what
// these confuse it tells apart.
func hash(w uint64) uint64   { return w * 0x9E3779B97F4A7C15 }
func slotOf(h uint64) uint32 { return uint32(h >> 32) }
func wordOf(h uint64) int    { return int(h >> 24 & (1<<32 - 1)) }
func bitOf(h uint64) uint64  { return h >> 58 }

// le64 reads a window.
func le64[T string | []byte](s T, i int) uint64 {
	s = s[i : i+window]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// find looks for the first piece of a secret in out[from:], and says what it is.
func find[T string | []byte](x *index, out T, from int) (start, end int, e *entry) {
	if x.young.used+x.old.used == 0 {
		return 0, 0, nil
	}
	bits := x.bits
	for i := from; i+window <= len(out); i += stride {
		if !marked(bits, le64(out, i)) {
			continue
		}
		first, last := i, i
		for first > from && i-first < stride-1 && marked(bits, le64(out, first-1)) {
			first--
		}
		for last+window < len(out) && last-i < stride-1 && marked(bits, le64(out, last+1)) {
			last++
		}
		if last-first < stride-1 {
			continue
		}
		for near := first; near <= last; near++ {
			for _, g := range [...]*generation{&x.young, &x.old} {
				if start, end, e = lookup(g, out, from, near); e != nil {
					return start, end, e
				}
			}
		}
	}
	return 0, 0, nil
}

// marked says that a window may be one of a secret.
func marked(bits []uint64, w uint64) bool {
	h := hash(w)
	return bits[wordOf(h)&(len(bits)-1)]>>bitOf(h)&1 != 0
}

// lookup tells what the window at i is a piece of.
func lookup[T string | []byte](g *generation, out T, from, i int) (start, end int, e *entry) {
	if g.used == 0 {
		return 0, 0, nil
	}
	w := le64(out, i)
	mask := uint32(len(g.slots) - 1)
	for k := slotOf(hash(w)) & mask; g.slots[k] != 0; k = (k + 1) & mask {
		at := int(g.slots[k]) - 1
		if le64(g.blob, at) != w {
			continue
		}
		if start, end, e = extend(g, out, from, i, at); e != nil {
			return start, end, e
		}
	}
	return 0, 0, nil
}

// extend grows a common window as far as output and secret agree.
func extend[T string | []byte](g *generation, out T, from, i, at int) (start, end int, e *entry) {
	p := g.parts[sort.Search(len(g.parts), func(k int) bool { return g.parts[k].end > at })]
	start, end = i, i+window
	for s := at; start > from && s > p.start && out[start-1] == g.blob[s-1]; s-- {
		start--
	}
	for s := at + window; end < len(out) && s < p.end && out[end] == g.blob[s]; s++ {
		end++
	}
	if end-start < p.least || p.whole && end-start < p.end-p.start {
		return 0, 0, nil
	}
	return start, end, p.e
}
