package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Some access logs tell more of a refusal than its status.

// tellMore takes what stands behind the status: why Envoy refused and which host was
// asked, or the code of S3.
func (r *raw) tellMore(fs []line) {
	host := ""
	for i, f := range fs {
		switch {
		case i < 3 && r.message == "":
			r.message = saysWhy("responsecodedetails", f.text)
			if i == 0 && len(fs) > 12 && isErrorCode(f.text) { // S3
				r.message, host = f.text, fs[12].text
			}
		case diagnose.IsUUID(f.text) && i+1 < len(fs): // Envoy: "request id" "authority"
			host = fs[i+1].text
		}
	}
	if strings.HasPrefix(r.url, "/") && strings.Contains(host, ".") && !strings.ContainsAny(host, " /") {
		r.url = schemeOf(host, &message{}) + "://" + host + r.url
	}
}

// isErrorCode says whether a field is a code in words, as AccessDenied is.
func isErrorCode(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return len(s) > 5
}

// apartLine reads a line in which method, path and protocol stand apart, as OAuth2 Proxy
// writes it: … [2026/11/23 04:10:00] host GET - "/x" HTTP/1.1 "agent" 403 2766 0.001
func apartLine(fs []line, i int, at func(int) diagnose.Location) (raw, bool) {
	if i == 0 || i+5 >= len(fs) || !isMethod(fs[i].text) || !strings.HasPrefix(fs[i+2].text, "/") || !strings.HasPrefix(fs[i+3].text, "HTTP/") {
		return raw{}, false
	}
	r := raw{at: at(fs[0].at), method: fs[i].text, methodAt: at(fs[i].at), url: fs[i+2].text, urlAt: at(fs[i+2].at)}
	if host := fs[i-1].text; strings.Contains(host, ".") {
		r.url = schemeOf(host, &message{}) + "://" + host + r.url
	}
	agentOf(&r, fs[i+4:], at)
	return r, setStatus(&r, fs[i+5], at)
}

// reasons are the lines of an error log that stand among those of an access log, until
// the line about the same request comes along.
type reasons []raw

// take gives a reason to the last call that it may be about, or keeps it for a later one.
func (rs *reasons) take(reason raw, calls []raw) {
	for i := len(calls) - 1; i >= max(0, len(calls)-20); i-- {
		if explains(&reason, &calls[i]) {
			calls[i].explain(&reason)
			return
		}
	}
	if *rs = append(*rs, reason); len(*rs) > 20 {
		*rs = (*rs)[1:]
	}
}

// give looks for the reason of a call among those that came before it.
func (rs *reasons) give(call *raw) {
	for i := range *rs {
		if reason := (*rs)[i]; explains(&reason, call) {
			call.explain(&reason)
			*rs = append((*rs)[:i:i], (*rs)[i+1:]...)
			return
		}
	}
}

func explains(reason, call *raw) bool {
	return call.status != nil && *call.status >= 400 && call.message == "" && call.method == reason.method && strings.HasSuffix(reason.url, call.url)
}

func (r *raw) explain(reason *raw) {
	r.message, r.respAt, r.url = reason.message, reason.at, reason.url
}

// errorLine reads a line of nginx's error log that names its request:
// 2026/11/23 04:10:00 [error] 31#31: *7 access forbidden by rule, client: 192.0.2.7, server: x, request: "GET /x HTTP/1.1", host: "x"
func errorLine(l line, at func(int) diagnose.Location) (raw, bool) {
	_, said, ok := strings.Cut(l.text, "] ")
	if !ok || !strings.Contains(l.text[:len(l.text)-len(said)], "[") {
		return raw{}, false
	}
	said, about, ok := strings.Cut(said, ", client: ")
	_, request, named := strings.Cut(about, `request: "`)
	request, rest, _ := strings.Cut(request, `"`)
	m, isRequest := requestLine(request)
	if !ok || !named || !isRequest {
		return raw{}, false
	}
	if _, after, ok := strings.Cut(said, ": *"); ok { // process, thread and connection
		_, said, _ = strings.Cut(after, " ")
	}
	r := raw{at: at(l.at), method: m.method, url: m.target, message: said}
	if _, host, ok := strings.Cut(rest, `host: "`); ok && strings.HasPrefix(r.url, "/") {
		host, _, _ = strings.Cut(host, `"`)
		r.url = schemeOf(host, &message{}) + "://" + host + r.url
	}
	return r, true
}
