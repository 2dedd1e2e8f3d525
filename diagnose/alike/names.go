package alike

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
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

const (
	uuidLen = 36
	hexMin  = 16 // digits of an id that is no UUID
	idMax   = 64
)

// id is the text of an id.
type id struct {
	text   [idMax]byte
	length int8
}

func (x *id) bytes() []byte { return x.text[:x.length] }

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
	tokens  map[string]*token

	likeness []byte // the same for records that are alike, and for no others, if the present does not matter
	present  []byte // the same with how moments lie to the present
}

// find finds the names of a record. It says no where there is something that cannot be
// told from a name, or too much.
func (n *names) find(record []byte, now int64) bool {
	n.begin(now)
	if bytes.Contains(record, openMark) || !n.scan(record) {
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

// scan goes from one quotation mark or dash to the next, at which all names can be told,
// and enters them in the order of their places.
func (n *names) scan(text []byte) bool {
	ok := true
	for i := n.aside(text); ok && i < len(text) && len(n.list) <= namesMax; {
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
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '_' || c == '\\' || c == '%'
}

// hexLetters says whether a text is a UUID in small letters, or one with capital letters.
func hexLetters(id []byte) (lower, upper bool) {
	for i, c := range id {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false, false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f':
		case c >= 'A' && c <= 'F':
			upper = true
		default:
			return false, false
		}
	}
	return !upper, upper
}

// form is what ids that are alike have in common: the length, and of a UUID the version
// and the variant.
type form struct{ length, version, variant byte }

func formOf(id []byte) form {
	f := form{length: byte(len(id))}
	if len(id) == uuidLen && id[8] == '-' {
		f.version, f.variant = id[14], id[19]
		if f.variant == '9' || f.variant == 'a' || f.variant == 'b' {
			f.variant = '8' // that of RFC 9562 has one of four digits
		}
	}
	return f
}

func appendForm(b, id []byte) []byte {
	f := formOf(id)
	return append(b, f.length, f.version, f.variant)
}

// id gives the index of an id among the different ones.
func (n *names) id(text []byte) int {
	for i := range n.ids {
		if string(n.ids[i].bytes()) == string(text) {
			return i
		}
	}
	n.ids = append(n.ids, id{length: int8(len(text))})
	last := &n.ids[len(n.ids)-1]
	copy(last.text[:], text)
	return len(n.ids) - 1
}

// hexID enters a string that begins at i, if it is an id of hex digits that is no UUID.
// It gives where to go on.
func (n *names) hexID(text []byte, i int) (end int) {
	length := hexLength(text[i:])
	if end = i + length; length == 0 || end == len(text) || text[end] != '"' {
		return i
	}
	n.list = append(n.list, name{start: i, end: end, kind: ofID, index: n.id(text[i:end])})
	return end
}

// hexLength gives the length of the hex digits that a text begins with; 0 where they are
// no id: too few or too many of them, or all digits or all letters.
func hexLength(text []byte) int {
	digits, length := 0, 0
	for length < len(text) && length <= idMax {
		c := text[length]
		if c >= '0' && c <= '9' {
			digits++
		} else if c < 'a' || c > 'f' {
			break
		}
		length++
	}
	if length < hexMin || length > idMax || digits == 0 || digits == length {
		return 0
	}
	return length
}

// moment gives the index of a moment among the different ones. The present is none that
// a record shows.
func (n *names) moment(at int64) int {
	for i, have := range n.moments {
		if i > 0 && have == at {
			return i
		}
	}
	n.moments = append(n.moments, at)
	return len(n.moments) - 1
}

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

// isHex says whether a character is a hex digit as ids have them.
func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }

// httpDate takes a moment that ends at a quotation mark, as HTTP headers have them.
func (n *names) httpDate(text []byte, quote int) {
	start := quote - httpDateLen
	if start < 1 || text[quote-1] != 'T' || text[start-1] != '"' {
		return
	}
	if at, ok := httpLayout.parse(text[start:quote]); ok {
		n.list = append(n.list, name{start: start, end: quote, kind: ofMoment, index: n.moment(at), layout: httpLayout})
	}
}

// seconds takes a moment that is the value of a member as a number, as claims have them.
// i is at the colon.
func (n *names) seconds(text []byte, i int) (end int) {
	start, end := i+1, i+1+unixLen
	if end >= len(text) || text[start] != '1' || text[end] != ',' && text[end] != '}' {
		return i
	}
	if at, ok := unixLayout.parse(text[start:end]); ok {
		n.list = append(n.list, name{start: start, end: end, kind: ofMoment, index: n.moment(at), layout: unixLayout})
	}
	return end
}

// aside enters the id of the record where it is its first member: nobody reads it. It
// gives where to go on.
func (n *names) aside(record []byte) (end int) {
	start := len(asideID)
	switch {
	case bytes.HasPrefix(record, asideID):
	case bytes.HasPrefix(record, asideName):
		start = len(asideName)
	default:
		return 0
	}
	end = start + bytes.IndexByte(record[start:], '"')
	if !isAside(record[start:], end-start) {
		return 0
	}
	n.list = append(n.list, name{start: start, end: end, kind: ofAside})
	return end
}

// isAside says whether a string that ends at end is a plain id.
func isAside(text []byte, end int) bool {
	return end >= 0 && end <= asideMax && !slices.ContainsFunc(text[:end], func(c byte) bool { return c == '\\' || c < ' ' || c > '~' })
}

const (
	asideMax = 64
	countMax = 9
)

var (
	asideID   = []byte(`{"id":"`)
	asideName = []byte(`{"name":"`)
)

// notes finds the numbers of the notes, which are shown as they are and never judged. It
// gives the end of what it has seen.
func (n *names) notes(record []byte, i int) (end int, ok bool) {
	if !bytes.HasPrefix(record[i:], notesBegin) {
		return i, true
	}
	for i += len(notesBegin); i < len(record) && record[i] != '"'; {
		if c := record[i]; c == '\\' {
			i += 2
			continue
		} else if c < '0' || c > '9' {
			i++
			continue
		}
		start := i
		for i < len(record) && record[i] >= '0' && record[i] <= '9' {
			i++
		}
		if i-start > countMax || bordered(record, start, i) {
			continue
		}
		if len(n.counts) == countsMax {
			return i, false
		}
		n.list = append(n.list, name{start: start, end: i, kind: ofCount, index: len(n.counts)})
		n.counts = append(n.counts, record[start:i])
	}
	return min(i, len(record)), true
}

// taken says that a name was found there already.
func (n *names) taken(start, end int) bool {
	return slices.ContainsFunc(n.list, func(x name) bool { return x.start < end && x.end > start })
}

var notesBegin = []byte(`notes":"`)

func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }
