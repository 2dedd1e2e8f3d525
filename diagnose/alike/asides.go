package alike

import (
	"bytes"
	"slices"
)

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
