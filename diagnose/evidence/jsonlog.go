package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// readLogLines reads a log whose lines, or some of them, are JSON objects.
func readLogLines(text string, at func(int) diagnose.Location) ([]raw, error) {
	var p pairing
	end := 0
	for _, l := range lines(text) {
		i := strings.IndexByte(l.text, '{')
		if l.at < end || i < 0 || i > 200 || i+1 >= len(l.text) || l.text[i+1] != '"' && l.text[i+1] != '}' {
			continue
		}
		v, ok := parseLiteral(text, l.at+i)
		if !ok || v.end <= l.at {
			continue
		}
		end = v.end
		p.add(v, objectCalls(v, text, at))
	}
	if len(p.rs) == 0 {
		return worded(text, at), nil
	}
	return p.rs, nil
}

// readLogfmt reads lines of key=value pairs.
func readLogfmt(text string, at func(int) diagnose.Location) ([]raw, error) {
	var p pairing
	for _, l := range lines(text) {
		if v := logfmt(l); v != nil {
			p.add(v, objectCalls(v, text, at))
		}
	}
	if len(p.rs) == 1 && p.rs[0].status == nil { // the lines between may tell
		return nil, nil
	}
	return p.rs, nil
}

// isJSONLog recognises a log by lines that are whole JSON objects.
func isJSONLog(text string) bool {
	for i, l := range lines(text[:min(len(text), 32<<10)]) {
		s := strings.TrimSpace(l.text)
		s = s[stampPrefix(s):] // which a lone line keeps
		if len(s) > 20 && s[0] == '{' && s[1] == '"' && s[len(s)-1] == '}' && jsonEnd(s) == len(s) {
			return true
		}
		if i > 50 {
			break
		}
	}
	return false
}

// readJSONText reads JSON: one value, or several one after the other.
func readJSONText(text string, at func(int) diagnose.Location) ([]raw, error) {
	var rs []raw
	eachLiteral(text, func(_ string, v *literal) { rs = append(rs, objectCalls(v, text, at)...) })
	return rs, nil
}

// eachLiteral gives the objects and lists of a text, one after the other, and what stands
// in front of each.
func eachLiteral(text string, found func(before string, v *literal)) {
	for pos := 0; pos < len(text); {
		i := strings.IndexAny(text[pos:], "{[")
		if i < 0 {
			break
		}
		v, ok := parseLiteral(text, pos+i)
		if !ok || v.end <= pos+i { // a word in brackets
			pos += i + 1
			continue
		}
		found(text[pos:pos+i], v)
		pos = v.end
	}
}

// pairing collects the calls of a log that may tell of a request on one line and of
// its answer on a later one.
type pairing struct {
	rs   []raw
	open map[string]int // requests whose answer was not seen yet, by their id
}

// add takes the calls that the object of one line tells of.
func (p *pairing) add(v *literal, found []raw) {
	id := correlation(v)
	if len(found) == 0 {
		p.end(v)
	}
	if id == "" || len(found) != 1 {
		p.rs = append(p.rs, found...)
		return
	}
	if i, ok := p.open[id]; ok && answers(&p.rs[i], &found[0]) {
		answer := found[0]
		answer.at, answer.method, answer.url, answer.reqHeaders, answer.reqBody = p.rs[i].at, "", "", nil, nil
		p.rs[i] = fuller(answer, p.rs[i])
		delete(p.open, id)
		return
	}
	if found[0].status == nil {
		if p.open == nil {
			p.open = map[string]int{}
		}
		p.open[id] = len(p.rs)
	}
	p.rs = append(p.rs, found...)
}

// end gives the request above its status, where a line tells no more than that, as .NET
// logs it.
func (p *pairing) end(v *literal) {
	if len(p.rs) == 0 || p.rs[len(p.rs)-1].status != nil {
		return
	}
	f := finder{at: func(int) diagnose.Location { return diagnose.Location{} }}
	f.look(v)
	p.rs[len(p.rs)-1].status = f.r.status
}

// answers says whether a record can be the answer to a request.
func answers(request, answer *raw) bool {
	return answer.status != nil && (answer.method == "" || answer.method == request.method) &&
		(answer.url == "" || samePath(answer.url, request.url))
}

// correlation gives the id by which the lines about one call know each other.
func correlation(v *literal) string {
	id := v.get("correlation", "correlationId", "correlation_id", "requestId", "request_id", "reqId", "traceId", "trace_id", "id")
	if id == nil || id.kind == objectValue || id.kind == listValue {
		return ""
	}
	return id.text
}
