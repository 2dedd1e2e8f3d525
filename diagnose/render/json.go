package render

import (
	"io"
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/why403/why403/diagnose"
)

// Schema names the version of the report's JSON form.
const Schema = "why403/report/v1"

// jsonRenderer writes one object per report and line, in the form of
// [ReportSchema].
type jsonRenderer struct {
	pretty  bool
	buffers sync.Pool // of *[]byte
}

func (j *jsonRenderer) Render(w io.Writer, r *diagnose.Report) error {
	p, ok := j.buffers.Get().(*[]byte)
	if !ok {
		p = new([]byte)
	}
	b := AppendJSON((*p)[:0], r)
	if j.pretty {
		b = indent(b)
	}
	b = append(b, '\n')
	_, err := w.Write(b)
	*p = b
	j.buffers.Put(p)
	return err
}

// AppendJSON appends the report as one compact JSON object without a line break.
// Keys have a fixed order, arrays are never null, and what is not known is left
// out. It is written by hand because a stream of cases spends more time in
// reflection than in the diagnosis.
func AppendJSON(b []byte, r *diagnose.Report) []byte {
	b = append(b, `{"schema":"`+Schema+`","tool":`...)
	b = appendTool(b, &r.Tool)
	b = append(b, `,"question":`...)
	b = appendQuestion(b, &r.Question)
	b = append(b, `,"conclusion":`...)
	b = appendQuoted(b, string(conclusion(r)))
	b = append(b, `,"causes":`...)
	b = appendCauses(b, r.Causes)
	b = append(b, `,"then":`...)
	b = appendCauses(b, r.Then)
	b = append(b, `,"cleared":`...)
	b = appendNotes(b, r.Cleared)
	b = append(b, `,"unasked":`...)
	b = appendNotes(b, r.Unasked)
	if r.Next != nil && !r.Next.Empty() {
		b = append(b, `,"next":`...)
		b = appendAsk(b, r.Next)
	}
	b = append(b, `,"disagreements":`...)
	b = appendDisagreements(b, r.Disagreements)
	if r.CorrectedBody != nil {
		b = append(b, `,"corrected_body":`...)
		b = appendRaw(b, r.CorrectedBody)
	}
	if r.Rejudged != nil {
		b = appendRejudged(append(b, `,"rejudged":`...), r.Rejudged)
	}
	if r.Case != nil {
		b = AppendCase(append(b, `,"case":`...), r.Case)
	}
	b = append(b, `,"redactions":`...)
	b = appendRedactions(b, r.Redactions)
	return append(b, '}')
}

func appendTool(b []byte, t *diagnose.Tool) []byte {
	b = appendQuoted(append(b, `{"version":`...), t.Version)
	b = appendQuoted(append(b, `,"catalog":{"name":`...), t.Catalog.Name)
	b = appendText(b, `"version":`, t.Catalog.Version)
	b = appendText(b, `"date":`, t.Catalog.Date)
	b = appendText(b, `"digest":`, t.Catalog.Digest)
	return append(b, `}}`...)
}

func appendRejudged(b []byte, x *diagnose.Rejudged) []byte {
	b = appendTool(append(b, `{"before":{"tool":`...), &x.Before.Tool)
	b = appendText(b, `"conclusion":`, string(x.Before.Conclusion))
	b = appendVerdicts(append(b, `,"causes":`...), x.Before.Causes)
	b = appendVerdicts(append(b, `,"then":`...), x.Before.Then)
	b = appendFlag(b, `"partial":true`, x.Before.Partial)
	return append(appendList(append(b, `},"changes":`...), x.Changes), '}')
}

func appendQuestion(b []byte, q *diagnose.Question) []byte {
	b = append(b, '{')
	b = appendText(b, `"method":`, q.Method)
	b = appendText(b, `"url":`, q.URL)
	if status, ok := q.Status.Get(); ok {
		b = strconv.AppendInt(appendKey(b, `"status":`), int64(status), 10)
	}
	b = appendText(b, `"platform":`, q.Platform)
	if op := q.Operation; op != nil {
		b = appendQuoted(appendKey(b, `"operation":{"id":`), op.ID)
		b = appendText(b, `"method":`, op.Method)
		b = appendText(b, `"path":`, op.Path)
		b = appendText(b, `"source":`, string(op.Source))
		b = appendDemands(b, op)
		b = append(b, '}')
	}
	kind := q.Principal.Kind
	if kind == "" {
		kind = "unknown"
	}
	b = appendQuoted(appendKey(b, `"principal":{"kind":`), kind)
	b = appendText(b, `"grant":`, string(q.Principal.Grant))
	b = appendText(b, `"token":`, q.Principal.Fingerprint)
	if at, ok := q.Principal.Expires.Get(); ok {
		b = at.UTC().AppendFormat(append(b, `,"expires":"`...), time.RFC3339)
		b = append(b, '"')
	}
	b = append(b, '}')
	b = appendText(b, `"code":`, q.Code)
	b = appendText(b, `"message":`, q.Message)
	b = appendText(b, `"reference":`, q.Reference)
	b = appendText(b, `"notes":`, q.Notes)
	return append(b, '}')
}

func appendCauses(b []byte, cs []diagnose.Ranked) []byte {
	b = append(b, '[')
	for i := range cs {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendCause(b, &cs[i])
	}
	return append(b, ']')
}

func appendCause(b []byte, c *diagnose.Ranked) []byte {
	b = strconv.AppendInt(append(b, `{"rank":`...), int64(c.Rank), 10)
	b = appendQuoted(append(b, `,"cause":`...), string(c.Cause))
	b = appendQuoted(append(b, `,"rule":`...), string(c.Rule))
	b = appendQuoted(append(b, `,"certainty":`...), certaintyWord(c.Certainty))
	if h := c.HitRate; h != nil && h.Of > 0 && h.Value >= 0 && h.Value <= 1 {
		b = append(b, `,"hit_rate":{"value":`...)
		b = strconv.AppendFloat(b, math.Round(h.Value*100)/100, 'f', -1, 64)
		b = strconv.AppendInt(append(b, `,"of":`...), int64(h.Of), 10)
		b = append(b, '}')
	}
	b = appendQuoted(append(b, `,"summary":`...), c.Summary)
	b = appendText(b, `"detail":`, c.Detail)
	b = appendText(b, `"because":`, c.Because)
	b = appendNeed(b, `"need":`, c.Need)
	if c.Have != nil {
		b = appendList(append(b, `,"have":`...), c.Have)
	}
	b = append(b, `,"evidence":[`...)
	for i, s := range c.Evidence {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPlace(append(b, `{"at":`...), s.At)
		b = append(appendQuoted(append(b, `,"says":`...), s.Says), '}')
	}
	b = appendFixes(append(b, `],"fixes":`...), c.Fixes)
	if len(c.Avoid) > 0 {
		b = appendList(append(b, `,"avoid":`...), c.Avoid)
	}
	b = append(b, `,"docs":"why403 explain `...)
	b = appendEscaped(b, string(c.Rule))
	return append(b, `"}`...)
}

// appendDemands writes what an operation asks for.
func appendDemands(b []byte, op *diagnose.Operation) []byte {
	b = appendNeed(b, `"scopes":`, op.Scopes)
	b = appendNeed(b, `"permissions":`, op.Permissions)
	b = appendNeed(b, `"roles":`, op.Roles)
	return appendFlag(b, `"needs_user":true`, op.NeedsUser)
}

func appendNeed(b []byte, name string, need diagnose.Requirement) []byte {
	if need.Empty() {
		return b
	}
	mode := `{"any_of":`
	if need.Mode == diagnose.All {
		mode = `{"all_of":`
	}
	return append(appendList(append(appendKey(b, name), mode...), need.Names), '}')
}

// certaintyWord is the word of a certainty; what no rule decided is merely possible.
func certaintyWord(c diagnose.Certainty) string {
	if c < diagnose.Possible || c > diagnose.Certain {
		c = diagnose.Possible
	}
	return c.String()
}

// appendPlace writes a location as compilers do, without making a string of it.
func appendPlace(b []byte, l diagnose.Location) []byte {
	b = appendEscaped(append(b, '"'), l.Source)
	if l.Line > 0 {
		b = strconv.AppendInt(append(b, ':'), int64(l.Line), 10)
		if l.Col > 0 {
			b = strconv.AppendInt(append(b, ':'), int64(l.Col), 10)
		}
	}
	return append(b, '"')
}

func appendFixes(b []byte, fs []diagnose.Fix) []byte {
	b = append(b, '[')
	for i, f := range fs {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(append(b, `{"by":`...), string(f.By))
		b = appendText(b, `"where":`, f.Where)
		b = appendQuoted(append(b, `,"do":`...), f.Do)
		b = append(appendText(b, `"run":`, f.Run), '}')
	}
	return append(b, ']')
}

// appendNotes writes notes. Neighbours often give the same reason in many words,
// which is then copied and not escaped again.
func appendNotes(b []byte, ns []diagnose.Note) []byte {
	b = append(b, '[')
	from, to := 0, 0 // where the last reason and ask stand in b
	for i := range ns {
		n := &ns[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(append(b, `{"rule":`...), string(n.Rule))
		b = append(b, `,"cause":`...)
		if n.Cause == diagnose.NotRefused {
			b = append(b, `null`...)
		} else {
			b = appendQuoted(b, string(n.Cause))
		}
		if i > 0 && n.Reason == ns[i-1].Reason && n.Ask.What == ns[i-1].Ask.What && n.Ask.Run == ns[i-1].Ask.Run {
			b = append(b, b[from:to]...)
			continue
		}
		from = len(b)
		b = appendQuoted(append(b, `,"reason":`...), n.Reason)
		b = appendText(b, `"bring":`, n.Ask.What)
		b = append(appendText(b, `"run":`, n.Ask.Run), '}')
		to = len(b)
	}
	return append(b, ']')
}

func appendAsk(b []byte, a *diagnose.Ask) []byte {
	b = appendQuoted(append(b, `{"bring":`...), a.What)
	b = appendText(b, `"run":`, a.Run)
	b = append(b, `,"answers":[`...)
	for i, x := range a.Answers {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(append(b, `{"if":`...), x.If)
		b = append(appendQuoted(append(b, `,"then":`...), x.Then), '}')
	}
	return append(b, `]}`...)
}

func appendDisagreements(b []byte, ds []diagnose.Disagreement) []byte {
	b = append(b, '[')
	for i, d := range ds {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(append(b, `{"about":`...), d.About)
		b = append(b, `,"sources":[`...)
		for k, s := range d.Sources {
			if k > 0 {
				b = append(b, ',')
			}
			b = appendQuoted(append(b, `{"from":`...), s.From)
			b = append(appendQuoted(append(b, `,"says":`...), s.Says), '}')
		}
		b = append(b, `]}`...)
	}
	return append(b, ']')
}

func appendRedactions(b []byte, rs []diagnose.Redaction) []byte {
	b = append(b, '[')
	for i, r := range rs {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(append(b, `{"kind":`...), r.Kind)
		b = appendQuoted(append(b, `,"placeholder":`...), r.Placeholder)
		b = strconv.AppendInt(append(b, `,"count":`...), int64(r.Count), 10)
		if len(r.At) > 0 {
			b = append(b, `,"at":[`...)
			for k, at := range r.At {
				b = appendPlace(comma(b, k), at)
			}
			b = append(b, ']')
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// appendKey begins a member, with a comma unless it is the object's first.
func appendKey(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	return append(b, name...)
}

// appendText adds a string member, or nothing where the string is empty.
func appendText(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendQuoted(appendKey(b, name), value)
}

func appendList(b []byte, names []string) []byte {
	b = append(b, '[')
	for i, n := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(b, n)
	}
	return append(b, ']')
}
