package alike

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	tokensMax = 256 // that a Memo keeps
	tokenMin  = 20  // characters of one that is told from a word
)

// token is the bearer token of a record. It is a secret: nothing of it but its
// fingerprint leaves this package other than to whoever gave it.
type token struct {
	text        string
	fingerprint string // as reports name it: "sha256:" and 12 hex digits

	// What is the same in random tokens that are alike; empty for one that is like itself
	// alone.
	shape string
	// Of a JWT: what is before the claims, the claims decoded, and the names in them.
	head   string
	claims []byte
	list   []name // in the claims; indexes are those of moments
	times  []int64

	note atomic.Pointer[Note]
}

// findToken takes the bearer token that begins at i, with or without its scheme, and
// ends at a quotation mark. There may be one at several places, and no other. It gives
// the end of what it has seen.
func (n *names) findToken(record []byte, i int) (end int, ok bool) {
	rest := record[i:]
	start := i
	switch {
	case bytes.HasPrefix(rest, jwtBegin):
	case len(rest) > len(bearer) && bytes.EqualFold(rest[:len(bearer)], bearer):
		start += len(bearer)
	default:
		return i, true
	}
	end = start + bytes.IndexByte(record[start:], '"')
	if end-start < tokenMin {
		return i, true // what is shorter than tokens are is left to the likeness
	}
	if !n.isToken(record[start:end]) {
		return end, false
	}
	n.list = append(n.list, name{start: start, end: end, kind: ofToken})
	return end, true
}

// isToken says whether a text is a token, and the only one of the record.
func (n *names) isToken(text []byte) bool {
	if n.token == nil {
		n.token = n.known(text)
		return n.token != nil
	}
	return n.token.text == string(text)
}

var (
	jwtBegin = []byte("eyJ")
	bearer   = []byte("Bearer ")
)

func tokenByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '_' || c == '.'
}

// tokens are those that were met lately.
type tokens struct {
	mu   sync.RWMutex
	list map[string]*token // nil: it has characters that tokens have not
}

// known gives a token that may have been met before; nil where it is none.
func (n *names) known(text []byte) *token {
	x := n.tokens
	x.mu.RLock()
	t, ok := x.list[string(text)]
	x.mu.RUnlock()
	if ok {
		return t
	}
	if !slices.ContainsFunc(text, func(c byte) bool { return !tokenByte(c) }) {
		t = newToken(string(text))
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if other, ok := x.list[string(text)]; ok {
		return other
	}
	if len(x.list) >= tokensMax || x.list == nil {
		x.list = map[string]*token{}
	}
	x.list[string(text)] = t
	return t
}

func newToken(text string) *token {
	sum := sha256.Sum256([]byte(text))
	t := &token{text: text, fingerprint: "sha256:" + hex.EncodeToString(sum[:6])}
	if strings.HasPrefix(text, "eyJ") {
		t.open()
	} else {
		t.shape = shapeOf(text)
	}
	return t
}

// shapeOf gives the prefix, the alphabet and the length of a token that was made at
// random. It is empty for what may have been written by hand: that may be read.
func shapeOf(text string) string {
	prefix := ""
	for i := range min(len(text), prefixMax) {
		c := text[i]
		if c == '_' || c == '-' || c == '.' {
			prefix = text[:i+1]
		} else if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			break
		}
	}
	var digits, small, capital, hex int
	rest := text[len(prefix):]
	for i := range len(rest) {
		c := rest[i]
		if i > 1 && c == rest[i-1] && c == rest[i-2] || c == '.' {
			return ""
		}
		switch {
		case c >= '0' && c <= '9':
			digits++
			hex++
		case c >= 'a' && c <= 'f':
			small++
			hex++
		case c >= 'a' && c <= 'z':
			small++
		case c >= 'A' && c <= 'Z':
			capital++
		}
	}
	switch {
	case len(rest) >= randomMin && hex == len(rest) && 8*digits > len(rest) && 8*small > len(rest):
		return fmt.Sprintf("%s hex %d", prefix, len(rest))
	case len(rest) >= randomMin && digits > 1 && 5*small > len(rest) && 5*capital > len(rest):
		return fmt.Sprintf("%s mixed %d", prefix, len(rest))
	}
	return ""
}

const (
	prefixMax = 12 // "github_pat_"
	randomMin = 24
)

// open reads a JWT whose parts are as they should be.
func (t *token) open() {
	parts := bytes.Split([]byte(t.text), []byte{'.'})
	if len(parts) != 3 || len(parts[2]) < tokenMin {
		return
	}
	claims, err := base64.RawURLEncoding.AppendDecode(nil, parts[1])
	if err != nil || base64.RawURLEncoding.EncodeToString(claims) != string(parts[1]) || bytes.Contains(claims, openMark) {
		return
	}
	var found names
	found.moments = append(found.moments, 0)
	if !found.scan(claims, 0) || found.token != nil || len(found.counts) > 0 {
		return
	}
	for _, member := range asideClaims {
		found.asideClaim(claims, member)
	}
	sort.Slice(found.list, func(i, j int) bool { return found.list[i].start < found.list[j].start })
	t.head, t.claims, t.list, t.times = string(parts[0]), claims, found.list, found.moments
}

// asideClaims are claims whose digits say nothing, as long as they stand nowhere else.
var asideClaims = [][]byte{[]byte(`"sub":"`), []byte(`"jti":"`), []byte(`"sid":"`)}

// asideClaim finds the value of such a claim.
func (n *names) asideClaim(claims, member []byte) {
	start := bytes.Index(claims, member) + len(member)
	if start < len(member) {
		return
	}
	end := start + bytes.IndexByte(claims[start:], '"')
	if end-start < asideMin || n.taken(start, end) || bytes.IndexByte(claims[start:end], '\\') >= 0 || bytes.Count(claims, claims[start:end]) > 1 {
		return
	}
	n.list = append(n.list, name{start: start, end: end, kind: ofAside})
}

const asideMin = 4

// appendLikeness writes what is the same in tokens that are alike, and enters their
// names into those of the record.
func (t *token) appendLikeness(b, record []byte, n *names) []byte {
	switch {
	case t.shape != "":
		return append(append(b, t.shape...), 0)
	case t.claims == nil:
		return append(b, t.text...)
	}
	b = append(append(b, t.head...), '.')
	done := 0
	for _, x := range t.list {
		b = append(b, t.claims[done:x.start]...)
		value := t.claims[x.start:x.end]
		switch {
		case x.kind == ofID:
			b = appendForm(append(b, 0, byte(x.kind), byte(n.id(value))), value)
		case x.kind == ofMoment:
			b = append(b, 0, byte(x.kind), byte(n.moment(t.times[x.index])), byte(x.layout))
		case bytes.Contains(record, value): // it is compared with something, perhaps
			b = append(b, value...)
		default:
			b = append(b, 0, byte(x.kind))
			for _, c := range value {
				if c >= '0' && c <= '9' {
					c = 1
				}
				b = append(b, c)
			}
		}
		done = x.end
	}
	return append(append(b, t.claims[done:]...), 0, 0)
}
