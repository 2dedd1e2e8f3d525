package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Source code that makes a call: fetch as browsers copy it, axios, got, requests
// and their kin as documentation and code generators write them. Only literals
// and variables that were assigned literals are understood.

// sourceCode reads calls out of source code.
type sourceCode struct {
	text  string
	at    func(int) diagnose.Location
	vars  map[string]*literal
	rs    []raw
	end   int // behind the last of them
	steps stepwise
}

// makers are the functions that make a request, with or without a method behind
// a dot.
func isMaker(name string) bool {
	base, method, dotted := strings.Cut(name, ".")
	if i := strings.LastIndexByte(name, '.'); i >= 0 && dotted {
		base, method = name[:i], name[i+1:]
	}
	switch base {
	case "fetch", "axios", "got", "ky", "$http", "undici":
		return !dotted || isVerb(strings.ToUpper(method)) || method == "request" || method == "fetch"
	case "window", "globalThis", "$":
		return method == "fetch" || method == "ajax"
	case "requests", "httpx", "session", "client", "s", "http", "api", "http_client", "self.session":
		return dotted && (isVerb(strings.ToUpper(method)) || method == "request")
	case "request", "needle":
		return !dotted
	}
	return false
}

// isSourceCode recognises source code that makes a call.
func isSourceCode(text string) bool {
	head := text[:min(len(text), headSize)]
	if isStepwise(head) {
		return true
	}
	for _, sign := range []string{"fetch(", "axios(", "axios.", "got(", "got.", "requests.", "httpx.", "ajax(", "ky.", "ky(", "http."} {
		for from := 0; ; {
			i := strings.Index(head[from:], sign)
			if i < 0 {
				break
			}
			i += from
			from = i + len(sign)
			start, name := callName(head, i)
			if end := start + len(name); end < len(head) && head[end] == '(' && isMaker(name) && argumentAt(head, end+1) {
				return true
			}
		}
	}
	return false
}

// callName gives the dotted name that the text at i belongs to.
func callName(text string, i int) (int, string) {
	start := i
	for start > 0 && (identifier(text[start-1:start]) == 1 || text[start-1] == '.' || text[start-1] >= '0' && text[start-1] <= '9') {
		start--
	}
	return start, text[start : start+identifier(text[start:])]
}

// argumentAt says whether the argument of a request may begin here.
func argumentAt(text string, i int) bool {
	rest := strings.TrimLeft(text[i:], " \t\r\n")
	if rest == "" {
		return false
	}
	switch c := rest[0]; c {
	case '"', '\'', '`', '{', 'f':
		return true
	default:
		return identifier(rest) > 0 && !strings.HasPrefix(rest, "node_modules")
	}
}

// readSourceCode reads the calls of a piece of source code.
func readSourceCode(text string, at func(int) diagnose.Location) ([]raw, error) {
	s := &sourceCode{text: text, at: at, vars: map[string]*literal{}}
	calls := 0
	for i := 0; i < len(text); {
		n := identifier(text[i:])
		if n == 0 {
			switch c := text[i]; {
			case strings.HasPrefix(text[i:], "//"), c == '#' && (i == 0 || text[i-1] <= ' '):
				i = s.remark(i)
			case c == '"' || c == '\'' || c == '`' || strings.HasPrefix(text[i:], "/*"):
				i = s.pass(i)
			default:
				i++
			}
			continue
		}
		name, end := text[i:i+n], i+n
		rest := strings.TrimLeft(text[end:], " \t")
		switch {
		case strings.HasPrefix(rest, "(") && isMaker(name):
			args := &literals{text: text, pos: len(text) - len(rest)}
			list := args.group(')')
			if r, ok := s.call(name, list, i); ok {
				s.rs = append(s.rs, r)
			}
			end = max(end, args.pos)
		case strings.HasPrefix(rest, "(") && isCallStep(name):
			args := &literals{text: text, pos: len(text) - len(rest)}
			s.step(name, args.group(')'), i)
			end = max(end, args.pos)
		case strings.HasPrefix(rest, "(") && (strings.HasSuffix(name, ".append") || strings.HasSuffix(name, ".set")):
			args := &literals{text: text, pos: len(text) - len(rest)}
			s.addTo(name[:strings.LastIndexByte(name, '.')], args.group(')'))
			end = max(end, args.pos)
		case strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "==") && !strings.HasPrefix(rest, "=>"):
			p := &literals{text: text, pos: len(text) - len(rest) + 1}
			p.space()
			if start := p.pos; !isMaker(text[start : start+identifier(text[start:])]) {
				if s.connects(name, start) {
					p.pos = start
				} else if v := p.value(); v.kind != wordValue && v.end > v.at && !strings.HasPrefix(text[start:], "await") && !strings.HasPrefix(text[start:], "(") && !isMaker(v.name) {
					s.vars[name] = v
					end = max(end, p.pos)
				}
			}
		}
		if i = max(end, i+1); len(s.rs) > calls {
			calls, s.end = len(s.rs), i
		}
	}
	s.output()
	return s.rs, nil
}

// pass gives the offset behind the string or comment at i.
func (s *sourceCode) pass(i int) int {
	p := &literals{text: s.text, pos: i}
	if s.text[i] == '/' {
		p.space()
	} else {
		p.quoted(false)
	}
	return max(p.pos, i+1)
}

// addTo adds a header to a Headers object: headers.append("Name", "value").
func (s *sourceCode) addTo(name string, args *literal) {
	v := s.vars[name]
	if v == nil || v.kind != objectValue {
		v = &literal{kind: objectValue, at: args.at}
		s.vars[name] = v
	}
	if len(args.kids) == 2 {
		v.keys, v.kids = append(v.keys, args.kids[0].text), append(v.kids, args.kids[1])
	}
}

// known follows a variable to what it was assigned, and fills variables into a
// string as far as they are known.
func (s *sourceCode) known(v *literal) *literal {
	if v == nil {
		return nil
	}
	for hops := 0; hops < 4 && v.kind == wordValue; hops++ {
		got, ok := s.vars[strings.TrimPrefix(v.text, "await ")]
		if !ok {
			return v
		}
		v = got
	}
	if v.kind == stringValue && strings.ContainsRune(v.text, '{') {
		filled := *v
		filled.text = s.fill(v.text)
		return &filled
	}
	return v
}

// fill puts the strings of known variables into a template.
func (s *sourceCode) fill(template string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(template, '{')
		if i < 0 {
			break
		}
		n := identifier(template[i+1:])
		v := s.vars[template[i+1:i+1+n]]
		if n == 0 || i+1+n >= len(template) || template[i+1+n] != '}' || v == nil || v.kind != stringValue {
			b.WriteString(template[:i+1])
			template = template[i+1:]
			continue
		}
		b.WriteString(strings.TrimSuffix(template[:i], "$"))
		b.WriteString(v.text)
		template = template[i+2+n:]
	}
	return b.String() + template
}

// call makes a call out of a function and its arguments.
func (s *sourceCode) call(name string, args *literal, offset int) (raw, bool) {
	r := raw{at: s.at(offset)}
	verb := strings.ToUpper(name[strings.LastIndexByte(name, '.')+1:])
	if isVerb(verb) {
		r.method, r.methodAt = verb, r.at
	}
	config := &literal{kind: objectValue}
	var plain []*literal
	for i, kid := range args.kids {
		if args.kind == objectValue && i < len(args.keys) && args.keys[i] != "" && args.keys[i] != kid.text { // url=url as first argument
			config.keys, config.kids = append(config.keys, args.keys[i]), append(config.kids, kid)
			continue
		}
		if kid.kind == objectValue && len(kid.keys) == 1 && kid.at == kid.kids[0].at && kid.end == kid.kids[0].end { // json=payload
			config.keys, config.kids = append(config.keys, kid.keys[0]), append(config.kids, kid.kids[0])
			continue
		}
		plain = append(plain, s.known(kid))
	}
	if verb == "REQUEST" && len(plain) > 0 && plain[0].kind == stringValue && isVerb(strings.ToUpper(plain[0].text)) {
		r.method, r.methodAt, plain = strings.ToUpper(plain[0].text), s.at(plain[0].at), plain[1:]
	}
	if len(plain) > 0 && plain[0].kind != objectValue {
		r.url, r.urlAt = addressText(plain[0]), s.at(plain[0].at)
		plain = plain[1:]
	}
	second := strings.HasPrefix(name, "axios.") || strings.HasPrefix(name, "http.") && len(plain) > 1 // k6, Angular
	if second && (verb == "POST" || verb == "PUT" || verb == "PATCH") && len(plain) > 0 {
		r.reqBody = s.body(plain[0], true)
		plain = plain[1:]
	}
	if len(plain) > 0 && plain[0].kind == objectValue {
		config.keys, config.kids = append(config.keys, plain[0].keys...), append(config.kids, plain[0].kids...)
	}
	s.configure(&r, config)
	if r.method == "" {
		r.method = "GET"
	}
	return r, r.url != "" && strings.ContainsAny(r.url, "/{$")
}

func addressText(v *literal) string {
	if v.kind == wordValue {
		return "${" + v.text + "}"
	}
	return v.text
}

// configure takes the options of a call.
func (s *sourceCode) configure(r *raw, config *literal) {
	body, shown := false, r.reqBody != nil
	for i, key := range config.keys {
		v := s.known(config.kids[i])
		switch strings.ToLower(key) {
		case "method", "type":
			if m := strings.ToUpper(v.text); isVerb(m) {
				r.method, r.methodAt = m, s.at(v.at)
			}
		case "url", "uri":
			if r.url == "" {
				r.url, r.urlAt = addressText(v), s.at(v.at)
			}
		case "baseurl", "prefixurl":
			if v.kind == stringValue && !strings.Contains(r.url, "://") {
				r.url = strings.TrimRight(v.text, "/") + "/" + strings.TrimLeft(r.url, "/")
			}
		case "headers":
			s.headers(r, v)
		case "body", "data", "json", "form":
			body = true
			if !shown {
				r.reqBody = s.body(v, strings.EqualFold(key, "json") || strings.EqualFold(key, "data"))
			}
		case "params", "searchparams", "qs":
			if q := queryText(v); q != "" && !strings.Contains(r.url, "?") {
				r.url += "?" + q
			}
		}
	}
	if !body && !shown {
		r.reqBody = &rawBody{at: r.at}
	}
}

// headers takes headers, whose values may be variables.
func (s *sourceCode) headers(r *raw, v *literal) {
	o := &literal{kind: objectValue, at: v.at}
	if v.kind != objectValue {
		r.reqHeaders = append(r.reqHeaders, headersOf(v, s.at)...)
		return
	}
	for i, key := range v.keys {
		kid := s.known(v.kids[i])
		if kid.kind == wordValue && kid.text != "null" {
			kid = &literal{kind: stringValue, text: "${" + kid.text + "}", at: kid.at}
		}
		o.keys, o.kids = append(o.keys, key), append(o.kids, kid)
	}
	r.reqHeaders = append(r.reqHeaders, headersOf(o, s.at)...)
}

// body takes a body: text, or an object where the client makes JSON of it.
func (s *sourceCode) body(v *literal, json bool) *rawBody {
	switch {
	case v.kind == wordValue && (v.text == "null" || v.text == "None" || v.text == "undefined"):
		return &rawBody{at: s.at(v.at)}
	case v.kind == wordValue, v.name == "URLSearchParams", v.name == "FormData":
		return nil
	case v.kind == stringValue:
		return &rawBody{text: v.text, at: s.at(v.at)}
	case json, v.name == "JSON.stringify", v.name == "json.dumps":
		return &rawBody{text: string(s.deep(v).appendJSON(nil)), at: s.at(v.at)}
	}
	return nil
}

// deep fills variables into an object.
func (s *sourceCode) deep(v *literal) *literal {
	if v.kind != objectValue && v.kind != listValue {
		return s.known(v)
	}
	o := &literal{kind: v.kind, keys: v.keys, at: v.at, end: v.end}
	for _, kid := range v.kids {
		if inner := s.known(kid); inner != kid && (inner.kind == objectValue || inner.kind == listValue) {
			o.kids = append(o.kids, inner)
		} else {
			o.kids = append(o.kids, s.deep(inner))
		}
	}
	return o
}

func queryText(v *literal) string {
	if v.kind == stringValue {
		return strings.TrimPrefix(v.text, "?")
	}
	var parts []string
	for i, key := range v.keys {
		if kid := v.kids[i]; kid.kind == stringValue || kid.kind == numberValue {
			parts = append(parts, key+"="+kid.text)
		}
	}
	return strings.Join(parts, "&")
}
