package alike

import (
	"bytes"
)

// trail is a likeness as a row of texts and names. A record that follows it is told in a
// fraction of the time that finding its names takes.
type trail struct {
	steps []step
	last  []byte // behind the last name
	token []byte // the likeness of the token
	order []byte // of the moments

	present []byte // how moments lie to the present; nil where it does not matter
}

// step is a text and the name behind it.
type step struct {
	text  []byte
	name  name
	fresh bool // the id, moment or token did not stand further ahead
	form  form // of an id
}

// trailOf makes the trail of the record whose names were found.
func (n *names) trailOf(record []byte, timeless bool) trail {
	text := bytes.Clone(record)
	t := trail{steps: make([]step, len(n.list))}
	done, ids, moments, token := 0, 0, 1, false
	for i, x := range n.list {
		s := step{text: text[done:x.start], name: x}
		switch x.kind {
		case ofID:
			s.fresh = x.index == ids
			s.form = formOf(text[x.start:x.end])
		case ofMoment:
			s.fresh = x.index == moments
		case ofToken:
			s.fresh, token = !token, true
		}
		if s.fresh && x.kind == ofID {
			ids++
		} else if s.fresh && x.kind == ofMoment {
			moments++
		}
		t.steps[i], done = s, x.end
	}
	t.last = text[done:]
	if n.token != nil {
		t.token = n.token.appendLikeness(nil, record, n)
	}
	t.order = appendOrder(nil, n.moments[1:])
	if !timeless && len(n.moments) > 1 {
		t.present = appendPresent(nil, n.moments)
	}
	return t
}

// follow is find for a record that is like another; it says no where it is not.
func (n *names) follow(record []byte, now int64, t *trail) bool {
	n.begin(now)
	at := 0
	for i := range t.steps {
		s := &t.steps[i]
		rest := record[at:]
		if len(rest) <= len(s.text) || string(rest[:len(s.text)]) != string(s.text) {
			return false
		}
		rest = rest[len(s.text):]
		at += len(s.text)
		width := n.take(rest, s)
		if width < 0 {
			return false
		}
		x := s.name
		x.start, x.end = at, at+width
		n.list = append(n.list, x)
		at += width
	}
	if string(record[at:]) != string(t.last) {
		return false
	}
	if n.token != nil {
		n.likeness = n.token.appendLikeness(n.likeness[:0], record, n)
		if string(n.likeness) != string(t.token) {
			return false
		}
	}
	n.likeness = appendOrder(n.likeness[:0], n.moments[1:])
	if string(n.likeness) != string(t.order) {
		return false
	}
	if t.present == nil {
		return true
	}
	n.present = appendPresent(n.present[:0], n.moments)
	return string(n.present) == string(t.present)
}

// take reads the name that a text begins with, and gives its width; -1 where it is
// another than it should be.
func (n *names) take(text []byte, s *step) int {
	width, count := -1, 0
	switch x := &s.name; x.kind {
	case ofID:
		long := int(s.form.length)
		if len(text) < long || formOf(text[:long]) != s.form {
			return -1
		}
		whole := hexLength(text) == long
		if s.form.version != 0 {
			whole, _ = hexLetters(text[:long])
		}
		count = len(n.ids)
		if whole && n.id(text[:long]) == x.index && s.fresh == (len(n.ids) > count) {
			width = long
		}
	case ofMoment:
		long := x.layout.width()
		if len(text) < long {
			return -1
		}
		moment, ok := x.layout.parse(text[:long])
		count = len(n.moments)
		if ok && n.moment(moment) == x.index && s.fresh == (len(n.moments) > count) {
			width = long
		}
	case ofCount:
		for count < len(text) && text[count] >= '0' && text[count] <= '9' {
			count++
		}
		if count > 0 && count <= countMax {
			width = count
			n.counts = append(n.counts, text[:count])
		}
	case ofAside:
		if end := bytes.IndexByte(text, '"'); isAside(text, end) {
			width = end
		}
	case ofToken:
		if end := bytes.IndexByte(text, '"'); end >= tokenMin && n.isToken(text[:end]) {
			width = end
		}
	}
	return width
}
