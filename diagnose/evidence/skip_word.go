package evidence

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// This file looks at eight bytes at a time, as a word whose lowest byte comes
// first. A mask of a word has the top bit of every byte that it means.

const (
	every = 0x0101010101010101 // times a byte: that byte in all places
	tops  = every * 0x80
	rest  = every * 0x7f
)

// zeros masks the bytes of x that are zero.
func zeros(x uint64) uint64 { return ^(x&rest + rest | x | rest) }

// perhaps is zeros in half the time: the first byte it masks is zero, the others
// may be wrong; and it is 0 where no byte is zero.
func perhaps(x uint64) uint64 { return (x - every) &^ x & tops }

// quotes and backslashes mask these characters, brackets those of objects and
// arrays; perhapsBrackets also takes Y, y, underscore and DEL, in half the time.
func quotes(x uint64) uint64      { return zeros(x ^ every*'"') }
func backslashes(x uint64) uint64 { return zeros(x ^ every*'\\') }
func brackets(x uint64) uint64 {
	return zeros((x|every*0x20)^every*'{') | zeros((x|every*0x20)^every*'}')
}
func perhapsBrackets(x uint64) uint64 { return zeros(x&^(every*0x26) ^ every*0x59) }

// opening masks those of brackets that open, which have not the bit of value 4.
func opening(x, brackets uint64) uint64 { return brackets &^ (x << 5) }

// nested walks over the inside of an object or array that is open to the depth
// given, which ends at depth 0. It stops there, or inside of a string that is
// better passed by closingQuote, or at the end of b.
func nested(b []byte, depth int) (n, left int, inString bool) {
	i, in := 0, uint64(0) // in is tops inside of a string
	long := 0             // words that lay in one string
	for ; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		q := quotes(x)
		if q == 0 && in != 0 {
			if long++; long > 6 {
				return i, depth, true
			}
		} else {
			long = 0
		}
		if perhaps(x^every*'\\') != 0 {
			break
		}
		// In every byte, the parity of the quotes up to it.
		inside := (q>>7*every<<7)&tops ^ in
		if br := perhapsBrackets(x) &^ inside; br != 0 {
			br &= brackets(x)
			open := opening(x, br)
			opened, closed := bits.OnesCount64(open), bits.OnesCount64(br^open)
			if closed >= depth {
				break // it may end within this word
			}
			depth += opened - closed
		}
		in = uint64(int64(inside)>>63) & tops
	}
	return nestedBytes(b, i, depth, in != 0)
}

// nestedBytes is nested for one word, and for the end of b.
func nestedBytes(b []byte, i, depth int, inString bool) (int, int, bool) {
	for end := min(len(b), i+8); i < end; i++ {
		switch b[i] {
		case '"':
			inString = !inString
		case '\\':
			if inString {
				return i, depth, true
			}
		case '{', '[':
			if !inString {
				depth++
			}
		case '}', ']':
			if !inString {
				if depth--; depth == 0 {
					return i + 1, 0, false
				}
			}
		}
	}
	return i, depth, inString
}

// closingQuote finds the end of a string: the offset behind its closing quote. It
// is len(b), and ok is false, where b ends before.
func closingQuote(b []byte) (n int, ok bool) {
	const short, stride = 64, 32
	i := min(len(b), short)
	if n, ok = closingQuoteIn(b, 0, i); ok {
		return n, true
	}
	before := escapes(b[:i])
	for i+stride <= len(b) {
		var ends, pairs, any uint64
		for j := i; j < i+stride; j += 8 {
			x := binary.LittleEndian.Uint64(b[j:])
			q, e := perhaps(x^every*'"'), backslashes(x)
			after := e<<8 | before>>56 // bytes behind a backslash
			ends |= q &^ after
			pairs |= e & after
			any |= q | e
			before = e
		}
		switch {
		case any == 0: // a stretch without either is left to assembly
			j := bytes.IndexByte(b[i:], '"')
			if j < 0 {
				return len(b), false
			}
			if i += j + 1; !oddBackslashes(b[:i-1]) {
				return i, true
			}
			continue
		case ends|pairs != 0:
			if n, ok = closingQuoteIn(b, i, i+stride); ok {
				return n, true
			}
			before = escapes(b[:i+stride])
		}
		i += stride
	}
	return closingQuoteIn(b, i, len(b))
}

// closingQuoteIn is closingQuote for b[i:end].
func closingQuoteIn(b []byte, i, end int) (n int, ok bool) {
	before := escapes(b[:i])
	for ; i+8 <= end; i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		q, e := quotes(x), backslashes(x)
		after := e<<8 | before>>56
		switch {
		case e&after != 0: // two in a row: which of them escape must be counted
			if n, ok = closingQuoteBytes(b, i, i+8); ok {
				return n, true
			}
			before = escapes(b[:i+8])
			continue
		case q&^after != 0:
			return i + bits.TrailingZeros64(q&^after)/8 + 1, true
		}
		before = e
	}
	return closingQuoteBytes(b, i, end)
}

// closingQuoteBytes is closingQuote for b[i:end], byte by byte.
func closingQuoteBytes(b []byte, i, end int) (n int, ok bool) {
	escaped := oddBackslashes(b[:i])
	for ; i < end; i++ {
		switch c := b[i]; {
		case escaped:
			escaped = false
		case c == '"':
			return i + 1, true
		case c == '\\':
			escaped = true
		}
	}
	return end, false
}

// escapes gives the mask of a word whose last byte is a backslash that escapes, if
// b ends in one, else 0.
func escapes(b []byte) uint64 {
	if oddBackslashes(b) {
		return 1 << 63
	}
	return 0
}

// oddBackslashes says whether what follows b is escaped.
func oddBackslashes(b []byte) bool {
	k := len(b)
	for k > 0 && b[k-1] == '\\' {
		k--
	}
	return (len(b)-k)&1 == 1
}
