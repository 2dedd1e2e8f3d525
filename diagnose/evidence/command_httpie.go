package evidence

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/why403/why403/diagnose"
)

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
