package refusal

import (
	"iter"
	"strconv"
	"strings"
)

// value is a place in a document; the zero value is "not there".
type value struct {
	text  string
	nodes []node
	i     int32
}

func (v value) there() bool { return v.nodes != nil && int(v.i) < len(v.nodes) }

func (v value) kind() byte {
	if !v.there() {
		return 0
	}
	return v.nodes[v.i].kind
}

func (v value) sub(i int32) value { return value{v.text, v.nodes, i} }

// members walks an object's keys and values, or an array's values with empty keys.
func (v value) members() iter.Seq2[string, value] {
	return func(yield func(string, value) bool) {
		if k := v.kind(); k != '{' && k != '[' {
			return
		}
		end := v.nodes[v.i].next
		if end == 0 { // cut off while it was read
			end = int32(len(v.nodes))
		}
		for i := v.i + 1; i < end; {
			key, at := "", i
			if v.nodes[i].kind == 'k' {
				key = v.text[v.nodes[i].start:v.nodes[i].end]
				at++
			}
			if at >= end || !yield(key, v.sub(at)) {
				return
			}
			i = max(v.nodes[at].next, at+1)
		}
	}
}

// at follows keys, compared without case, and array indices; the zero value where
// the way ends.
func (v value) at(path ...string) value {
	for _, step := range path {
		v = v.step(step)
	}
	return v
}

func (v value) step(key string) value {
	switch v.kind() {
	case '{':
		return v.member(key)
	case '[':
		n, err := strconv.Atoi(key)
		if err != nil {
			return value{}
		}
		for _, m := range v.members() {
			if n == 0 {
				return m
			}
			n--
		}
	}
	return value{}
}

// member is members with a key in mind, and the hottest loop of the package.
func (v value) member(key string) value {
	end := v.nodes[v.i].next
	if end == 0 {
		end = int32(len(v.nodes))
	}
	for i := v.i + 1; i+1 < end; {
		n := &v.nodes[i]
		if n.kind != 'k' {
			break
		}
		if int(n.end-n.start) == len(key) && strings.EqualFold(v.text[n.start:n.end], key) {
			return v.sub(i + 1)
		}
		i = max(v.nodes[i+1].next, i+2)
	}
	return value{}
}

// has says whether an object has all the keys.
func (v value) has(keys ...string) bool {
	for _, key := range keys {
		if !v.step(key).there() {
			return false
		}
	}
	return true
}

// str is the text of a string, number or literal; empty for null, objects, arrays
// and what is not there.
func (v value) str() string {
	if !v.there() {
		return ""
	}
	n := v.nodes[v.i]
	switch raw := v.text[n.start:n.end]; n.kind {
	case '"':
		return unescape(raw)
	case 'w':
		if raw = strings.TrimSpace(raw); raw != "null" && raw != "undefined" && raw != "None" {
			return raw
		}
	}
	return ""
}

// says tells whether there is anything: no null, no empty string, list or object,
// neither false nor zero.
func (v value) says() bool {
	switch s := v.str(); v.kind() {
	case '{', '[':
		for range v.members() {
			return true
		}
		return false
	default:
		return s != "" && s != "0" && s != "false"
	}
}

// quoted is the text of a string; empty for everything else.
func (v value) quoted() string {
	if v.kind() != '"' {
		return ""
	}
	return v.str()
}

// number is an integer, also one in a string; 0 where there is none.
func (v value) number() int {
	n, _ := strconv.Atoi(v.str())
	return n
}

// strings are the strings of an array, or the one string.
func (v value) strings() []string {
	if s := v.str(); s != "" {
		return []string{s}
	}
	var list []string
	for _, m := range v.members() {
		if s := m.str(); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// deepMessage is the first sentence under a key called message, wherever it stands.
func (v value) deepMessage() string {
	for i := range v.nodes {
		n := &v.nodes[i]
		if n.kind != 'k' || i+1 == len(v.nodes) || !strings.EqualFold(v.text[n.start:n.end], "message") {
			continue
		}
		if text := strings.TrimSpace(v.sub(int32(i + 1)).quoted()); strings.IndexByte(text, ' ') > 0 {
			return text
		}
	}
	return ""
}
