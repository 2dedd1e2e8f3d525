package redact

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// KeySchema names the form of a key.
const KeySchema = "why403/pseudonyms/v1"

// Key tells what the pseudonyms of a run stand for. It holds identifiers only, never
// a secret; its owner keeps it apart from what was shared.
type Key struct {
	Schema     string      `json:"schema"`
	Pseudonyms []Pseudonym `json:"pseudonyms"` // in the order of their first appearance
}

// Pseudonym is what stands in place of one identifier.
type Pseudonym struct {
	Pseudonym string `json:"pseudonym"` // "⟨user-1⟩"
	Kind      string `json:"kind"`      // "user id"
	Value     string `json:"value"`
}

// Key gives the pseudonyms so far.
func (r *Redactor) Key() Key {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := Key{Schema: KeySchema, Pseudonyms: []Pseudonym{}}
	if r.ids == nil {
		return k
	}
	for _, x := range r.ids.list {
		if x.kind != valueKind && x.kind != notesKind { // nobody knows what those are
			k.Pseudonyms = append(k.Pseudonyms, Pseudonym{x.entry.placeholder, x.entry.kind, x.value})
		}
	}
	return k
}

// Errors of reading a key.
var (
	ErrNoKey      = errors.New("this is no key of why403")
	ErrNewerKey   = errors.New("this key has a form that this version of why403 does not know")
	ErrForeignKey = errors.New("none of the pseudonyms in this text is in the key")
)

// ReadKey reads a key as it is written in JSON.
func ReadKey(from io.Reader) (Key, error) {
	var k Key
	err := json.NewDecoder(from).Decode(&k)
	switch {
	case err == nil && k.Schema == KeySchema:
		return k, nil
	case err == nil && strings.HasPrefix(k.Schema, strings.TrimSuffix(KeySchema, "1")):
		return Key{}, ErrNewerKey
	}
	return Key{}, ErrNoKey
}

// Restore translates the pseudonyms of a text back, and says which of them the key
// does not know. Where it knows none of several, the key is another's:
// [ErrForeignKey].
func (k Key) Restore(text string) (restored string, unknown []string, err error) {
	known := make(map[string]bool, len(k.Pseudonyms))
	pairs := make([]string, 0, 2*len(k.Pseudonyms))
	for _, p := range k.Pseudonyms {
		known[p.Pseudonym] = true
		pairs = append(pairs, p.Pseudonym, p.Value)
	}
	restored = strings.NewReplacer(pairs...).Replace(text)
	seen := map[string]bool{}
	for rest := restored; ; {
		_, after, ok := strings.Cut(rest, "⟨")
		if !ok {
			break
		}
		if name, _, ok := strings.Cut(after, "⟩"); ok && isPlaceholder(name) && !seen[name] && !secretNoun(name) {
			seen[name] = true
			unknown = append(unknown, "⟨"+name+"⟩")
		}
		rest = after
	}
	if restored == text && len(unknown) > 0 {
		return text, unknown, ErrForeignKey
	}
	return restored, unknown, nil
}

// isPlaceholder says whether the inside of ⟨…⟩ is a noun and a number.
func isPlaceholder(name string) bool {
	dash := strings.LastIndexByte(name, '-')
	return dash > 0 && len(name) <= placeholderMax && dash < len(name)-1 && strings.Trim(name[dash+1:], "0123456789") == "" && strings.Trim(name[:dash], "abcdefghijklmnopqrstuvwxyz-") == ""
}

// secretNoun says whether a placeholder stands for a secret, which no key holds.
func secretNoun(name string) bool {
	noun := name[:strings.LastIndexByte(name, '-')]
	for _, kind := range [...]string{Token, Credentials, Password, Cookie, ClientKey, APIKey, PrivateKey, Signature, Email, Phone, Person, Other, Opaque, Broken, valueKind, notesKind} {
		if kind[strings.LastIndexByte(kind, ' ')+1:] == noun {
			return true
		}
	}
	return false
}
