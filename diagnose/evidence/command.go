package evidence

import (
	"path"
	"strings"

	"github.com/why403/why403/diagnose"
)

// commandReader reads commands that make HTTP requests, alone or in a terminal
// session together with what they printed.
type commandReader struct {
	open func(name string) (string, bool) // reads a file that a command names
	at   func(int) diagnose.Location
}

// client says which client a command runs; empty where it is none we know.
func client(word string) string {
	name := strings.TrimSuffix(path.Base(strings.ReplaceAll(word, `\`, "/")), ".exe")
	switch name {
	case "curl", "wget", "wget2", "http", "https", "xh", "xhs", "httpie":
		return name
	}
	return ""
}

// calls gives the calls that a command makes.
func (cr *commandReader) calls(c command) []raw {
	for i, w := range c.words {
		switch client(w.text) {
		case "":
			continue
		case "curl":
			c.words = c.words[i:]
			return curlCalls(c, cr.open, cr.at)
		case "wget", "wget2":
			c.words = c.words[i:]
			return wgetCalls(c, cr.open, cr.at)
		default:
			c.words = c.words[i:]
			return httpieCalls(c, cr.at)
		}
	}
	return nil
}

// promptEnd gives the offset behind the prompt that a line begins with; 0 where
// the line has none.
func promptEnd(s string) int {
	for _, mark := range []string{"$ ", "# ", "% ", "❯ ", "> ", "+ ", "➜ ", "C:\\>"} {
		if strings.HasPrefix(s, mark) {
			return len(mark)
		}
	}
	head := s[:min(len(s), 120)]
	for _, mark := range []string{"$ ", "# ", "% ", "> ", "❯ ", ">"} {
		if i := strings.Index(head, mark); i > 0 && !strings.ContainsAny(head[:i], "{\"'=|") {
			if mark == ">" && !strings.Contains(head[:i], `:\`) {
				continue
			}
			return i + len(mark)
		}
	}
	return 0
}

// commandStart says whether a line begins a command, and where in the line.
func commandStart(s string) (int, bool) {
	trimmed := len(s) - len(strings.TrimLeft(s, " \t"))
	for _, from := range []int{trimmed, promptEnd(s)} {
		rest := s[from:]
		for range 6 {
			word, more, ok := strings.Cut(rest, " ")
			if !ok {
				break
			}
			if c := client(word); c != "" && isInvocation(c, more) {
				return from, true
			}
			if name, _, assigned := strings.Cut(word, "="); !hasWord("sudo time ! Run && ; env exec", word) && !(assigned && identifier(name) == len(name)) {
				break
			}
			rest = strings.TrimLeft(more, " ")
		}
	}
	for _, before := range []string{"; do ", "; then ", "; ", "=$(", "| "} { // for … ; do curl …
		if i := strings.Index(s, before+"curl -"); i >= 0 {
			return promptEnd(s), true
		}
	}
	return 0, false
}

// isInvocation tells a command from a sentence or a log line that begins with the word.
func isInvocation(client, args string) bool {
	args = strings.TrimLeft(args, " ^\\")
	if args == "" || args[0] == '-' || args[0] == '\'' || args[0] == '"' || args[0] == '$' {
		return !strings.HasPrefix(args, "--  ")
	}
	word, rest, _ := strings.Cut(args, " ")
	if strings.HasPrefix(client, "http") || strings.HasPrefix(client, "xh") {
		return isVerb(word) && strings.ContainsAny(rest, "/:$") || strings.HasPrefix(word, ":") || strings.Contains(word, "://") ||
			strings.Contains(word, "/") && strings.Contains(word, ".") && word[0] != '/'
	}
	return strings.ContainsAny(word, "/.") && !strings.HasSuffix(word, ".") && !strings.HasSuffix(word, ",")
}

// isCommand recognises a text that holds a command.
func isCommand(text string) bool {
	for i, l := range lines(text[:min(len(text), headSize)]) {
		if _, ok := commandStart(l.text); ok {
			return true
		}
		if i > 400 {
			break
		}
	}
	return strings.Contains(text, "$(curl ") && strings.HasPrefix(text, "#!")
}

// commandText gives the length of the command that text begins with: it goes on
// behind a backslash, a caret, and within quotes and here-documents.
func commandText(text string) int {
	quote, heredoc := byte(0), ""
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote == '\'' && c == '\\' && i > 1 && strings.LastIndex(text[:i], "$'") > strings.LastIndexAny(text[:i], "\n "):
			i++
		case c == quote:
			quote = 0
		case quote == '\'':
		case c == '\\' || c == '^' && quote == 0:
			if i++; i < len(text) && text[i] == '\r' {
				i++
			}
		case quote != 0:
		case c == '\'' || c == '"':
			quote = c
		case c == '<' && strings.HasPrefix(text[i:], "<<"):
			heredoc = heredocWord(text[i+2:])
			i++
		case c == '\n':
			if heredoc == "" {
				return i
			}
			if j := strings.Index(text[i:], "\n"+heredoc); j >= 0 {
				i += j + len(heredoc)
			}
			heredoc = ""
		}
	}
	return len(text)
}

func heredocWord(s string) string {
	s = strings.TrimLeft(s, "- '\"")
	return s[:identifier(s)]
}

// read reads all commands of a text, each with the output that follows it.
func (cr *commandReader) read(text string) ([]raw, error) {
	if isScript(text) {
		return cr.script("", text, 0), nil
	}
	var rs []raw
	var lastCalls []raw
	assigned := environment(text) // and the assignments of the session so far
	from := 0                     // where the output of the last command begins
	for pos := 0; pos < len(text); {
		end := strings.IndexByte(text[pos:], '\n')
		if end < 0 {
			end = len(text) - pos
		}
		start, ok := commandStart(text[pos : pos+end])
		if !ok {
			if a := assignment(text[pos : pos+end]); a != "" {
				assigned += a + "\n"
				if lastCalls == nil {
					from = min(pos+end+1, len(text))
				}
			}
			pos += end + 1
			continue
		}
		rs = append(rs, cr.answered(lastCalls, text[from:pos], from)...)
		size := commandText(text[pos+start:])
		lastCalls = cr.script(assigned, text[pos+start:pos+start+size], pos+start)
		pos += start + size + 1
		from = min(pos, len(text))
	}
	return append(rs, cr.answered(lastCalls, text[from:], from)...), nil
}

// environment gives, as assignments, the variables that a CI system lists under
// "env:" for the step that runs the commands.
func environment(text string) string {
	var b strings.Builder
	_, list, _ := strings.Cut(text, "\nenv:\n")
	for _, l := range lines(list[:min(len(list), 8<<10)]) {
		name, value, ok := strings.Cut(strings.TrimSpace(l.text), ": ")
		if !strings.HasPrefix(l.text, "  ") || !ok || identifier(name) < len(name) || strings.Contains(value, "'") {
			break
		}
		b.WriteString(name + "='" + value + "'\n")
	}
	return b.String()
}

// assignment gives what a line of a session assigns to a variable; empty where it
// assigns nothing.
func assignment(s string) string {
	s = strings.TrimPrefix(strings.TrimSpace(s[promptEnd(s):]), "export ")
	name, _, ok := strings.Cut(s, "=")
	if n := identifier(name); !ok || n == 0 || n < len(name) || strings.Contains(name, ".") || commandText(s) < len(s) {
		return ""
	}
	return s
}

// isScript says whether a text is commands and nothing that they printed.
func isScript(text string) bool {
	if strings.HasPrefix(text, "#!") {
		return !strings.Contains(text, "\ncurl: (") // CircleCI shows the step, and then what it printed
	}
	for _, l := range lines(text) {
		if promptEnd(l.text) == 2 && l.text[0] != '#' {
			return false
		}
		if _, _, begins := startLine(l); begins {
			return false
		}
		if s := l.text; strings.HasPrefix(s, "< HTTP") || strings.HasPrefix(s, "> ") || strings.HasPrefix(s, "{") || strings.HasPrefix(s, "* ") ||
			strings.HasPrefix(s, "curl: (") {
			return false
		}
		if c := cluesIn(l.text); c.status != 0 && c.method != "" { // kubectl -v=8 tells of the call behind the command
			return false
		}
	}
	return true
}

// script gives the calls of a piece of shell script that stands at offset; assigned
// are the assignments that were made before it.
func (cr *commandReader) script(assigned, text string, offset int) []raw {
	text, place := unprompted(text)
	var cs []command
	if isCmdQuoted(text) {
		cs, assigned = cmdCommands(text), ""
	} else {
		cs = shellCommands(assigned + text)
	}
	shifted := &commandReader{open: cr.open, at: func(o int) diagnose.Location { return cr.at(offset + place(o-len(assigned))) }}
	var rs []raw
	for _, c := range cs {
		rs = append(rs, shifted.calls(c)...)
	}
	return rs
}

// unprompted takes the secondary prompt off the further lines of a command.
func unprompted(text string) (string, func(int) int) {
	ls := lines(text)
	for _, l := range ls[min(1, len(ls)):] {
		if !strings.HasPrefix(l.text, "> ") {
			return text, func(o int) int { return o }
		}
	}
	var s sheet
	for i, l := range ls {
		if i > 0 {
			l = l.after(2)
		}
		s.add(l.text+"\n", l.at)
	}
	return s.String(), s.place
}

// answered joins the calls of a command with what it printed.
func (cr *commandReader) answered(asked []raw, output string, offset int) []raw {
	if strings.TrimSpace(output) == "" {
		return asked
	}
	at := func(o int) diagnose.Location { return cr.at(offset + o) }
	got, _ := interpretOutput(output, at)
	if len(got) == 0 {
		if body := strings.TrimSpace(output); len(asked) > 0 && jsonEnd(body) == len(body) {
			asked[len(asked)-1].respBody = &rawBody{text: body, at: at(leading(output)), inLines: true}
		}
		return asked
	}
	if len(asked) == 0 {
		return got
	}
	if len(asked) == len(got) {
		for i := range got {
			got[i] = complete(got[i], asked[i])
		}
		return got
	}
	for i := range got {
		got[i] = complete(got[i], asked[len(asked)-1])
	}
	return got
}

// complete fills what a transcript leaves out of a call from the command that made it.
func complete(r, asked raw) raw {
	if r.url != "" && asked.url != "" && r.method != "" && r.method != asked.method {
		return r
	}
	if r.method == "" {
		r.method, r.methodAt = asked.method, asked.methodAt
	}
	if r.url == "" || strings.HasPrefix(r.url, "/") && strings.HasSuffix(asked.url, r.url) {
		r.url, r.urlAt = asked.url, asked.urlAt
	}
	if len(r.reqHeaders) == 0 {
		r.reqHeaders, r.complete = asked.reqHeaders, asked.complete
	}
	if r.reqBody == nil {
		r.reqBody = asked.reqBody
	}
	return r
}
