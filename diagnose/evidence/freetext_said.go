package evidence

import "strings"

// saysLittle says whether a line tells that a call was refused and no more: "HTTPError:
// 403 Forbidden from https://…", "npm error code E403".
func saysLittle(s string) bool {
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '<' || r == '>' || r == '(' || r == ')' }) {
		if strings.Contains(word, "://") || word[0] == '/' {
			continue
		}
		word = strings.ToLower(strings.Trim(word, ".,:;!-'\"[]`*"))
		word, _, _ = strings.Cut(word, ":")                // code:-1
		if i := strings.LastIndexAny(word, ".["); i >= 0 { // requests.exceptions.HTTPError
			word = word[i+1:]
		}
		switch word {
		case "", "403", "401", "e403", "e401", "http", "https", "http/1.1", "http/2", "status", "code", "error", "err", "npm", "client", "server", "forbidden", "unauthorized",
			"for", "from", "url", "uri", "at", "on", "to", "by", "with", "the", "a", "is", "was", "returned", "got", "received", "request", "response", "failed", "resulted", "in", "caused",
			"get", "post", "put", "patch", "delete", "head", "failure", "unable", "fetch", "invalid", "unexpected",
			"requested", "access", "while", "getting", "wget", "curl", "pip", "fatal":
			continue
		}
		if !strings.HasSuffix(word, "error") && !strings.HasSuffix(word, "exception") {
			return false
		}
	}
	return true
}

// isAdvice recognises what npm says below every 403, whatever the registry said.
func isAdvice(s string) bool {
	return strings.Contains(s, "In most cases, you or one of your dependencies are requesting") ||
		strings.Contains(s, "a package version that is forbidden by your security policy") ||
		strings.Contains(s, "on a server you do not have access to") ||
		strings.Contains(s, "A complete log of this run can be found in")
}

// below says whether a line stands directly under the one that told the status,
// which itself gave no reason: then it is the reason, unless it is another line of a
// log or somebody's own words.
func (t *texts) below(s line) bool {
	return t.first != "" && t.firstEnd > 0 && s.at >= t.firstEnd && s.at-t.firstEnd < 24 &&
		strings.Count(t.text[t.firstEnd:s.at], "\n") == 1 && saysLittle(t.first) && !isOwnWord(s.text)
}

// isOwnWord says whether a line is no reason: one word, a line of a log, or what the
// person writes who asks.
func isOwnWord(s string) bool {
	word, _, more := strings.Cut(s, " ")
	if !more || startsWithTime(s) || s[0] == '[' || strings.HasSuffix(s, "?") || strings.Contains(s, "level=") {
		return true
	}
	switch strings.ToLower(word) {
	case "i", "i'm", "i've", "my", "we", "we're", "our", "but", "and", "so", "any", "is", "are", "how", "why", "what", "when", "even", "although", "though", "however",
		"then", "also", "here", "please", "thanks", "hi", "hello", "note", "info", "debug", "trace", "warn", "warning":
		return true
	}
	return false
}

// startsWithTime says whether a line begins with a date or a time: 2026-11-23, 04:10:00.
func startsWithTime(s string) bool {
	return s[0] >= '0' && s[0] <= '9' && len(s) > 5 && (s[3] != ' ' && (s[4] == '-' || s[4] == '/') || s[2] == ':')
}
