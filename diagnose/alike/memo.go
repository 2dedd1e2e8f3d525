// Package alike spares a stream of records the work that was done for a record like
// it. Two records are alike when they differ in names only: ids, moments whose order
// is the same, a token whose claims differ in the same way, what nobody judges. What
// is made of them differs in the same names, then, and can be written down from a
// template.
//
// Nothing is taken on trust. A template is made of a record whose names were replaced
// by stand-ins; it is used only where it gives, filled with the names of the record
// itself, byte for byte what the work gives. Stand-ins differ from the names in every
// way that may matter: their order is turned round, moments are as far apart as they
// can be without another outcome, and texts have other lengths. Whatever is made of a
// name in any other way than by copying it shows.
package alike

import (
	"regexp"
	"time"
)

// Record is one line of a stream, or what stands in for one.
type Record struct {
	Text   []byte
	Line   int // of the stream, from 1
	Number int // among the records, from 1
	Token  int // the number of the placeholder that its token gets
	Now    time.Time
}

// Work makes of a record what the stream is read for, as if no record had been before
// it. It says no where the record cannot be learned from: it is faulty, gives hints, or
// holds secrets that are no bearer token. Placeholders have the form "⟨token-1⟩".
type Work func(Record) (result []byte, ok bool)

// Bounds of what a Memo keeps.
const (
	templatesMax = 6 << 20 // bytes of templates
	sightedMax   = 8 << 10 // records that were met once
	recentMax    = 8       // templates that are tried first
)

// Memo remembers what was made of records. It is not for several goroutines; a [Match]
// may be used by another one.
type Memo struct {
	work        Work
	now         int64
	templates   map[string]*template // nil: these records cannot be learned from
	recent      []*template          // the last first
	size        int                  // bytes of templates
	sighted     map[uint64]struct{}  // hashes of the likenesses that were met once
	tokens      map[string]*token
	otherMoment *regexp.Regexp // nil until it is asked
	names       names          // of the record that is being looked at
}

// New makes a Memo that has seen nothing. Work may hold records against the present.
func New(now time.Time, work Work) *Memo {
	m := &Memo{work: work, now: now.Unix(), templates: map[string]*template{}, sighted: map[uint64]struct{}{}, tokens: map[string]*token{}}
	m.names.tokens = m.tokens
	return m
}

// Recall tells whether a record is like one whose work was done before. At the second
// one of a kind it learns. It gives nil where the work has to be done.
func (m *Memo) Recall(record []byte, line, number int) *Match {
	n := &m.names
	for i, t := range m.recent {
		if n.follow(record, m.now, &t.trail) {
			copy(m.recent[1:i+1], m.recent[:i])
			m.recent[0] = t
			return t.match(n, line, number)
		}
	}
	if !n.find(record, m.now) {
		return nil
	}
	t, known := m.templates[string(n.likeness)]
	if !known && m.again(hashOf(n.likeness)) {
		t = m.learn(record, line, number)
	}
	if t == nil {
		return nil
	}
	if len(m.recent) < recentMax {
		m.recent = append(m.recent, nil)
	}
	copy(m.recent[1:], m.recent)
	m.recent[0] = t
	return t.match(n, line, number)
}

// again says whether a likeness was met before.
func (m *Memo) again(hash uint64) bool {
	if _, ok := m.sighted[hash]; ok {
		delete(m.sighted, hash)
		return true
	}
	if len(m.sighted) >= sightedMax {
		clear(m.sighted)
	}
	m.sighted[hash] = struct{}{}
	return false
}

// learn makes a template of the record whose names were found.
func (m *Memo) learn(record []byte, line, number int) *template {
	t := m.try(record, line, number)
	if m.size > templatesMax {
		clear(m.templates)
		m.recent, m.size = m.recent[:0], 0
	}
	m.templates[string(m.names.likeness)] = t
	m.size += len(m.names.likeness) + 256
	if t != nil {
		m.size += t.size + len(record)
	}
	return t
}

// try makes a template, and proves it.
func (m *Memo) try(record []byte, line, number int) *template {
	n := &m.names
	if len(n.moments) > 1 && !(m.onlyKnownMoments(record, n.list) && (n.token == nil || m.onlyKnownMoments(n.token.claims, n.token.list))) {
		return nil
	}
	first := Record{Text: record, Line: line, Number: number, Token: 1, Now: time.Unix(m.now, 0)}
	want, ok := m.work(first)
	if !ok {
		return nil
	}
	list, ok := standIns(record, n, want, m.isTimeless(first, want))
	if !ok {
		return nil
	}
	var t *template
	for i, s := range list {
		s.record.Now = first.Now
		got, ok := m.work(s.record)
		if !ok {
			return nil
		}
		if i == 0 {
			if t = s.template(got); t == nil || string(t.match(n, line, number).Append(nil, placeholder(first.Token))) != string(want) {
				return nil
			}
			continue
		}
		other := names{tokens: map[string]*token{}}
		if !other.find(s.record.Text, m.now) || string(t.match(&other, standInLine, standInNumber).Append(nil, placeholder(standInToken))) != string(got) {
			return nil
		}
	}
	t.trail = n.trailOf(record)
	return t
}

// isTimeless says whether nothing becomes of the present: the record has its own.
func (m *Memo) isTimeless(r Record, result []byte) bool {
	if len(m.names.moments) == 1 {
		return false // it is held against nothing
	}
	const years = 3 * 365 * 24 * time.Hour
	for _, other := range []time.Duration{years, -years} {
		r.Now = time.Unix(m.now, 0).Add(other)
		if got, ok := m.work(r); !ok || string(got) != string(result) {
			return false
		}
	}
	return true
}

// hashOf is FNV-1a over eight bytes at a time, which is good enough to tell what was
// met before: a confusion costs one learning too many.
func hashOf(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for ; len(b) >= 8; b = b[8:] {
		h = (h ^ le64(b)) * 1099511628211
		h ^= h >> 29
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}
