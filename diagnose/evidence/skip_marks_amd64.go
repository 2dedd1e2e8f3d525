package evidence

// marks gives the places of quotes and backslashes in a block, a bit each, the first
// byte lowest. It needs no more than SSE2, which every such processor has.
//
//go:noescape
func marks(block *[64]byte) (quotesAt, slashesAt uint64)
