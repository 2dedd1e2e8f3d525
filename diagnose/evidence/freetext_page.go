package evidence

import "strings"

// page takes the page or the XML below a status as the body of the answer, up to
// where its root closes.
func (t *texts) page(s line) bool {
	if t.cur.status == nil || t.cur.respBody != nil || len(s.text) < 6 || s.text[0] != '<' {
		return false
	}
	root := strings.ToLower(s.text[1:min(len(s.text), 60)])
	switch {
	case strings.HasPrefix(root, "!doctype html"), strings.HasPrefix(root, "html"):
		root = "html"
	case strings.HasPrefix(root, "?xml"), strings.HasPrefix(root, "error"):
		root = "error"
	default:
		return false
	}
	rest := t.text[s.at:]
	end := strings.Index(strings.ToLower(rest), "</"+root)
	cut := end < 0
	if cut {
		if end = strings.Index(rest, "\n\n"); end < 0 {
			end = len(rest)
		}
	} else if close := strings.IndexByte(rest[end:], '>'); close > 0 {
		end += close + 1
	}
	t.any = true
	t.cur.respBody = &rawBody{text: strings.TrimSpace(rest[:end]), at: t.at(s.at), truncated: cut}
	t.skip = s.at + end
	return true
}
