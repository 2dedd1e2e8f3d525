package catalog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Nearest gives up to n operations whose meaning is nearest to a method and path,
// nearest first. Shared segments in their order count, the first and the last of
// them most; singular and plural are the same, and so are a few words that people
// use for the platform's own. Single letters count only where nothing else is
// shared.
func (c *Catalog) Nearest(method, path string, n int) []*diagnose.Operation {
	best := c.ranked(method, c.words(path), n)
	if len(best) == 0 {
		best = c.ranked(method, c.respelt(path), n)
	}
	var found []*diagnose.Operation
	for _, b := range best {
		o := c.Operation(Match{layer: b.layer, op: b.op})
		if !slices.ContainsFunc(found, func(f *diagnose.Operation) bool { return f.Method == o.Method && f.Path == o.Path }) {
			found = append(found, o)
		}
	}
	return found
}

func (c *Catalog) ranked(method string, q query, n int) []candidate {
	s := search{query: q, method: strings.ToUpper(method), n: n}
	for i, t := range c.layers {
		s.layer, s.t = i, t
		if node := t.prefixNode(); node != noNode {
			s.visit(node, trail{})
		}
	}
	return s.best
}

// prefixNode finds the node behind the platform's prefix.
func (t *table) prefixNode() int {
	node := 0
	for rest := strings.TrimPrefix(t.prefix(), "/"); rest != "" && node != noNode; {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		node = t.edge(t.off[secNodes]+node*width[secNodes], part)
	}
	return node
}

// search goes through the trie once, scoring as it goes down.
type search struct {
	query  query
	method string
	n      int
	best   []candidate // best first

	t     *table
	layer int
}

type candidate struct{ score, layer, op int }

// trail is what is known of the way to a node.
type trail struct {
	score, next, params, length int
	last                        bool // the last segment is the query's last word
}

func (s *search) visit(node int, way trail) {
	t := s.t
	if way.score > 0 {
		first, end := t.ops(node)
		for op := first; op < end; op++ {
			s.keep(candidate{score: s.score(way, t.method(op)), layer: s.layer, op: op})
		}
	}
	way.length++
	first := int(t.word(secNodes, node, nodeEdge))
	for e := first; e < first+int(t.word(secNodes, node, nodeEdges)); e++ {
		s.visit(int(t.word(secEdges, e, edgeNode)), s.step(way, t.str(t.word(secEdges, e, edgeText))))
	}
	if child := int(t.word(secNodes, node, nodeParam)); child != 0 {
		way.params++
		s.visit(child, way)
	}
}

// step goes on over a literal segment.
func (s *search) step(way trail, segment string) trail {
	way.last = false
	for i := way.next; i < len(s.query.words); i++ {
		shared := s.query.words[i].like(segment)
		if shared == 0 {
			continue
		}
		way.score += shared
		if i == 0 && way.length == 1 {
			way.score += 6
		}
		way.last = i == len(s.query.words)-1
		way.next = i + 1
		return way
	}
	way.score -= 3
	return way
}

func (s *search) score(way trail, method string) int {
	score := 4*way.score - 8*abs(way.params-s.query.values) - 4*abs(way.length-s.query.length)
	if way.last {
		score += 24
	}
	switch {
	case method == s.method:
		score += 12
	case s.method != "" && writes(method) == writes(s.method):
		score += 4
	}
	return max(score, 1)
}

func abs(n int) int { return max(n, -n) }

func writes(method string) bool { return method != "GET" && method != "HEAD" }

// keep puts x among the n best; of equals the first one stays in front.
func (s *search) keep(x candidate) {
	if len(s.best) == s.n && s.best[s.n-1].score >= x.score {
		return
	}
	at, _ := slices.BinarySearchFunc(s.best, x, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), -1)
	})
	s.best = slices.Insert(s.best, at, x)
	s.best = s.best[:min(len(s.best), s.n)]
}

// query is a path taken apart for comparison.
type query struct {
	words  []word // literal segments in their order
	values int    // segments that look like values
	length int
}

// words takes a path apart, its prefix aside.
func (c *Catalog) words(path string) query {
	for _, t := range c.layers {
		if i := strings.LastIndex(path, t.prefix()+"/"); i >= 0 && t.prefix() != "" {
			path = path[i+len(t.prefix()):]
			break
		}
	}
	var q query
	for s := range strings.SplitSeq(strings.Trim(decoded(path), "/"), "/") {
		if s == "" {
			continue
		}
		q.length++
		if looksLikeValue(s) {
			q.values++
		} else {
			q.words = append(q.words, newWord(s))
		}
	}
	return q
}

// respelt takes a path apart with every word replaced by the platform's word that
// is one slip away.
func (c *Catalog) respelt(path string) query {
	q := c.words(path)
	for i, w := range q.words {
		for _, t := range c.layers {
			for e := range t.n[secEdges] {
				if known := t.str(t.word(secEdges, e, edgeText)); len(w.written) > 3 && oneSlip(singular(known), w.written) {
					q.words[i] = newWord(known)
				}
			}
		}
	}
	return q
}

// looksLikeValue says whether a segment of a concrete path stands where a
// parameter would: an id, a number, a placeholder.
func looksLikeValue(s string) bool {
	if strings.IndexByte("{:<$[", s[0]) >= 0 {
		return true
	}
	digits, upper, lower := 0, 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			digits++
		case 'A' <= c && c <= 'Z':
			upper++
		case 'a' <= c && c <= 'z':
			lower++
		}
	}
	return digits*4 >= len(s) || upper > 0 && lower == 0
}

// word is a literal segment of a query, in the singular and in lower case: as it
// was written, and as the platform calls the same thing.
type word struct{ written, platform string }

func newWord(segment string) word {
	w := word{written: singular(strings.ToLower(segment))}
	switch w.written {
	case "conference", "voice", "phonecall":
		w.platform = "call"
	case "interaction":
		w.platform = "conversation"
	case "agent", "person", "people":
		w.platform = "user"
	case "leg", "party":
		w.platform = "participant"
	case "event", "websocket", "subscribe":
		w.platform = "channel"
	case "permission":
		w.platform = "role"
	}
	return w
}

// like compares with a segment of a template: 12 for the same word, 9 for the
// platform's own word for it, 6 where one begins with the other, else 0.
func (w word) like(segment string) int {
	switch one := singular(segment); {
	case one == w.written:
		return 12
	case one == w.platform:
		return 9
	case len(w.written) >= 4 && strings.HasPrefix(one, w.written), len(one) >= 4 && strings.HasPrefix(w.written, one):
		return 6
	}
	return 0
}
