package catalog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Nearest gives up to n operations whose meaning is nearest to a method and path,
// nearest first: shared segments in their order count most, then singular and
// plural, words of the same meaning, and the method; single letters only where
// nothing else is shared.
func (c *Catalog) Nearest(method, path string, n int) []*diagnose.Operation {
	method = strings.ToUpper(method)
	query := c.words(path)
	var best []candidate
	for i, t := range c.layers {
		skip := len(t.prefix())
		for op := range t.size() {
			template := t.path(op)
			if len(template) <= skip {
				continue
			}
			score := query.score(template[skip+1:])
			if score <= 0 {
				continue
			}
			if t.method(op) == method {
				score += 3
			} else if writes(t.method(op)) == writes(method) {
				score++
			}
			best = keep(best, candidate{score: score, layer: i, op: op}, n)
		}
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

func writes(method string) bool { return method != "GET" && method != "HEAD" }

type candidate struct{ score, layer, op int }

// keep inserts x into the n best, which are sorted.
func keep(best []candidate, x candidate, n int) []candidate {
	if len(best) == n && best[n-1].score >= x.score {
		return best
	}
	at, _ := slices.BinarySearchFunc(best, x, func(a, b candidate) int {
		if a.score == b.score {
			return -1 // behind its equals
		}
		return cmp.Compare(b.score, a.score)
	})
	best = slices.Insert(best, at, x)
	if len(best) > n {
		best = best[:n]
	}
	return best
}

// query is a path taken apart for comparison.
type query struct {
	literals []string // in their order, singular, lower case
	values   int      // segments that look like values
	length   int
}

// words takes a path apart, its prefix aside.
func (c *Catalog) words(path string) query {
	for _, t := range c.layers {
		if p := t.prefix(); p != "" {
			if i := strings.LastIndex(path, p+"/"); i >= 0 {
				path = path[i+len(p):]
				break
			}
		}
	}
	var q query
	for s := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if s == "" {
			continue
		}
		q.length++
		if looksLikeValue(s) {
			q.values++
		} else {
			q.literals = append(q.literals, meaning(strings.ToLower(s)))
		}
	}
	return q
}

// looksLikeValue says whether a segment of a concrete path stands where a
// parameter would: an id, a number, a placeholder.
func looksLikeValue(s string) bool {
	if s[0] == '{' || s[0] == ':' || s[0] == '<' || s[0] == '$' {
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
	return digits*3 >= len(s) || upper > 1 && lower == 0
}

// score says how much of the query a template shares; the first segments weigh
// most, since they name the family.
func (q query) score(template string) int {
	score, next, params, length := 0, 0, 0, 0
	for template != "" {
		var s string
		s, template, _ = strings.Cut(template, "/")
		length++
		if isParameter(s) {
			params++
			continue
		}
		word := meaning(s)
		at := -1
		for i := next; i < len(q.literals); i++ {
			if q.literals[i] == word {
				at = i
				break
			}
		}
		if at < 0 {
			score -= 3
			continue
		}
		score += 12
		if at == 0 && length == 1 {
			score += 6
		}
		if template == "" && at == len(q.literals)-1 {
			score += 6 // both end on it
		}
		next = at + 1
	}
	if score <= 0 {
		return 0
	}
	return max(1, score-2*abs(params-q.values)-abs(length-q.length))
}

func abs(n int) int { return max(n, -n) }

// meaning brings a segment to the word it is compared by.
func meaning(segment string) string {
	if twin := synonym(segment); twin != "" {
		return twin
	}
	return singular(segment)
}

// synonym knows the few words that people use for the platform's own.
func synonym(word string) string {
	switch word {
	case "conference", "conferences", "voice", "phonecall", "phonecalls":
		return "call"
	case "interaction", "interactions":
		return "conversation"
	case "agent", "agents", "person", "people":
		return "user"
	case "member", "members", "leg", "legs":
		return "member"
	case "data-actions", "dataactions":
		return "action"
	case "websocket", "websockets", "subscribe":
		return "channel"
	case "notification", "notifications", "event", "events":
		return "notification"
	case "permission", "permissions", "role", "roles":
		return singular(word)
	}
	return ""
}
