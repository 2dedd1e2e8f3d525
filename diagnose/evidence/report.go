package evidence

import (
	"bytes"
	"html"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Old reports of why403 carry the evidence they were made of: as the member case of
// the JSON form, and as one line of JSON in reports for people. It is read as the
// case it was, and judged again.

// The forms a report's evidence stands in; a version follows.
const (
	reportForm = "why403/report/"
	recordForm = "why403/evidence/"
	formsRead  = "v1"
)

// looksLikeReport says whether a text is a report of why403, or holds one.
func looksLikeReport(head []byte) bool {
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("{")) {
		j := jscan{s: string(head[:min(len(head), 200)])}
		j.enter('{')
		return j.next('}') && j.key() == "schema" && j.peek() == '"' && isForm(j.str())
	}
	return bytes.Contains(head, []byte(recordForm)) && bytes.Contains(head, []byte("schema"))
}

func isForm(schema string) bool {
	return strings.HasPrefix(schema, reportForm) || strings.HasPrefix(schema, recordForm)
}

// readReport reads the evidence of every report in the input.
func readReport(in *source, found func(raw) error) error {
	head := bytes.TrimLeft(in.head(), " \t\r\n")
	if first, _, whole := bytes.Cut(head, []byte("\n")); whole && bytes.HasPrefix(head, []byte("{")) && isValue(first) {
		return readReportLines(in, found)
	}
	t, err := in.text()
	if err != nil {
		return err
	}
	s := t.string()
	if strings.HasPrefix(strings.TrimLeft(s, " \t\r\n"), "{") {
		return readReportValues(s, t, in, found)
	}
	n := 0
	for record := range embedded(s) {
		n++
		c := caseReader{jscan: jscan{s: record.json, fixed: t.at(record.offset)}, hint: in.options.Hint}
		if err := c.handReport(nameOf(in, n), found); err != nil {
			return err
		}
	}
	if n == 0 {
		return &Error{At: in.start(), Problem: "this report carries no evidence", Hint: "bring what the report was made of"}
	}
	return nil
}

// isValue says whether a line is one whole JSON value.
func isValue(line []byte) bool {
	j := jscan{s: string(line)}
	j.skip()
	j.end()
	return j.err == nil
}

func nameOf(in *source, n int) string {
	if n == 1 {
		return in.name
	}
	return in.name + "#" + strconv.Itoa(n)
}

// readReportLines reads reports that stand one on a line, as many as there are.
func readReportLines(in *source, found func(raw) error) error {
	if in.options.Stream != nil {
		in.options.Stream(true)
	}
	l := lineReader{src: in, at: position{line: 1, col: 1}}
	for n := 0; l.next(); {
		if len(bytes.TrimSpace(l.line)) == 0 && !l.long {
			continue
		}
		n++
		if l.long {
			if err := found(raw{name: nameOf(in, n), err: &Error{At: in.location(l.at), Problem: "this report is longer than 8 MiB"}}); err != nil {
				return err
			}
			continue
		}
		t := newText(in.name, l.line, l.at)
		c := caseReader{jscan: jscan{s: t.string(), place: t}, hint: in.options.Hint}
		if err := c.handReport(nameOf(in, n), found); err != nil {
			return err
		}
	}
	if l.end != io.EOF {
		return &Error{At: in.location(l.at), Problem: readProblem(l.end)}
	}
	return nil
}

// readReportValues reads reports that are spread over lines, one after another.
func readReportValues(s string, t *text, in *source, found func(raw) error) error {
	c := caseReader{jscan: jscan{s: s, place: t}, hint: in.options.Hint}
	for n := 1; c.err == nil && c.peek() != 0; n++ {
		c.r, c.f = raw{}, facts{}
		if err := c.handReport(nameOf(in, n), found); err != nil {
			return err
		}
	}
	return nil
}

// A record is evidence inside of a document.
type record struct {
	json   string
	offset int
}

// embedded finds the records in a Markdown or HTML report, or in a text that one was
// pasted into. A record ends with its line; in HTML, where it is escaped, with its
// element.
func embedded(s string) iter.Seq[record] {
	return func(yield func(record) bool) {
		for from := 0; ; {
			i := strings.Index(s[from:], recordForm)
			if i < 0 {
				return
			}
			i += from
			from = i + len(recordForm)
			start := strings.LastIndexByte(s[:i], '{')
			if start < 0 || i-start > 60 || !strings.Contains(s[start:i], "schema") {
				continue
			}
			escaped := strings.Contains(s[start:i], "&")
			stop := byte('\n')
			if escaped {
				stop = '<'
			}
			json := s[start:]
			if end := strings.IndexByte(json, stop); end >= 0 {
				json = json[:end]
			}
			if escaped {
				json = html.UnescapeString(json)
			}
			if !yield(record{strings.TrimRight(json, " \r\n`"), start}) {
				return
			}
		}
	}
}

// handReport reads one report and hands its case over. Where it is cut off, the
// error comes first, and then what could be read.
func (c *caseReader) handReport(name string, found func(raw) error) error {
	at := c.here()
	before := &diagnose.Judgement{}
	var q diagnose.Question
	kept := false
	for c.enter('{'); c.next('}'); {
		switch c.key() {
		case "schema":
			c.form()
		case "tool":
			before.Tool = c.tool()
		case "question":
			q = c.question()
			before.Operation = q.Operation
		case "operation":
			before.Operation = c.operation()
		case "conclusion":
			before.Conclusion = c.conclusion()
		case "causes":
			before.Causes = c.judged()
		case "then":
			before.Then = c.judged()
		case "case":
			kept = true
			c.object("case", caseKeys, c.part)
		case "redactions":
			c.f.keep().redactions = c.redactions()
		default:
			c.skip()
		}
	}
	c.r.name, c.r.at, c.r.alone, c.r.facts = name, at, true, &c.f
	c.f.keep().before = before
	if c.err != nil {
		if err := found(raw{name: name, err: c.err}); err != nil {
			return err
		}
	}
	if !kept || c.err != nil {
		c.quoted(&q, at)
	}
	if c.r.status == nil && c.r.respBody == nil && c.r.url == "" && len(c.r.reqHeaders)+len(c.r.respHeaders) == 0 {
		return nil
	}
	before.Partial = !kept || c.err != nil
	if !kept && c.err == nil {
		c.say(0, "this report carries no evidence; it is judged by what it quotes of the answer")
	}
	return found(c.r)
}
