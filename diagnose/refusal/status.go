package refusal

import (
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// statusPaths are where an error body states an HTTP status.
var statusPaths = [...][]string{{"status"}, {"statusCode"}, {"status_code"}, {"httpStatus"}, {"http_status"}, {"code"}, {"errorCode"},
	{"error", "code"}, {"error", "status"}, {"errors", "0", "extensions", "status_code"}, {"errors", "0", "status"}}

// findStatus takes the response's own status, else the one its body states, else
// one that its text quotes.
func (s *answer) findStatus() {
	if n, ok := s.resp.Status.Get(); ok {
		s.status, s.statusShown, s.statusAt = n, true, s.resp.Status.From()
		return
	}
	for _, path := range statusPaths {
		if n := s.json.at(path...).number(); isStatus(n) {
			s.status, s.statusShown, s.statusAt = n, true, s.where(path...)
			return
		}
	}
	if s.form == textForm || s.form == htmlForm {
		if n := statusIn(s.message); n != 0 {
			s.status, s.statusShown, s.statusAt = n, true, s.body.At
		}
	}
}

func (s *answer) knownStatus() diagnose.Known[int] {
	if s.statusShown {
		return diagnose.Know(s.status, s.statusAt)
	}
	return diagnose.Unknown[int](s.resp.Status.Why())
}

func isStatus(n int) bool { return n >= 400 && n < 600 }

// statusIn finds an HTTP status that a text quotes: "API Error: 403 - …", "Request
// failed with status code 403", "HTTP 403", "(403)", "403 Forbidden". A number
// that nothing marks as a status is none.
func statusIn(text string) int {
	for i := 0; i+3 <= len(text); i++ {
		if c := text[i]; c != '4' && c != '5' || !digits(text[i:i+3]) {
			continue
		}
		if i > 0 && alnum(text[i-1]) || i+3 < len(text) && alnum(text[i+3]) {
			continue
		}
		if text[i:i+3] == "443" && i > 0 && text[i-1] == ':' {
			continue // a port
		}
		if marked(text[:i], text[i+3:]) {
			return int(text[i]-'0')*100 + int(text[i+1]-'0')*10 + int(text[i+2]-'0')
		}
	}
	return 0
}

func marked(before, after string) bool {
	if len(before) > 18 {
		before = before[len(before)-18:]
	}
	if strings.HasSuffix(before, "(") && strings.HasPrefix(after, ")") {
		return true
	}
	for _, word := range [...]string{"status", "http", "error", "response", "returned", "code"} {
		if contains(before, word) {
			return true
		}
	}
	for _, word := range [...]string{" forbidden", " unauthorized", " error", " -", " permission", ": forbidden", " client error", " bad request", " not found", " too many"} {
		if len(after) >= len(word) && strings.EqualFold(after[:len(word)], word) {
			return true
		}
	}
	return false
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func alnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}

// readStatus adds what a status means by itself.
func readStatus(s *answer, r *diagnose.Refusal) {
	point := func(cause diagnose.Cause, c diagnose.Certainty, says string) *diagnose.Point {
		for i := range r.Points {
			if p := &r.Points[i]; p.Cause == cause || p.Certainty > diagnose.Possible {
				return &diagnose.Point{} // the body knows better
			}
		}
		r.Refused = true
		return add(r, cause, c, s.statusAt, says)
	}
	switch s.status {
	case 402:
		point(diagnose.FeatureOff, diagnose.Likely, "status 402: payment required")
	case 405:
		if told := mostTelling(s.message); told == diagnose.FeatureOff || told == diagnose.MissingPermission {
			point(told, diagnose.Likely, "the server says: "+short(s.message))
			return
		}
		p := point(diagnose.WrongMethod, diagnose.Certain, "status 405: method not allowed")
		if allow, _ := s.header("Allow"); allow != "" {
			p.Detail = "The server allows " + allow + " here."
		}
	case 407:
		point(diagnose.WAFOrProxy, diagnose.Certain, "status 407: a proxy on the way asks for credentials")
	case 409:
		point(diagnose.ResourceState, diagnose.Likely, "status 409: the object's present state does not allow it")
	case 415:
		point(diagnose.MissingHeader, diagnose.Certain, "status 415: unsupported media type")
	case 419:
		point(diagnose.CSRFOrCORS, diagnose.Likely, "status 419, which Laravel gives for a missing or stale CSRF token")
	case 429:
		readRateLimit(s, r)
	case 421:
		point(diagnose.WrongRegion, diagnose.Likely, "status 421: the server does not answer for this host")
	case 423:
		point(diagnose.ResourceState, diagnose.Likely, "status 423: the object is locked")
	case 451:
		point(diagnose.IPAllowlist, diagnose.Likely, "status 451: not available here for legal reasons")
	case 511:
		point(diagnose.WAFOrProxy, diagnose.Certain, "status 511: the network asks for a sign-in")
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
