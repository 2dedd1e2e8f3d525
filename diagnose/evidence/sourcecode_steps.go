package evidence

import (
	"strings"
)

// Some clients make a call in steps: XMLHttpRequest opens, takes headers and sends;
// Python's http.client connects to a host and asks it for a path.

// stepwise is what the steps have said so far.
type stepwise struct {
	opened map[string]int    // calls that were opened, in sourceCode.rs, by variable
	hosts  map[string]string // origins that were connected to, by variable
}

// isStepwise recognises such code.
func isStepwise(text string) bool {
	return strings.Contains(text, ".setRequestHeader(") || strings.Contains(text, "XMLHttpRequest(") && strings.Contains(text, ".open(") ||
		strings.Contains(text, "HTTPSConnection(") || strings.Contains(text, "HTTPConnection(")
}

// isCallStep says whether a function is a step of a call.
func isCallStep(name string) bool {
	_, method, dotted := strings.Cut(name, ".")
	return dotted && hasWord("open setRequestHeader send request", method)
}

// step takes one step: xhr.open("PATCH", url), xhr.setRequestHeader(name, value),
// xhr.send(body), conn.request("PATCH", path, body, headers).
func (s *sourceCode) step(name string, args *literal, offset int) {
	object, method, _ := strings.Cut(name, ".")
	arg := func(n int) *literal {
		if n < len(args.kids) {
			return s.known(args.kids[n])
		}
		return nil
	}
	if method == "open" || method == "request" {
		if verb, url := arg(0), arg(1); verb != nil && url != nil && isVerb(strings.ToUpper(verb.text)) {
			s.begin(object, raw{at: s.at(offset), method: strings.ToUpper(verb.text), methodAt: s.at(verb.at), url: s.steps.hosts[object] + addressText(url),
				urlAt: s.at(url.at)})
		}
	}
	i, ok := s.steps.opened[object]
	if !ok {
		return
	}
	r := &s.rs[i]
	switch body, headers := arg(2), arg(3); {
	case method == "setRequestHeader" && len(args.kids) == 2:
		s.headers(r, &literal{kind: objectValue, keys: []string{arg(0).text}, kids: []*literal{args.kids[1]}})
	case method == "send" && arg(0) != nil:
		r.reqBody = s.body(arg(0), true)
	case method == "request" && body != nil:
		r.reqBody = s.body(body, true)
		if headers != nil {
			s.headers(r, headers)
		}
	}
}

// begin opens a call on an object.
func (s *sourceCode) begin(object string, r raw) {
	if s.steps.opened == nil {
		s.steps.opened = map[string]int{}
	}
	s.steps.opened[object] = len(s.rs)
	s.rs = append(s.rs, r)
}

// connects notes the host of conn = http.client.HTTPSConnection("host", 443), which
// stands at offset, and says whether that is what stands there.
func (s *sourceCode) connects(object string, offset int) bool {
	rest := s.text[offset:]
	name := rest[:identifier(rest)]
	scheme := ""
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "HTTPSConnection":
		scheme = "https://"
	case "HTTPConnection":
		scheme = "http://"
	default:
		return false
	}
	p := &literals{text: s.text, pos: offset + len(name)}
	v := p.value()
	for v.kind == listValue && len(v.kids) > 0 {
		v = v.kids[0]
	}
	if v = s.known(v); v.kind != stringValue {
		return false
	}
	if s.steps.hosts == nil {
		s.steps.hosts = map[string]string{}
	}
	s.steps.hosts[object] = scheme + v.text
	return true
}
