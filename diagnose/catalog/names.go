package catalog

import (
	"strings"
	"unicode"
)

// IsScope says whether a layer publishes a scope of exactly this name.
func (c *Catalog) IsScope(name string) bool {
	for _, t := range c.layers {
		if t.holds(t.head(headScopes), name) {
			return true
		}
	}
	return false
}

// IsPermission says whether a layer publishes this permission: with or without
// a division id as fourth part, in the platform's case or another.
func (c *Catalog) IsPermission(name string) bool {
	if parts := strings.SplitN(name, ":", 4); len(parts) == 4 {
		name = strings.Join(parts[:3], ":")
	}
	for _, t := range c.layers {
		if t.holds(t.head(headPermissions), name) || t.holdsFold(t.head(headPermissions), name) {
			return true
		}
	}
	return false
}

func (t *table) holdsFold(list uint32, name string) bool {
	length, at := t.list(list)
	for i := range length {
		if strings.EqualFold(t.str(u32(t.data, at+4*i)), name) {
			return true
		}
	}
	return false
}

// Scopes lists every scope that the catalog knows by name.
func (c *Catalog) Scopes() []string { return c.union(headScopes) }

// Permissions lists every permission that the catalog knows by name.
func (c *Catalog) Permissions() []string { return c.union(headPermissions) }

func (c *Catalog) union(head int) []string {
	var all []string
	for _, t := range c.layers {
		all = append(all, t.names(t.head(head))...)
	}
	return sorted(all)
}

// NearestScope returns the published scope that was most likely meant: the same
// word in another spelling, number or case; the family of a three-part name
// ("conversation:call:view" → "conversations:readonly"); "" where nothing is near.
func (c *Catalog) NearestScope(name string) string {
	name = colons(strings.ToLower(strings.TrimSpace(name)))
	if name == "" {
		return ""
	}
	w := writtenAs(name)
	best, nearest := 0, ""
	for _, t := range c.layers {
		length, at := t.list(t.head(headScopes))
		for i := range length {
			scope := t.str(u32(t.data, at+4*i))
			if score := w.nearness(scope); score > best {
				best, nearest = score, scope
			}
		}
	}
	return nearest
}

// colons writes a name the way scopes are written where another sign stands in
// the place of the colon: "conversations.readonly", "users_read".
func colons(name string) string {
	name = strings.ReplaceAll(name, "read-only", "readonly")
	if strings.Contains(name, ":") {
		return name
	}
	for _, verb := range []string{"readonly", "read", "write", "view", "edit", "all", "manage", "admin"} {
		if family, ok := strings.CutSuffix(name, verb); ok && len(family) > 1 && strings.IndexByte("._-/", family[len(family)-1]) >= 0 {
			return family[:len(family)-1] + ":" + verb
		}
	}
	return name
}

// written is what somebody wrote for a scope, in lower case, taken apart once for
// the comparison with every scope there is.
type written struct {
	name        string
	first       string // before the colon
	plain, rest string // the same squeezed, and what comes behind the colon
	reads       bool
}

func writtenAs(name string) written {
	first, rest, _ := strings.Cut(name, ":")
	return written{name: name, first: first, plain: squeeze(first), rest: rest, reads: readsOnly(rest)}
}

// nearness scores how well a published scope answers what was written; 0 is not at
// all.
func (w *written) nearness(scope string) int {
	if strings.EqualFold(w.name, scope) {
		return 100
	}
	family, twin, _ := strings.Cut(scope, ":")
	score := 60
	if family == "" || w.plain == "" || family[0] != w.plain[0] || squeeze(family) != w.plain {
		if len(w.first) < 5 || !oneSlip(w.first, family) {
			return 0
		}
		score = 40
	}
	if w.reads == (twin == "readonly") {
		score += 20
	}
	if twin != "" && twin != "readonly" && !strings.Contains(w.rest, twin) {
		score -= 30 // a special member of the family
	}
	return score
}

// squeeze leaves aside what people spell differently: hyphens, underscores, the
// plural.
func squeeze(word string) string {
	plain := true
	for i := range len(word) {
		plain = plain && word[i] >= 'a' && word[i] <= 'z'
	}
	if !plain { // most scopes are one plain word, and this is asked of every one of them
		word = strings.Map(func(r rune) rune {
			if r == '-' || r == '_' || r == ' ' {
				return -1
			}
			return unicode.ToLower(r)
		}, word)
	}
	return singular(word)
}

func singular(word string) string {
	switch {
	case len(word) > 4 && strings.HasSuffix(word, "ies"):
		return word[:len(word)-3] + "y"
	case len(word) > 5 && (strings.HasSuffix(word, "sses") || strings.HasSuffix(word, "xes") || strings.HasSuffix(word, "ches")):
		return word[:len(word)-2]
	case len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		return word[:len(word)-1]
	}
	return word
}

// readsOnly says whether the words behind a scope's family ask to read.
func readsOnly(rest string) bool {
	for _, verb := range []string{"readonly", "read", "view", "get", "list", "search"} {
		if strings.HasSuffix(rest, verb) {
			return true
		}
	}
	return false
}

// oneSlip says whether two words differ by one slip of the fingers: a letter
// more, fewer, another, or two swapped.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return true
	}
	return a[i+1:] == b[i+1:] ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
