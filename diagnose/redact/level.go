package redact

import "strings"

// Level says how much is replaced.
type Level uint8

// The levels; each replaces what the one before does, too. None of them replaces what
// a diagnosis is made of: scopes, permissions, names of operations, hosts of
// platforms, codes, times.
const (
	Secrets     Level = iota // what opens a door, e-mail addresses and telephone numbers
	Identifiers              // ids of users, organisations, conversations and other objects
	All                      // names of people and things, notes, hosts that are no platform's
)

// Levels lists the levels by name.
func Levels() []string { return []string{"secrets", "identifiers", "all"} }

// ParseLevel finds a level by its name.
func ParseLevel(name string) (Level, bool) {
	for i, n := range Levels() {
		if n == name {
			return Level(i), true
		}
	}
	return Secrets, false
}

// Hide makes the redactor replace more than secrets, and returns it. It is to be
// called before anything is read.
func (r *Redactor) Hide(level Level) *Redactor {
	r.level = level
	if level > Secrets && r.ids == nil {
		r.ids = &pseudonyms{known: map[string]*identity{}, starts: map[string][]string{}, kept: map[string]bool{}}
	}
	return r
}

// pseudonyms are the identifiers that were met. What is met gets its kind where the
// context tells it first, and its number when it is first replaced.
type pseudonyms struct {
	known  map[string]*identity // by value, UUIDs in small letters
	starts map[string][]string  // values that are no UUIDs, by their first bytes
	kept   map[string]bool      // UUIDs that name a request and no object: its vendor asks for them
	list   []*identity          // that have a number, in its order

	learning bool     // nothing is replaced yet
	spared   []string // kinds that stay as they are, since the verdict rests on them
}

// identity is an identifier and its pseudonym.
type identity struct {
	kind  string // "user", "participant", … "id" where it is not known
	value string // as it was first written
	entry *entry // nil before it was replaced
}

// Learn runs f, in which identifiers are met and not yet replaced.
func (r *Redactor) Learn(f func()) {
	if r.level == Secrets {
		f()
		return
	}
	r.ids.learning = true
	f()
	r.ids.learning = false
	r.shared = nil // tokens, with the identifiers in them
}

// startLen is how many bytes of an identifier lead to it; shorter ones are replaced
// where they stand alone.
const startLen = 4

// meet takes note of an identifier. A kind that is known is better than "id".
func (p *pseudonyms) meet(kind, value string) *identity {
	key := value
	uuid := isBareUUID(value)
	if uuid {
		key = strings.ToLower(value)
	}
	x, ok := p.known[key]
	if !ok {
		x = &identity{kind: kind, value: strings.Clone(value)}
		p.known[strings.Clone(key)] = x
		if !uuid && len(value) >= startLen {
			for _, form := range append(escaped(value), value) {
				p.known[form] = x
				p.starts[form[:startLen]] = append(p.starts[form[:startLen]], form)
			}
		}
	}
	if x.entry == nil && (x.kind == plainID || x.kind == plainID+ofName) {
		x.kind = kind
	}
	return x
}

// The kind of an object that is not known, and what a kind ends with whose identifier
// is no UUID: it must not come to look like one.
const (
	plainID = "id"
	ofName  = "-name"

	requestKind = "request"
	valueKind   = "value" // of a header or a parameter that is not known
	notesKind   = "notes"
)
