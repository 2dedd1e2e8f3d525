package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// powerShell reads Invoke-WebRequest and Invoke-RestMethod, as browsers copy them
// and as people write them.
type powerShell struct {
	text    string
	pos     int
	at      func(int) diagnose.Location
	vars    map[string]*literal
	cookies []string
	agent   *literal
}

// isPowerShell recognises a script that calls one of the two.
func isPowerShell(text string) bool {
	for _, l := range lines(text[:min(len(text), headSize)]) {
		s := strings.TrimSpace(l.text)
		if n := promptEnd(s); n > 0 && strings.HasPrefix(s, "PS") {
			s = s[n:]
		}
		if i := strings.IndexByte(s, '='); i > 0 && strings.HasPrefix(s, "$") {
			s = strings.TrimSpace(s[i+1:])
		}
		s = strings.TrimLeft(s, "( ")
		word, rest, _ := strings.Cut(s, " ")
		if isWebCmdlet(word) && !strings.HasPrefix(rest, ": ") && rest != ":" {
			return true
		}
	}
	return false
}

func isWebCmdlet(word string) bool {
	switch strings.ToLower(word) {
	case "invoke-webrequest", "invoke-restmethod", "iwr", "irm":
		return true
	}
	return false
}

// readPowerShell reads the calls of a script.
func readPowerShell(text string, at func(int) diagnose.Location) ([]raw, error) {
	p := &powerShell{text: text, at: at, vars: map[string]*literal{}}
	var rs []raw
	from := 0
	for p.pos < len(text) {
		p.blank(true)
		start := p.pos
		w := p.word()
		switch {
		case isWebCmdlet(w) && p.quotesError(start):
			p.pos = p.lineEnd()
		case isWebCmdlet(w):
			rs = append(rs, p.cmdlet(start))
			from = p.pos
		case strings.HasPrefix(w, "$"):
			p.assignment(w)
		case p.pos == start:
			p.pos++
		}
	}
	if from < len(text) && len(rs) > 0 { // what it printed, perhaps
		cr := &commandReader{at: at}
		last := cr.answered(rs[len(rs)-1:], text[from:], from)
		rs = append(rs[:len(rs)-1], last...)
	}
	return rs, nil
}

// quotesError says whether the cmdlet at start is named by an error that it printed.
func (p *powerShell) quotesError(start int) bool {
	from := strings.LastIndexByte(p.text[:start], '\n') + 1
	return strings.HasPrefix(p.text[p.pos:], " : ") || strings.HasPrefix(p.text[p.pos:], ": ") || strings.HasPrefix(strings.TrimSpace(p.text[from:start])+" ", "+ ")
}

// lineEnd gives the end of the current line.
func (p *powerShell) lineEnd() int {
	if i := strings.IndexByte(p.text[p.pos:], '\n'); i >= 0 {
		return p.pos + i
	}
	return len(p.text)
}

// blank skips spaces and continued lines, and line breaks where told so.
func (p *powerShell) blank(breaks bool) {
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == ' ' || c == '\t', breaks && (c == '\n' || c == '\r' || c == ';'):
			p.pos++
		case c == '`' && p.pos+1 < len(p.text) && (p.text[p.pos+1] == '\n' || p.text[p.pos+1] == '\r'):
			p.pos += 2
			if p.pos < len(p.text) && p.text[p.pos-1] == '\r' && p.text[p.pos] == '\n' {
				p.pos++
			}
		case c == '#':
			for p.pos < len(p.text) && p.text[p.pos] != '\n' {
				p.pos++
			}
		default:
			return
		}
	}
}

// word reads a bare word.
func (p *powerShell) word() string {
	start := p.pos
	for p.pos < len(p.text) && strings.IndexByte(" \t\r\n=;,(){}|`\"'", p.text[p.pos]) < 0 {
		p.pos++
	}
	return p.text[start:p.pos]
}

// assignment reads $name = value.
func (p *powerShell) assignment(name string) {
	p.blank(false)
	if p.pos >= len(p.text) || p.text[p.pos] != '=' {
		if strings.HasSuffix(strings.ToLower(name), ".cookies.add") {
			p.cookie()
		}
		return
	}
	p.pos++
	p.blank(false)
	start := p.pos
	if rest := p.text[start:]; isWebCmdlet(rest[:min(len(rest), cmdletLength(rest))]) {
		return // $answer = Invoke-RestMethod …
	}
	v := p.value()
	if v == nil {
		return
	}
	lower := strings.ToLower(name)
	if strings.HasSuffix(lower, ".useragent") {
		p.agent = v
		return
	}
	if i := strings.IndexByte(lower, '['); i > 0 && strings.HasSuffix(lower, "]") { // $headers["Name"] = …
		if o := p.vars[lower[:i]]; o != nil {
			o.keys, o.kids = append(o.keys, strings.Trim(name[i+1:len(name)-1], "\"'")), append(o.kids, v)
		}
		return
	}
	p.vars[lower] = v
}

func cmdletLength(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' || s[i] == '\n' || s[i] == '\t' {
			return i
		}
	}
	return len(s)
}

// cookie reads (New-Object System.Net.Cookie("name", "value", "/", "host")).
func (p *powerShell) cookie() {
	end := strings.IndexByte(p.text[p.pos:], '\n')
	if end < 0 {
		end = len(p.text) - p.pos
	}
	stop := p.pos + end
	var parts []string
	for p.pos < stop && len(parts) < 2 {
		if c := p.text[p.pos]; c == '"' || c == '\'' {
			parts = append(parts, p.quoted().text)
			continue
		}
		p.pos++
	}
	if len(parts) == 2 {
		p.cookies = append(p.cookies, parts[0]+"="+parts[1])
	}
	p.pos = max(p.pos, stop)
}
