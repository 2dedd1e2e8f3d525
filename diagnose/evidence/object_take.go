package evidence

import (
	"strings"
	"unicode/utf8"
)

// take takes the value of a field, and says whether that was it.
func (f *finder) take(field string, who role, v, in *literal) bool {
	s := strings.TrimSpace(v.text)
	plain := v.kind == stringValue || v.kind == numberValue
	if name, ok := strings.CutPrefix(field, "header:"); ok {
		return f.oneHeader(name, who, v)
	}
	if inner := v.get("code", "name"); inner != nil && (field == "method" || field == "status" && v.get("phrase") != nil) { // Proxyman
		return f.take(field, who, inner, v)
	}
	switch field {
	case "method":
		if m := strings.ToUpper(strings.TrimPrefix(s, ":")); in.get("requestURI", "objectRef") != nil {
			f.set(&f.r.method, kubernetesVerb(s))
		} else if (plain || v.kind == wordValue) && who != ofResponse && isVerb(m) && f.r.method == "" { // Elixir's :patch
			f.r.method, f.r.methodAt = m, f.at(v.at)
		}
		return plain
	case "url", "path":
		if field == "path" && who == ofRequest && v.kind == stringValue && s != "" && !strings.ContainsAny(s[:1], "/{*") && !strings.ContainsAny(s, " :") { // Akamai
			s = "/" + s
		}
		return f.address(v, field, s)
	case "base", "host", "scheme", "query", "port":
		return f.origin(field, s, v, in)
	case "status", "code":
		return f.status(v, s, who, field == "code")
	case "headers":
		return f.headers(v, f.side(who, in, v))
	case "body", "error":
		return f.body(v, f.side(who, in, v), field == "error")
	case "base64":
		if text, whole := fromBase64(s); whole && utf8.ValidString(text) {
			v.text = text
			return f.body(v, f.side(who, in, v), false)
		}
		return plain
	case "time":
		if plain && f.r.started == "" {
			f.r.started = moment(s)
		}
		return plain
	}
	return false
}

// kubernetesVerb gives the method behind a verb of the Kubernetes API.
func kubernetesVerb(verb string) string {
	switch verb {
	case "list", "watch":
		return "GET"
	case "create":
		return "POST"
	case "update":
		return "PUT"
	case "deletecollection":
		return "DELETE"
	}
	return strings.ToUpper(verb)
}

// address takes a URL, or the object that a URL was printed as.
func (f *finder) address(v *literal, field, s string) bool {
	if v.kind == objectValue {
		for _, name := range []string{"href", "raw", "full", "original"} {
			if whole := v.get(name); whole != nil && whole.kind == stringValue && whole.text != "" {
				return f.address(whole, "url", whole.text)
			}
		}
		return false
	}
	if v.kind != stringValue && !strings.Contains(s, "://") || s == "" { // Response{url=https://…}
		return v.kind == stringValue
	}
	if inner, ok := strings.CutPrefix(s, "#<URI::"); ok { // Ruby
		_, s, _ = strings.Cut(inner, " ")
		s = addressAt(s)
	}
	if method, rest, ok := strings.Cut(s, " "); ok && isVerb(method) { // "PATCH /x HTTP/1.1"
		f.set(&f.r.method, method)
		s, _, _ = strings.Cut(rest, " ")
	}
	switch {
	case strings.Contains(s, "://"):
		if !strings.Contains(f.r.url, "://") {
			f.r.url, f.r.urlAt = s, f.at(v.at)
		}
	case strings.HasPrefix(s, "/"), strings.HasPrefix(s, "{{"), field == "url" && strings.Contains(s, "/") && !strings.Contains(s, " "):
		f.set(&f.path, s)
	}
	return true
}

// origin takes a part of an address.
func (f *finder) origin(field, s string, v, in *literal) bool {
	if v.kind != stringValue && v.kind != numberValue {
		return field == "query" && f.queryOf(v)
	}
	switch field {
	case "base":
		if strings.Contains(s, "://") {
			f.set(&f.base, s)
		}
	case "host":
		if s != "-" && !strings.ContainsAny(s, " /") {
			f.set(&f.host, s)
		}
	case "port":
		f.set(&f.port, s)
	case "scheme":
		if s = strings.ToLower(strings.TrimSuffix(s, ":")); s == "http" || s == "https" {
			f.set(&f.scheme, s)
		}
	case "query":
		if s != "-" && strings.Contains(s, "=") {
			f.set(&f.query, strings.TrimPrefix(s, "?"))
		}
	}
	return true
}

// queryOf takes a query that stands as an object.
func (f *finder) queryOf(v *literal) bool {
	if v.kind != objectValue || f.query != "" {
		return false
	}
	var parts []string
	for i, key := range v.keys {
		if kid := v.kids[i]; kid.kind == stringValue || kid.kind == numberValue {
			parts = append(parts, key+"="+kid.text)
		}
	}
	f.query = strings.Join(parts, "&")
	return true
}

// status takes a status; "code" is often something else than that.
func (f *finder) status(v *literal, s string, who role, code bool) bool {
	if v.kind == objectValue || v.kind == listValue {
		return false
	}
	if v.kind == wordValue || who == ofRequest {
		return true
	}
	n, ok := statusCode(s)
	switch s { // as .NET and Azure name it
	case "Forbidden":
		n, ok, s = 403, true, "403"
	case "Unauthorized":
		n, ok, s = 401, true, "401"
	}
	if !ok || code && v.kind != numberValue || len(s) > 3 && s[3] != ' ' {
		return true
	}
	if f.r.status == nil {
		f.r.status, f.r.statusAt = &n, f.at(v.at)
	}
	return true
}
