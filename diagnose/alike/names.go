package alike

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Bounds of what is looked for in one record. Records with more are worked on.
const (
	namesMax   = 40
	idsMax     = 24
	momentsMax = 8
	countsMax  = 8
)

type kind uint8

// The kinds of name. A name may stand in a record itself or inside of its token.
const (
	ofID     kind = iota + 1 // a UUID in small letters, or a string of many hex digits
	ofMoment                 // a moment, in one of the layouts
	ofCount                  // digits of a text that is shown and never judged
	ofAside                  // what is not even shown: the id of a record, the subject of a token
	ofToken                  // a bearer token
)

// name is a place in a text that may differ between texts that are alike.
type name struct {
	start, end int
	kind       kind
	index      int // among the different ids, moments, counts
	layout     layout
}

// names is what find makes of a record. Its memory is used again for the next one.
type names struct {
	list    []name // of the record, in the order of their places
	ids     []id
	moments []int64 // seconds; the first is the present
	counts  [][]byte
	token   *token // nil: there is none
	tokens  *tokens

	likeness []byte // the same for records that are alike, and for no others, if the present does not matter
	present  []byte // the same with how moments lie to the present
}

// find finds the names of a record. It says no where there is something that cannot be
// told from a name, or too much.
func (n *names) find(record []byte, now int64) bool {
	n.begin(now)
	if bytes.Contains(record, openMark) || !n.scan(record, n.aside(record)) {
		return false
	}
	n.likeness = appendLikeness(n.likeness[:0], record, n.list)
	if n.token != nil {
		n.likeness = n.token.appendLikeness(n.likeness, record, n)
	}
	n.likeness = appendOrder(n.likeness, n.moments[1:])
	n.present = appendPresent(append(n.present[:0], n.likeness...), n.moments)
	return len(n.ids) <= idsMax && len(n.moments) <= momentsMax
}

func (n *names) begin(now int64) {
	n.list, n.ids, n.counts, n.token = n.list[:0], n.ids[:0], n.counts[:0], nil
	n.moments = append(n.moments[:0], now)
}

// openMark begins every placeholder.
var openMark = []byte("⟨")

// appendLikeness writes a text with marks in place of its names.
func appendLikeness(b, text []byte, list []name) []byte {
	done := 0
	for i := range list {
		x := &list[i]
		b = append(b, text[done:x.start]...)
		b = append(b, 0, byte(x.kind), byte(x.index), byte(x.layout))
		if x.kind == ofID {
			b = appendForm(b, text[x.start:x.end])
		}
		done = x.end
	}
	return append(append(b, text[done:]...), 0, 0)
}

// scan goes from i on from one quotation mark or dash to the next, at which all names can
// be told, and enters them in the order of their places.
func (n *names) scan(text []byte, i int) bool {
	ok := true
	for ok && i < len(text) && len(n.list) <= namesMax {
		if i+8 <= len(text) {
			x := le64(text[i:])
			marks := zeros(x^every*'"') | zeros(x^every*'-')
			if i += bits.TrailingZeros64(marks) / 8; marks == 0 {
				continue
			}
		}
		switch text[i] {
		case '"':
			i, ok = n.atQuote(text, i)
		case '-':
			i, ok = n.atDash(text, i)
		default:
			i++
		}
	}
	return ok && len(n.list) <= namesMax
}

const every = 0x0101010101010101 // times a byte: that byte in all places

// zeros masks the bytes of x that are zero by their top bits.
func zeros(x uint64) uint64 {
	const rest = every * 0x7f
	return ^(x&rest + rest | x | rest)
}

// atDash enters an id or a moment whose first dash is at i, and gives where to go on.
func (n *names) atDash(text []byte, i int) (end int, ok bool) {
	switch {
	case i+28 <= len(text) && i >= 8 && text[i+5] == '-' && text[i+10] == '-' && text[i+15] == '-':
		start, end := i-8, i+28
		lower, upper := hexLetters(text[start:end])
		if upper {
			return end, false // ids are compared without regard to case
		}
		if !lower || bordered(text, start, end) {
			return i + 1, true
		}
		n.list = append(n.list, name{start: start, end: end, kind: ofID, index: n.id(text[start:end])})
		return end, true
	case i+16 <= len(text) && i >= 4 && text[i+3] == '-' && text[i+6] == 'T' && text[i+15] == 'Z':
		start, end := i-4, i+16
		if at, whole := isoLayout.parse(text[start:end]); whole && !bordered(text, start, end) {
			n.list = append(n.list, name{start: start, end: end, kind: ofMoment, index: n.moment(at), layout: isoLayout})
		}
		return end, true
	}
	return i + 1, true
}

// bordered says that a name is a part of a longer word.
func bordered(text []byte, start, end int) bool {
	return start > 0 && wordly(text[start-1]) || end < len(text) && wordly(text[end])
}

func wordly(c byte) bool {
	return letterOrDigit(c) || c == '-' || c == '_' || c == '\\' || c == '%'
}

func letterOrDigit(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// atQuote enters what begins or ends at a quotation mark: the token, the notes, moments
// as HTTP headers and as claims have them. It gives where to go on.
func (n *names) atQuote(text []byte, i int) (end int, ok bool) {
	n.httpDate(text, i)
	if i++; i == len(text) {
		return i, true
	}
	switch text[i] {
	case ':':
		return n.seconds(text, i), true
	case 'e', 'B', 'b':
		if end, ok = n.findToken(text, i); end > i || !ok {
			return end, ok
		}
	case 'n':
		return n.notes(text, i)
	}
	if isHex(text[i]) {
		i = n.hexID(text, i)
	}
	return i, true
}

func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }
