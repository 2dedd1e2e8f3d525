package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// cellsOf cuts a row at its separator. A cell in quotes may hold the separator, and
// quotes that are doubled. Blanks count once, and brackets hold them together, as in
// the logs of servers.
func cellsOf(row line, separator string) []line {
	if separator == " " {
		return logFields(row)
	}
	var cells []line
	for rest := row; ; {
		cell, n := cellAt(rest, separator)
		cells = append(cells, cell)
		if n >= len(rest.text) {
			return cells
		}
		if rest = rest.after(n + len(separator)); rest.text == "" {
			return append(cells, rest)
		}
	}
}

// cellAt reads the cell that a row begins with, and gives its length in the row.
func cellAt(row line, separator string) (cell line, n int) {
	if !strings.HasPrefix(row.text, `"`) {
		n = strings.Index(row.text, separator)
		if n < 0 {
			n = len(row.text)
		}
		return line{strings.TrimSpace(row.text[:n]), row.at}, n
	}
	var b strings.Builder
	for n = 1; n < len(row.text); n++ {
		if row.text[n] == '"' {
			if n++; n >= len(row.text) || row.text[n] != '"' {
				break
			}
		}
		b.WriteByte(row.text[n])
	}
	return line{b.String(), row.at + 1}, n
}

// tableSeparator gives what separates the columns of a table whose first row names
// them, and names enough of a call; empty where a text is no such table.
func tableSeparator(text string) string {
	first, _, more := strings.Cut(text, "\n")
	if !more || len(first) > 4<<10 {
		return ""
	}
	for _, separator := range []string{",", "\t", ";"} {
		known := map[string]bool{}
		cells := cellsOf(line{first, 0}, separator)
		for _, c := range cells {
			field, _ := fieldOf(c.text, neither)
			known[field] = true
		}
		call := known["status"] && (known["url"] || known["path"] || known["method"])
		if len(cells) >= 2 && (call || len(cells) <= 6 && holdsMessages(cells)) {
			return separator
		}
	}
	return ""
}

// holdsMessages says whether a column holds the lines of a log, as CloudWatch and
// Kibana export them.
func holdsMessages(names []line) bool {
	for _, n := range names {
		switch strings.ToLower(n.text) {
		case "@message", "message", "_source", "textpayload":
			return true
		}
	}
	return false
}

func isTable(text string) bool { return tableSeparator(text) != "" }

// readTable reads a table of calls, as load testers and log consoles export it: the
// first row names the columns.
func readTable(text string, at func(int) diagnose.Location) ([]raw, error) {
	separator := tableSeparator(text)
	var names []line
	var rs []raw
	for _, row := range rowsOf(text) {
		cells := cellsOf(row, separator)
		if names == nil {
			names = cells
			continue
		}
		v := &literal{kind: objectValue, at: row.at, end: row.at + len(row.text)}
		for i, c := range cells[:min(len(cells), len(names))] {
			kid := &literal{kind: stringValue, text: c.text, at: c.at, end: c.at + len(c.text)}
			if _, ok := statusCode(c.text); ok && len(c.text) == 3 {
				kid.kind = numberValue
			}
			v.keys, v.kids = append(v.keys, names[i].text), append(v.kids, kid)
		}
		rs = append(rs, objectCalls(v, "", at)...)
	}
	return rs, nil
}

// rowsOf cuts a table into rows; a line break in quotes does not end one.
func rowsOf(text string) []line {
	var rows []line
	start, quoted := 0, false
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] == '"' {
			quoted = !quoted
		}
		if i == len(text) || text[i] == '\n' && !quoted {
			if row := strings.TrimRight(text[start:i], "\r"); strings.TrimSpace(row) != "" {
				rows = append(rows, line{row, start})
			}
			start = i + 1
		}
	}
	return rows
}
