package evidence

import (
	"strings"
)

// Go programs print a request and a response with %+v:
// &{Method:PATCH URL:https://… Header:map[Accept:[*/*]] …} and &{Status:403 Forbidden StatusCode:403 …}.

// isGoStruct recognises such a line.
func isGoStruct(text string) bool {
	return strings.Contains(text, "{Method:") && strings.Contains(text, " URL:") || strings.Contains(text, "{Status:") && strings.Contains(text, " StatusCode:")
}

// rewriteGoStruct makes messages of them. What follows a response is its body.
func rewriteGoStruct(d *dictation, ls []line) {
	for _, l := range ls {
		if request, ok := behind(l, "{Method:"); ok && strings.Contains(request.text, " URL:") {
			method, _, _ := strings.Cut(request.text, " ")
			proto := " HTTP/2" // nothing tells of the body
			if strings.Contains(request.text, " ContentLength:0") {
				proto = " HTTP/1.1"
			}
			d.mark(l.at)
			d.line(method+" "+between(request.text, " URL:", " ")+proto, request.at)
			d.mapOfHeaders(request)
		} else if response, ok := behind(l, "{Status:"); ok && strings.Contains(response.text, " StatusCode:") {
			d.mark(l.at)
			d.line("HTTP/1.1 "+between(response.text, " StatusCode:", " "), response.at)
			d.mapOfHeaders(response)
			d.line("", l.at)
		} else {
			d.add(l.text+"\n", l.at)
		}
	}
}

// mapOfHeaders writes down Header:map[Accept:[*/*] Date:[Mon, …]].
func (d *dictation) mapOfHeaders(l line) {
	headers, ok := behind(l, " Header:map[")
	for ok {
		name, rest, found := strings.Cut(headers.text, ":[")
		if !found || !isToken(name) {
			return
		}
		value, after, _ := strings.Cut(rest, "]")
		d.line(name+": "+value, headers.at)
		if !strings.HasPrefix(after, " ") {
			return
		}
		headers = headers.after(len(headers.text) - len(after) + 1)
	}
}
