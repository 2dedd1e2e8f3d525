package evidence

import (
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
