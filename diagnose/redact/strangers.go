package redact

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// strangers takes note of what no rule reads: values of headers that are not well
// known and of the query, free text, and the hosts that are no platform's.
func (r *Redactor) strangers(c *diagnose.Case) {
	if len(c.Notes) >= startLen && !Masked(c.Notes) {
		r.ids.meet(notesKind, c.Notes)
	}
	if t := c.Token; t != nil {
		for _, address := range append(t.Audience.Or(nil), t.Issuer.Or("")) {
			r.domain(hostOf(address))
		}
	}
	if q := c.Request; q != nil {
		r.headers(q.Headers)
		u := q.URL.Or(diagnose.URL{})
		r.domain(u.Host)
		for pair := range strings.SplitSeq(u.Query, "&") {
			if name, value, _ := strings.Cut(pair, "="); identifier(value) && !signing(name) {
				r.stranger(value)
			}
		}
	}
	if c.Response != nil {
		r.headers(c.Response.Headers)
	}
}

func (r *Redactor) headers(hs []diagnose.Header) {
	for _, h := range hs {
		r.domain(hostOf(h.Value))
		switch {
		case strings.EqualFold(h.Name, "host"):
			r.domain(h.Value)
		case !wellKnown(h.Name) && !requestID(h.Name):
			r.stranger(h.Value)
		}
	}
}

func (r *Redactor) stranger(value string) {
	if len(value) >= 8 && strings.ToUpper(value) != value && !vocabulary(value) && !Masked(value) && !strings.Contains(value, "⟨") {
		r.ids.meet(valueKind, value)
	}
}

// signing says whether a parameter belongs to a signed address, which has its times
// in it.
func signing(name string) bool {
	lower := strings.ToLower(name)
	return len(name) <= 3 || strings.HasPrefix(lower, "x-amz-") || strings.HasPrefix(lower, "x-goog-") || lower == "expires"
}

// hostOf gives the host of an absolute address.
func hostOf(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, "/:?#"); end >= 0 {
		return rest[:end]
	}
	return rest
}
