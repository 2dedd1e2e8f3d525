package evidence

import (
	"encoding/base64"
	"encoding/json"
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
			if name, _, assigned := strings.Cut(word, "="); word != "sudo" && word != "time" && word != "!" && word != "Run" && !(assigned && identifier(name) == len(name)) {
				break
			}
			rest = strings.TrimLeft(more, " ")
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
		return cr.script(text, 0), nil
	}
	var rs []raw
	var lastCalls []raw
	from := 0 // where the output of the last command begins
	for pos := 0; pos < len(text); {
		end := strings.IndexByte(text[pos:], '\n')
		if end < 0 {
			end = len(text) - pos
		}
		start, ok := commandStart(text[pos : pos+end])
		if !ok {
			pos += end + 1
			continue
		}
		rs = append(rs, cr.answered(lastCalls, text[from:pos], from)...)
		size := commandText(text[pos+start:])
		lastCalls = cr.script(text[pos+start:pos+start+size], pos+start)
		pos += start + size + 1
		from = min(pos, len(text))
	}
	return append(rs, cr.answered(lastCalls, text[from:], from)...), nil
}

// isScript says whether a text is commands and nothing that they printed.
func isScript(text string) bool {
	if strings.HasPrefix(text, "#!") {
		return true
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
	}
	return true
}

// script gives the calls of a piece of shell script that stands at offset.
func (cr *commandReader) script(text string, offset int) []raw {
	text, place := unprompted(text)
	shifted := &commandReader{open: cr.open, at: func(o int) diagnose.Location { return cr.at(offset + place(o)) }}
	cs := []command(nil)
	if isCmdQuoted(text) {
		cs = cmdCommands(text)
	} else {
		cs = shellCommands(text)
	}
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

// wgetCalls reads a wget command.
func wgetCalls(c command, open func(string) (string, bool), at func(int) diagnose.Location) []raw {
	r := raw{at: at(c.at), complete: true, reqBody: &rawBody{at: at(c.at)}}
	var urls []argument
	user, password := "", ""
	for i := 1; i < len(c.words); i++ {
		w := c.words[i]
		if !strings.HasPrefix(w.text, "-") {
			urls = append(urls, w)
			continue
		}
		name, value, glued := strings.Cut(w.text, "=")
		if !glued && wgetTakes(name) && i+1 < len(c.words) {
			i++
			value, w = c.words[i].text, c.words[i]
		}
		switch name {
		case "--method":
			r.method, r.methodAt = strings.ToUpper(value), at(w.at)
		case "--header":
			if name, value, ok := headerLine(value); ok {
				r.reqHeaders = append(r.reqHeaders, rawHeader{name, value, at(w.at)})
			}
		case "--post-data", "--body-data":
			r.reqBody = &rawBody{text: value, at: at(w.at)}
			if r.method == "" {
				r.method = "POST"
			}
		case "--post-file", "--body-file":
			r.reqBody = nil
			if text, ok := open(value); ok {
				r.reqBody = &rawBody{text: text, at: at(w.at)}
			}
			if r.method == "" {
				r.method = "POST"
			}
		case "--user", "--http-user":
			user = value
		case "--password", "--http-password":
			password = value
		case "-U", "--user-agent":
			r.reqHeaders = append(r.reqHeaders, rawHeader{"User-Agent", value, at(w.at)})
		case "--referer":
			r.reqHeaders = append(r.reqHeaders, rawHeader{"Referer", value, at(w.at)})
		case "--load-cookies", "--config":
			r.complete = false
		}
	}
	if r.method == "" {
		r.method = "GET"
	}
	if user != "" {
		basic := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
		r.reqHeaders = append(r.reqHeaders, rawHeader{"Authorization", "Basic " + basic, at(c.at)})
	}
	if r.reqBody != nil && r.reqBody.text != "" && !hasHeader(r.reqHeaders, "Content-Type") {
		r.reqHeaders = append(r.reqHeaders, rawHeader{"Content-Type", "application/x-www-form-urlencoded", at(c.at)})
	}
	var rs []raw
	for _, u := range urls {
		one := r
		one.url, one.urlAt = withScheme(u.text, "http"), at(u.at)
		rs = append(rs, one)
	}
	return rs
}

// wgetTakes says whether an option of wget takes the next word.
func wgetTakes(name string) bool {
	return hasWord("--method --header --post-data --body-data --post-file --body-file --user --password --http-user --http-password -U --user-agent "+
		"--referer --load-cookies --config -O --output-document -o --output-file -P -t --tries -T --timeout -a -e -i --ca-certificate", name)
}

// withScheme completes an address without a scheme.
func withScheme(s, scheme string) string {
	if strings.Contains(s, "://") || strings.HasPrefix(s, "$") || strings.HasPrefix(s, "{") {
		return s
	}
	return scheme + "://" + s
}

// httpieCalls reads a command of HTTPie or xh.
func httpieCalls(c command, at func(int) diagnose.Location) []raw {
	h := httpie{at: at, r: raw{at: at(c.at), complete: true}, program: client(c.words[0].text)}
	for i := 1; i < len(c.words); i++ {
		w := c.words[i]
		if w.text == "<<" && i+1 < len(c.words) {
			i++
			h.raw = &c.words[i]
			continue
		}
		if !strings.HasPrefix(w.text, "-") {
			h.word(w)
			continue
		}
		name, value, glued := strings.Cut(w.text, "=")
		if !glued && hasWord("--auth -a --auth-type -A --print -p --raw --bearer --session --output -o --timeout --verify --cert --proxy --pretty --style -s --format-options --http-version", name) && i+1 < len(c.words) {
			i++
			value, w = c.words[i].text, c.words[i]
		}
		switch name {
		case "--auth", "-a":
			h.auth = value
		case "--auth-type", "-A":
			h.authType = value
		case "--bearer":
			h.auth, h.authType = value, "bearer"
		case "--form", "-f", "--multipart":
			h.form = true
		case "--raw":
			h.raw = &argument{text: value, at: w.at}
		case "--session", "--session-read-only":
			h.r.complete = false
		}
	}
	return h.done()
}

// httpie is a command of HTTPie in the making.
type httpie struct {
	at             func(int) diagnose.Location
	program        string
	r              raw
	names          []string
	values         []json.RawMessage
	bodyAt         int
	raw            *argument
	form           bool
	unknown        bool
	query          []string
	auth, authType string
}

// word takes a method, the address, or an item behind it.
func (h *httpie) word(w argument) {
	switch {
	case h.r.url == "" && h.r.method == "" && isVerb(strings.ToUpper(w.text)):
		h.r.method, h.r.methodAt = strings.ToUpper(w.text), h.at(w.at)
	case h.r.url == "":
		scheme := "http"
		if h.program == "https" || h.program == "xhs" {
			scheme = "https"
		}
		if strings.HasPrefix(w.text, ":") {
			w.text = "localhost" + strings.TrimSuffix(w.text, ":")
		}
		h.r.url, h.r.urlAt = withScheme(w.text, scheme), h.at(w.at)
	default:
		h.item(w)
	}
}

// item takes Header:value, query==value, field=value, field:=json and their kin.
func (h *httpie) item(w argument) {
	i := strings.IndexAny(w.text, ":=@;")
	if i < 0 {
		return
	}
	name, rest := w.text[:i], w.text[i:]
	switch {
	case strings.HasPrefix(rest, ":=@"), strings.HasPrefix(rest, "=@"), rest[0] == '@':
		h.unknown = true
	case strings.HasPrefix(rest, "=="):
		h.query = append(h.query, name+"="+rest[2:])
	case strings.HasPrefix(rest, ":="):
		h.field(name, json.RawMessage(rest[2:]), w)
	case rest[0] == '=':
		h.field(name, appendQuoted(nil, rest[1:]), w)
	case rest == ";":
		h.r.reqHeaders = append(h.r.reqHeaders, rawHeader{name, "", h.at(w.at)})
	case rest[0] == ':' && len(rest) > 1:
		h.r.reqHeaders = append(h.r.reqHeaders, rawHeader{name, strings.TrimSpace(rest[1:]), h.at(w.at)})
	}
}

func (h *httpie) field(name string, value json.RawMessage, w argument) {
	if len(h.names) == 0 {
		h.bodyAt = w.at
	}
	h.names, h.values = append(h.names, name), append(h.values, value)
}

// done gives the call.
func (h *httpie) done() []raw {
	if h.r.url == "" {
		return nil
	}
	sends := len(h.names) > 0 || h.raw != nil || h.unknown
	if h.r.method == "" {
		h.r.method = map[bool]string{true: "POST", false: "GET"}[sends]
	}
	if len(h.query) > 0 {
		sep := "?"
		if strings.Contains(h.r.url, "?") {
			sep = "&"
		}
		h.r.url += sep + strings.Join(h.query, "&")
	}
	if h.auth != "" {
		value := "Basic " + base64.StdEncoding.EncodeToString([]byte(h.auth))
		if strings.EqualFold(h.authType, "bearer") {
			value = "Bearer " + h.auth
		}
		h.r.reqHeaders = append(h.r.reqHeaders, rawHeader{"Authorization", value, h.r.at})
	}
	kind := "application/json"
	if h.form {
		kind = "application/x-www-form-urlencoded"
	}
	if sends && !hasHeader(h.r.reqHeaders, "Content-Type") {
		h.r.reqHeaders = append(h.r.reqHeaders, rawHeader{"Content-Type", kind, h.at(h.bodyAt)})
	}
	switch {
	case h.raw != nil:
		h.r.reqBody = &rawBody{text: h.raw.text, at: h.at(h.raw.at)}
	case h.unknown:
	default:
		h.r.reqBody = &rawBody{text: h.bodyText(), at: h.at(h.bodyAt)}
	}
	return []raw{h.r}
}

func (h *httpie) bodyText() string {
	if len(h.names) == 0 {
		return ""
	}
	var parts []string
	for i, name := range h.names {
		if h.form {
			var s string
			if json.Unmarshal(h.values[i], &s) != nil {
				s = string(h.values[i])
			}
			parts = append(parts, name+"="+s)
			continue
		}
		parts = append(parts, string(appendQuoted(nil, name))+": "+string(h.values[i]))
	}
	if h.form {
		return strings.Join(parts, "&")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
