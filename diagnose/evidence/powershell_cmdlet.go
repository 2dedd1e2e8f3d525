package evidence

import (
	"net/url"
	"strings"
)

// cmdlet reads the parameters of a call.
func (p *powerShell) cmdlet(start int) raw {
	r := raw{at: p.at(start), complete: true}
	body := false
	for p.pos < len(p.text) {
		p.blank(false)
		if p.pos >= len(p.text) || strings.IndexByte("\r\n;|)", p.text[p.pos]) >= 0 {
			break
		}
		if p.text[p.pos] == '@' && p.pos+1 < len(p.text) && identifier(p.text[p.pos+1:]) > 0 { // splatting
			p.pos++
			p.splat(&r, p.vars["$"+strings.ToLower(p.word())], &body)
			continue
		}
		if p.text[p.pos] != '-' {
			before := p.pos
			if v := p.value(); v != nil && r.url == "" && v.kind == stringValue {
				r.url, r.urlAt = v.text, p.at(v.at)
			}
			p.pos = max(p.pos, before+1)
			continue
		}
		word := p.word()[1:]
		if name, _, glued := strings.Cut(word, ":"); glued { // -Method:Patch
			p.pos -= len(word) - len(name) - 1
			word = name
		}
		name := strings.ToLower(word)
		if isSwitch(name) {
			continue
		}
		p.parameter(&r, name, p.value(), &body)
	}
	p.finish(&r, body)
	return r
}

func isSwitch(name string) bool {
	return hasWord("usebasicparsing useb skipcertificatecheck disablekeepalive allowunencryptedauthentication verbose debug "+
		"skiphttperrorcheck passthru usedefaultcredentials skipheadervalidation followrellink preserveauthorizationonredirect", name)
}

func (p *powerShell) splat(r *raw, table *literal, body *bool) {
	if table == nil {
		r.complete = false
		return
	}
	for i, key := range table.keys {
		p.parameter(r, strings.ToLower(key), table.kids[i], body)
	}
}

// parameter takes one parameter.
func (p *powerShell) parameter(r *raw, name string, v *literal, body *bool) {
	if v == nil {
		return
	}
	switch name {
	case "uri":
		r.url, r.urlAt = v.text, p.at(v.at)
	case "method", "custommethod":
		r.method, r.methodAt = strings.ToUpper(v.text), p.at(v.at)
	case "headers":
		if v.kind == wordValue {
			r.complete = false
			return
		}
		for i, key := range v.keys {
			r.reqHeaders = append(r.reqHeaders, rawHeader{key, v.kids[i].text, p.at(v.kids[i].at)})
		}
	case "contenttype":
		r.reqHeaders = append(r.reqHeaders, rawHeader{"Content-Type", v.text, p.at(v.at)})
	case "useragent":
		p.agent = v
	case "token":
		r.reqHeaders = append(r.reqHeaders, rawHeader{"Authorization", "Bearer " + v.text, p.at(v.at)})
	case "body":
		*body = true
		switch {
		case v.kind == stringValue:
			r.reqBody = &rawBody{text: v.text, at: p.at(v.at)}
		case v.kind == wordValue: // a variable
		case v.name == "ConvertTo-Json":
			r.reqBody = &rawBody{text: string(v.appendJSON(nil)), at: p.at(v.at)}
		case v.kind == objectValue: // sent as a form, or in the query
			form := url.Values{}
			for i, key := range v.keys {
				form.Set(key, v.kids[i].text)
			}
			r.reqBody = &rawBody{text: form.Encode(), at: p.at(v.at)}
		}
	case "infile", "form":
		*body = true
	case "credential", "authentication":
		r.complete = false
	}
}

// finish adds what the session and the cmdlet itself send.
func (p *powerShell) finish(r *raw, body bool) {
	if r.method == "" {
		r.method = "GET"
	}
	if body && r.method == "GET" && r.reqBody != nil {
		if !strings.Contains(r.url, "?") {
			r.url += "?" + r.reqBody.text
		}
		body = false
	}
	if !body {
		r.reqBody = &rawBody{at: r.at}
	} else if r.reqBody != nil && r.method == "POST" && !hasHeader(r.reqHeaders, "Content-Type") {
		r.reqHeaders = append(r.reqHeaders, rawHeader{"Content-Type", "application/x-www-form-urlencoded", r.at})
	}
	if p.agent != nil && !hasHeader(r.reqHeaders, "User-Agent") {
		r.reqHeaders = append(r.reqHeaders, rawHeader{"User-Agent", p.agent.text, p.at(p.agent.at)})
	}
	if len(p.cookies) > 0 && !hasHeader(r.reqHeaders, "Cookie") {
		r.reqHeaders = append(r.reqHeaders, rawHeader{"Cookie", strings.Join(p.cookies, "; "), r.at})
	}
}
