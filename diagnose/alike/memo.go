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
	"bytes"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
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
// it. Secret says that its token is one, for which the result may show a placeholder of
// the form "⟨token-1⟩". It says no where the record cannot be learned from: it is faulty,
// gives hints, or holds other secrets.
type Work func(Record) (result []byte, secret, ok bool)

// Bounds of what a Memo keeps.
const (
	templatesMax = 4 << 20 // bytes of templates
	sightedMax   = 8 << 10 // records that were met once
	recentMax    = 8       // templates that are tried first
	recordMax    = 64 << 10
	sharedMin    = 200 // bytes of a piece that is worth sharing
)

// What learning may cost, in works for one record. A stream whose records are like two or
// three others and no more takes a third longer for it, once the first credit is spent.
const (
	learningCost = 9
	creditMax    = 256 * learningCost
	workCredit   = 3 // works that earn one
)

// Memo remembers what was made of records. It belongs to one goroutine at a time, which
// alone learns; others may [Memo.Look] at records ahead of it.
type Memo struct {
	work        Work
	now         int64
	mu          sync.RWMutex         // held where young and old are changed, and where others than the owner read them
	young, old  map[uint64]*template // by hash of the likeness, in two generations; nil: these records cannot be learned from
	recent      atomic.Pointer[[]*template]
	generation  int                 // the number of the young ones, from 1
	size        int                 // bytes of the young ones
	pieces      map[string][]byte   // of the young templates: many are the same
	sighted     map[uint64]struct{} // hashes of the likenesses that were met once
	credit      int                 // what learning may still cost
	done        int                 // records whose work had to be done
	tokens      tokens
	otherMoment *regexp.Regexp // nil until it is asked
}

// New makes a Memo that has seen nothing. Work may hold records against the present.
func New(now time.Time, work Work) *Memo {
	m := &Memo{work: work, now: now.Unix(), young: map[uint64]*template{}, pieces: map[string][]byte{}, sighted: map[uint64]struct{}{}, credit: creditMax, generation: 1}
	m.recent.Store(new([]*template))
	return m
}

// Look tells, in any goroutine, whether a record is like one whose work was done before.
// It learns nothing: where it gives nil, [Memo.Recall] may know better when the turn of the
// record has come. The record must hold until the match is freed.
func (m *Memo) Look(record []byte, line, number int) *Match {
	x := newMatch(&m.tokens, line, number)
	if m.mayBe(record) && m.find(x, record) != nil {
		return x
	}
	x.Free()
	return nil
}

// Used tells that the turn of a record has come whose match a Look has given.
func (m *Memo) Used(x *Match) {
	m.credit = min(m.credit+1, creditMax)
	if t := x.t; t.generation != m.generation {
		m.keep(t.key, t)
	}
	m.putFirst(x.t)
}

// Recall is Look for the owner, when the turn of the record has come. At the second one
// of a kind it learns. It gives nil where the work has to be done.
func (m *Memo) Recall(record []byte, line, number int) *Match {
	if !m.mayBe(record) {
		return nil
	}
	x := newMatch(&m.tokens, line, number)
	if m.find(x, record) == nil && (x.hopeless || m.learn(x, record) == nil) {
		if m.done++; m.done%workCredit == 0 {
			m.credit = min(m.credit+1, creditMax)
		}
		x.Free()
		return nil
	}
	m.Used(x)
	return x
}

func (m *Memo) mayBe(record []byte) bool { return len(record) <= recordMax }

// find gives the template of a record, and finds its names. Those that were used last
// are tried first.
func (m *Memo) find(x *Match, record []byte) *template {
	for _, t := range *m.recent.Load() {
		if x.names.follow(record, m.now, &t.trail) {
			x.isLike(t)
			return t
		}
	}
	if !x.names.find(record, m.now) {
		x.hopeless = true
		return nil
	}
	x.key, x.presentKey = hashOf(x.names.likeness), hashOf(x.names.present)
	for _, key := range [...]uint64{x.key, x.presentKey} {
		switch t, known := m.known(key); {
		case t != nil && x.names.follow(record, m.now, &t.trail):
			x.isLike(t)
			return t
		case known: // or two likenesses have one hash
			x.hopeless = true
			return nil
		}
	}
	return nil
}

// putFirst lets a template be tried before others; the one that was put there longest
// ago goes.
func (m *Memo) putFirst(t *template) {
	recent := *m.recent.Load()
	if slices.Contains(recent, t) {
		return
	}
	list := append([]*template{t}, recent[:min(len(recent), recentMax-1)]...)
	m.recent.Store(&list)
}

// learn makes a template where the likeness was met before.
func (m *Memo) learn(x *Match, record []byte) *template {
	if m.credit <= 0 || !m.again(x.key) {
		return nil
	}
	m.credit -= learningCost
	t := m.try(x, record)
	key := x.key
	if t != nil && t.trail.present != nil {
		key = x.presentKey
	}
	m.keep(key, t)
	if t != nil {
		x.isLike(t)
	}
	return t
}

func (m *Memo) known(key uint64) (t *template, known bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if t, known = m.young[key]; !known {
		t, known = m.old[key]
	}
	return t, known
}

// keep remembers a template. What was not used for a whole generation is forgotten.
func (m *Memo) keep(key uint64, t *template) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size > templatesMax/2 {
		m.old, m.young, m.size = m.young, map[uint64]*template{}, 0
		m.pieces = map[string][]byte{}
		m.generation++
	}
	m.young[key] = t
	m.size += 64
	if t == nil {
		return
	}
	fresh := t.generation == 0 // others may be reading those that are not
	t.key, t.generation = key, m.generation
	m.size += t.size
	if last := m.shared(t.last); fresh {
		t.last = last
	}
	for i := range t.pieces {
		if text := m.shared(t.pieces[i].text); fresh {
			t.pieces[i].text = text
		}
	}
}

// shared gives the one text that all templates have for a piece.
func (m *Memo) shared(piece []byte) []byte {
	if len(piece) < sharedMin {
		m.size += len(piece)
		return bytes.Clone(piece)
	}
	have, ok := m.pieces[string(piece)]
	if !ok {
		have = bytes.Clone(piece)
		m.pieces[string(have)] = have
		m.size += 2 * len(piece)
	}
	return have
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

// try makes a template, and proves it.
func (m *Memo) try(x *Match, record []byte) *template {
	n := &x.names
	if len(n.moments) > 1 && !(m.onlyKnownMoments(record, n.list) && (n.token == nil || m.onlyKnownMoments(n.token.claims, n.token.list))) {
		return nil
	}
	first := Record{Text: record, Line: x.line, Number: x.number, Token: 1, Now: time.Unix(m.now, 0)}
	want, secret, ok := m.work(first)
	if !ok || secret && n.token == nil {
		return nil
	}
	// Mostly nothing becomes of the present: the record has its own.
	t := m.prove(n, first, want, secret, len(n.moments) > 1)
	if t == nil && len(n.moments) > 1 {
		t = m.prove(n, first, want, secret, false)
	}
	return t
}

// prove makes the template of a record if the work gives the same of all that is alike.
// With timeless it is to give that at any time.
func (m *Memo) prove(n *names, first Record, want []byte, secret, timeless bool) *template {
	list, ok := standIns(first.Text, n, want, timeless)
	if !ok {
		return nil
	}
	if timeless && len(list) == 1 {
		list = append(list, list[0])
	}
	var t *template
	for i, s := range list {
		s.record.Now = first.Now
		if timeless {
			s.record.Now = s.record.Now.Add(elsewhen[i%len(elsewhen)])
		}
		got, still, ok := m.work(s.record)
		if !ok || still != secret {
			return nil
		}
		if i == 0 {
			if t = s.template(got); t == nil || string(t.fill(n, first)) != string(want) {
				return nil
			}
			continue
		}
		other := names{tokens: &tokens{}}
		if !other.find(s.record.Text, m.now) || string(t.fill(&other, s.record)) != string(got) {
			return nil
		}
	}
	t.trail, t.secret = n.trailOf(first.Text, timeless), secret
	t.size += len(first.Text) + 64*len(t.pieces) + 128*len(t.trail.steps)
	return t
}

// elsewhen is how far the present is moved to see whether it matters.
var elsewhen = [...]time.Duration{3 * 365 * 24 * time.Hour, -3 * 365 * 24 * time.Hour}

// hashOf is FNV-1a over eight bytes at a time, which is good enough to tell what was
// met before: a confusion costs a learning.
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
