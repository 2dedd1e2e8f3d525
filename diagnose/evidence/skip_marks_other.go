//go:build !amd64

package evidence

// marks gives the places of quotes and backslashes in a block, a bit each, the first
// byte lowest.
func marks(block *[64]byte) (quotesAt, slashesAt uint64) { return marksInWords(block) }
