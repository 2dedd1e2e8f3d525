package evidence

import "bytes"

const (
	kindsMax  = 512      // how many kinds of successful calls are handed over
	readsMax  = 8        // how many answers that show an object are held
	readLimit = 64 << 10 // how long such an entry may be
)

// sift chooses among the calls of an archive that went well, of which there may be
// more than memory holds, those that can be evidence for the refused ones.
type sift struct {
	kinds map[string]struct{}
	key   []byte
	reads []harEntry // latest answers that show an object, as a ring
	next  int        // of reads
}

// hold keeps an answer that shows an object until a call on the object is refused.
func (f *sift) hold(e *harEntry) {
	if len(e.text) > readLimit || e.bodyText.cut {
		return
	}
	if len(f.reads) < readsMax {
		f.reads = append(f.reads, harEntry{})
		f.next = len(f.reads) - 1
	}
	slot := &f.reads[f.next]
	text := append(slot.text[:0], e.text...)
	*slot = *e
	slot.text = text
	f.next = (f.next + 1) % readsMax
}

// objectOf finds the answer that shows the object of a refused call: the call's
// path goes on from its path. It gives every answer once.
func (f *sift) objectOf(e *harEntry) *harEntry {
	path := e.path()
	for i := range f.reads {
		read := &f.reads[i]
		if object := read.path(); len(object) > 0 && bytes.HasPrefix(path, object) {
			held := *read
			read.pieces.url = piece{}
			return &held
		}
	}
	return nil
}

// isNew says whether a call is the first of its kind: its method, the shape of its
// address, its token and its status.
func (f *sift) isNew(e *harEntry) bool {
	f.key = appendShape(append(f.key[:0], e.json(e.method)...), e.json(e.url))
	f.key = append(f.key, byte(e.status), byte(e.status>>8))
	f.key = append(f.key, e.authorization()...)
	if _, known := f.kinds[string(f.key)]; known || len(f.kinds) >= kindsMax {
		return false
	}
	if f.kinds == nil {
		f.kinds = map[string]struct{}{}
	}
	f.kinds[string(f.key)] = struct{}{}
	return true
}

// appendShape gives an address without its query, its ids replaced: two calls of
// one operation have the same shape.
func appendShape(dst, address []byte) []byte {
	path, _, _ := bytes.Cut(address, []byte{'?'})
	for len(path) > 0 {
		end := bytes.IndexByte(path, '/') + 1
		if end == 0 {
			end = len(path)
		}
		if segment := path[:end]; hasDigit(segment) && string(segment) != "v2/" {
			dst = append(dst, '*', '/')
		} else {
			dst = append(dst, segment...)
		}
		path = path[end:]
	}
	return dst
}

func hasDigit(b []byte) bool {
	for _, c := range b {
		if c-'0' <= 9 {
			return true
		}
	}
	return false
}
