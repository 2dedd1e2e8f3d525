package evidence

import (
	"cmp"
	"encoding/hex"
	"strings"

	"github.com/why403/why403/diagnose"
)

// tshark writes the packets of a recording as JSON (-T json), or one on a line for
// Elasticsearch (-T ek), each with its layers; HTTP/1 and HTTP/2 are among them.

// isTshark recognises tshark's JSON with packets of HTTP.
func isTshark(text string) bool {
	head := text[:min(len(text), headSize)]
	i := strings.Index(head, `"layers"`)
	return i > 0 && isJSONText(head) && (strings.Contains(head[i:], `"http"`) || strings.Contains(head[i:], `"http2"`))
}

// readTshark reads the calls that packets show.
func readTshark(text string, at func(int) diagnose.Location) ([]raw, error) {
	p := &packets{at: at}
	eachLiteral(text, func(_ string, v *literal) {
		p.packet(v)
		for _, kid := range v.kids {
			p.packet(kid)
		}
	})
	return p.rs, nil
}

// packets collects the calls of a recording.
type packets struct {
	at    func(int) diagnose.Location
	rs    []raw
	flows []string // which connection and stream each of rs came over
}

func (p *packets) packet(v *literal) {
	if source := v.get("_source"); source != nil {
		v = source
	}
	layers, flow := v.get("layers"), ""
	if layers == nil || layers.kind != objectValue {
		return
	}
	for i, name := range layers.keys {
		kid := layers.kids[i]
		switch name {
		case "tcp":
			flow = said(kid.flat(name), "tcp.stream")
		case "http":
			p.message(flow, kid.flat(name))
		case "http2":
			for _, frame := range frames(kid) {
				m := frame.flat(name)
				p.message(flow+"/"+said(m, "http2.streamid"), m)
			}
		}
	}
}

// frames gives the streams that a layer of HTTP/2 shows; the layer itself where they do
// not stand apart.
func frames(layer *literal) (list []*literal) {
	for i, kid := range layer.kids {
		switch {
		case layer.kind == listValue:
			list = append(list, frames(kid)...)
		case layer.keys[i] != "http2.stream":
		case kid.kind == listValue:
			list = append(list, kid.kids...)
		default:
			list = append(list, kid)
		}
	}
	if len(list) == 0 {
		return []*literal{layer}
	}
	return list
}

// flat gives the values of a layer at one level, under names as "http.file.data" in both
// forms: -T json says http.file_data, -T ek http_http_file_data.
func (v *literal) flat(layer string) *literal {
	flat := &literal{kind: objectValue, at: v.at}
	v.flatten(layer+".", "", flat)
	return flat
}

func (v *literal) flatten(layer, name string, flat *literal) {
	for i, kid := range v.kids {
		if v.kind == objectValue {
			name = strings.ReplaceAll(v.keys[i], "_", ".")
			if strings.HasPrefix(name, layer+layer) {
				name = name[len(layer):]
			}
		}
		if kid.kind == objectValue || kid.kind == listValue {
			kid.flatten(layer, name, flat)
			continue
		}
		flat.keys, flat.kids = append(flat.keys, name), append(flat.kids, kid)
	}
}

// message takes a message, or a piece of one.
func (p *packets) message(flow string, m *literal) {
	hs := p.headersOf(m)
	status, method := said(m, "http.response.code"), said(m, "http.request.method")
	if status == "" {
		status = headerValue(hs, ":status")
	}
	if method == "" {
		method = headerValue(hs, ":method")
	}
	body := p.body(m, hs)
	switch {
	case method != "":
		r := raw{at: p.at(m.at), method: method, url: cmp.Or(said(m, "http.request.full.uri"), said(m, "http.request.uri")), complete: len(hs) > 0, reqBody: body}
		r.reqHeaders = pseudo(&r, hs)
		if host := headerValue(r.reqHeaders, "Host"); host != "" && strings.HasPrefix(r.url, "/") {
			r.url = "http://" + host + r.url
		}
		p.rs, p.flows = append(p.rs, r), append(p.flows, flow)
	case status != "":
		r := p.answered(flow, false)
		if r == nil {
			p.rs, p.flows = append(p.rs, raw{at: p.at(m.at), url: said(m, "http.response.for.uri")}), append(p.flows, flow)
			r = &p.rs[len(p.rs)-1]
		}
		r.take(status, m.at, p.at)
		r.respAt, r.respBody, r.headersShown = p.at(m.at), body, len(hs) > 0
		r.respHeaders = pseudo(r, hs)
	case body != nil: // the data of a stream, behind its headers
		if r := p.answered(flow, true); r != nil && r.respBody == nil {
			r.respBody = p.body(m, r.respHeaders)
		} else if r = p.answered(flow, false); r != nil && r.reqBody == nil {
			r.reqBody = body
		}
	}
}

// answered gives the first call of a flow that waits for its answer, or the last that
// has one; nil where there is none.
func (p *packets) answered(flow string, has bool) (found *raw) {
	for i := range p.rs {
		if p.flows[i] != flow || (p.rs[i].status != nil) != has {
			continue
		}
		if found = &p.rs[i]; !has {
			break
		}
	}
	return found
}

// headersOf gives the headers: as lines, as names and values, or one by one under their
// own names.
func (p *packets) headersOf(m *literal) []rawHeader {
	var hs []rawHeader
	valued := 0
	add := func(name, value string, at int) { hs = append(hs, rawHeader{name, value, p.at(at)}) }
	for i, key := range m.keys {
		v := m.kids[i]
		switch key {
		case "http.request.line", "http.response.line":
			if name, value, ok := headerLine(strings.TrimRight(v.text, "\r\n")); ok {
				add(name, value, v.at)
			}
		case "http2.header.name":
			add(v.text, "", v.at)
		case "http2.header.value":
			if valued < len(hs) {
				hs[valued].value = v.text
				valued++
			}
		}
	}
	if len(hs) > 0 {
		return hs
	}
	for i, key := range m.keys {
		name := strings.ReplaceAll(strings.TrimPrefix(key, "http."), ".", "-")
		switch name {
		case "host", "authorization", "proxy-authorization", "cookie", "set-cookie", "user-agent", "content-type",
			"content-encoding", "www-authenticate", "server", "origin", "location", "date":
			add(name, m.kids[i].text, m.kids[i].at)
		}
	}
	return hs
}

// body gives what a message carries; newer versions print it as bytes.
func (p *packets) body(m *literal, hs []rawHeader) *rawBody {
	v := m.get("http.file.data", "http2.body.reassembled.data", "http2.data.data")
	if v == nil {
		return nil
	}
	b := &rawBody{text: v.text, at: p.at(v.at)}
	if bytes, err := hex.DecodeString(strings.ReplaceAll(b.text, ":", "")); err == nil {
		b.text = string(bytes)
	}
	if plain, whole, ok := inflate(b.text, hs); ok {
		b.text, b.truncated = plain, !whole
	}
	return b
}
