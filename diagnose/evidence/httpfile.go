package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// isHTTPFile recognises the request files of VS Code's REST Client, JetBrains and
// httpYac: requests without answers, with @variables, {{placeholders}} or ### between them.
func isHTTPFile(text string) bool {
	requests, signs := 0, 0
	for _, l := range lines(text[:min(len(text), headSize)]) {
		if _, ok := statusLine(strings.TrimSpace(l.text)); ok {
			return false
		}
		switch {
		case strings.HasPrefix(l.text, "###"), isVariable(l.text), strings.Contains(l.text, "{{"), strings.HasPrefix(l.text, "# @"), strings.HasPrefix(l.text, "> {%"), strings.HasPrefix(l.text, "// @"):
			signs++
		}
		if m, ok := requestLine(l.text); ok && (strings.Contains(m.target, "://") || strings.HasPrefix(m.target, "{{") || signs > 0) {
			requests++
		} else if strings.HasPrefix(l.text, "https://") && signs > 0 {
			requests++
		}
	}
	return requests > 0 && signs > 0
}

// isVariable recognises "@name = value".
func isVariable(s string) bool {
	if !strings.HasPrefix(s, "@") {
		return false
	}
	name, _, ok := strings.Cut(s[1:], "=")
	name = strings.TrimSpace(name)
	return ok && name != "" && !strings.ContainsAny(name, " \t:")
}

// readHTTPFile reads the requests of such a file, with its variables filled in.
func readHTTPFile(text string, at func(int) diagnose.Location) ([]raw, error) {
	vars := map[string]string{}
	ls := lines(text)
	for _, l := range ls {
		if isVariable(l.text) {
			name, value, _ := strings.Cut(l.text[1:], "=")
			vars[strings.TrimSpace(name)] = fillBraces(strings.TrimSpace(value), vars)
		}
	}
	var rs []raw
	for i := 0; i < len(ls); {
		l := ls[i]
		m, ok := requestLine(l.text)
		if !ok && (strings.HasPrefix(l.text, "http://") || strings.HasPrefix(l.text, "https://")) {
			m, ok = requestLine("GET " + l.text)
		}
		if !ok {
			i++
			continue
		}
		m.at = l.at
		i = httpFileRequest(&m, ls, i+1, vars, at)
		m.target = fillBraces(m.target, vars)
		r := requestOf(&m, origin{}, at)
		r.complete = true
		if m.body == "" {
			r.reqBody = &rawBody{at: at(m.at)}
		} else if strings.HasPrefix(m.body, "< ") || strings.HasPrefix(m.body, "<@") { // the body is in a file
			r.reqBody = nil
		}
		rs = append(rs, r)
	}
	return rs, nil
}

// httpFileRequest reads headers and body behind a request line, and gives the line
// behind them.
func httpFileRequest(m *message, ls []line, i int, vars map[string]string, at func(int) diagnose.Location) int {
	for ; i < len(ls) && strings.TrimSpace(ls[i].text) != ""; i++ {
		s := strings.TrimSpace(ls[i].text)
		switch {
		case strings.HasPrefix(s, "###"):
			return i
		case strings.HasPrefix(s, "#") || strings.HasPrefix(s, "//"):
		case strings.HasPrefix(s, "?") || strings.HasPrefix(s, "&"): // the query goes on
			m.target += s
		default:
			if name, value, ok := headerLine(s); ok {
				m.headers = append(m.headers, rawHeader{name, fillBraces(value, vars), at(ls[i].at)})
			}
		}
	}
	var body []string
	for i++; i < len(ls); i++ {
		s := ls[i].text
		if strings.HasPrefix(s, "###") || strings.HasPrefix(s, "> ") || strings.HasPrefix(s, "<> ") || strings.HasPrefix(s, "?? ") || strings.HasPrefix(s, "HTTP/") {
			break
		}
		if _, ok := requestLine(s); ok {
			break
		}
		if len(body) == 0 {
			m.bodyAt = ls[i].at
		}
		body = append(body, s)
	}
	m.body = strings.TrimSpace(fillBraces(strings.Join(body, "\n"), vars))
	m.bodyEnds = true
	return i
}

// fillBraces puts known variables into {{placeholders}}; others stay as they are.
func fillBraces(s string, vars map[string]string) string {
	if !strings.Contains(s, "{{") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "{{")
		if i < 0 {
			break
		}
		j := strings.Index(s[i:], "}}")
		if j < 0 {
			break
		}
		name := strings.TrimPrefix(strings.TrimSpace(s[i+2:i+j]), "_.")
		if v, ok := vars[name]; ok {
			b.WriteString(s[:i] + v)
		} else {
			b.WriteString(s[:i+j+2])
		}
		s = s[i+j+2:]
	}
	return b.String() + s
}
