package evidence

import (
	"io"
	"regexp"
	"strconv"
	"strings"
)

// A Mapping tells how to read a log that why403 does not know by itself: which
// member of its JSON lines, which column of its table, or which group of a regular
// expression holds what. The zero value reads nothing; see [ReadMapping].
type Mapping struct {
	pattern   *regexp.Regexp // text lines
	separator string         // a table's: one character, or " " for blanks
	columns   []string       // their names; empty: the first line names them, unless all fields are numbers
	fields    map[string]string
}

// mappedFields lists what a mapping may assign.
const mappedFields = "method url scheme host query status time message code request_headers request_body response_headers response_body " +
	"user_agent token subject client scopes org"

// mappingKeys are the members of a mapping.
const mappingKeys = "fields pattern separator columns"

// mappingForm shows a mapping in one line.
const mappingForm = `a mapping looks like {"fields": {"method": "req.verb", "url": "req.uri", "status": "res.code"}}`

// ReadMapping reads a mapping from JSON. Its errors are of type [*Error].
func ReadMapping(name string, data io.Reader) (*Mapping, error) {
	src, err := open(Input{Name: name, Data: data}, &Options{})
	if err != nil {
		return nil, err
	}
	t, err := src.text()
	if err != nil {
		return nil, err
	}
	p := mappingParser{jscan: jscan{s: t.string(), place: t}, m: &Mapping{fields: map[string]string{}}, at: map[string]int{}}
	p.mapping()
	p.end()
	if p.err == nil {
		p.check()
	}
	if p.err != nil {
		if p.err.Hint == "" || strings.Contains(p.err.Hint, "schema case") {
			p.err.Hint = mappingForm
		}
		return nil, p.err
	}
	return p.m, nil
}

// mappingParser reads a mapping.
type mappingParser struct {
	jscan
	m       *Mapping
	at      map[string]int // where the value of each field stands
	fieldAt int            // where the fields begin
}

func (p *mappingParser) mapping() {
	for p.enter('{'); p.next('}'); {
		offset := p.i
		switch key := p.key(); key {
		case "fields":
			p.peek()
			p.fieldAt = p.i
			p.fields()
		case "pattern":
			p.pattern()
		case "separator":
			p.peek()
			offset = p.i
			if p.m.separator = p.str(); len([]rune(p.m.separator)) != 1 && p.err == nil {
				p.fail(offset, "the separator is not one character", `write "," or "\t" or " "`)
			}
		case "columns":
			p.m.columns = p.names("columns", ",").Or(nil)
		default:
			p.unknown(offset, key, mappingKeys)
		}
	}
}

// unknown reports a name that a mapping does not know.
func (p *mappingParser) unknown(offset int, key, names string) {
	if p.err != nil {
		return
	}
	hint := "known are: " + strings.Join(strings.Fields(names), ", ")
	if near := nearest(key, strings.Fields(names)); near != "" {
		hint = "did you mean " + near + "?"
	}
	p.fail(offset, memberPath("", key)+" is no part of a mapping", hint)
}

func (p *mappingParser) pattern() {
	p.peek()
	offset := p.i
	text := p.str()
	if p.err != nil {
		return
	}
	re, err := regexp.Compile(text)
	if err != nil {
		p.fail(offset, "the pattern is no regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "), "Go's syntax is meant, see https://go.dev/s/re2syntax")
		return
	}
	p.m.pattern = re
	for _, name := range re.SubexpNames() {
		if hasWord(mappedFields, name) {
			p.m.fields[name] = name
		}
	}
}

func (p *mappingParser) fields() {
	for p.enter('{'); p.next('}'); {
		offset := p.i
		key := p.key()
		if !hasWord(mappedFields, key) {
			p.unknown(offset, key, mappedFields)
			return
		}
		p.peek()
		p.at[key] = p.i
		p.m.fields[key] = p.text("fields." + key).Or("")
	}
}

// check holds the fields against the pattern or the columns.
func (p *mappingParser) check() {
	m := p.m
	switch {
	case m.pattern != nil && m.separator != "":
		p.fail(0, "a mapping has a pattern or a separator, not both", "leave one of them out")
	case m.columns != nil && m.separator == "":
		p.fail(0, "columns are named, but not what separates them", `add "separator": ","`)
	case m.fields["status"] == "" && m.fields["message"] == "" && m.fields["response_body"] == "":
		p.fail(p.fieldAt, "the mapping names neither status nor message nor response_body, so that no refusal can be told", "")
	case m.fields["url"] == "" && m.fields["method"] == "":
		p.fail(p.fieldAt, "the mapping names neither method nor url", "")
	}
	for _, field := range strings.Fields(mappedFields) {
		from := m.fields[field]
		switch {
		case from == "":
		case m.pattern != nil && m.group(from) < 0:
			p.fail(p.at[field], "the pattern has no group "+from, "write (?P<"+from+">…) in it, or the number of a group")
		case m.columns != nil && m.column(from, m.columns) < 0:
			p.fail(p.at[field], "there is no column "+from, "columns go by name, or by number from 1")
		}
	}
}

// group gives the number of a group of the pattern; -1 where there is none.
func (m *Mapping) group(name string) int {
	if n, err := strconv.Atoi(name); err == nil && n <= m.pattern.NumSubexp() {
		return n
	}
	return m.pattern.SubexpIndex(name)
}

// column gives the index of a column; -1 where there is none.
func (m *Mapping) column(name string, columns []string) int {
	for i, c := range columns {
		if c == name {
			return i
		}
	}
	if n, err := strconv.Atoi(name); err == nil && n > 0 {
		return n - 1
	}
	return -1
}

// numbered says whether all columns are named by their numbers, so that no line
// names them.
func (m *Mapping) numbered() bool {
	for _, from := range m.fields {
		if _, err := strconv.Atoi(from); err != nil {
			return false
		}
	}
	return true
}
