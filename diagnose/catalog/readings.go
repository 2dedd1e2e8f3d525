package catalog

import (
	"iter"
	"net/url"
	"strings"
)

// readings gives the path as it stands, then with one slip after the other
// mended, each with what was mended.
func (c *Catalog) readings(path string, s site) iter.Seq2[string, string] {
	return func(yield func(path, repaired string) bool) {
		if !yield(path, "") {
			return
		}
		note := ""
		try := func(mended, how string) bool {
			if mended == path {
				return true
			}
			path, note = mended, join(note, how)
			return yield(path, note)
		}
		if !try(decoded(path), "") {
			return
		}
		if !try(strings.ReplaceAll(path, "//", "/"), "a slash is doubled") ||
			!try(trimSlash(path), "a slash stands at the end") {
			return
		}
		for mended, how := range c.prefixes(path, s) {
			if !yield(mended, join(note, how)) {
				return
			}
		}
	}
}

func trimSlash(path string) string {
	if len(path) > 1 {
		return strings.TrimSuffix(path, "/")
	}
	return path
}

// decoded undoes percent-encoding where it encodes nothing but ordinary
// characters; an encoded slash belongs to its segment.
func decoded(path string) string {
	if strings.IndexByte(path, '%') < 0 {
		return path
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if d, err := url.PathUnescape(s); err == nil && !strings.Contains(d, "/") {
			segments[i] = d
		}
	}
	return strings.Join(segments, "/")
}

// prefixes reads a path whose prefix is doubled, hidden behind a gateway's own, or
// missing.
func (c *Catalog) prefixes(path string, s site) iter.Seq2[string, string] {
	return func(yield func(path, repaired string) bool) {
		for i := len(c.layers) - 1; i >= 0; i-- {
			prefix := c.layers[i].prefix()
			if prefix == "" {
				continue
			}
			if at := strings.LastIndex(path, prefix+"/"); at > 0 {
				how := "the path stands behind " + path[:at]
				switch {
				case path[:at] == prefix:
					how = "the prefix " + prefix + " is doubled"
				case s.ours && path[:at] == "/platform":
					how = "" // where the web application finds the API
				}
				if !yield(path[at:], how) {
					return
				}
				continue
			}
			if strings.HasPrefix(path, prefix+"/") || !c.mayLackPrefix(i, path, s) {
				continue
			}
			for _, part := range parts(prefix) {
				if strings.HasPrefix(path, part+"/") && !yield(prefix+strings.TrimPrefix(path, part), "of the prefix "+prefix+" only "+part+" is there") {
					return
				}
			}
			if !yield(prefix+path, "the prefix "+prefix+" is missing") {
				return
			}
		}
	}
}

// parts gives the single segments of a prefix: "/api", "/v2".
func parts(prefix string) []string {
	var all []string
	for p := range strings.SplitSeq(strings.TrimPrefix(prefix, "/"), "/") {
		all = append(all, "/"+p)
	}
	return all
}

// mayLackPrefix says whether a path without prefix can be meant for a layer: on
// its own host always, elsewhere only where enough of it is literal that it is no
// coincidence.
func (c *Catalog) mayLackPrefix(layer int, path string, s site) bool {
	if s.ours {
		return true
	}
	if s.shown {
		return false
	}
	t := c.layers[layer]
	node := t.walk(t.prefix()+trimSlash(path), anyMethod)
	if node == noNode {
		return false
	}
	literals := 0
	for segment := range strings.SplitSeq(t.template(node)[len(t.prefix())+1:], "/") {
		if !isParameter(segment) {
			literals++
		}
	}
	return literals >= 3
}

// placeFold finds a path whose upper and lower case differ from the template's.
func (c *Catalog) placeFold(path string) (string, Match, bool) {
	path = trimSlash(decoded(path))
	for i := len(c.layers) - 1; i >= 0 && path != "" && path[0] == '/'; i-- {
		if node := c.layers[i].walkFold(0, path[1:]); node != noNode {
			return path, Match{layer: i, node: node}, true
		}
	}
	return path, Match{}, false
}
