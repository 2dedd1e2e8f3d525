package evidence

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// placesMax bounds the places that are told of one secret.
const placesMax = 8

// placed tells of every secret that was replaced in a call where it stood.
func placed(list []diagnose.Redaction, c *diagnose.Case, r *raw) []diagnose.Redaction {
	for i := range list {
		x := &list[i]
		note := func(text string, at diagnose.Location) {
			if at != (diagnose.Location{}) && len(x.At) < placesMax && strings.Contains(text, x.Placeholder) && !slices.Contains(x.At, at) {
				x.At = append(x.At, at)
			}
		}
		if r.token != "" && strings.HasPrefix(x.Placeholder, "⟨token") {
			note(x.Placeholder, r.tokenAt)
		}
		if q := c.Request; q != nil {
			u := q.URL.Or(diagnose.URL{})
			note(u.Path, q.URL.From())
			note(u.Query, q.URL.From())
			notes(q.Headers, q.Body, note)
		}
		if p := c.Response; p != nil {
			notes(p.Headers, p.Body, note)
		}
		if c.Resource != nil {
			note(c.Resource.JSON, c.Resource.At)
		}
	}
	return list
}

func notes(hs []diagnose.Header, body diagnose.Known[diagnose.Body], note func(string, diagnose.Location)) {
	for i := range hs {
		note(hs[i].Value, hs[i].At)
	}
	if b, ok := body.Get(); ok {
		note(b.Text, b.At)
	}
}
