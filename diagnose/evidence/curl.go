package evidence

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/why403/why403/diagnose"
)

// curlCall is one operation of a curl command: what stands between --next and
// --next.
type curlCall struct {
	at      func(int) diagnose.Location
	open    func(name string) (string, bool) // reads a file that the command names
	first   int                              // offset of the command
	method  argument
	urls    []argument
	headers []rawHeader
	data    []string // joined by &
	dataAt  int
	isForm  bool
	json    bool
	get     bool
	head    bool
	upload  string
	unknown bool // the body, or part of it, is not known
	partial bool // more headers may be sent than are shown
	query   []string
	removed map[string]bool // headers taken away by "Name:"
	show    bool            // -v, -i: the answer is printed
}

// curlCalls reads a curl command as curl reads it.
func curlCalls(c command, open func(string) (string, bool), at func(int) diagnose.Location) []raw {
	var rs []raw
	fresh := func() *curlCall {
		return &curlCall{at: at, open: open, first: c.at, removed: map[string]bool{}}
	}
	call := fresh()
	onlyURLs := false
	for i := 1; i < len(c.words); i++ {
		w := c.words[i]
		next := func() argument {
			if i+1 < len(c.words) {
				i++
				return c.words[i]
			}
			return argument{at: w.at, unknown: true}
		}
		switch {
		case w.text == "<<": // here-document, for -d @-
			call.stdin(next())
		case onlyURLs || w.text == "-" || w.text == "" || w.text[0] != '-':
			call.urls = append(call.urls, w)
		case w.text == "--":
			onlyURLs = true
		case strings.HasPrefix(w.text, "--"):
			if w.text == "--next" {
				rs = append(rs, call.raws()...)
				call = fresh()
				continue
			}
			name, value, glued := strings.Cut(w.text[2:], "=")
			name = curlOption(name)
			if !curlTakes(name) {
				call.flag(name)
			} else if glued {
				call.option(name, argument{text: value, at: w.at + len(name) + 3, unknown: w.unknown})
			} else {
				call.option(name, next())
			}
		default:
			rs = append(rs, call.short(w, next, fresh, &call)...)
		}
	}
	return append(rs, call.raws()...)
}

// short reads a word of short options glued together: -sSXPATCH.
func (c *curlCall) short(w argument, next func() argument, fresh func() *curlCall, current **curlCall) []raw {
	for i := 1; i < len(w.text); i++ {
		name := curlShort(w.text[i])
		switch {
		case name == "next":
			rs := c.raws()
			*current = fresh()
			return rs
		case name == "":
		case !curlTakes(name):
			c.flag(name)
		default:
			if rest := w.text[i+1:]; rest != "" {
				c.option(name, argument{text: strings.TrimPrefix(rest, "="), at: w.at + i + 1, unknown: w.unknown})
			} else {
				c.option(name, next())
			}
			return nil
		}
	}
	return nil
}

// flag takes an option without a value.
func (c *curlCall) flag(name string) {
	switch name {
	case "get":
		c.get = true
	case "head":
		c.head = true
	case "verbose", "include":
		c.show = true
	case "compressed":
		c.header("Accept-Encoding", "deflate, gzip", c.first)
	}
}

// option takes an option with its value. --expand-NAME fills in {{variables}}, whose
// values are not known.
func (c *curlCall) option(name string, v argument) {
	if plain, ok := strings.CutPrefix(name, "expand-"); ok {
		name, v.unknown = plain, strings.Contains(v.text, "{{")
	}
	switch name {
	case "request":
		c.method = v
	case "url":
		c.urls = append(c.urls, v)
	case "url-query":
		c.query = append(c.query, c.encoded(v))
	case "header":
		c.headerLine(v)
	case "data", "data-ascii":
		c.datum(v, true, false)
	case "data-binary":
		c.datum(v, false, false)
	case "data-raw":
		c.add(v.text, v)
	case "data-urlencode":
		c.add(c.encoded(v), v)
	case "json":
		c.json = true
		c.datum(v, false, true)
	case "form", "form-string":
		c.isForm, c.unknown, c.dataAt = true, true, v.at
	case "upload-file":
		c.upload = v.text
		c.file(v)
	case "user":
		c.user(v)
	case "oauth2-bearer":
		c.header("Authorization", "Bearer "+v.text, v.at)
	case "cookie":
		if strings.Contains(v.text, "=") || v.unknown {
			c.header("Cookie", v.text, v.at)
		} else {
			c.partial = true // a file of cookies
		}
	case "user-agent":
		c.header("User-Agent", v.text, v.at)
	case "referer":
		c.header("Referer", strings.TrimSuffix(v.text, ";auto"), v.at)
	case "range":
		c.header("Range", "bytes="+v.text, v.at)
	case "config", "netrc-file", "aws-sigv4", "proto-default":
		c.partial = true
	}
}

// headerLine takes -H: "Name: value", "Name;" for an empty one, "Name:" to send
// none, "@file".
func (c *curlCall) headerLine(v argument) {
	if strings.HasPrefix(v.text, "@") {
		if text, ok := c.open(v.text[1:]); ok {
			for _, l := range lines(text) {
				if l.text != "" {
					c.headerLine(argument{text: l.text, at: v.at})
				}
			}
			return
		}
		c.partial = true
		return
	}
	name, value, ok := strings.Cut(v.text, ":")
	if !ok {
		if n, empty := strings.CutSuffix(strings.TrimSpace(v.text), ";"); empty {
			c.headers = append(c.headers, rawHeader{n, "", c.at(v.at)})
		} else if v.unknown {
			c.partial = true
		}
		return
	}
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if value == "" {
		c.removed[strings.ToLower(name)] = true
		return
	}
	c.headers = append(c.headers, rawHeader{name, value, c.at(v.at)})
}

// header adds a header that an option stands for.
func (c *curlCall) header(name, value string, at int) {
	c.headers = append(c.headers, rawHeader{name, value, c.at(at)})
}

// datum takes -d and its kin; "@file" names a file.
func (c *curlCall) datum(v argument, stripBreaks, _ bool) {
	text := v.text
	if strings.HasPrefix(text, "@") {
		got, ok := c.open(text[1:])
		if !ok {
			c.unknown = true
		}
		text = got
		if stripBreaks {
			text = strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(text)
		}
	}
	c.add(text, argument{at: v.at, unknown: v.unknown && !strings.ContainsAny(v.text, "{=[")})
}

func (c *curlCall) add(text string, v argument) {
	if len(c.data) == 0 {
		c.dataAt = v.at
	}
	c.unknown = c.unknown || v.unknown && strings.HasPrefix(text, "$")
	c.data = append(c.data, text)
}

// stdin gives -d @- its here-document.
func (c *curlCall) stdin(v argument) {
	if c.unknown && len(c.data) > 0 && c.data[len(c.data)-1] == "" {
		c.data[len(c.data)-1], c.unknown, c.dataAt = strings.TrimSuffix(v.text, "\n"), false, v.at
	}
}

// file takes the file of -T.
func (c *curlCall) file(v argument) {
	text, ok := c.open(v.text)
	c.unknown = !ok
	c.data, c.dataAt = []string{text}, v.at
}

// encoded does what --data-urlencode and --url-query do to their value.
func (c *curlCall) encoded(v argument) string {
	name, value := "", v.text
	if i := strings.IndexAny(v.text, "=@"); i >= 0 {
		name, value = v.text[:i], v.text[i+1:]
		if v.text[i] == '@' {
			text, ok := c.open(value)
			c.unknown = c.unknown || !ok
			value = text
		}
	}
	if strings.HasPrefix(v.text, "+") { // --url-query +raw
		return v.text[1:]
	}
	if !v.unknown {
		value = url.QueryEscape(value)
	}
	if name == "" {
		return value
	}
	return name + "=" + value
}

// user takes -u as the basic credentials it becomes.
func (c *curlCall) user(v argument) {
	if v.unknown {
		c.header("Authorization", "Basic "+v.text, v.at)
		return
	}
	c.header("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(v.text)), v.at)
}

// raws makes a call of each address.
func (c *curlCall) raws() []raw {
	var rs []raw
	for _, u := range c.urls {
		if u.text == "" {
			continue
		}
		rs = append(rs, c.raw(u))
	}
	return rs
}

func (c *curlCall) raw(u argument) raw {
	r := raw{at: c.at(c.first), urlAt: c.at(u.at), complete: !c.partial, url: c.address(u)}
	body := len(c.data) > 0 || c.isForm
	sendsBody := body && !c.get
	r.method, r.methodAt = strings.ToUpper(c.method.text), c.at(c.method.at)
	if c.method.text == "" || c.method.unknown {
		r.method, r.methodAt = c.impliedMethod(sendsBody), c.at(c.first)
	}
	if c.method.unknown {
		r.method = ""
	}
	for _, h := range c.headers {
		if !c.removed[strings.ToLower(h.name)] || h.value != "" {
			r.reqHeaders = append(r.reqHeaders, h)
		}
	}
	if sendsBody && c.upload == "" {
		c.implied(&r, "Content-Type", map[bool]string{true: "application/json", false: "application/x-www-form-urlencoded"}[c.json])
		if c.json {
			c.implied(&r, "Accept", "application/json")
		}
	}
	switch {
	case !sendsBody:
		r.reqBody = &rawBody{at: c.at(c.first)}
	case !c.unknown:
		sep := "&"
		if c.json {
			sep = ""
		}
		r.reqBody = &rawBody{text: strings.Join(c.data, sep), at: c.at(c.dataAt)}
	}
	return r
}

// implied adds a header that curl sends unasked, unless the command sets or removes it.
func (c *curlCall) implied(r *raw, name, value string) {
	if hasHeader(r.reqHeaders, name) || c.removed[strings.ToLower(name)] {
		return
	}
	if c.isForm && name == "Content-Type" {
		value = "multipart/form-data"
	}
	r.reqHeaders = append(r.reqHeaders, rawHeader{name, value, c.at(c.dataAt)})
}

func (c *curlCall) impliedMethod(sendsBody bool) string {
	switch {
	case c.head:
		return "HEAD"
	case c.upload != "":
		return "PUT"
	case sendsBody:
		return "POST"
	}
	return "GET"
}

// address completes an address as curl does: http without a scheme, -G and
// --url-query behind the question mark.
func (c *curlCall) address(u argument) string {
	s := u.text
	if !strings.Contains(s, "://") && !strings.HasPrefix(s, "$") && !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "{") {
		s = "http://" + s
	}
	query := c.query
	if c.get {
		query = append(append([]string(nil), c.data...), query...)
	}
	if len(query) > 0 {
		sep := "?"
		if strings.Contains(s, "?") {
			sep = "&"
		}
		s += sep + strings.Join(query, "&")
	}
	return s
}
