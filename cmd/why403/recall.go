package main

import (
	"bytes"
	"fmt"
	"time"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/alike"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/redact"
	"github.com/why403/why403/diagnose/render"
)

// recaller knows records of a stream by their likeness. What it remembers of a report is
// its kind and, where every report is printed, its text.
type recaller struct {
	red    *redact.Redactor
	engine *diagnose.Engine
	out    *printer
	now    time.Time
	memo   *alike.Memo
	kinds  map[string]bool // of which a whole report was or will be made
}

// recaller gives one where the reports of a stream may be written down from those on
// records that are alike: nothing but the record has a say in them. Else it gives nil.
func (p *program) recaller(o diagnoseOptions, engine *diagnose.Engine, out *printer, now time.Time) func(source string) evidence.Recaller[judged] {
	if level, err := o.conceal.level(); !p.recalls || err != nil || level > redact.Secrets || len(o.catalogs) > 0 || out.oneDocument() {
		return nil
	}
	return func(source string) evidence.Recaller[judged] {
		x := &recaller{red: p.redactor, engine: engine, out: out, now: now, kinds: map[string]bool{}}
		x.memo = alike.New(now, func(r alike.Record) ([]byte, bool, bool) { return x.apart(source, r) })
		return x
	}
}

// known is a record that is like another, and the text that was made of it: the kind, the
// end of it, the report.
type known struct {
	like        *alike.Match
	buffer      *text
	placeholder string // that is in the text
	clean       int    // so many secrets had been seen when the text was found to be clean; -1: nobody has looked
}

func (k *known) free(x *recaller) {
	k.like.Free()
	x.out.buffers.Put(k.buffer)
}

// Look writes the text down ahead of its turn, as far as it is known.
func (x *recaller) Look(r evidence.Record) any {
	if m := x.memo.Look(r.Text, r.Line, r.Number); m != nil {
		return x.write(m)
	}
	return nil
}

func (x *recaller) write(m *alike.Match) *known {
	k := &known{like: m, buffer: x.out.buffer(), clean: -1}
	secret := m.Secret() != ""
	if note := m.Note(); secret && note != nil {
		k.placeholder = note.Placeholder
	}
	k.buffer.b = m.Append(k.buffer.b, k.placeholder)
	if !secret || k.placeholder != "" {
		x.check(k)
	}
	return k
}

// check holds a text against every secret that was seen: each template once, each text
// where its names stand. It says whether the text is clean.
func (x *recaller) check(k *known) bool {
	seen := x.red.Seen()
	switch {
	case !x.out.forMachines(): // it is not printed
	case k.like.Proof() == seen:
		if !x.red.CleanAround(k.buffer.b, k.like.Spans()) {
			return false
		}
	case !x.red.Clean(k.buffer.b):
		return false
	default:
		k.like.SetProof(seen)
	}
	k.clean = seen
	return true
}

// Recall gives what is known of a record whose turn it is.
func (x *recaller) Recall(r evidence.Record, looked any) (judged, bool) {
	k, ok := looked.(*known)
	if ok {
		x.memo.Used(k.like)
	} else if m := x.memo.Recall(r.Text, r.Line, r.Number); m != nil {
		k = x.write(m)
	} else {
		return judged{}, false
	}
	if placeholder := x.placeholder(k.like); placeholder != k.placeholder {
		if k.placeholder == "" {
			k.buffer.b = k.like.Fill(k.buffer.b, placeholder)
		} else {
			k.buffer.b = k.like.Append(k.buffer.b[:0], placeholder)
		}
		k.clean = -1
	}
	if k.clean != x.red.Seen() && !x.check(k) {
		k.free(x)
		return judged{}, false
	}
	kind, text, _ := bytes.Cut(k.buffer.b, kindEnd)
	if !x.out.forMachines() && !x.kinds[string(kind)] && len(x.kinds) < render.MostKinds {
		x.kinds[string(kind)] = true
		k.free(x)
		return judged{}, false
	}
	k.like.Free()
	return judged{kind: kind, text: text, buffer: k.buffer}, true
}

// placeholder gives what stands for the token of a record, as if it had been read.
func (x *recaller) placeholder(m *alike.Match) string {
	secret := m.Secret()
	if secret == "" {
		return ""
	}
	seen := x.red.Seen()
	note := m.Note()
	if note == nil || note.Proof != seen {
		placeholder := x.red.Secret(redact.Token, secret)
		note = &alike.Note{Placeholder: placeholder, Proof: x.red.Seen()}
		m.SetNote(note)
	}
	return note.Placeholder
}

var kindEnd = []byte{'\n'}

// apart makes of a record what is to be remembered of it, as if it stood alone.
func (x *recaller) apart(source string, r alike.Record) (result []byte, secret, ok bool) {
	red := redact.New()
	red.Reserve(fmt.Sprintf("⟨token-%d⟩", r.Token-1))
	hinted := false
	c, err := evidence.ReadRecord(evidence.Record{Source: source, Text: r.Text, Line: r.Line, Number: r.Number},
		evidence.Options{Redactor: red, Now: r.Now, Hint: func(string) { hinted = true }})
	secrets := red.Report()
	if err != nil || hinted || len(secrets) > 1 || len(secrets) == 1 && secrets[0].Kind != redact.Token {
		return nil, false, false
	}
	report := x.engine.Diagnose(c)
	j := x.out.judge(&report)
	if j.err != nil || bytes.Contains(j.kind, kindEnd) {
		return nil, false, false
	}
	result = append(append(result, j.kind...), '\n')
	if j.buffer != nil {
		result = append(result, j.text...)
		x.out.buffers.Put(j.buffer)
	}
	return result, len(secrets) == 1, true
}
