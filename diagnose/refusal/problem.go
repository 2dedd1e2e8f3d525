package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// problem reads RFC 9457 problem details: a type, a title, a detail. The type often
// is the code.
var problem = platform{
	name: "problem",
	wrote: func(s *answer) bool {
		return s.headerHas("Content-Type", "problem+json") && s.form == jsonForm || s.json.has("type", "title") && (s.json.has("status") || s.json.has("detail"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "problem details of RFC 9457"
		title, kind := s.json.at("title").str(), s.json.at("type").str()
		if kind != "" && kind != "about:blank" {
			r.Code = diagnose.Know(kind, s.where("type"))
			s.code, s.codeAt = kind[strings.LastIndexAny(kind, "/#:")+1:], s.where("type")
		}
		if title != "" && !strings.Contains(s.message, title) {
			s.setPlain(limit(s.message) + " . " + title + " . " + s.code)
			return
		}
		s.isPlain = false
	},
}
