package evidence

import (
	"strings"
)

// rewriteJavaHTTP reads the log of java.net.http: the request, its headers, the
// answer's headers, and last "RESPONSE: (PATCH https://…) 403 HTTP_1_1".
func rewriteJavaHTTP(d *dictation, ls []line) {
	const outside, sent, received = 0, 1, 2
	section := outside
	var headers []line
	for _, l := range ls {
		request, isRequest := behind(l, "INFO: REQUEST: ")
		response, isResponse := behind(l, "INFO: RESPONSE: (")
		switch {
		case isRequest:
			d.mark(l.at)
			if url, method, ok := strings.Cut(request.text, " "); ok && isVerb(method) {
				d.origin.url = url
			}
			section = outside
		case strings.HasSuffix(l.text, "REQUEST HEADERS:"):
			section = sent
		case strings.HasSuffix(l.text, "RESPONSE HEADERS:"):
			section, headers = received, nil
		case isResponse:
			_, status, _ := strings.Cut(response.text, ") ")
			d.mark(l.at)
			d.line("HTTP/1.1 "+status[:min(len(status), 3)], l.at)
			for _, h := range headers {
				d.add(h.text+"\n", h.at)
			}
			d.line("", l.at)
			section = outside
		case strings.TrimSpace(l.text) == "":
			d.line("", l.at)
			section = outside
		case section == received:
			headers = append(headers, l.trim())
		case section == sent:
			d.add(l.text+"\n", l.at)
		case strings.HasPrefix(strings.TrimSpace(l.text), "{"): // what the program printed of the body
			d.add(l.text+"\n", l.at)
		}
	}
}

// rewriteMessageHeader reads HttpURLConnection's log, which prints a message as
// "pairs: {PUT /x HTTP/1.1: null}{Host: …}" and "pairs: {null: HTTP/1.1 403 Forbidden}{…}".
func rewriteMessageHeader(d *dictation, ls []line) {
	for _, l := range ls {
		pairs, ok := behind(l, " pairs: {")
		if !ok || !strings.Contains(l.text, "MessageHeader@") {
			if strings.HasPrefix(l.text, "{") {
				d.add(l.text+"\n", l.at)
			}
			continue
		}
		d.mark(l.at)
		at := pairs.at
		for pair := range strings.SplitSeq(strings.TrimSuffix(pairs.text, "}"), "}{") {
			text := strings.TrimPrefix(strings.TrimSuffix(pair, ": null"), "null: ")
			d.add(text+"\n", at)
			at += len(pair) + len("}{")
		}
		d.line("", l.at)
	}
}
