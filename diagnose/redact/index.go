package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/url"
	"sort"
	"strings"
)

// The last check looks for pieces of secrets in an output. Every 8-byte window of
// a secret is in a hash table; every fifth position of the output is looked up, which
// meets any piece of 12 bytes or more, since it holds five windows in a row.
const (
	window    = 8
	stride    = 5
	pieceMin  = window + stride - 1 // 12
	base64Min = 16                  // of base64, which hold 12 bytes
	wholeMin  = 6                   // shorter secrets are replaced where they stand, and nowhere else
	blobMax   = 64 << 10
	smallMax  = 64
	maxTwins  = 8
)

// index is one generation of secrets, findable by their pieces.
type index struct {
	blob  []byte   // the secrets and their encoded forms, one after another
	parts []part   // what stands where in blob
	slots []uint32 // hash table of window positions in blob, plus one
	maybe []uint64 // a bit for each hash, eight times as many as slots: nearly all windows of a clean text meet a zero
	used  int
	small []small // secrets too short for windows
}

// part is one secret, or an encoded form of one, in the blob.
type part struct {
	start, end int
	whole      bool // only the whole value counts: it is made of ordinary words, or names a person
	least      int  // how long a piece counts
	e          *entry
}

type small struct {
	value string
	e     *entry
}

func (x *index) full() bool { return len(x.blob) > blobMax }

func (x *index) reset() {
	x.blob, x.parts, x.small, x.used = x.blob[:0], x.parts[:0], x.small[:0], 0
	clear(x.slots)
	clear(x.maybe)
}

// add makes a secret findable, also in the forms in which an output may hold it.
func (x *index) add(value string, e *entry) {
	if len(value) < wholeMin {
		return
	}
	if len(value) < pieceMin {
		if !ordinary(value) && len(x.small) < smallMax {
			x.small = append(x.small, small{value, e})
		}
	} else {
		x.part(value, e, !mixed(value), pieceMin)
	}
	if !plainBytes(value) {
		for _, form := range escaped(value) {
			if form != value && len(form) >= pieceMin {
				x.part(form, e, !mixed(value), pieceMin)
			}
		}
	}
	if len(value) <= 256 && !e.person() {
		for _, form := range base64Forms(value) {
			if len(form) >= base64Min {
				x.part(form, e, false, base64Min)
			}
		}
	}
}

// person says that the secret names a person: parts of it, such as the host of an
// e-mail address, may stand in a report.
func (e *entry) person() bool { return e.kind == Email || e.kind == Phone || e.kind == Person }

// part indexes the windows of one form. Windows made of small letters only are
// left out unless the whole is random: they may be words of the report.
func (x *index) part(form string, e *entry, whole bool, least int) {
	whole = whole || e.person()
	start := len(x.blob)
	x.blob = append(x.blob, form...)
	x.parts = append(x.parts, part{start, len(x.blob), whole, least, e})
	last := len(form) - window
	if whole {
		if vocabulary(form) {
			return
		}
		last = stride - 1
	}
	x.grow(last + 1)
	for i := start; i <= start+last; i++ {
		x.insert(i)
	}
}

func (x *index) grow(n int) {
	if 2*(x.used+n) <= len(x.slots) {
		return
	}
	size := max(1024, len(x.slots))
	for size < 2*(x.used+n) {
		size *= 2
	}
	old := x.slots
	x.slots, x.maybe, x.used = make([]uint32, size), make([]uint64, size/8), 0
	for _, s := range old {
		if s != 0 {
			x.insert(int(s) - 1)
		}
	}
}

// insert enters the window at a place of the blob. The same window of another
// secret serves as well where its neighbourhood is the same: many tokens begin alike.
func (x *index) insert(at int) {
	w := binary.LittleEndian.Uint64(x.blob[at:])
	if w == w&0xFF*0x0101010101010101 {
		return // "00000000" tells nothing of a secret, and stands in many an id
	}
	mask := uint32(len(x.slots) - 1)
	twins := 0
	for h := hash(w) & mask; ; h = (h + 1) & mask {
		s := x.slots[h]
		if s == 0 {
			x.slots[h] = uint32(at) + 1
			x.used++
			bit := bitOf(w) & uint32(64*len(x.maybe)-1)
			x.maybe[bit/64] |= 1 << (bit % 64)
			return
		}
		if other := int(s) - 1; binary.LittleEndian.Uint64(x.blob[other:]) == w {
			if twins++; twins > maxTwins || x.alike(other, at) {
				return
			}
		}
	}
}

// alike says that two places of the blob agree as far as a piece of 12 bytes around
// their windows reaches.
func (x *index) alike(a, b int) bool {
	const reach = stride - 1
	lo, hi := min(a, b, reach), min(len(x.blob)-max(a, b), window+reach)
	return bytes.Equal(x.blob[a-lo:a+hi], x.blob[b-lo:b+hi])
}

// bitOf is another hash than hash, so that what one confuses the other tells apart.
func bitOf(w uint64) uint32 { return uint32(w * 0x9E3779B97F4A7C15 >> 24) }

func hash(w uint64) uint32 { return uint32(w * 0x9E3779B97F4A7C15 >> 32) }

// le64 reads a window.
func le64[T string | []byte](s T, i int) uint64 {
	s = s[i : i+window]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// find looks for the first piece of a secret in out[from:], and says what it is.
func find[T string | []byte](x *index, out T, from int) (start, end int, e *entry) {
	if x.used == 0 {
		return 0, 0, nil
	}
	mask, maybe := uint32(len(x.slots)-1), x.maybe
	bits := uint32(64*len(maybe) - 1)
	for i := from; i+window <= len(out); i += stride {
		w := le64(out, i)
		if bit := bitOf(w) & bits; maybe[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		for h := hash(w) & mask; x.slots[h] != 0; h = (h + 1) & mask {
			at := int(x.slots[h]) - 1
			if binary.LittleEndian.Uint64(x.blob[at:]) != w {
				continue
			}
			if start, end, e = extend(x, out, from, i, at); e != nil {
				return start, end, e
			}
		}
	}
	return 0, 0, nil
}

// extend grows a common window as far as output and secret agree.
func extend[T string | []byte](x *index, out T, from, i, at int) (start, end int, e *entry) {
	p := x.parts[sort.Search(len(x.parts), func(k int) bool { return x.parts[k].end > at })]
	start, end = i, i+window
	for s := at; start > from && s > p.start && out[start-1] == x.blob[s-1]; s-- {
		start--
	}
	for s := at + window; end < len(out) && s < p.end && out[end] == x.blob[s]; s++ {
		end++
	}
	if end-start < p.least || p.whole && end-start < p.end-p.start {
		return 0, 0, nil
	}
	return start, end, p.e
}

// ordinary says that a short secret is a word, which reports may contain anyway.
func ordinary(v string) bool {
	for i := 0; i < len(v); i++ {
		if c := v[i]; !letter(c) && c != '-' && c != '_' && c != ':' && c != '.' && c != ' ' && c != '/' {
			return false
		}
	}
	return true
}

// mixed says that pieces of a secret are telling by themselves.
func mixed(v string) bool {
	n := 0
	for i := 0; i < len(v); i++ {
		if c := v[i]; c >= 'A' && c <= 'Z' || digit(c) || c > ' ' && !letter(c) && c != '-' && c != '_' && c != ':' && c != '.' && c != '/' {
			n++
		}
	}
	return 6*n >= len(v)
}

// vocabulary says that a text of words is one that reports are made of.
func vocabulary(v string) bool {
	lower := strings.ToLower(v)
	for _, w := range []string{"conversation", "application/", "authorization", "permission", "readonly", "client_credentials", "division", "participant", "/api/"} {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

func plainBytes(v string) bool {
	for i := 0; i < len(v); i++ {
		if c := v[i]; !letter(c) && !digit(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

// escaped gives a secret as addresses and JSON write it.
func escaped(v string) []string {
	forms := []string{url.QueryEscape(v)}
	if p := url.PathEscape(v); p != forms[0] {
		forms = append(forms, p)
	}
	if j, err := json.Marshal(v); err == nil && len(j) != len(v)+2 {
		forms = append(forms, string(j[1:len(j)-1]))
	}
	return forms
}

// base64Forms gives what base64 makes of a secret at each of the three places it
// may have inside of a longer text, without the characters that the neighbours decide.
func base64Forms(v string) []string {
	var forms []string
	for shift := 0; shift < 3; shift++ {
		text := base64.RawStdEncoding.EncodeToString([]byte("xx"[:shift] + v))
		first, last := (shift*8+5)/6, (shift+len(v))*8/6
		forms = append(forms, text[first:last])
		if u := strings.ReplaceAll(strings.ReplaceAll(text[first:last], "+", "-"), "/", "_"); u != text[first:last] {
			forms = append(forms, u)
		}
	}
	return forms
}
