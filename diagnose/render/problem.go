package render

import (
	"io"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// problemRenderer writes application/problem+json (RFC 9457), so that a service
// can hand the explanation on in place of a bare 403.
type problemRenderer struct{ pretty bool }

func (p *problemRenderer) Render(w io.Writer, r *diagnose.Report) error {
	kind := string(conclusion(r))
	if conclusion(r) == diagnose.Explained && len(r.Causes) > 0 {
		kind = string(r.Causes[0].Cause)
	}
	b := append([]byte(nil), `{"type":"`+home+`#`...)
	b = append(appendEscaped(b, uri(kind)), `","title":`...)
	b = appendQuoted(b, strings.TrimSuffix(sentence(strings.ReplaceAll(kind, "_", " ")), "."))
	if status, ok := r.Question.Status.Get(); ok && status >= 100 && status <= 599 {
		b = strconv.AppendInt(append(b, `,"status":`...), int64(status), 10)
	}
	b = appendQuoted(append(b, `,"detail":`...), headline(r))
	b = appendText(b, `"reference":`, r.Question.Reference)
	b = appendQuoted(append(b, `,"conclusion":`...), string(conclusion(r)))
	b = appendCauses(append(b, `,"causes":`...), r.Causes)
	b = appendCauses(append(b, `,"then":`...), r.Then)
	if r.Next != nil && !r.Next.Empty() {
		b = appendAsk(append(b, `,"next":`...), r.Next)
	}
	b = append(b, '}')
	if p.pretty {
		b = indent(b)
	}
	_, err := w.Write(append(b, '\n'))
	return err
}
