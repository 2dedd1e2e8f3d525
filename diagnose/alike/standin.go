package alike

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// standIn is a record whose names were replaced by others, to see what becomes of them.
type standIn struct {
	record  Record
	names   *names
	ids     [][]byte // by index
	moments []int64
	counts  [][]byte
	token   *token // nil where there is none
	widths  []int  // how long the names of the record are in its place
	starts  []int  // where they stand
}

// Numbers that nothing else has: they are looked for in the result.
const (
	standInLine   = 918273645
	standInNumber = 564738291
	standInToken  = 73519
)

// standIns replaces the names of a record, once for every way in which its moments can
// be as far apart as in any record that is alike. Timeless says that the present does not
// matter. It says no where result, which was made of the record, holds a stand-in already.
func standIns(record []byte, n *names, result []byte, timeless bool) ([]*standIn, bool) {
	// Always the same ones: nothing that is learned depends on the run.
	random := rand.New(rand.NewPCG(403, uint64(len(record))))
	var list []*standIn
	for _, moments := range extremes(n.moments, timeless) {
		s := &standIn{names: n, record: Record{Line: standInLine, Number: standInNumber, Token: standInToken}}
		s.ids, s.moments = otherIDs(random, n.ids), moments
		for _, count := range n.counts {
			s.counts = append(s.counts, otherCount(random, len(count)))
		}
		if n.token != nil {
			s.token = s.otherToken(random, record, n.token)
		}
		s.replace(record)
		list = append(list, s)
	}
	for _, m := range list[0].marks() {
		if bytes.Contains(result, m.text) || bytes.Contains(record, m.text) {
			return nil, false
		}
	}
	return list, true
}

// replace writes the record with the stand-ins.
func (s *standIn) replace(record []byte) {
	done := 0
	var b []byte
	for _, x := range s.names.list {
		b = append(b, record[done:x.start]...)
		start := len(b)
		switch x.kind {
		case ofID:
			b = append(b, s.ids[x.index]...)
		case ofMoment:
			b = x.layout.append(b, s.moments[x.index])
		case ofCount:
			b = append(b, s.counts[x.index]...)
		case ofAside:
			b = append(b, "aside-"...)
			b = strconv.AppendInt(b, standInNumber, 10)
		case ofToken:
			b = append(b, s.token.text...)
		}
		s.starts, s.widths = append(s.starts, start), append(s.widths, len(b)-start)
		done = x.end
	}
	s.record.Text = append(b, record[done:]...)
}

// otherIDs makes ids whose order is that of the old ones turned round, among themselves
// and among words: what began with a digit begins with a letter. Their form stays.
func otherIDs(random *rand.Rand, ids []id) [][]byte {
	order := make([]int, len(ids)) // from the greatest to the least
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool { return bytes.Compare(ids[order[i]].bytes(), ids[order[j]].bytes()) > 0 })
	others := make([][]byte, len(ids))
	for rank, i := range order {
		old := ids[i].bytes()
		first, second := "0123456789"[rank*10/len(ids)], "abcdef"[rank%6] // both a digit and a letter
		if old[0] <= '9' {
			first, second = "abcdef"[rank*6/len(ids)], "0123456789"[rank%10]
		}
		other := []byte{first, second}
		for at := len(other); at < len(old); at++ {
			switch form := formOf(old); {
			case form.version == 0, at != 8 && at != 13 && at != 14 && at != 18 && at != 19 && at != 23:
				other = append(other, hexDigits[random.IntN(16)])
			case at == 19 && form.variant == '8':
				other = append(other, "89ab"[random.IntN(4)])
			default:
				other = append(other, old[at]) // a dash, the version
			}
		}
		others[i] = other
	}
	return others
}

// otherCount makes a number of another length.
func otherCount(random *rand.Rand, length int) []byte {
	other := 5
	if length == 5 {
		other = 6
	}
	b := []byte{"123456789"[random.IntN(9)]}
	for len(b) < other {
		b = append(b, "0123456789"[random.IntN(10)])
	}
	return b
}

// otherToken replaces the names in the claims, and the signature; a random token as a
// whole.
func (s *standIn) otherToken(random *rand.Rand, record []byte, t *token) *token {
	switch {
	case t.shape != "":
		return otherShaped(random, t)
	case t.claims == nil:
		return t
	}
	claims := slices.Clone(t.claims)
	for _, x := range t.list {
		value := claims[x.start:x.end]
		switch {
		case x.kind == ofID:
			copy(value, s.ids[s.names.id(value)])
		case x.kind == ofMoment:
			copy(value, x.layout.append(nil, s.moments[s.names.moment(t.times[x.index])]))
		case !bytes.Contains(record, value):
			for i, c := range value {
				if c >= '0' && c <= '9' {
					value[i] = "0123456789"[random.IntN(10)]
				}
			}
		}
	}
	text := t.head + "." + base64.RawURLEncoding.EncodeToString(claims) + "."
	return newToken(text + randomText(random, len(t.text)-len(text)+1, base64Letters))
}

const (
	hexDigits     = "0123456789abcdef"
	letters       = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	base64Letters = letters + "-_"
)

// otherShaped makes another random token of the same shape.
func otherShaped(random *rand.Rand, t *token) *token {
	prefix, _, _ := strings.Cut(t.shape, " ")
	alphabet := letters
	if strings.Contains(t.shape, " hex ") {
		alphabet = hexDigits
	}
	for {
		if text := prefix + randomText(random, len(t.text)-len(prefix), alphabet); shapeOf(text) == t.shape {
			return newToken(text)
		}
	}
}

func randomText(random *rand.Rand, length int, alphabet string) string {
	b := make([]byte, length)
	for i := range b {
		b[i] = alphabet[random.IntN(len(alphabet))]
	}
	return string(b)
}
