package evidence

import (
	"encoding/base64"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Postman collections (v2.0, v2.1), Newman's reports, and Insomnia's exports: the
// requests with the file's own variables and inherited authorisation filled in.

// isCollection recognises the parsed beginning of one.
func isCollection(v *literal) bool {
	if v != nil && isTree(v) {
		return true
	}
	if v == nil || v.kind != objectValue {
		return false
	}
	if v.get("collection") != nil && v.get("run", "collection.item") != nil {
		return true
	}
	if info := v.get("info"); info != nil && info.kind == objectValue && (v.get("item") != nil || info.get("_postman_id", "schema") != nil) {
		return true
	}
	if inner := v.get("collection"); inner != nil && inner.kind == objectValue && inner.get("info") != nil {
		return true
	}
	kind := v.get("_type")
	return kind != nil && kind.text == "export" || v.get("__export_format") != nil
}

func isCollectionText(text string) bool {
	head := text[:min(len(text), headSize)]
	v, ok := parseLiteral(head, 0)
	return ok && isCollection(v)
}

// collection is a file of requests that is being read.
type collection struct {
	text string
	at   func(int) diagnose.Location
	vars map[string]string
	rs   []raw
}

// readCollection reads the requests of a collection, or the calls of a report.
func readCollection(text string, at func(int) diagnose.Location) ([]raw, error) {
	root, ok := parseLiteral(text, 0)
	if !ok {
		return nil, nil
	}
	if isTree(root) {
		return readTree(root, text, at), nil
	}
	c := &collection{text: text, at: at, vars: map[string]string{}}
	if resources := root.get("resources"); resources != nil {
		c.insomnia(resources)
		return c.rs, nil
	}
	top := root
	if inner := root.get("collection"); inner != nil {
		top = inner
	}
	for _, holder := range []*literal{top.get("variable"), valuesOf(root.get("environment")), valuesOf(root.get("globals"))} {
		c.variables(holder)
	}
	if run := root.get("run"); run != nil {
		if executions := run.get("executions"); executions != nil {
			c.executions(executions, top)
			return c.rs, nil
		}
	}
	c.items(top.get("item"), top.get("auth"), 0)
	return c.rs, nil
}

func valuesOf(v *literal) *literal {
	if v == nil {
		return nil
	}
	return v.get("values")
}

// variables takes a list of {key, value}.
func (c *collection) variables(v *literal) {
	if v == nil {
		return
	}
	for _, kid := range v.kids {
		key, value := kid.get("key", "id"), kid.get("value")
		if key != nil && value != nil && value.kind != objectValue && !isOff(kid) {
			c.vars[key.text] = value.text
		}
	}
}

// isOff says whether an element is switched off.
func isOff(v *literal) bool {
	off := v.get("disabled", "isDisabled")
	on := v.get("enabled", "active")
	return off != nil && off.text == "true" || on != nil && on.text == "false"
}

func (c *collection) fill(s string) string {
	for i := 0; i < 4 && strings.Contains(s, "{{"); i++ { // variables may hold variables
		filled := fillBraces(s, c.vars)
		if filled == s {
			break
		}
		s = filled
	}
	return s
}

// items reads requests and folders; folders hand their authorisation down.
func (c *collection) items(list, auth *literal, depth int) {
	if list == nil || depth > 30 {
		return
	}
	for _, item := range list.kids {
		c.variables(item.get("variable"))
		own := auth
		if a := item.get("auth"); a != nil && a.kind == objectValue {
			own = a
		}
		if req := item.get("request"); req != nil {
			r := c.request(req, own)
			if answers := item.get("response"); answers != nil && answers.kind == listValue && len(answers.kids) == 1 {
				c.example(&r, answers.kids[0])
			}
			c.rs = append(c.rs, r)
		}
		c.items(item.get("item"), own, depth+1)
	}
}

// example takes the saved answer of a request.
func (c *collection) example(r *raw, v *literal) {
	if code := v.get("code"); code != nil {
		r.take(code.text, code.at, c.at)
	}
	if hs := v.get("header"); hs != nil {
		r.respHeaders = headersOf(hs, c.at)
		r.headersShown = len(r.respHeaders) > 0
	}
	if b := v.get("body"); b != nil && b.kind == stringValue {
		r.respBody = &rawBody{text: b.text, at: c.at(b.at)}
	}
}

// request reads a request of a collection; it may be an address alone.
func (c *collection) request(req, auth *literal) raw {
	r := raw{at: c.at(req.at), method: "GET", complete: true}
	if req.kind == stringValue {
		r.url = c.fill(req.text)
		return r
	}
	if m := req.get("method"); m != nil {
		r.method, r.methodAt = strings.ToUpper(m.text), c.at(m.at)
	}
	if u := req.get("url", "endpoint"); u != nil {
		r.url, r.urlAt = c.fill(addressOf(u)), c.at(u.at)
	}
	if hs := req.get("header", "headers"); hs != nil {
		c.headers(&r, hs)
	}
	if a := req.get("auth"); a != nil && a.kind == objectValue {
		auth = a
	}
	c.authorise(&r, auth)
	c.body(&r, req.get("body"))
	return r
}

func (c *collection) headers(r *raw, hs *literal) {
	if hs.kind == stringValue {
		r.reqHeaders = headersOf(hs, c.at)
		return
	}
	for _, h := range hs.kids {
		if name, value := h.get("key", "name"), h.get("value"); name != nil && value != nil && !isOff(h) && isToken(name.text) {
			r.reqHeaders = append(r.reqHeaders, rawHeader{name.text, c.fill(value.text), c.at(value.at)})
		}
	}
}

// addressOf puts the parts of Postman's url object together.
func addressOf(u *literal) string {
	if u.kind == stringValue {
		return u.text
	}
	if raw := u.get("raw"); raw != nil && raw.text != "" {
		return raw.text
	}
	join := func(name, sep string) string {
		v := u.get(name)
		if v == nil {
			return ""
		}
		if v.kind != listValue {
			return v.text
		}
		var parts []string
		for _, kid := range v.kids {
			if kid.kind == objectValue && kid.get("value") != nil {
				parts = append(parts, kid.get("value").text)
			} else {
				parts = append(parts, kid.text)
			}
		}
		return strings.Join(parts, sep)
	}
	s := join("host", ".")
	if port := join("port", ""); port != "" {
		s += ":" + port
	}
	if scheme := strings.TrimSuffix(join("protocol", ""), "://"); scheme != "" {
		s = scheme + "://" + s
	}
	s += "/" + strings.TrimPrefix(join("path", "/"), "/")
	if q := u.get("query"); q != nil {
		var parts []string
		for _, kid := range q.kids {
			if key, value := kid.get("key"), kid.get("value"); key != nil && !isOff(kid) {
				part := key.text
				if value != nil {
					part += "=" + value.text
				}
				parts = append(parts, part)
			}
		}
		if len(parts) > 0 {
			s += "?" + strings.Join(parts, "&")
		}
	}
	return s
}

// authorise adds what an auth block sends: {"type": "bearer", "bearer": [{key, value}]}.
func (c *collection) authorise(r *raw, auth *literal) {
	if auth == nil || auth.kind != objectValue || hasHeader(r.reqHeaders, "Authorization") {
		return
	}
	kind := auth.get("type", "authType", "mode")
	if kind == nil {
		return
	}
	params := map[string]string{}
	if list := auth.get(kind.text); list != nil {
		o := list
		if list.kind == listValue {
			if o = pairs(list); o == nil {
				return
			}
		}
		for i, key := range o.keys {
			params[key] = c.fill(o.kids[i].text)
		}
		if o.kind == stringValue { // Thunder Client's "bearer": "…"
			params["token"] = c.fill(o.text)
		}
	} else { // Insomnia: the members stand beside the type
		for i, key := range auth.keys {
			params[key] = c.fill(auth.kids[i].text)
		}
	}
	add := func(name, value string) {
		r.reqHeaders = append(r.reqHeaders, rawHeader{name, value, c.at(auth.at)})
	}
	switch kind.text {
	case "bearer":
		add("Authorization", "Bearer "+params["token"])
	case "oauth2":
		if token := params["accessToken"]; token != "" {
			add("Authorization", "Bearer "+token)
		} else {
			r.complete = false
		}
	case "basic":
		add("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(params["username"]+":"+params["password"])))
	case "apikey":
		if params["in"] == "query" {
			r.url += map[bool]string{true: "&", false: "?"}[strings.Contains(r.url, "?")] + params["key"] + "=" + params["value"]
		} else if isToken(params["key"]) {
			add(params["key"], params["value"])
		}
	case "noauth", "none":
	default:
		r.complete = false
	}
}

// body reads {"mode": "raw", "raw": …} and Insomnia's {"mimeType": …, "text": …}.
func (c *collection) body(r *raw, v *literal) {
	if v == nil || v.kind != objectValue || len(v.keys) == 0 {
		r.reqBody = &rawBody{at: r.at}
		return
	}
	kind := ""
	if mode := v.get("mode", "type"); mode != nil {
		kind = mode.text
	}
	text := v.get("raw", "text", "body", "json")
	switch {
	case text != nil && text.kind == stringValue && (kind == "raw" || kind == "json" || kind == ""):
		r.reqBody = &rawBody{text: c.fill(text.text), at: c.at(text.at)}
		mime := "text/plain"
		if m := v.get("mimeType", "contentType"); m != nil && m.kind == stringValue {
			mime = m.text
		} else if kind == "json" {
			mime = "application/json"
		} else if o := v.get("options"); o != nil && strings.Contains(string(o.appendJSON(nil)), `"json"`) {
			mime = "application/json"
		}
		if !hasHeader(r.reqHeaders, "Content-Type") {
			r.reqHeaders = append(r.reqHeaders, rawHeader{"Content-Type", mime, c.at(text.at)})
		}
	case kind == "urlencoded":
		var parts []string
		if list := v.get("urlencoded"); list != nil {
			for _, kid := range list.kids {
				if key, value := kid.get("key"), kid.get("value"); key != nil && value != nil && !isOff(kid) {
					parts = append(parts, key.text+"="+c.fill(value.text))
				}
			}
		}
		r.reqBody = &rawBody{text: strings.Join(parts, "&"), at: c.at(v.at)}
	case kind == "graphql":
		if q := v.get("graphql"); q != nil {
			r.reqBody = &rawBody{text: c.fill(string(q.appendJSON(nil))), at: c.at(q.at)}
		}
	}
}

// executions reads the calls of a Newman report.
func (c *collection) executions(list, top *literal) {
	for _, e := range list.kids {
		req := e.get("request")
		if req == nil {
			continue
		}
		r := c.request(req, nil)
		if resp := e.get("response"); resp != nil && resp.kind == objectValue {
			c.example(&r, resp)
			if s := resp.get("stream"); s != nil {
				if b := bytesOf(s); b != nil {
					r.respBody = &rawBody{text: string(b), at: c.at(s.at)}
				}
			}
		}
		if failed := e.get("requestError"); failed != nil {
			if m := failed.get("message", "code"); m != nil {
				r.failure = m.text
			}
		}
		c.rs = append(c.rs, r)
	}
}

// insomnia reads an Insomnia export (v4): a flat list of resources.
func (c *collection) insomnia(list *literal) {
	for _, v := range list.kids {
		if kind := v.get("_type"); kind != nil && kind.text == "environment" {
			if data := v.get("data"); data != nil {
				for i, key := range data.keys {
					c.vars[key] = data.kids[i].text
				}
			}
		}
	}
	for _, v := range list.kids {
		kind := v.get("_type")
		if kind == nil || kind.text != "request" {
			continue
		}
		r := c.request(v, v.get("authentication"))
		if params := v.get("parameters"); params != nil && params.kind == listValue {
			for _, p := range params.kids {
				if name, value := p.get("name"), p.get("value"); name != nil && value != nil && !isOff(p) {
					sep := "?"
					if strings.Contains(r.url, "?") {
						sep = "&"
					}
					r.url += sep + name.text + "=" + c.fill(value.text)
				}
			}
		}
		c.rs = append(c.rs, r)
	}
}
