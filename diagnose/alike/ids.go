package alike

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

// isHex says whether a character is a hex digit as ids have them.
func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }
