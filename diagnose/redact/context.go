package redact

import "strings"

// kindOf tells the kind of an object by the name of a member, a parameter or a path
// segment: participantId, "organization", users. It is empty where the name is of no
// object.
func kindOf(name string) string {
	n := flat(name)
	for _, end := range [...]string{"ids", "id", "guid", "uuid"} {
		n = strings.TrimSuffix(n, end)
	}
	if kind, ok := kindOfNoun(n); ok {
		return kind
	}
	if kind, ok := kindOfNoun(strings.TrimSuffix(n, "s")); ok {
		return kind
	}
	for _, noun := range [...]string{"user", "participant", "conversation", "division", "queue"} {
		if strings.HasSuffix(n, noun) { // createdByUser, homeDivision
			return noun
		}
	}
	return ""
}

// flat writes a name in small letters without its separators.
func flat(name string) string {
	var buf [64]byte
	b := buf[:0]
	for i := 0; i < len(name) && len(b) < len(buf); i++ {
		switch c := name[i]; {
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c != '_' && c != '-' && c != '.' && c != ' ':
			b = append(b, c)
		}
	}
	return string(b)
}

func kindOfNoun(n string) (kind string, ok bool) {
	switch n {
	case "user", "agent", "sub", "subject", "owner", "createdby", "modifiedby", "supervisor", "manager", "monitoreduser":
		return "user", true
	case "client", "oauthclient", "azp", "app", "application":
		return "client", true
	case "org", "organization", "organisation", "tenant", "tid", "trustororg", "trusteeorg", "homeorganization", "homeorg":
		return "org", true
	case "conversation", "conference", "interaction":
		return "conversation", true
	case "communication", "call", "callback", "chat", "email", "message", "session":
		return "communication", true
	case "division", "participant", "queue", "group", "role", "team", "location", "site", "station", "flow":
		return n, true
	}
	return "", false
}

// media are the segments between /conversations/ and the id of one.
var media = [...]string{"calls", "callbacks", "chats", "cobrowsesessions", "conferences", "emails", "messages", "socials", "videos", "screenshares"}

// kindBefore tells the kind of the identifier at text[at:] by what stands before it: a
// path segment, the name of a member or of a field, a word.
func kindBefore(text string, at int) string {
	before := text[max(0, at-enclosureMax):at]
	if path, ok := strings.CutSuffix(before, "/"); ok {
		return kindInPath(path)
	}
	name, rest := nameBefore(before)
	if strings.EqualFold(name, "id") || strings.EqualFold(name, "uuid") {
		name = enclosing(rest)
	}
	if requestID(name) {
		return requestKind
	}
	return kindOf(name)
}

// enclosureMax is how far back the name of an object is looked for.
const enclosureMax = 2 << 10

// enclosing gives the name of the object, or of the list of objects, in which before
// ends: "division" for {"division": {"name": "x", … and "participants" for
// {"participants": [{…}, {….
func enclosing(before string) string {
	depth := 0
	for i := len(before) - 1; i >= 0; i-- {
		switch before[i] {
		case '}', ']':
			depth++
		case '{', '[':
			if depth--; depth >= 0 {
				continue
			}
			if name, _ := nameBefore(before[:i]); name != "" {
				return name
			}
			depth = 0
		}
	}
	return ""
}

// blanks are what stands between a name and its value in any notation, and may be
// escaped.
const blanks = " \t\r\n\"'\\"

// nameBefore gives the name whose value begins behind before, and what stands before
// that name; of {"name": …, "value": …} the value of name.
func nameBefore(before string) (name, rest string) {
	trimmed := strings.TrimRight(before, blanks+"[:=>(")
	if trimmed == before {
		return "", ""
	}
	name = lastWord(trimmed)
	rest = trimmed[:len(trimmed)-len(name)]
	if name == "value" {
		if of := lastWord(strings.TrimRight(rest, blanks+",")); of != "" {
			return of, rest
		}
	}
	return name, rest
}

func kindInPath(path string) string {
	segment := path[strings.LastIndexByte(path, '/')+1:]
	for _, m := range media {
		if segment == m && strings.HasSuffix(path[:len(path)-len(m)], "/conversations/") {
			return "conversation"
		}
	}
	return kindOf(segment)
}

func lastWord(s string) string {
	i := len(s)
	for i > 0 && runByte[s[i-1]] {
		i--
	}
	return s[i:]
}

// requestID says whether a header or a member of this name holds the id of a request,
// which names no object, and by which its vendor finds what happened.
func requestID(name string) bool {
	n := flat(name)
	for _, end := range [...]string{"correlationid", "requestid", "contextid", "traceid", "traceparent", "activityid", "errorid", "incidentid", "eventid", "supportid", "reference", "cfray"} {
		if strings.HasSuffix(n, end) {
			return true
		}
	}
	return false
}
