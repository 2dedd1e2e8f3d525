package redact

import (
	"bytes"
	"io"
	"strings"
)

// Sweep replaces every piece of 12 bytes or more of a secret that was seen, and
// shorter secrets where they stand as a word of their own. It is the last check:
// what it finds should have been replaced before.
func (r *Redactor) Sweep(s string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.anything() {
		return s
	}
	return r.sweep(s)
}

// SweepMany hands f a [Redactor.Sweep] for many texts in a row; where no secret was
// seen at all it does not call f.
func (r *Redactor) SweepMany(f func(sweep func(string) string)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.anything() {
		return
	}
	least := pieceMin
	if r.index.hasSmall() {
		least = wholeMin
	}
	f(func(s string) string {
		if len(s) < least {
			return s
		}
		return r.sweep(s)
	})
}

func (r *Redactor) anything() bool { return !r.index.empty() }

// sweep gives text itself where it is clean.
func (r *Redactor) sweep(text string) string { return r.sweepAnd(text, func(*entry) {}) }

// sweepAnd tells hit what it replaces.
func (r *Redactor) sweepAnd(text string, hit func(*entry)) string {
	x := &r.index
	var out []byte
	done := 0
	for {
		start, end, e := find(x, text, done)
		if e == nil {
			break
		}
		out = append(append(out, text[done:start]...), e.placeholder...)
		done = end
		hit(e)
	}
	if done > 0 {
		text = string(append(out, text[done:]...))
	}
	for s := range x.smalls {
		if strings.Contains(text, s.value) {
			text = replaceWord(text, s, hit)
		}
	}
	return text
}

// clean says whether nothing of a secret is in an output, as nearly always.
func (r *Redactor) clean(out []byte) bool {
	if _, _, e := find(&r.index, out, 0); e != nil {
		return false
	}
	for s := range r.index.smalls {
		if bytes.Contains(out, []byte(s.value)) {
			return false
		}
	}
	return true
}

// replaceWord replaces a short secret where it is no part of a longer word.
func replaceWord(text string, x small, hit func(*entry)) string {
	value := x.value
	var out []byte
	done, from := 0, 0
	for {
		i := strings.Index(text[from:], value)
		if i < 0 {
			break
		}
		start, end := from+i, from+i+len(value)
		from = end
		if start > 0 && wordByte(text[start-1]) && wordByte(value[0]) || end < len(text) && wordByte(text[end]) && wordByte(value[len(value)-1]) {
			continue
		}
		out = append(append(out, text[done:start]...), x.e.placeholder...)
		done = end
		hit(x.e)
	}
	return string(append(out, text[done:]...))
}

func wordByte(c byte) bool { return letter(c) || digit(c) }

// Writer is the last check on an output, whatever the pieces it is written in.
// It keeps back the last few bytes until Close.
func (r *Redactor) Writer(w io.Writer) io.WriteCloser { return &writer{r: r, w: w} }

type writer struct {
	r    *Redactor
	w    io.Writer
	kept []byte
}

// longest is how much of a text may be one identifier together with the name before
// it.
const longest = 400

// Write checks p together with what was kept back.
func (w *writer) Write(p []byte) (int, error) {
	w.r.mu.Lock()
	idle := !w.r.anything() && w.r.level == Secrets
	if idle && len(w.kept) == 0 {
		w.r.mu.Unlock()
		return w.w.Write(p)
	}
	w.kept = append(w.kept, p...)
	if !w.r.clean(w.kept) {
		w.kept = []byte(w.r.sweep(string(w.kept)))
	}
	cut := max(0, len(w.kept)-(pieceMin-1))
	done := w.kept[:cut]
	if w.r.level > Secrets {
		cut = max(0, bytes.LastIndexAny(w.kept[:max(0, len(w.kept)-longest)], " \n"))
		done = []byte(w.r.conceal(string(w.kept[:cut])))
	}
	w.r.mu.Unlock()
	_, err := w.w.Write(done)
	w.kept = append(w.kept[:0], w.kept[cut:]...)
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close writes what was kept back. It does not close the writer below.
func (w *writer) Close() error {
	_, err := io.WriteString(w.w, w.r.Conceal(string(w.kept)))
	w.kept = nil
	return err
}
