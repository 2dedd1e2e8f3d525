package evidence

import (
	"bytes"
	"html"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
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
	if c.r.status == nil && c.r.respBody == nil && c.r.url == "" {
		return nil
	}
	before.Partial = !kept || c.err != nil
	if !kept && c.err == nil {
		c.say(0, "this report carries no evidence; it is judged by what it quotes of the answer")
	}
	return found(c.r)
}

// form reads the name of a form, and hints at one that is newer than this program.
func (c *caseReader) form() {
	offset := c.i
	schema := c.text("schema").Or("")
	if version := schema[strings.LastIndexByte(schema, '/')+1:]; isForm(schema) && version != formsRead {
		c.say(offset, "this report is of form "+strings.ToValidUTF8(version[:min(len(version), 8)], "")+", and this why403 reads "+formsRead+": what it knows of it is read")
	}
}

func (c *caseReader) tool() (t diagnose.Tool) {
	for c.enter('{'); c.next('}'); {
		switch c.key() {
		case "version":
			t.Version = c.text("version").Or("")
		case "catalog":
			for c.enter('{'); c.next('}'); {
				switch key := c.key(); key {
				case "name":
					t.Catalog.Name = c.text(key).Or("")
				case "version":
					t.Catalog.Version = c.text(key).Or("")
				case "date":
					t.Catalog.Date = c.text(key).Or("")
				case "digest":
					t.Catalog.Digest = c.text(key).Or("")
				default:
					c.skip()
				}
			}
		default:
			c.skip()
		}
	}
	return t
}

func (c *caseReader) question() (q diagnose.Question) {
	for c.enter('{'); c.next('}'); {
		switch key := c.key(); key {
		case "method":
			q.Method = c.text(key).Or("")
		case "url":
			q.URL = c.text(key).Or("")
		case "status":
			q.Status = c.integer(key)
		case "code":
			q.Code = c.text(key).Or("")
		case "message":
			q.Message = c.text(key).Or("")
		case "notes":
			q.Notes = c.text(key).Or("")
		case "operation":
			q.Operation = c.operation()
		default:
			c.skip()
		}
	}
	return q
}

// operation reads what an operation asked for.
func (c *caseReader) operation() *diagnose.Operation {
	op := &diagnose.Operation{}
	for c.enter('{'); c.next('}'); {
		switch c.key() {
		case "scopes":
			op.Scopes = c.need()
		case "permissions":
			op.Permissions = c.need()
		case "roles":
			op.Roles = c.need()
		case "needs_user":
			op.NeedsUser = c.truth("needs_user").Or(false)
		default:
			c.skip()
		}
	}
	return op
}

func (c *caseReader) need() (need diagnose.Requirement) {
	for c.enter('{'); c.next('}'); {
		switch c.key() {
		case "any_of":
			need = diagnose.AnyOf(c.names("any_of", byComma).Or(nil)...)
		case "all_of":
			need = diagnose.AllOf(c.names("all_of", byComma).Or(nil)...)
		default:
			c.skip()
		}
	}
	return need
}

// quoted fills what is missing of the call from what the report quotes of it.
func (c *caseReader) quoted(q *diagnose.Question, at diagnose.Location) {
	if c.r.method == "" {
		c.r.method = q.Method
	}
	if c.r.url == "" {
		c.r.url = q.URL
	}
	if status, ok := q.Status.Get(); ok && c.r.status == nil {
		c.r.status, c.r.statusAt = &status, q.Status.From()
	}
	if c.r.respBody != nil || q.Code == "" && q.Message == "" {
		return
	}
	c.r.respBody = &rawBody{text: q.Message, at: at}
	if q.Code != "" {
		b, _ := jsontext.AppendQuote([]byte(`{"code":`), q.Code)
		b, _ = jsontext.AppendQuote(append(b, `,"message":`...), q.Message)
		c.r.respBody = &rawBody{text: string(append(b, '}')), at: at}
	}
}

// judged reads the verdicts of a report; names that this program does not know are
// left out.
func (c *caseReader) judged() (list []diagnose.Judged) {
	for c.enter('['); c.next(']'); {
		var x diagnose.Judged
		for c.enter('{'); c.next('}'); {
			switch c.key() {
			case "cause":
				x.Cause = diagnose.Cause(c.text("cause").Or(""))
			case "rule":
				x.Rule = diagnose.RuleID(c.text("rule").Or(""))
			case "certainty":
				x.Certainty = certaintyOf(c.text("certainty").Or(""))
			default:
				c.skip()
			}
		}
		if slices.Contains(diagnose.Causes(), x.Cause) && strings.Trim(string(x.Rule), "abcdefghijklmnopqrstuvwxyz-") == "" {
			list = append(list, x)
		}
	}
	return list
}

func certaintyOf(word string) diagnose.Certainty {
	for c := diagnose.Certain; c > diagnose.Possible; c-- {
		if c.String() == word {
			return c
		}
	}
	return diagnose.Possible
}

func (c *caseReader) conclusion() diagnose.Conclusion {
	switch v := diagnose.Conclusion(c.word("conclusion").Or("")); v {
	case diagnose.Explained, diagnose.Inconclusive, diagnose.Unexplained, diagnose.WasNotRefused:
		return v
	}
	return ""
}

func (c *caseReader) redactions() (list []diagnose.Redaction) {
	for c.enter('['); c.next(']'); {
		var x diagnose.Redaction
		for c.enter('{'); c.next('}'); {
			switch c.key() {
			case "kind":
				x.Kind = c.text("kind").Or("")
			case "placeholder":
				x.Placeholder = c.text("placeholder").Or("")
			case "count":
				x.Count = c.integer("count").Or(0)
			default:
				c.skip()
			}
		}
		if strings.HasPrefix(x.Placeholder, "⟨") && redact.Masked(x.Placeholder) {
			list = append(list, x)
		}
	}
	return list
}
