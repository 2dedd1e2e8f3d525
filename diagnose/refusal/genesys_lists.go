package refusal

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// named is what a Genesys Cloud refusal names.
type named struct {
	permissions []string // as the server wrote them, which may be lower case
	divisions   []string // ids
	javaClass   bool     // a class name stood where permissions should
	listed      bool     // there was a list, even an empty one
}

// named reads the lists from the message, and from messageParams where the message
// has none.
func (s *answer) named() named {
	var n named
	permissions, divisions := brackets(s.message, "permission"), brackets(s.message, "division(s)")
	n.listed = permissions != nil
	if divisions == nil {
		divisions = brackets(s.message, "divisions")
	}
	params := s.json.at("messageParams")
	if len(permissions) == 0 {
		for _, key := range [...]string{"permissions", "permission"} {
			permissions = append(permissions, list(strings.Join(params.at(key).strings(), ","))...)
		}
	}
	if len(divisions) == 0 {
		for _, key := range [...]string{"divisions", "divisionIds", "division", "divisionId"} {
			divisions = append(divisions, list(strings.Join(params.at(key).strings(), ","))...)
		}
	}
	if permissions == nil {
		permissions = spelt(s.message)
	}
	if len(permissions) == 0 && strings.Contains(s.message, "com.inin.") {
		n.javaClass = true
	}
	// "… in the provided division(s): [a:b:view]": what follows are the permissions
	n.divisions = slices.DeleteFunc(divisions, func(d string) bool { return strings.Contains(d, ":") })
	for _, p := range permissions {
		n.addPermission(p)
	}
	return n
}

// addPermission takes one item of a list: domain:entity:action, the same with a
// division's id as fourth part, or a Java class name.
func (n *named) addPermission(item string) {
	if isJavaClass(item) {
		n.javaClass = true
		return
	}
	if i := strings.LastIndexByte(item, ':'); i > 0 && diagnose.IsUUID(item[i+1:]) {
		if division := item[i+1:]; !slices.Contains(n.divisions, division) {
			n.divisions = append(n.divisions, division)
		}
		item = item[:i]
	}
	if !slices.Contains(n.permissions, item) {
		n.permissions = append(n.permissions, item)
	}
}

// isJavaClass knows com.inin.pubapi.iam.util.ResourcePermission and the like, also
// with the hash that Java prints behind an object's class.
func isJavaClass(s string) bool {
	return strings.HasPrefix(s, "com.") && strings.Count(s, ".") > 1 || strings.HasPrefix(s, "java.")
}

// brackets reads the list in brackets that follows a word: "the following
// permission(s): [a, b]". It is nil where there is no such list, and empty where
// the brackets are. A list that belongs to a later word is not taken.
func brackets(message, word string) []string {
	for from := 0; ; {
		i := index(message[from:], word)
		if i < 0 {
			return nil
		}
		from += i + len(word)
		rest := message[from:]
		open := strings.IndexByte(rest, '[')
		if open < 0 || open > 60 || strings.ContainsAny(rest[:open], "]") {
			continue
		}
		end := strings.IndexByte(rest[open:], ']')
		if end < 0 {
			end = len(rest) - open // cut off
		}
		if names := list(rest[open+1 : open+end]); names != nil {
			return names
		}
		return []string{}
	}
}

// spelt reads the permissions that a message names without brackets, behind the word
// itself: words of three parts, domain:entity:action.
func spelt(message string) []string {
	i := index(message, "permission")
	if i < 0 {
		return nil
	}
	return threeParts(list(message[i:]))
}

// threeParts are the words of the form domain:entity:action.
func threeParts(words []string) (names []string) {
	for _, item := range words {
		item = strings.Trim(item, ".!?()")
		if parts := strings.Split(item, ":"); len(parts) >= 3 && !slices.ContainsFunc(parts, notPart) && letter(item[0]) {
			names = append(names, item)
		}
	}
	return names
}

func notPart(part string) bool {
	return part == "" || strings.Trim(strings.ToLower(part), "abcdefghijklmnopqrstuvwxyz0123456789_-*") != ""
}

// list splits a list at commas and blanks; its items may be quoted and the whole in
// brackets. nil where it has no item.
func list(s string) []string {
	var items []string
	for _, item := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' || r == ';' }) {
		if item = strings.Trim(item, `[]{}"'`); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// forbiddenActions reads the shape of an older service: domain, 'd', entity 'e',
// with action set '[a, b]'.
func forbiddenActions(message string) []string {
	i := index(message, "forbidden on domain")
	if i < 0 {
		return nil
	}
	rest := message[i:]
	domain, entity := between(rest, "domain, '", "'"), between(rest, "entity '", "'")
	if domain == "" {
		domain = between(rest, "domain '", "'")
	}
	if entity == "" {
		entity = between(rest, "entity, '", "'")
	}
	var names []string
	for _, action := range brackets(rest, "action set") {
		if domain != "" && entity != "" {
			names = append(names, domain+":"+entity+":"+action)
		}
	}
	return names
}
