package evidence

import (
	"strings"
)

// Prefixes that log collectors and hosting platforms put in front of a line.

// rfc5424Prefix cuts "<14>1 2026-11-23T04:10:00.123Z host program 123 - - ".
func rfc5424Prefix(s string) int {
	if s == "" || s[0] != '<' {
		return 0
	}
	i := strings.Index(s[:min(len(s), 6)], ">1 ")
	if i < 2 || stampLength(s[i+3:]) == 0 {
		return 0
	}
	n := i + 3
	for range 6 { // time, host, program, process, message id, structured data
		end := strings.IndexByte(s[n:], ' ')
		if end < 0 {
			return 0
		}
		n += end + 1
	}
	return n
}

// epochPrefix cuts a time in milliseconds and a tab, as cloud logs are exported.
func epochPrefix(s string) int {
	const digits = 13
	if len(s) > digits && s[digits] == '\t' && strings.Trim(s[:digits], "0123456789") == "" {
		return digits + 1
	}
	return 0
}

// streamPrefix cuts the name of a container or process that platforms put behind
// the time: "ecs/app/0a1b2c ", "app[web.1]: ", "app[3d8d] fra [info]".
func streamPrefix(s string) int {
	name, _, ok := strings.Cut(s, " ")
	if !ok || len(name) < 4 || strings.ContainsAny(name, "{}\"'<>=?&()") {
		return 0
	}
	if c := name[0]; c < 'a' || c > 'z' {
		return 0
	}
	n := len(name) + 1
	switch open := strings.IndexByte(name, '['); {
	case open > 0 && strings.HasSuffix(name, "]:"):
		return n
	case open > 0 && strings.HasSuffix(name, "]"): // a region and a level
		region, rest, _ := strings.Cut(s[n:], " ")
		if level, _, ok := strings.Cut(strings.TrimPrefix(rest, "["), "]"); ok && len(region) == 3 && isLevel(level) {
			return n + len(region) + 1 + len(level) + 2
		}
	case open < 0 && strings.Count(name, "/") == 2 && !strings.Contains(name, ":"):
		return n
	}
	return 0
}
