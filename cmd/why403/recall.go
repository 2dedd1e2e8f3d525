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

	kinds        map[string]bool   // of which a whole report was or will be made
	placeholders map[string]string // of tokens, as long as no further secret is seen
	seen         int               // secrets, when they were asked for
}

// recaller gives one where the reports of a stream may be written down from those on
// records that are alike: nothing but the record has a say in them. Else it gives nil.
func (p *program) recaller(o diagnoseOptions, engine *diagnose.Engine, out *printer, now time.Time) *recaller {
	if level, err := o.conceal.level(); !p.recalls || err != nil || level > redact.Secrets || len(o.catalogs) > 0 || out.oneDocument() {
		return nil
	}
	return &recaller{red: p.redactor, engine: engine, out: out, now: now}
}

// recall gives what writes down the report on a record, or nil.
func (x *recaller) recall(r evidence.Record) func() judged {
	if x.memo == nil {
		x.memo = alike.New(x.now, func(like alike.Record) ([]byte, bool, bool) { return x.apart(r.Source, like) })
		x.kinds, x.placeholders = map[string]bool{}, map[string]string{}
	}
	m := x.memo.Recall(r.Text, r.Line, r.Number)
	if m == nil {
		return nil
	}
	placeholder := x.placeholder(m.Secret())
	if x.out.forMachines() {
		return x.text(m, placeholder)
	}
	defer m.Free()
	kind, _, _ := bytes.Cut(m.Append(nil, placeholder), kindEnd)
	if !x.kinds[string(kind)] && len(x.kinds) < render.MostKinds {
		x.kinds[string(kind)] = true
		return nil
	}
	return func() judged { return judged{kind: kind} }
}

// placeholder gives what stands for a token, as if the token had been read.
func (x *recaller) placeholder(token string) string {
	if token == "" {
		return ""
	}
	if x.red.Seen() != x.seen {
		clear(x.placeholders)
		x.seen = x.red.Seen()
	}
	placeholder, known := x.placeholders[token]
	if !known {
		placeholder = x.red.Secret(redact.Token, token)
		if x.red.Seen() == x.seen {
			x.placeholders[token] = placeholder
		}
	}
	return placeholder
}

// text gives what writes down the whole text. Each template is held once against every
// secret that was seen, each text only where its names stand.
func (x *recaller) text(m *alike.Match, placeholder string) func() judged {
	seen := x.red.Seen()
	if m.Proof() != seen {
		if !x.red.Clean(m.Append(nil, placeholder)) {
			m.Free()
			return nil
		}
		m.SetProof(seen)
	}
	return func() judged {
		defer m.Free()
		buffer := x.out.buffer()
		buffer.b = m.Append(buffer.b, placeholder)
		if !x.red.CleanAround(buffer.b, m.Spans()) {
			buffer.b = []byte(x.red.Sweep(string(buffer.b)))
		}
		kind, text, _ := bytes.Cut(buffer.b, kindEnd)
		return judged{kind: kind, text: text, buffer: buffer, clean: seen}
	}
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
