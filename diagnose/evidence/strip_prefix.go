package evidence

import (
	"strings"
)

// stampPrefix cuts an ISO 8601 time and what container runtimes put behind it:
// "2026-11-23T04:10:00.0000000Z ", "… stdout F ", "… 00O ".
func stampPrefix(s string) int {
	n := stampLength(s)
	if n == 0 {
		return 0
	}
	rest := s[n:]
	for _, mark := range []string{" stdout F ", " stderr F ", " stdout P ", " stderr P ", " 00O ", " 01O ", " 00E ", " 01E ", " 00O+", " 01O+", " 00E+", " 01E+"} {
		if strings.HasPrefix(rest, mark) {
			return n + len(mark)
		}
	}
	switch {
	case rest == "":
		return n
	case strings.HasPrefix(rest, " ERROR 4"), strings.HasPrefix(rest, " ERROR 5"): // wget's last line
		return 0
	case rest[0] == ' ' || rest[0] == '\t':
		return n + 1
	}
	return 0
}

// stampLength gives the length of the time that s begins with: date and time of
// day, with fraction and zone.
func stampLength(s string) int {
	const form = "0000-00-00T00:00:00"
	if len(s) < len(form) {
		return 0
	}
	for i := 0; i < len(form); i++ {
		switch c := s[i]; form[i] {
		case '0':
			if c < '0' || c > '9' {
				return 0
			}
		case 'T':
			if c != 'T' && c != ' ' && c != '_' {
				return 0
			}
		case '-':
			if c != '-' && c != '/' {
				return 0
			}
		default:
			if c != form[i] {
				return 0
			}
		}
	}
	n := len(form)
	for n < len(s) && strings.IndexByte("0123456789.,", s[n]) >= 0 {
		n++
	}
	if n < len(s) && s[n] == 'Z' {
		return n + 1
	}
	if n+6 <= len(s) && s[n] == ' ' && s[n+1] == '+' && s[n+2] >= '0' && s[n+2] <= '9' { // a zone behind a space
		n++
	}
	if n+5 <= len(s) && (s[n] == '+' || s[n] == '-') {
		for n++; n < len(s) && strings.IndexByte("0123456789:", s[n]) >= 0; n++ {
		}
	}
	return n
}

// bracketPrefix cuts "[2026-11-23T04:10:00.000Z] ", "[10:00:00] ", "[pod/x/y] ",
// "[INFO] ", "[step:12] ", and TeamCity's "[10:00:00] :\t [Step 1/2] ".
func bracketPrefix(s string) int {
	if strings.HasPrefix(s, " [Step ") {
		return 1 + bracketPrefix(s[1:])
	}
	if s == "" || s[0] != '[' {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), 120)], ']')
	if end < 2 {
		return 0
	}
	inner := s[1:end]
	if stampLength(inner) == 0 && !isClock(inner) && !strings.HasPrefix(inner, "pod/") && !isLevel(inner) && !isConnection(inner) && !isStep(inner) && !strings.Contains(inner, "/") {
		return 0
	}
	if isClock(inner) && strings.HasPrefix(s[end+1:], " :\t") {
		return end + 4
	}
	if end+1 < len(s) && s[end+1] == ' ' {
		return end + 2
	}
	return end + 1
}

// isConnection recognises the ids of curl's --trace-ids: "0-0", "0-x".
func isConnection(s string) bool {
	a, b, ok := strings.Cut(s, "-")
	return ok && len(a) > 0 && len(a) < 4 && len(b) > 0 && len(b) < 4 && strings.Trim(a+b, "0123456789x") == ""
}

// isStep recognises a step of a pipeline and the number of a line: "build:12".
func isStep(s string) bool {
	name, number, ok := strings.Cut(s, ":")
	return ok && isToken(name) && number != "" && len(number) < 7 && strings.Trim(number, "0123456789") == ""
}

// isClock recognises a time of day.
func isClock(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) >= 8 && s[2] == ':' && s[5] == ':' && s[0] >= '0' && s[0] <= '2'
}

func isLevel(s string) bool {
	switch strings.ToUpper(strings.TrimSpace(s)) {
	case "TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "FINE", "FINER", "FINEST", "NOTICE", "CRITICAL":
		return true
	}
	return false
}

// tabPrefix cuts "job\tstep\t2026-…Z ", as gh run view --log prints it.
func tabPrefix(s string) int {
	a := strings.IndexByte(s, '\t')
	if a <= 0 {
		return 0
	}
	b := strings.IndexByte(s[a+1:], '\t')
	if b < 0 {
		return 0
	}
	rest := strings.TrimPrefix(s[a+b+2:], "\ufeff")
	if stampLength(rest) == 0 {
		return 0
	}
	return len(s) - len(rest)
}

// servicePrefix cuts "service-1  | ", as docker compose prints it.
func servicePrefix(s string) int {
	i := strings.Index(s[:min(len(s), 80)], " | ")
	if i <= 0 {
		if i = strings.Index(s[:min(len(s), 80)], " |"); i <= 0 || i+2 != len(s) {
			return 0
		}
		i--
	}
	name := strings.TrimRight(s[:i], " ")
	if name == "" || strings.ContainsAny(name, " {}\"<>=,") {
		return 0
	}
	return min(i+3, len(s))
}

// syslogPrefix cuts "Nov 23 04:10:00 host program[123]: ".
func syslogPrefix(s string) int {
	if len(s) < 16 || s[3] != ' ' || !isClock(s[7:15]) || !strings.Contains("JanFebMarAprMayJunJulAugSepOctNovDec", s[:3]) {
		return 0
	}
	i := strings.Index(s[:min(len(s), 120)], "]: ")
	if i < 0 {
		if i = strings.Index(s[15:min(len(s), 120)], ": "); i < 0 {
			return 0
		}
		return 15 + i + 2
	}
	return i + 3
}

// klogPrefix cuts "I1123 04:10:00.123456    1234 round_trippers.go:463] ".
func klogPrefix(s string) int {
	if len(s) < 20 || strings.IndexByte("IWEFD", s[0]) < 0 || s[1] < '0' || s[1] > '1' || s[5] != ' ' || !isClock(s[6:14]) {
		return 0
	}
	i := strings.Index(s[:min(len(s), 100)], "] ")
	if i < 0 {
		return 0
	}
	return i + 2
}

// levelPrefix cuts a level and the logger's name, as logging libraries print them
// behind the time: "DEBUG 1 --- [main] okhttp3.OkHttpClient : ", "[DEBUG] provider.x: ",
// "INFO - ", "info: ".
func levelPrefix(s string) int {
	t := strings.TrimLeft(s, " ")
	word := t
	if i := strings.IndexAny(t, " :]|\t"); i > 0 {
		word = t[:i]
	}
	if !isLevel(strings.Trim(word, "[]")) && !strings.HasPrefix(t, "[") {
		return 0
	}
	head := s[:min(len(s), 160)]
	levelled := isLevel(strings.Trim(word, "[]"))
	for _, mark := range []string{" : ", " - ", ": ", "] "} {
		i := strings.Index(head, mark)
		if i < 0 || !levelled && mark != " - " && mark != " : " {
			continue
		}
		if strings.ContainsAny(head[:i], "{}\"'<>=") || strings.Contains(head[:i], "HTTP") {
			continue
		}
		return i + len(mark)
	}
	return 0
}

// studioPrefix cuts what Android Studio's Logcat shows in columns behind the time:
// "  9211-9260  okhttp.OkHttpClient     com.acme.app         I  ".
func studioPrefix(s string) int {
	head := strings.TrimLeft(s[:min(len(s), 160)], " ")
	process, rest, ok := strings.Cut(head, " ")
	if a, b, pair := strings.Cut(process, "-"); !ok || !pair || a == "" || b == "" || strings.Trim(a+b, "0123456789") != "" {
		return 0
	}
	for _, level := range []string{" V  ", " D  ", " I  ", " W  ", " E  "} {
		if i := strings.Index(rest, level); i > 0 && len(strings.Fields(rest[:i])) <= 2 {
			return strings.Index(s, rest) + i + len(level)
		}
	}
	return 0
}

// logcatPrefix cuts Android's "11-23 04:10:00.123  1234  1234 D OkHttp  : " and "D/OkHttp: ".
func logcatPrefix(s string) int {
	ok := len(s) > 18 && s[2] == '-' && s[5] == ' ' && isClock(s[6:14]) || len(s) > 3 && s[1] == '/' && strings.IndexByte("VDIWEF", s[0]) >= 0
	if !ok {
		return 0
	}
	head := s[:min(len(s), 100)]
	from := 0
	if s[2] == '-' {
		from = 18
	}
	i := strings.Index(head[from:], ": ")
	if i < 0 {
		return 0
	}
	return from + i + 2
}

// timePrefix cuts a time of day, as curl --trace-time prints it.
func timePrefix(s string) int {
	if !isClock(s[:min(len(s), 12)]) {
		return 0
	}
	i := strings.IndexByte(s, ' ')
	if i < 8 || i > 18 {
		return 0
	}
	return i + 1
}

// quotePrefix cuts the "> " or "| " of quoted mail and Markdown, where every line has it.
func quotePrefix(s string) int {
	if s == "|" || strings.HasPrefix(s, "| ") {
		return min(2, len(s))
	}
	for _, bar := range []string{"│ ", "│", "╷", "╵"} { // Terraform's box
		if strings.HasPrefix(s, bar) {
			return len(bar)
		}
	}
	if strings.HasPrefix(s, "> > ") || strings.HasPrefix(s, "> < ") || strings.HasPrefix(s, "> * ") || strings.HasPrefix(s, "> {") || s == "> >" || s == "> <" {
		return 2
	}
	return 0
}

// sharedName makes a cutter of the name that the first lines bear in front of a
// colon: "provider.terraform-provider-x: ".
func sharedName(ls []line) func(string) int {
	seen := map[string]int{}
	best := ""
	for i, l := range ls {
		if name, _, ok := strings.Cut(l.text, ":"); ok && len(name) > 3 && len(name) < 100 && !strings.ContainsAny(name, " {}\"'<>/") && name != "header" {
			if seen[name]++; seen[name] > seen[best] {
				best = name
			}
		}
		if i > 50 {
			break
		}
	}
	return func(s string) int {
		if best == "" || !strings.HasPrefix(s, best+":") {
			return 0
		}
		return min(len(best)+2, len(s))
	}
}
