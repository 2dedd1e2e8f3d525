package evidence

import (
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// isFlows recognises mitmproxy's flow file: tnetstrings, one per flow.
func isFlows(text string) bool {
	i := strings.IndexByte(text[:min(len(text), 12)], ':')
	if i < 1 {
		return false
	}
	_, err := strconv.Atoi(text[:i])
	return err == nil && strings.Contains(text[:min(len(text), headSize)], ";4:http;") && strings.Contains(text, "7:request;")
}

// readFlows reads mitmproxy's flow file.
func readFlows(text string, at func(int) diagnose.Location) ([]raw, error) {
	var rs []raw
	p := &tnet{text: text}
	for p.pos < len(text) {
		if c := text[p.pos]; c < '0' || c > '9' { // line breaks that an editor has put between
			p.pos++
			continue
		}
		flow := p.value()
		if flow == nil {
			break
		}
		if req := flow.get("request"); req != nil && req.kind == objectValue {
			rs = append(rs, flowCall(flow, req, at))
		}
	}
	return rs, nil
}

// flowCall makes a call of a flow.
func flowCall(flow, req *literal, at func(int) diagnose.Location) raw {
	str := func(v *literal, name string) string {
		if kid := v.get(name); kid != nil {
			return kid.text
		}
		return ""
	}
	r := raw{at: at(req.at), method: str(req, "method"), complete: true}
	if hs := req.get("headers"); hs != nil {
		r.reqHeaders = headersOf(hs, at)
	}
	host, port, scheme := str(req, "host"), str(req, "port"), str(req, "scheme")
	if h := headerValue(r.reqHeaders, "Host"); h != "" {
		host = h
	} else if a := str(req, "authority"); a != "" {
		host = a
	} else if port != "" && !(scheme == "https" && port == "443") && !(scheme == "http" && port == "80") {
		host += ":" + port
	}
	r.url = scheme + "://" + host + str(req, "path")
	r.reqBody = flowBody(req, at)
	if t, err := strconv.ParseFloat(str(req, "timestamp_start"), 64); err == nil {
		r.started = moment(strconv.FormatFloat(t, 'f', 0, 64))
	}
	if resp := flow.get("response"); resp != nil && resp.kind == objectValue {
		r.respAt = at(resp.at)
		r.take(str(resp, "status_code"), resp.at, at)
		if hs := resp.get("headers"); hs != nil {
			r.respHeaders, r.headersShown = headersOf(hs, at), true
		}
		r.respBody = flowBody(resp, at)
	}
	if e := flow.get("error"); e != nil && e.kind == objectValue {
		r.failure = str(e, "msg")
	}
	return r
}

// flowBody gives the body of a message; one that is compressed is not shown.
func flowBody(v *literal, at func(int) diagnose.Location) *rawBody {
	content := v.get("content")
	if content == nil || content.kind != stringValue || strings.HasPrefix(content.text, "\x1f\x8b") {
		return nil
	}
	return &rawBody{text: content.text, at: at(content.at)}
}

// tnet parses tnetstrings: length, colon, bytes, and a letter for the type.
type tnet struct {
	text  string
	pos   int
	depth int
}

func (p *tnet) value() *literal {
	i := strings.IndexByte(p.text[p.pos:min(p.pos+12, len(p.text))], ':')
	if i < 1 || p.depth > 40 {
		return nil
	}
	n, err := strconv.Atoi(p.text[p.pos : p.pos+i])
	start := p.pos + i + 1
	if err != nil || n < 0 || n >= len(p.text)-start {
		return nil
	}
	data := p.text[start : start+n]
	v := &literal{text: data, at: start, end: start + n}
	kind := p.text[start+n]
	p.pos = start + n + 1
	switch kind {
	case ',', ';':
		v.kind = stringValue
	case '#', '^':
		v.kind = numberValue
	case ']', '}':
		inner := &tnet{text: p.text[:start+n], pos: start, depth: p.depth + 1}
		v.kind, v.text = listValue, ""
		if kind == '}' {
			v.kind = objectValue
		}
		for inner.pos < start+n {
			kid := inner.value()
			if kid == nil {
				break
			}
			if v.kind == objectValue {
				v.keys = append(v.keys, kid.text)
				if kid = inner.value(); kid == nil {
					kid = &literal{}
				}
			}
			v.kids = append(v.kids, kid)
		}
	}
	return v
}
