package render

import (
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// exchange shows what was sent and answered beside what the catalog demands.
func (h *html) exchange(r *diagnose.Report) {
	h.raw(`<div class="sides">`, "\n<div>\n<h3>What was sent and answered</h3>\n")
	if q := r.Case.Request; q != nil {
		url := ""
		if u, ok := q.URL.Get(); ok {
			url = u.String()
		}
		h.message(strings.TrimSpace(q.Method.Or("")+" "+url), q.Headers, q.Body)
	}
	if a := r.Case.Response; a != nil {
		first := ""
		if status, ok := a.Status.Get(); ok {
			first = strconv.Itoa(status)
		}
		h.message(first, a.Headers, a.Body)
	}
	h.raw("</div>\n<div>\n<h3>What the catalog demands</h3>\n")
	if op := r.Question.Operation; op != nil {
		h.demands(op)
	} else {
		h.para("soft", "The catalog does not know this operation.")
	}
	h.raw("</div>\n</div>\n")
}

// message is a request or response as it travels: first line, headers, body.
func (h *html) message(first string, headers []diagnose.Header, body diagnose.Known[diagnose.Body]) {
	var b strings.Builder
	b.WriteString(line(first) + "\n")
	for _, x := range headers {
		b.WriteString(line(x.Name) + ": " + line(x.Value) + "\n")
	}
	if known, ok := body.Get(); ok && known.Text != "" {
		b.WriteString("\n" + string(indent([]byte(known.Text))))
		if known.Truncated {
			b.WriteString("\n… (the input shows no more)")
		}
	}
	h.pre(strings.Trim(b.String(), "\n"))
}

func (h *html) demands(op *diagnose.Operation) {
	scopes := op.Accepts
	if op.Scopes.Empty() && op.ScopeBasis == diagnose.NoBasis {
		scopes = "no source says"
	}
	caller, body := "", "none"
	if op.NeedsUser {
		caller = "a user, not a client alone"
	}
	if op.Body != nil {
		body = op.Body.Name
		if op.Body.Required {
			body += ", required"
		}
	}
	h.facts([2]string{"operation", op.ID}, [2]string{"address", strings.TrimSpace(op.Method + " " + op.Path)},
		[2]string{"known from", sourceWords(op.Source)}, [2]string{"scope", scopes})
	if !op.Scopes.Empty() {
		h.need("scope"+inferred(op), op.Scopes)
	}
	if op.Permissions.Empty() {
		h.facts([2]string{"permission", "none listed"})
	}
	h.need("permission", op.Permissions)
	h.need("role", op.Roles)
	h.facts([2]string{"caller", caller}, [2]string{"body", body})
	for _, e := range op.Equivalents {
		h.para("soft", "The published API does this with "+e.Method+" "+e.Path+":")
		h.pre(e.Body)
	}
}

// inferred marks a requirement that the operation's own source does not state.
func inferred(op *diagnose.Operation) string {
	if op.ScopeBasis == diagnose.Family {
		return " (inferred)"
	}
	return ""
}
