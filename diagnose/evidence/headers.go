package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// isHeaders recognises headers alone, as browsers copy those of HTTP/2 and 3, which have no
// first line.
func isHeaders(text string) bool {
	known := 0
	for _, l := range lines(text) {
		name, _, ok := headerLine(l.text)
		switch {
		case strings.TrimSpace(l.text) == "":
			continue
		case !ok:
			return false
		}
		switch fieldNamed(plainKey(name)) {
		case "method", "url", "path", "status", "code", "body", "error": // a label of free text
			if name[0] != ':' {
				return false
			}
		}
		if sideOf(name) != neither || strings.EqualFold(name, "content-type") || strings.EqualFold(name, "cache-control") {
			known++
		}
	}
	return known > 1
}

// readHeaders reads headers alone: those of an answer, unless some of them are only sent.
func readHeaders(text string, at func(int) diagnose.Location) ([]raw, error) {
	r := raw{at: at(0)}
	var hs []rawHeader
	who := ofResponse
	for _, l := range lines(text) {
		name, value, ok := headerLine(l.text)
		if !ok {
			continue
		}
		switch {
		case name == ":status":
			r.take(value, l.at, at)
		case sideOf(name) == ofRequest:
			who = ofRequest
		}
		hs = append(hs, rawHeader{name, value, at(l.at)})
	}
	if hs = pseudo(&r, hs); who == ofRequest {
		r.reqHeaders, r.complete = hs, true
	} else {
		r.respHeaders, r.headersShown = hs, true
	}
	return []raw{r}, nil
}

// sideOf says who sends a header that only one side does.
func sideOf(name string) role {
	switch name = strings.ToLower(name); name {
	case ":method", ":path", ":authority", "authorization", "cookie", "user-agent", "host", "origin", "accept", "accept-language":
		return ofRequest
	case ":status", "server", "set-cookie", "date", "www-authenticate", "vary", "etag", "inin-correlation-id", "access-control-allow-origin":
		return ofResponse
	}
	return neither
}
