package evidence

import "strings"

// relayed gives the call that was refused behind a server which answers for it with an
// error of its own: a 500 whose message names the address, the status 401 or 403 and
// what was answered. It says whether there is one.
func relayed(r *raw) (raw, bool) {
	if r.status == nil || *r.status < 500 || r.respBody == nil {
		return raw{}, false
	}
	v, ok := parseLiteral(r.respBody.text, 0)
	if !ok || v.kind != objectValue {
		return raw{}, false
	}
	said := textOf(v.get("message", "detail", "error_description", "exception", "error"))
	c := cluesIn(said)
	if c.status != 401 && c.status != 403 || !strings.Contains(c.url, "://") || r.url != "" && samePath(c.url, r.url) {
		return raw{}, false
	}
	body := strings.IndexByte(said, '{')
	if c.method == "" && body < 0 { // an address and a number that are beside the matter
		return raw{}, false
	}
	inner := raw{name: r.name, at: r.at, method: c.method, url: c.url, status: &c.status, statusAt: r.respBody.at, message: said, started: r.started}
	if body >= 0 {
		if n := jsonEnd(said[body:]); n > 0 {
			inner.respBody = &rawBody{text: said[body : body+n], at: r.respBody.at}
		}
	}
	return inner, true
}
