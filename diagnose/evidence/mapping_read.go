package evidence

import (
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// fits says whether one of the first lines of an input is a record as the mapping
// describes it.
func (m *Mapping) fits(head []byte) bool {
	rows := m.rows("")
	for n, l := range lines(string(head)) {
		if n > 50 {
			break
		}
		if r, err := rows.record(l.text, position{line: 1, col: 1}); err == nil && r != nil && (r.status != nil || r.url != "") {
			return true
		}
	}
	return false
}

// read reads a log line by line, in bounded memory. A line that is no record is
// handed over as its error where every line should be one; lines that a pattern does
// not match are counted, and one hint tells of them.
func (m *Mapping) read(in *source, found func(raw) error) error {
	l := lineReader{src: in, at: position{line: 1, col: 1}}
	rows := m.rows(in.name)
	strangers, first := 0, diagnose.Location{}
	for n := 1; l.next(); {
		text := strings.TrimRight(string(l.line), "\r")
		if strings.TrimSpace(text) == "" && !l.long {
			continue
		}
		r, err := rows.record(text, l.at)
		switch {
		case l.long:
			r = &raw{err: &Error{At: in.location(l.at), Problem: "this record is longer than 8 MiB"}}
		case err != nil:
			r = &raw{err: err}
		case r == nil && m.pattern != nil:
			if strangers++; strangers == 1 {
				first = in.location(l.at)
			}
			continue
		case r == nil: // the names of columns, a comment
			continue
		}
		r.name = in.name + "#" + strconv.Itoa(n)
		n++
		if err := found(*r); err != nil {
			return err
		}
	}
	if strangers > 0 && in.options.Hint != nil {
		in.options.Hint(first.String() + ": the pattern of the mapping does not match this line" + others(strangers-1))
	}
	if l.end != io.EOF {
		return &Error{At: in.location(l.at), Problem: readProblem(l.end)}
	}
	return nil
}

func others(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", nor one other"
	}
	return ", nor " + strconv.Itoa(n) + " others"
}

// mappedRows reads the lines of one log.
type mappedRows struct {
	*Mapping
	name    string
	columns []string // nil until the line that names them was read
}

func (m *Mapping) rows(name string) *mappedRows {
	rows := &mappedRows{Mapping: m, name: name, columns: m.columns}
	if rows.columns == nil && m.numbered() {
		rows.columns = []string{}
	}
	return rows
}

// record reads one line, which stands at base. It gives nil for a line that is no
// record and need not be one.
func (m *mappedRows) record(text string, base position) (*raw, *Error) {
	place := newText(m.name, []byte(text), base)
	r := mapped{text: text, values: map[string]*literal{}, at: place.at}
	var err *Error
	is := true
	switch {
	case m.pattern != nil:
		is = m.matched(&r)
	case m.separator != "":
		is, err = m.cells(&r)
	default:
		err = m.members(&r, place)
	}
	if err != nil || !is {
		return nil, err
	}
	c, err := r.call()
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// matched takes the groups of the pattern.
func (m *mappedRows) matched(r *mapped) bool {
	at := m.pattern.FindStringSubmatchIndex(r.text)
	if at == nil {
		return false
	}
	for field, from := range m.fields {
		if g := 2 * m.group(from); from != "" && at[g] >= 0 {
			r.values[field] = &literal{kind: stringValue, text: r.text[at[g]:at[g+1]], at: at[g], end: at[g+1]}
		}
	}
	return true
}

// cells takes the columns of a row; it says whether the row is a record.
func (m *mappedRows) cells(r *mapped) (bool, *Error) {
	if strings.HasPrefix(r.text, "#") {
		return false, nil
	}
	cells := cellsOf(line{r.text, 0}, m.separator)
	if m.columns == nil {
		for _, c := range cells {
			m.columns = append(m.columns, c.text)
		}
		return false, nil
	}
	for _, field := range slices.Sorted(maps.Keys(m.fields)) { // in one order, so that the same row gives the same error
		from := m.fields[field]
		i := m.column(from, m.columns)
		switch {
		case from == "":
		case i < 0:
			return false, &Error{At: r.at(0), Problem: "no column is named as the mapping says for " + field, Hint: "the first line names the columns; compare the mapping with it"}
		case i < len(cells):
			r.values[field] = &literal{kind: stringValue, text: cells[i].text, at: cells[i].at, end: cells[i].at + len(cells[i].text)}
		default:
			return false, &Error{At: r.at(len(r.text)), Problem: "this row ends before column " + strconv.Itoa(i+1)}
		}
	}
	return true, nil
}

// members takes the members of a JSON object.
func (m *mappedRows) members(r *mapped, place *text) *Error {
	j := jscan{s: r.text, place: place}
	if j.peek() != '{' {
		return &Error{At: r.at(0), Problem: "this line is no JSON object"}
	}
	j.skip()
	j.end()
	if j.err != nil {
		return j.err
	}
	v, _ := parseLiteral(r.text, 0)
	for field, from := range m.fields {
		if inner := memberAt(v, from); inner != nil {
			r.values[field] = inner
		}
	}
	return nil
}

// memberAt follows a path of member names with dots between them; a name may itself
// hold dots, as OpenTelemetry's do.
func memberAt(v *literal, path string) *literal {
	if v == nil || path == "" || v.kind != objectValue {
		return nil
	}
	if inner := v.get(path); inner != nil {
		return inner
	}
	for i := 0; i < len(path); i++ {
		if path[i] == '.' {
			if inner := memberAt(v.get(path[:i]), path[i+1:]); inner != nil {
				return inner
			}
		}
	}
	return nil
}
