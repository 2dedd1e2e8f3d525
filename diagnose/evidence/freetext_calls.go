package evidence

import (
	"cmp"
	"strings"

	"github.com/why403/why403/diagnose"
)

// adopt takes calls that were read out of an object as the current one.
func (t *texts) adopt(rs []raw) {
	for _, r := range rs {
		if b := t.cur.respBody; b != nil && r.respBody != nil && b.text == r.respBody.text && samePath(r.url, t.cur.url) { // the same answer once more
			t.cur = fuller(r, t.cur)
			continue
		}
		if t.cur.status != nil && t.cur.respBody == nil && !t.cur.headersShown && samePath(r.url, t.cur.url) &&
			(r.status == nil || *r.status == *t.cur.status) { // the message in front of a dump says the same
			r.status, r.statusAt = t.cur.status, t.cur.statusAt
			t.cur, t.any = fuller(r, t.cur), true
			continue
		}
		if r.method == "" && (t.cur.method != "" || r.url == "") && r.status != nil && t.cur.status == nil {
			r.method, r.methodAt = t.cur.method, t.cur.methodAt
			if r.url == "" {
				r.url, r.urlAt = t.cur.url, t.cur.urlAt
			}
		} else if t.any && t.cur.status != nil {
			t.flush()
		}
		t.cur, t.any = r, true
	}
}

// fuller adds to a call what another account of it knows besides.
func fuller(r, other raw) raw {
	r.method, r.url = cmp.Or(r.method, other.method), cmp.Or(r.url, other.url)
	r.methodAt, r.urlAt = cmp.Or(r.methodAt, other.methodAt), cmp.Or(r.urlAt, other.urlAt)
	if r.status == nil {
		r.status, r.statusAt = other.status, other.statusAt
	}
	if r.reqHeaders == nil {
		r.reqHeaders, r.complete = other.reqHeaders, other.complete
	}
	if r.respHeaders == nil {
		r.respHeaders, r.headersShown = other.respHeaders, other.headersShown
	}
	if r.reqBody == nil {
		r.reqBody = other.reqBody
	}
	return r
}

// begin takes an address; another one than before begins another call.
func (t *texts) begin(method, url string, offset int) {
	if t.cur.url != "" && !samePath(t.cur.url, url) {
		if t.cur.status == nil && t.cur.respBody == nil && method == "" {
			return
		}
		t.flush()
	} else if t.cur.status != nil && t.cur.respBody != nil && method != "" && t.cur.method != "" && method != t.cur.method {
		t.flush()
	}
	t.mark(offset)
	if method != "" && t.cur.method == "" {
		t.cur.method, t.cur.methodAt = method, t.at(offset)
	}
	if t.cur.url == "" || strings.Contains(url, "://") && !strings.Contains(t.cur.url, "://") {
		t.cur.url, t.cur.urlAt = t.absolute(url), t.at(offset)
	}
}

// absolute completes a path by the host that stands before it in urllib3's log:
// http://127.0.0.1:8403 "PATCH /x HTTP/1.1" 403.
func (t *texts) absolute(url string) string {
	if strings.HasPrefix(url, "/") && strings.Contains(t.cur.url, "://") {
		return strings.TrimRight(t.cur.url, "/") + url
	}
	return url
}

func (t *texts) status(n, offset int) {
	if t.cur.status != nil {
		return
	}
	t.mark(offset)
	t.cur.status, t.cur.statusAt = &n, t.at(offset)
}

func (t *texts) header(section string, h rawHeader) {
	t.any = true
	if section == "request headers" {
		t.cur.reqHeaders = append(t.cur.reqHeaders, h)
		return
	}
	if !hasHeader(t.cur.respHeaders, h.name) || strings.EqualFold(h.name, "Set-Cookie") {
		t.cur.respHeaders = append(t.cur.respHeaders, h)
	}
	t.cur.headersShown = true
}

// message keeps the words that may be the server's.
func (t *texts) message(s line) {
	if strings.HasPrefix(s.text, "<") {
		if said := between(s.text, " message=\"", "\""); said != "" { // JUnit
			s.text = said
		}
	}
	t.mark(s.at)
	if t.first == "" || refusalWeight(s.text) > refusalWeight(t.first) {
		t.first, t.firstEnd = s.text, s.at+len(s.text)
	}
}

func (t *texts) mark(offset int) {
	if !t.any {
		t.any = true
		t.cur.at = t.at(offset)
	}
}

func (t *texts) flush() {
	if !t.any {
		return
	}
	r := t.cur
	if r.at == (diagnose.Location{}) { // nothing but headers or a body
		r.at = t.at(0)
	}
	if r.respBody == nil && (r.status == nil || *r.status >= 400) && (isRefusalText(t.first) || r.url == "" && r.status == nil) {
		r.message = t.first
	}
	t.calls = append(t.calls, r)
	t.cur, t.any, t.first, t.firstEnd, t.sent = raw{}, false, "", 0, false
}
