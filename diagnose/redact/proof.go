package redact

import "io"

// Seen counts the secrets that were learned so far. What was clean remains so while the
// number stays.
func (r *Redactor) Seen() int { return int(r.learned.Load()) }

// Clean says whether an output holds no piece of a secret that was seen.
func (r *Redactor) Clean(out []byte) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.clean(out)
}

// CleanAround is Clean for an output of which all is known to be clean but some spans,
// given as beginnings and ends in turn.
func (r *Redactor) CleanAround(out []byte, spans []int) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.index.hasSmall() {
		return r.clean(out)
	}
	for i := 0; i+1 < len(spans); i += 2 {
		around := out[max(0, spans[i]-(pieceMin-1)):min(len(out), spans[i+1]+pieceMin-1)]
		if _, _, e := find(&r.index, around, 0); e != nil {
			return false
		}
	}
	return true
}

// WriteClean writes p, which was found to be clean of every secret there was when its
// turn came. The writer must be one of [Redactor.Writer]; others get p as well.
func WriteClean(to io.Writer, p []byte) (int, error) {
	w, ok := to.(*writer)
	if !ok || w.r.level > Secrets {
		return to.Write(p)
	}
	if len(w.kept) > 0 {
		kept := w.kept
		w.kept = w.kept[:0]
		if _, err := w.w.Write(kept); err != nil {
			return 0, err
		}
	}
	return w.w.Write(p)
}
