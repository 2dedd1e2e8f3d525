package evidence

import (
	"strconv"
	"strings"
)

// clues is what a piece of free text says about a call.
type clues struct {
	method   string
	methodAt int
	url      string
	urlAt    int
	status   int
	statusAt int
}

// cluesIn looks for a status, an address and a method in a text: in the words of
// the clients' error messages, and as people write them.
func cluesIn(text string) clues {
	var c clues
	for i := 0; i < len(text); {
		n := wordLength(text[i:])
		if n == 0 {
			i++
			continue
		}
		word := text[i : i+n]
		switch {
		case word[0] >= '0' && word[0] <= '9':
			if n == 3 && (c.status == 0 || wasExpected(text[:c.statusAt])) && isStatusHere(text, i) {
				c.status, _ = statusCode(word)
				c.statusAt = i
			}
		case i > 0 && text[i-1] == '.' && c.method == "" && isVerb(strings.ToUpper(word)) && word != "delete": // RestClient.patch
			c.method, c.methodAt = strings.ToUpper(word), i
		case c.method == "" && i > 0 && text[i-1] == '-' && (strings.EqualFold(word, "method") || word == "X") && isVerb(strings.ToUpper(wordAt(text, i+n+1))): // -Method Patch
			c.method, c.methodAt = strings.ToUpper(wordAt(text, i+n+1)), i+n+1
		case isVerb(word), isVerb(strings.ToUpper(word)) && (strings.HasPrefix(text[i+n:], " http") || strings.HasPrefix(text[i+n:], " \"http")): // axios keeps "patch https://…", Go has "Get "https://…""
			word = strings.ToUpper(word)
			rest := strings.TrimPrefix(strings.TrimLeft(text[i+n:], "'\"`:, ])"), "Optional(")                                           // Swift
			for _, label := range []string{"request for", "request to", "resource path", "path", "uri", "url", "to", "on", "resource"} { // Method: GET, Path: /x
				if len(rest) > len(label) && strings.EqualFold(rest[:len(label)], label) && strings.IndexByte(": ", rest[len(label)]) >= 0 {
					rest = strings.TrimLeft(rest[len(label):], "'\"`: [")
				}
			}
			if target := addressAt(rest); target != "" {
				if target[0] == '/' && c.url != "" && strings.HasSuffix(c.url, hostOf(c.url)) { // urllib3: http://host "GET /x HTTP/1.1"
					c.url, c.method, c.methodAt = withoutPort(c.url)+target, word, i
				}
				if c.url == "" || !strings.Contains(c.url, "://") && strings.Contains(target, "://") {
					c.url, c.urlAt = target, len(text)-len(rest)
				}
				if c.method == "" && samePath(c.url, target) {
					c.method, c.methodAt = word, i
				}
			}
		case word == "Url" && c.url == "" && strings.HasPrefix(text[i+n:], " { scheme: "):
			c.url, c.urlAt = rustURL(text[i:]), i
		case (strings.EqualFold(word, "http") || strings.EqualFold(word, "https")) && strings.HasPrefix(text[i+n:], "://"):
			url := addressAt(text[i:])
			if !isDocs(url) && (c.url == "" || !strings.Contains(c.url, "://") && samePath(url, c.url)) {
				c.url, c.urlAt = url, i
			}
			n = max(n, len(url))
		}
		i += n
	}
	if c.status == 0 && c.method != "" && c.url != "" {
		c.status, c.statusAt = statusBeside(text, c.urlAt+len(c.url))
	}
	return c
}

// rustURL reads an address as Rust's url crate prints its parts.
func rustURL(text string) string {
	part := func(before string) string {
		_, after, _ := strings.Cut(text, before)
		value, _, _ := strings.Cut(after, `"`)
		return value
	}
	scheme, host := part(` scheme: "`), part(` host: Some(Domain("`)
	if scheme == "" || host == "" {
		return ""
	}
	return scheme + "://" + host + part(` path: "`)
}

// wasExpected says whether what is said in front of a status is that it should have been
// it: "expected status 200 but got 403".
func wasExpected(before string) bool {
	i := strings.LastIndexAny(before, ";\n")
	return strings.Contains(strings.ToLower(before[i+1:]), "expect")
}

// statusBeside looks for a status in a line that names a call, as web servers and
// frameworks log it: squid's "TCP_DENIED/403", else a number that stands alone
// behind the address, else one between bars.
func statusBeside(text string, behind int) (status, at int) {
	for _, result := range []string{"TCP_", "NONE"} {
		i := strings.Index(text, result)
		if slash := strings.IndexByte(text[max(i, 0):], '/'); i >= 0 && slash > 0 {
			if n, ok := statusCode(text[i+slash+1:]); ok {
				return n, i + slash + 1
			}
		}
	}
	for i := behind; i < len(text); i++ {
		if n, ok := loneStatus(text, i, ' '); ok {
			return n, i
		}
	}
	for i := range text[:behind] {
		if n, ok := loneStatus(text, i, '|'); ok {
			return n, i
		}
	}
	return 0, 0
}

// loneStatus reads a status at i that stands alone, with mark at both sides and
// perhaps a space between. A number of milliseconds is none.
func loneStatus(text string, i int, mark byte) (int, bool) {
	n, ok := statusCode(text[i:])
	before, after := strings.TrimRight(text[:i], " "), strings.TrimLeft(text[min(i+3, len(text)):], " ")
	switch {
	case !ok || i == 0 || text[i-1] != ' ' || i+3 < len(text) && text[i+3] != ' ' && text[i+3] != ',':
		return 0, false
	case mark == '|':
		return n, strings.HasSuffix(before, "|") && strings.HasPrefix(after, "|")
	}
	return n, !strings.HasPrefix(after, "ms") && !strings.HasPrefix(after, "bytes")
}

// wordAt gives the word that begins at i, or behind a quote or space there.
func wordAt(text string, i int) string {
	rest := strings.TrimLeft(text[min(i, len(text)):], " '\"")
	return rest[:wordLength(rest)]
}

// withoutPort takes the port off an origin where it is the scheme's own.
func withoutPort(origin string) string {
	if strings.HasPrefix(origin, "https:") {
		return strings.TrimSuffix(origin, ":443")
	}
	return strings.TrimSuffix(origin, ":80")
}

// wordLength gives the length of the run of letters or digits s begins with.
func wordLength(s string) int {
	if s == "" {
		return 0
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_':
		default:
			return i
		}
	}
	return len(s)
}

// statusBefore are the words before a status in clients' messages, and statusBehind those behind it.
func statusBefore() []string {
	return []string{"status code", "statuscode", "status", "http", "error", "error:", "response", "code", "returned", "exception",
		"returned error", "received", "got", "failed with", "status code of", "code:", "failed:", "answered", "a", "resulted in a", "clienterror", "http_code"}
}

func statusBehind() []string {
	return []string{"forbidden", "client error", "unauthorized", "bad request", "not found", "too many requests", "server error",
		"- ", "response", "ok", "error", "internal server error"}
}

// isStatusHere says whether the three digits at i are a status by what stands
// around them.
func isStatusHere(text string, i int) bool {
	if _, ok := statusCode(text[i:]); !ok {
		return false
	}
	if i > 0 && strings.IndexByte(":/.-0123456789", text[i-1]) >= 0 && !(i > 1 && text[i-1] == ':' && text[i-2] != ' ' && text[i-2] > '9') {
		return false
	}
	behind := strings.ToLower(strings.TrimLeft(text[i+3:min(i+40, len(text))], " ()'\":,-–]"))
	for _, w := range statusBehind() {
		if strings.HasPrefix(behind, w) {
			return true
		}
	}
	before := strings.ToLower(strings.TrimRight(text[max(0, i-30):i], " ([=:'\"<#"))
	for _, w := range statusBefore() {
		if strings.HasSuffix(before, w) && (len(w) > 1 || text[i] == '4') {
			return true
		}
	}
	return strings.Trim(text[:i], " \t(") == "" && text[i] == '4' || i > 0 && text[i-1] == '(' && i+3 < len(text) && text[i+3] == ')'
}

// addressAt reads the URL or API path that s begins with; empty where there is none.
func addressAt(s string) string {
	if !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return ""
	}
	end := strings.IndexAny(s, " \t\r\n'\"`<>|)]},;\\")
	if end < 0 {
		end = len(s)
	}
	for end < len(s) && s[end] == '}' && strings.Contains(s[:end], "{") { // /users/{userId}/roles
		next := strings.IndexAny(s[end+1:], " \t\r\n'\"`<>|)]},;\\")
		if next < 0 {
			next = len(s) - end - 1
		}
		end += 1 + next
	}
	s = strings.TrimRight(s[:end], ".:?!*_")
	if len(s) < 2 || strings.HasPrefix(s, "//") || !strings.Contains(s, "/") {
		return ""
	}
	return s
}

// isDocs says whether an address is one that error messages point people to.
func isDocs(url string) bool {
	host := hostOf(url)
	for _, sign := range []string{"httpstatuses.com", "developer.mozilla.org", "docs.", "stackoverflow.com", "developer.", "learn.microsoft.com",
		"aka.ms", "httpstatus", "help.", "support.", "errors.", "rfc-editor", "tools.ietf.org", "community.", "nodejs.org", "www.w3.org"} {
		if strings.Contains(host, sign) {
			return true
		}
	}
	return strings.HasSuffix(url, ".html") || strings.Contains(url, "node_modules")
}

// isStackLine recognises the lines of stack traces, whose addresses and numbers
// say nothing of the call.
func isStackLine(s string) bool {
	t := strings.TrimSpace(s)
	return strings.HasPrefix(t, "at ") && (strings.Contains(t, "(") || strings.Contains(t, ":")) || strings.HasPrefix(t, "File \"") ||
		strings.HasPrefix(t, "from ") && strings.Contains(t, ":in ") || strings.HasPrefix(t, "goroutine ") || strings.HasPrefix(t, "^^")
}

// isAccessLine says whether a line names a call and its status and has nothing to say
// about why.
func isAccessLine(text string, c clues) bool {
	if c.method == "" || c.url == "" || c.status == 0 {
		return false
	}
	rest := strings.ReplaceAll(strings.ReplaceAll(text, c.url, ""), strconv.Itoa(c.status), "")
	return !isRefusalText(strings.ReplaceAll(strings.ToLower(strings.ReplaceAll(rest, "TCP_DENIED", "")), "forbidden", ""))
}

// isRefusalText says whether a sentence speaks of being refused.
func isRefusalText(s string) bool { return refusalWeight(s) > 0 }

// refusalWeight says how much a sentence speaks of being refused: 2 where it says so
// and why, 1 where it names what calls are refused for, or tells the status alone.
func refusalWeight(s string) int {
	lower := strings.ToLower(s)
	for _, w := range []string{"forbidden", "403", "not authorized", "unauthorized", "denied", "not allowed", "insufficient", "not permitted", "missing"} {
		if strings.Contains(lower, w) && (w != "missing" || refusalWeight(strings.ReplaceAll(lower, w, "")) > 0) {
			if saysLittle(s) {
				return 1
			}
			return 2
		}
	}
	for _, w := range []string{"permission", "scope", "privilege", "accessdenied", "authentication", "credential", "signature", "csrf", "token", "user context"} {
		if strings.Contains(lower, w) {
			return 1
		}
	}
	return 0
}
