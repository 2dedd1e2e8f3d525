package evidence

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// origin is what a transcript says about the server outside of the messages.
type origin struct {
	scheme string
	url    string // "https://host/path" that the client was asked for
}

// calls pairs requests with their answers. Interim answers and an opened tunnel
// are no answers of the API.
func calls(ms []message, o origin, at func(int) diagnose.Location) []raw {
	var rs []raw
	open := -1 // the request that waits for its answer
	for i := range ms {
		m := &ms[i]
		switch {
		case m.request:
			rs = append(rs, requestOf(m, o, at))
			open = len(rs) - 1
		case m.status < 200 && m.status != 101:
		case open >= 0 && rs[open].method == "CONNECT" && m.status < 300:
			rs = append(rs[:open], rs[open+1:]...)
			open = -1
		case open < 0 && len(rs) > 0 && repeats(&rs[len(rs)-1], m): // curl -v -i shows it twice
			rs[len(rs)-1].respBody = responseBody(m, at)
		default:
			if open < 0 {
				rs = append(rs, raw{at: at(m.at), url: o.url})
				open = len(rs) - 1
			}
			answer(&rs[open], m, at)
			open = -1
		}
	}
	return rs
}

// requestOf makes a call out of a request.
func requestOf(m *message, o origin, at func(int) diagnose.Location) raw {
	r := raw{at: at(m.at), method: m.method, complete: !m.bare}
	for _, h := range m.headers {
		if !strings.HasPrefix(h.name, ":") {
			r.reqHeaders = append(r.reqHeaders, h)
		}
	}
	r.url = m.address(o)
	size, sized := contentLength(m.headers)
	switch {
	case m.body != "":
		r.reqBody = shownBody(m, size, sized, at)
	case m.bare, sized && size > 0, hasHeader(m.headers, "Transfer-Encoding"):
	case m.proto == "HTTP/2" && hasHeader(m.headers, "Content-Type"):
	default:
		r.reqBody = &rawBody{at: at(m.at)}
	}
	return r
}

// answer adds a response to its call.
func answer(r *raw, m *message, at func(int) diagnose.Location) {
	status := m.status
	r.status, r.statusAt, r.respAt = &status, at(m.at), at(m.at)
	r.respHeaders, r.headersShown = m.headers, !m.bare
	r.respBody = responseBody(m, at)
}

// responseBody gives the body of a response; nil where it is not shown.
func responseBody(m *message, at func(int) diagnose.Location) *rawBody {
	size, sized := contentLength(m.headers)
	switch {
	case m.body != "":
		return shownBody(m, size, sized, at)
	case sized && size == 0:
		return &rawBody{at: at(m.at)}
	}
	return nil
}

// repeats says whether a response is the one that the call already has, shown once
// more with its body.
func repeats(r *raw, m *message) bool {
	return r.status != nil && *r.status == m.status && r.respBody == nil && len(m.headers) > 0 &&
		slices.EqualFunc(r.respHeaders, m.headers, func(a, b rawHeader) bool { return a.name == b.name && a.value == b.value })
}

// shownBody makes a body out of what the transcript shows of it.
func shownBody(m *message, size int, sized bool, at func(int) diagnose.Location) *rawBody {
	b := &rawBody{text: m.body, at: at(m.bodyAt)}
	if strings.Contains(strings.ToLower(headerValue(m.headers, "Transfer-Encoding")), "chunked") {
		b.text = dechunk(b.text)
	}
	if c := strings.TrimLeft(b.text, " \r\n\t"); c != "" && (c[0] == '{' || c[0] == '[') {
		b.truncated = !json.Valid([]byte(b.text)) && jsonEnd(c) == 0
	} else if sized && !m.bodyEnds {
		b.truncated = len(b.text)+2 < size
	}
	return b
}

// dechunk undoes chunked transfer coding where the text still shows it.
func dechunk(body string) string {
	var b strings.Builder
	for rest := body; ; {
		head, after, ok := strings.Cut(rest, "\n")
		head, _, _ = strings.Cut(strings.TrimSpace(head), ";")
		n, err := strconv.ParseUint(head, 16, 31)
		if err != nil || !ok && n > 0 {
			if b.Len() == 0 {
				return body
			}
			return b.String()
		}
		if n == 0 {
			return b.String()
		}
		size := min(int(n), len(after))
		b.WriteString(after[:size])
		rest = strings.TrimLeft(after[size:], "\r\n")
	}
}

func hasHeader(hs []rawHeader, name string) bool {
	for _, h := range hs {
		if strings.EqualFold(h.name, name) {
			return true
		}
	}
	return false
}

func headerValue(hs []rawHeader, name string) string {
	for _, h := range hs {
		if strings.EqualFold(h.name, name) {
			return h.value
		}
	}
	return ""
}

// address gives the URL of a request: its target, completed by the Host header and
// by what the transcript says of the connection.
func (m *message) address(o origin) string {
	if m.method == "CONNECT" || strings.Contains(m.target, "://") || strings.HasPrefix(m.target, "{{") {
		return m.target
	}
	host := headerValue(m.headers, "Host")
	if host == "" {
		host = headerValue(m.headers, ":authority")
	}
	scheme, known := o.scheme, hostOf(o.url)
	switch {
	case host == "" && known == "":
		return m.target
	case host == "", strings.HasPrefix(known, host+":"): // a client that drops the port
		host = known
	}
	if s, _, ok := strings.Cut(o.url, "://"); ok && host == known {
		scheme = s
	}
	if scheme == "" {
		scheme = schemeOf(host, m)
	}
	return scheme + "://" + host + m.target
}

// hostOf gives the host and port of an absolute URL.
func hostOf(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return rest[strings.LastIndexByte(rest, '@')+1:]
}

// schemeOf guesses the scheme that a message was sent by, from its version and
// port. Without a port, APIs are reached by TLS.
func schemeOf(host string, m *message) string {
	if s := headerValue(m.headers, ":scheme"); s != "" {
		return s
	}
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name, port = host[:i], host[i+1:]
	}
	switch {
	case m.proto >= "HTTP/2", strings.HasSuffix(port, "443"):
		return "https"
	case port != "", name == "localhost", strings.HasPrefix(name, "127."):
		return "http"
	}
	return "https"
}
