package render

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/why403/why403/diagnose"
)

// home is where the program is described; formats that must name a source name it.
const home = "https://github.com/why403/why403"

// sarifRenderer writes SARIF 2.1.0 (OASIS): one run, a result for each cause. What
// could not be decided is a notification of the run, since it is no result.
type sarifRenderer struct {
	pretty bool
	docs   func(diagnose.RuleID) (diagnose.Doc, bool)
}

func (s *sarifRenderer) Render(w io.Writer, r *diagnose.Report) error {
	return s.RenderMany(w, []*diagnose.Report{r})
}

// RenderMany writes several reports into one run.
func (s *sarifRenderer) RenderMany(w io.Writer, rs []*diagnose.Report) error {
	rules := sarifRules(rs)
	b := append([]byte(nil), `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":`...)
	b = s.tool(b, rs, rules)
	b = append(b, `,"columnKind":"unicodeCodePoints","invocations":[{"executionSuccessful":true,"toolExecutionNotifications":[`...)
	for _, r := range rs {
		b = notifications(b, r)
	}
	b = append(b, `]}],"results":[`...)
	for _, r := range rs {
		for i := range r.Causes {
			b = result(separated(b), r, &r.Causes[i], rules, false)
		}
		for i := range r.Then {
			b = result(separated(b), r, &r.Then[i], rules, true)
		}
	}
	b = append(b, `]}]}`...)
	if s.pretty {
		b = indent(b)
	}
	_, err := w.Write(append(b, '\n'))
	return err
}

// separated adds a comma unless b ends where an array begins.
func separated(b []byte) []byte {
	if b[len(b)-1] != '[' {
		b = append(b, ',')
	}
	return b
}

// sarifRules lists the rules that blame, each once, in the order of their results.
func sarifRules(rs []*diagnose.Report) []diagnose.RuleID {
	var ids []diagnose.RuleID
	for _, r := range rs {
		for _, cs := range [][]diagnose.Ranked{r.Causes, r.Then} {
			for i := range cs {
				if indexOf(ids, cs[i].Rule) < 0 {
					ids = append(ids, cs[i].Rule)
				}
			}
		}
	}
	return ids
}

func indexOf(ids []diagnose.RuleID, id diagnose.RuleID) int {
	for i := range ids {
		if ids[i] == id {
			return i
		}
	}
	return -1
}

func (s *sarifRenderer) tool(b []byte, rs []*diagnose.Report, rules []diagnose.RuleID) []byte {
	var t diagnose.Tool
	if len(rs) > 0 {
		t = rs[0].Tool
	}
	b = append(b, `{"driver":{"name":"why403"`...)
	b = appendText(b, `"version":`, t.Version)
	b = append(b, `,"informationUri":"`+home+`","rules":[`...)
	for _, id := range rules {
		b = s.rule(separated(b), id)
	}
	b = append(b, `]}`...)
	if c := t.Catalog; c.Name != "" {
		b = appendText(append(b, `,"extensions":[{`...), `"name":`, c.Name)
		b = appendText(b, `"version":`, c.Version)
		b = append(appendText(b, `"releaseDateUtc":`, c.Date), `}]`...)
	}
	return append(b, '}')
}

// rule is a reportingDescriptor with the rule's documentation as its help.
func (s *sarifRenderer) rule(b []byte, id diagnose.RuleID) []byte {
	b = appendQuoted(append(b, `{"id":`...), string(id))
	b = append(b, `,"helpUri":"`+home+`#rules"`...)
	doc, ok := diagnose.Doc{}, false
	if s.docs != nil {
		doc, ok = s.docs(id)
	}
	if !ok {
		b = append(appendEscaped(append(b, `,"help":{"text":"why403 explain `...), string(id)), `"}`...)
		return append(b, '}')
	}
	b = append(appendQuoted(append(b, `,"shortDescription":{"text":`...), doc.Title), '}')
	b = append(appendQuoted(append(b, `,"fullDescription":{"text":`...), doc.Why), '}')
	b = appendQuoted(append(b, `,"help":{"text":`...), doc.Why+"\n\nHow to mend it: "+doc.Fix+"\n\nHow to tell it from its neighbours: "+doc.Tell)
	b = appendQuoted(append(b, `,"markdown":`...), prose(doc.Why)+"\n\n**How to mend it:** "+prose(doc.Fix)+"\n\n**How to tell it from its neighbours:** "+prose(doc.Tell))
	return append(b, `}}`...)
}

// notifications say how a report ends that has no likely cause, and what to bring.
func notifications(b []byte, r *diagnose.Report) []byte {
	if conclusion(r) == diagnose.Explained {
		return b
	}
	b = append(separated(b), `{"level":"note","message":{"text":`...)
	b = append(appendQuoted(b, headline(r)), `}}`...)
	for _, w := range wants(r.Unasked) {
		if w.ask.Empty() {
			continue
		}
		s := "To settle " + w.settles() + ", bring " + line(w.ask.What)
		if w.ask.Run != "" {
			s += ": " + w.ask.Run
		}
		b = append(separated(b), `{"level":"note","message":{"text":`...)
		b = append(appendQuoted(b, s), `}}`...)
	}
	return b
}

func result(b []byte, r *diagnose.Report, c *diagnose.Ranked, rules []diagnose.RuleID, later bool) []byte {
	b = appendQuoted(append(b, `{"ruleId":`...), string(c.Rule))
	b = strconv.AppendInt(append(b, `,"ruleIndex":`...), int64(indexOf(rules, c.Rule)), 10)
	b = append(append(b, `,"level":"`...), level(c.Certainty, later)...)
	b = append(appendQuoted(append(b, `","message":{"text":`...), resultText(c, later)), '}')
	b = append(append(append(b, `,"partialFingerprints":{"why403/v1":"`...), fingerprint(r, c)...), `"}`...)
	b = sarifLocations(b, r, c)
	b = bodyFix(b, r, c)
	b = appendQuoted(append(b, `,"properties":{"cause":`...), string(c.Cause))
	b = appendQuoted(append(b, `,"certainty":`...), certaintyWord(c.Certainty))
	b = strconv.AppendInt(append(b, `,"place":`...), int64(c.Rank), 10)
	b = strconv.AppendBool(append(b, `,"wouldFailNext":`...), later)
	b = appendFixes(append(b, `,"fixes":`...), c.Fixes)
	return append(b, `}}`...)
}

func level(c diagnose.Certainty, later bool) string {
	switch {
	case later || c <= diagnose.Possible:
		return "note"
	case c == diagnose.Likely:
		return "warning"
	}
	return "error"
}

// resultText is the summary and what to do, as plain text.
func resultText(c *diagnose.Ranked, later bool) string {
	s := sentence(c.Summary)
	if later {
		s = "Would fail next: " + s
	}
	if c.Detail != "" {
		s += " " + line(c.Detail)
	}
	for i, f := range c.Fixes {
		word := " Fix ("
		if i > 0 {
			word = " Or ("
		}
		s += word + owner(f.By) + "): " + sentence(f.Do)
		if f.Where != "" {
			s += " Where: " + line(f.Where) + "."
		}
	}
	return s
}

// sarifLocations puts the first piece of evidence that stands in a file into
// locations, and the others beside it.
func sarifLocations(b []byte, r *diagnose.Report, c *diagnose.Ranked) []byte {
	first := -1
	for i, s := range c.Evidence {
		if inFile(s.At) {
			first = i
			break
		}
	}
	b = append(b, `,"locations":[`...)
	name, _, _ := strings.Cut(inputName(r), "#")
	switch {
	case first >= 0:
		b = sarifLocation(b, c.Evidence[first], 0)
	case inFile(diagnose.Location{Source: name}):
		b = sarifLocation(b, diagnose.Statement{At: diagnose.Location{Source: name}, Says: c.Summary}, 0)
	}
	b = append(b, `],"relatedLocations":[`...)
	id := 0
	for i, s := range c.Evidence {
		if i != first {
			id++
			b = sarifLocation(separated(b), s, id)
		}
	}
	return append(b, ']')
}

// inFile says whether a place is in a file, and not in a flag or a stream.
func inFile(l diagnose.Location) bool {
	return l.Source != "" && l.Source != "stdin" && l.Source[0] != '-'
}

func sarifLocation(b []byte, s diagnose.Statement, id int) []byte {
	b = append(b, '{')
	if id > 0 {
		b = strconv.AppendInt(append(b, `"id":`...), int64(id), 10)
	}
	if inFile(s.At) {
		b = appendKey(b, `"physicalLocation":{"artifactLocation":{"uri":`)
		b = append(appendQuoted(b, uri(s.At.Source)), '}')
		if s.At.Line > 0 {
			b = strconv.AppendInt(append(b, `,"region":{"startLine":`...), int64(s.At.Line), 10)
			if s.At.Col > 0 {
				b = strconv.AppendInt(append(b, `,"startColumn":`...), int64(s.At.Col), 10)
			}
			b = append(b, '}')
		}
		b = append(b, '}')
	} else if s.At.Source != "" {
		b = append(appendQuoted(appendKey(b, `"logicalLocations":[{"name":`), s.At.Source), `}]`...)
	}
	b = appendQuoted(appendKey(b, `"message":{"text":`), s.Says)
	return append(b, `}}`...)
}

// uri makes a file name a URI reference: what is not unreserved in RFC 3986 is
// percent-encoded, and an absolute name gets the file scheme.
func uri(name string) string {
	b := make([]byte, 0, len(name)+8)
	if strings.HasPrefix(name, "/") {
		b = append(b, "file://"...)
	}
	for i := range len(name) {
		c := name[i]
		if c == '\\' {
			c = '/'
		}
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b = append(b, c)
		default:
			b = append(b, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
		}
	}
	return string(b)
}

// bodyFix offers the corrected body as an edit of the file it was read from, where
// it stands there as JSON.
func bodyFix(b []byte, r *diagnose.Report, c *diagnose.Ranked) []byte {
	if c.CorrectedBody == nil || r.Case == nil || r.Case.Request == nil {
		return b
	}
	body, ok := r.Case.Request.Body.Get()
	if !ok || !body.Parsed || body.Truncated || body.Text == "" || !inFile(body.At) || body.At.Line < 1 || body.At.Col < 1 {
		return b
	}
	lines := strings.Count(body.Text, "\n")
	last := body.Text[strings.LastIndexByte(body.Text, '\n')+1:]
	if strings.ContainsFunc(last, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return b // places count bytes, SARIF counts characters
	}
	endColumn := 1 + len(last)
	if lines == 0 {
		endColumn += body.At.Col - 1
	}
	b = appendQuoted(append(b, `,"fixes":[{"description":{"text":"Send the corrected body."},"artifactChanges":[{"artifactLocation":{"uri":`...), uri(body.At.Source))
	b = strconv.AppendInt(append(b, `},"replacements":[{"deletedRegion":{"startLine":`...), int64(body.At.Line), 10)
	b = strconv.AppendInt(append(b, `,"startColumn":`...), int64(body.At.Col), 10)
	b = strconv.AppendInt(append(b, `,"endLine":`...), int64(body.At.Line+lines), 10)
	b = strconv.AppendInt(append(b, `,"endColumn":`...), int64(endColumn), 10)
	b = appendQuoted(append(b, `},"insertedContent":{"text":`...), string(c.CorrectedBody))
	return append(b, `}}]}]}]`...)
}
