package evidence

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"io"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// bodyLimit is how much of a decoded body is kept.
const bodyLimit = 256 << 10

// glance gives what can be told of an entry without its answer.
func (e *harEntry) glance(in *source) raw {
	r := raw{name: e.name(in), at: in.location(e.at), method: e.str(e.method), url: e.str(e.url)}
	if auth := e.authorization(); auth != nil {
		r.reqHeaders = []rawHeader{{name: "Authorization", value: unquote(auth), at: in.location(e.reqHeaders.at)}}
	}
	status := e.status
	r.status = &status
	return r
}

func (e *harEntry) name(in *source) string { return in.name + "#" + strconv.Itoa(e.number) }

// showsSecret says whether a request shows what sanitizing takes away.
func (e *harEntry) showsSecret() bool {
	return e.authorization() != nil || bytes.Contains(e.json(e.reqHeaders), []byte(`"Cookie"`)) ||
		bytes.Contains(e.json(e.reqHeaders), []byte(`"cookie"`))
}

// authorization gives the Authorization header of the request as JSON text; nil
// where it shows none.
func (e *harEntry) authorization() []byte {
	// One search tells most entries that do not have it, and finds it in the others.
	text := e.json(e.reqHeaders)
	i := bytes.Index(text, []byte(`uthorization"`))
	if i < 0 {
		return nil
	}
	s := skimText(text[i+len(`uthorization"`):], position{})
	if (text[max(i-2, 0)] == '"') && s.is(',') && string(s.value(keyMax)) == `"value"` && s.is(':') {
		return s.value(harLong)
	}
	var found []byte
	e.eachHeader(e.reqHeaders, func(name, value []byte, _ position) {
		if bytes.EqualFold(name, []byte(`"authorization"`)) {
			found = value
		}
	})
	return found
}

// call interprets an entry.
func (e *harEntry) call(in *source) raw {
	r := raw{
		name: e.name(in),
		at:   in.location(e.at), started: e.str(e.started),
		method: e.str(e.method), methodAt: in.location(e.method.at),
		url: e.str(e.url), urlAt: in.location(e.url.at),
		reqHeaders:  e.headers(e.reqHeaders, in),
		respHeaders: e.headers(e.respHeaders, in),
		respAt:      in.location(e.response),
	}
	r.reqHeaders = once(pseudo(&r, r.reqHeaders))
	r.complete = len(r.reqHeaders) > 0 && !e.reqHeaders.cut
	r.respHeaders = pseudo(&r, r.respHeaders)
	r.headersShown = len(r.respHeaders) > 0 && !e.respHeaders.cut
	if e.status != noStatus {
		status := max(e.status, 0)
		r.status, r.statusAt = &status, in.location(e.statusAt.at)
	}
	if e.status <= 0 || r.method == "CONNECT" {
		r.failure = e.whyNoAnswer(r.method)
	}
	r.reqBody = e.requestBody(&r, in)
	r.respBody = e.responseBody(&r, in)
	return r
}

// whyNoAnswer gives the client's own words for a call that got no answer.
func (e *harEntry) whyNoAnswer(method string) string {
	if method == "CONNECT" && e.status > 0 {
		return "CONNECT tunnel failed, response " + string(e.json(e.statusAt))
	}
	if why := e.str(e.failure); why != "" {
		return why
	}
	return e.str(e.statusText)
}

// headers reads a list of headers.
func (e *harEntry) headers(p piece, in *source) []rawHeader {
	if p.to <= p.from+2 {
		return nil
	}
	hs := make([]rawHeader, 0, 16)
	e.eachHeader(p, func(name, value []byte, at position) {
		hs = append(hs, rawHeader{name: unquote(name), value: unquote(value), at: in.location(at)})
	})
	return hs
}

// eachHeader reads a list of name and value pairs, or an object, which some
// exporters write. It gives JSON text that holds during the call.
func (e *harEntry) eachHeader(p piece, header func(name, value []byte, at position)) {
	if p.from == p.to {
		return
	}
	s := skimText(e.json(p), p.at)
	if s.peek() == '{' {
		s.object(func(key []byte) {
			s.peek()
			header(key, s.value(harLong), s.where())
		})
		return
	}
	s.array(func() bool {
		if s.peek() != '{' {
			s.skip()
			return true
		}
		at := s.where()
		var name, value []byte
		s.object(func(key []byte) {
			switch string(key) {
			case "name":
				name = s.value(harLong)
			case "value":
				value = s.value(harLong)
			default:
				s.skip()
			}
		})
		if name != nil && s.err == nil {
			header(name, value, at)
		}
		return true
	})
}

// pseudo takes the pseudo headers of HTTP/2 (":method") out of the headers, and
// uses them where the entry does not say it otherwise.
func pseudo(r *raw, hs []rawHeader) []rawHeader {
	var authority, path string
	scheme := "https"
	plain := hs[:0]
	for _, h := range hs {
		switch h.name {
		case ":method":
			if r.method == "" {
				r.method, r.methodAt = h.value, h.at
			}
		case ":authority":
			authority = h.value
		case ":path":
			path = h.value
		case ":scheme":
			scheme = h.value
		default:
			if !strings.HasPrefix(h.name, ":") {
				plain = append(plain, h)
			}
		}
	}
	if r.url == "" {
		r.url = path
	}
	if authority != "" && strings.HasPrefix(r.url, "/") {
		r.url = scheme + "://" + authority + r.url
	}
	return plain
}

// once drops headers that are listed twice, as exporters do that merge what the page
// and what the network saw.
func once(hs []rawHeader) []rawHeader {
	kept := hs[:0]
next:
	for _, h := range hs {
		for _, k := range kept {
			if k.value == h.value && strings.EqualFold(k.name, h.name) {
				continue next
			}
		}
		kept = append(kept, h)
	}
	return kept
}

// requestBody gives the body that was sent: known to be none where the entry says
// so, nil where it shows nothing.
func (e *harEntry) requestBody(r *raw, in *source) *rawBody {
	p := e.postText
	text := e.str(p)
	if text == "" && strings.HasPrefix(e.str(e.postType), "application/x-www-form-urlencoded") {
		p = e.postParams
		text = e.form(p)
	}
	if text != "" {
		return e.body(text, p, e.postEncoding, r.reqHeaders, in)
	}
	size, shown := e.integer(e.reqSize)
	switch r.method {
	case "GET", "HEAD", "OPTIONS", "DELETE", "CONNECT", "TRACE":
		shown, size = true, max(size, 0)
	}
	if shown && size == 0 && !e.postParams.shown {
		return &rawBody{at: in.location(e.at)}
	}
	return nil
}

// form puts the parameters of a form together again.
func (e *harEntry) form(p piece) string {
	var b strings.Builder
	for _, h := range e.headers(p, &source{}) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(h.name) + "=" + url.QueryEscape(h.value))
	}
	return b.String()
}

// responseBody gives the body of the answer, nil where the entry does not show it.
func (e *harEntry) responseBody(r *raw, in *source) *rawBody {
	if e.bodyText.shown {
		return e.body(e.str(e.bodyText), e.bodyText, e.bodyEncoding, r.respHeaders, in)
	}
	if size, ok := e.integer(e.bodySize); ok && size == 0 && e.status > 0 {
		return &rawBody{at: r.respAt}
	}
	return nil
}

// body decodes a body that stands as text at p.
func (e *harEntry) body(text string, p, encoding piece, hs []rawHeader, in *source) *rawBody {
	b := &rawBody{text: text, at: in.location(p.at), truncated: p.cut}
	if strings.EqualFold(e.str(encoding), "base64") {
		var ok bool
		if b.text, ok = fromBase64(text); !ok {
			b.truncated = true
		}
	}
	if plain, whole, ok := inflate(b.text, hs); ok {
		b.text, b.truncated = plain, b.truncated || !whole
	}
	if len(b.text) > bodyLimit {
		b.text, b.truncated = b.text[:bodyLimit], true
	}
	if !utf8.ValidString(b.text) {
		if strings.IndexByte(b.text, 0) >= 0 || contentEncoding(hs) != "" {
			return nil // binary, or compressed in a way we cannot undo
		}
		b.text = strings.ToValidUTF8(b.text, "\ufffd")
	}
	return b
}

// fromBase64 decodes as much as is whole; ok says that all of it was.
func fromBase64(text string) (string, bool) {
	text = strings.TrimRight(text, "= \r\n")
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(text)))
	n, err := base64.RawStdEncoding.Decode(out, []byte(text))
	return string(out[:n]), err == nil
}

// inflate undoes a compression that the client left on: gzip is told by its first
// bytes, deflate by the header, since its bytes tell nothing.
func inflate(text string, hs []rawHeader) (plain string, whole, ok bool) {
	var r io.Reader
	var err error
	switch src := strings.NewReader(text); {
	case strings.HasPrefix(text, "\x1f\x8b"):
		r, err = gzip.NewReader(src)
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "<"), !strings.EqualFold(contentEncoding(hs), "deflate"):
		return "", false, false
	case strings.HasPrefix(text, "\x78"):
		r, err = zlib.NewReader(src)
	default:
		r = flate.NewReader(src)
	}
	if err != nil {
		return "", false, false
	}
	out, err := io.ReadAll(io.LimitReader(r, bodyLimit+1))
	return string(out), err == nil, len(out) > 0
}

func contentEncoding(hs []rawHeader) string {
	for _, h := range hs {
		if strings.EqualFold(h.name, "content-encoding") {
			return h.value
		}
	}
	return ""
}

// unquote gives the text of a JSON string, of which the end may be missing; the
// text of any other value is that value, that of null is empty.
func unquote(text []byte) string {
	switch {
	case string(text) == "null":
		return ""
	case len(text) == 0 || text[0] != '"':
		return string(text)
	case closed(text) && bytes.IndexByte(text, '\\') < 0:
		return string(text[1 : len(text)-1])
	}
	return unescape(text)
}

// unescape is the slow way of unquote.
func unescape(text []byte) string {
	out, err := jsontext.AppendUnquote(make([]byte, 0, len(text)), text)
	for cut := 0; err != nil && cut < 12 && !closed(text); cut++ {
		// Half of an escape such as \ud83d\ude00 may stand at the end.
		whole := append(bytes.Clone(text[:max(1, len(text)-cut)]), '"')
		out, err = jsontext.AppendUnquote(out[:0], whole)
	}
	return string(out)
}

// closed says whether the text of a JSON string has its closing quote.
func closed(text []byte) bool {
	return len(text) > 1 && text[len(text)-1] == '"' && !oddBackslashes(text[:len(text)-1])
}
