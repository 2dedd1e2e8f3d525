package evidence

import (
	"encoding/binary"
	"math/bits"
)

// closingQuote finds the end of a string: the offset behind its closing quote. It
// is len(b), and ok is false, where b ends before.
//
// It looks at 64 bytes at a time, as two rows of bits in which quotes and backslashes
// are one. A run of backslashes escapes what follows where its length is odd; adding the
// beginnings of runs to the runs carries to their ends, as in Langdale and Lemire,
// "Parsing Gigabytes of JSON per Second" (2019).
func closingQuote(b []byte) (n int, ok bool) {
	const even = 0x5555555555555555
	i, carry := 0, uint64(0) // carry is 1 where the next byte is escaped
	for ; i+64 <= len(b); i += 64 {
		quotes, slashes := marks((*[64]byte)(b[i:]))
		if slashes|carry == 0 {
			if quotes != 0 {
				return i + bits.TrailingZeros64(quotes) + 1, true
			}
			continue
		}
		slashes &^= carry
		behind := slashes<<1 | carry
		runs, over := bits.Add64(slashes&^even&^behind, slashes, 0)
		escaped := (even ^ runs<<1) & behind
		carry = over
		if quotes &^= escaped; quotes != 0 {
			return i + bits.TrailingZeros64(quotes) + 1, true
		}
	}
	return closingQuoteBytes(b, i, carry == 1)
}

// closingQuoteBytes is closingQuote from i on, byte by byte.
func closingQuoteBytes(b []byte, i int, escaped bool) (n int, ok bool) {
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case escaped:
			escaped = false
		case c == '"':
			return i + 1, true
		case c == '\\':
			escaped = true
		}
	}
	return len(b), false
}

// marksInWords is marks for processors without a way of their own.
func marksInWords(block *[64]byte) (quotesAt, slashesAt uint64) {
	for i := 0; i < 64; i += 8 {
		x := binary.LittleEndian.Uint64(block[i:])
		quotesAt |= row(quotes(x)) << i
		slashesAt |= row(backslashes(x)) << i
	}
	return quotesAt, slashesAt
}

// row gathers the top bits of the bytes of a mask into eight bits.
func row(mask uint64) uint64 { return mask >> 7 * 0x0102040810204080 >> 56 }

// oddBackslashes says whether what follows b is escaped.
func oddBackslashes(b []byte) bool {
	k := len(b)
	for k > 0 && b[k-1] == '\\' {
		k--
	}
	return (len(b)-k)&1 == 1
}
