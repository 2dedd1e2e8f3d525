package evidence

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

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
