package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Who asks for help shows code, and below the call what came of it, as a comment:
//
//	// 403 { message: 'You are not authorized …' }

// remark reads the comment at i, over all lines of it, and gives the offset behind it.
func (s *sourceCode) remark(i int) int {
	mark, end := "//", i
	if s.text[i] == '#' {
		mark = "#"
	}
	var d dictation
	for rest := s.text[i:]; strings.HasPrefix(strings.TrimLeft(rest, " \t"), mark); rest = s.text[end:] {
		l := line{rest, end}
		if nl := strings.IndexByte(rest, '\n'); nl >= 0 {
			l.text = rest[:nl]
		}
		end = min(end+len(l.text)+1, len(s.text))
		l = l.trim().after(len(mark))
		shown := strings.TrimLeft(l.text, "/# \t=->→▶⇒")
		d.add(shown+"\n", l.at+len(l.text)-len(shown))
	}
	if n := len(s.rs); n > 0 && s.rs[n-1].status == nil && tellsAnswer(d.String()) {
		s.answered(&s.rs[n-1], &d)
	}
	return end
}

// tellsAnswer says whether a comment tells an answer: it begins with its status or a
// label, and not with words about what may happen.
func tellsAnswer(text string) bool {
	if _, ok := statusCode(text); ok || strings.HasPrefix(text, "HTTP/") {
		return true
	}
	label, rest, ok := strings.Cut(text, ":")
	switch labelOf(label) {
	case "status", "body":
		_, status := statusCode(strings.TrimSpace(rest))
		return ok && (status || strings.ContainsRune(rest, '{'))
	}
	return strings.HasPrefix(text, "{") && isRefusalText(text)
}

// output reads what the code printed, where that stands below it.
func (s *sourceCode) output() {
	if len(s.rs) == 0 || s.rs[len(s.rs)-1].status != nil {
		return
	}
	var d dictation
	for _, l := range lines(s.text[s.end:]) {
		if d.b.Len() > 0 || printsAnswer(l.text) {
			d.add(l.text+"\n", l.at+s.end)
		}
	}
	s.answered(&s.rs[len(s.rs)-1], &d)
}

// printsAnswer says whether a line is the first that a program printed of an answer, and
// none of its code.
func printsAnswer(s string) bool {
	name, _, _ := strings.Cut(s, ":")
	name = strings.TrimPrefix(name, "Uncaught ")
	switch {
	case s == "", s[0] == '{' && !strings.HasPrefix(s, "{\""):
		return false
	case strings.HasSuffix(name, "Error"), strings.HasSuffix(name, "Exception"):
		return identifier(name) == len(name) && cluesIn(s).status >= 400
	}
	return s[0] != ' ' && tellsAnswer(s) || strings.HasPrefix(s, "Traceback (most recent call last)")
}

// answered adds to a call the answer that a comment or an output tells.
func (s *sourceCode) answered(r *raw, d *dictation) {
	told, _ := interpretOutput(d.String(), func(offset int) diagnose.Location { return s.at(d.place(offset)) })
	if len(told) != 1 || told[0].url != "" && !samePath(told[0].url, r.url) {
		return
	}
	t := told[0]
	r.status, r.statusAt, r.message = t.status, t.statusAt, t.message
	r.respHeaders, r.headersShown, r.respBody = t.respHeaders, t.headersShown, t.respBody
}
