package redact

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Conceal replaces identifiers in a text, as the level asks; at [Secrets] it gives the
// text itself.
func (r *Redactor) Conceal(text string) string {
	if r.level == Secrets {
		return text
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.conceal(text)
}

// conceal goes over a text from word to word. Every UUID is replaced, also one that
// was not met before, but for those that name a request; of other identifiers those
// that were met.
func (r *Redactor) conceal(text string) string {
	var out []byte
	done := 0
	replace := func(from, to int, x *identity) {
		if r.ids.learning {
			return
		}
		out = append(append(out, text[done:from]...), r.pseudonym(x)...)
		done = to
	}
	for i := 0; i < len(text); {
		if i > 0 && wordByte(text[i-1]) || text[i] == ' ' {
			i++
			continue
		}
		if end := i + uuidLen; end <= len(text) && text[i+8] == '-' && isBareUUID(text[i:end]) && !(end < len(text) && wordByte(text[end])) {
			if r.level == All || !r.ids.kept[strings.ToLower(text[i:end])] && !keptBefore(text, i) {
				kind := kindBefore(text, i)
				if kind == "" {
					kind = plainID
				}
				replace(i, end, r.ids.meet(kind, text[i:end]))
			}
			i = end
			continue
		}
		n, x := r.ids.at(text, i)
		if n == 0 {
			n, x = r.named(text, i)
		}
		if n > 0 && !slices.Contains(r.ids.spared, x.kind) {
			replace(i, i+n, x)
		}
		i += max(n, 1)
	}
	if out == nil {
		return text
	}
	return string(append(out, text[done:]...))
}

const uuidLen = 36

// isBareUUID leaves out the UUIDs of one digit alone: they name nobody, as platforms say
// "nobody" with them.
func isBareUUID(s string) bool {
	return len(s) == uuidLen && s[0] < 0x80 && diagnose.IsUUID(s) && strings.Trim(s, s[:1]+"-") != ""
}

// at finds the longest identifier that was met and that is no UUID at text[i:].
func (p *pseudonyms) at(text string, i int) (n int, x *identity) {
	if i+startLen > len(text) {
		return 0, nil
	}
	for _, v := range p.starts[text[i:i+startLen]] {
		end := i + len(v)
		if len(v) > n && !isNumber(text, i, end) && strings.HasPrefix(text[i:], v) && !(end < len(text) && wordByte(text[end]) && wordByte(v[len(v)-1])) {
			n, x = len(v), p.known[v]
		}
	}
	return n, x
}

// isNumber says whether text[from:to] is a number of JSON, which cannot become a word.
func isNumber(text string, from, to int) bool {
	if to > len(text) || strings.Trim(text[from:to], "0123456789") != "" {
		return false
	}
	before, after := strings.TrimRight(text[:from], " \t\r\n"), strings.TrimLeft(text[to:], " \t\r\n")
	return before != "" && strings.IndexByte(":,[", before[len(before)-1]) >= 0 && after != "" && strings.IndexByte(",]}", after[0]) >= 0
}

// keptBefore says whether the name before a UUID is that of the id of a request.
func keptBefore(text string, at int) bool {
	name, _ := nameBefore(text[max(0, at-120):at])
	return requestID(name)
}

// named finds a value that no shape tells, behind the name of an id, or of a person
// or thing where those go, too: "userId": "jane.7", name=Jane.
func (r *Redactor) named(text string, i int) (n int, x *identity) {
	if i == 0 || text[i-1] != '"' && text[i-1] != '\'' && text[i-1] != '=' {
		return 0, nil
	}
	name, _ := nameBefore(text[max(0, i-120):i])
	id, person := isID(name), r.level == All && personalName(name)
	if !id && !person {
		return 0, nil
	}
	end := i
	for end < len(text) && strings.IndexByte("\"'\\&\n\r<>{}", text[end]) < 0 && !(text[i-1] == '=' && strings.IndexByte(" ,;)", text[end]) >= 0) {
		end++
	}
	value := text[i:end]
	kind := Person
	if id {
		kind = kindOf(name)
	}
	switch {
	case kind == "" || Masked(value):
		return 0, nil
	case id && !identifier(value), person && !nameOf(value):
		return 0, nil
	case person && strings.HasPrefix(strings.TrimLeft(text[end:min(len(text), end+80)], blanks+","), "value"): // {"name": …, "value": …}
		return 0, nil
	}
	return len(value), r.ids.meet(kind, value)
}

// isID says whether a member of this name holds an id, and not an object or a word.
func isID(name string) bool {
	switch name {
	case "sub", "azp", "tid", "oid":
		return true
	}
	return strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "ID") || strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "-id")
}

// identifier says whether a value that is no UUID was made to name one object: it is
// long enough, is no number, and has what words do not have.
func identifier(v string) bool {
	return len(v) >= wholeMin && len(v) <= 128 && strings.ContainsAny(v, "0123456789|@") && strings.Trim(v, "0123456789.+-") != "" &&
		!strings.ContainsAny(v, " ()$,;") && !vocabulary(v)
}

// personalName says whether a member of this name holds the name of a person or a
// thing that people named.
func personalName(name string) bool {
	switch flat(name) {
	case "name", "displayname", "firstname", "lastname", "fullname", "givenname", "familyname", "nickname", "username", "preferredusername", "login",
		"department", "street", "address", "city", "jobtitle", "organizationname", "orgname", "companyname", "customername", "queuename", "subject",
		"comment", "note", "notes", "wrapupnotes":
		return true
	}
	return false
}

// nameOf says whether a value may be a name that people gave: it has a capital, a
// blank or a digit, and none of the words of a diagnosis.
func nameOf(v string) bool {
	lower := strings.ToLower(v)
	if len(v) < startLen || len(v) > 200 || strings.ToUpper(v) == v || strings.Contains(v, ":") || vocabulary(v) || lower == v && !strings.ContainsAny(v, " 0123456789") {
		return false
	}
	for _, w := range [...]string{"error", "forbidden", "denied", "authoriz", "invalid", "exception", "access", "scope"} {
		if strings.Contains(lower, w) {
			return false
		}
	}
	return true
}

// pseudonym gives an identifier its number when it is first replaced, and counts.
func (r *Redactor) pseudonym(x *identity) string {
	if x.entry == nil {
		kind := x.kind
		uuid := isBareUUID(x.value)
		if !uuid && slices.Contains(diagnose.IDKinds(), kind) {
			kind += ofName
		}
		x.entry = r.entry(kind)
		switch {
		case kind == hostKind:
			x.entry.placeholder = hostPlaceholder(r.numbers[kind])
		case uuid && kind != plainID:
			x.entry.kind += " id"
		default:
			x.entry.kind = strings.ReplaceAll(kind, "-", " ")
		}
		r.ids.list = append(r.ids.list, x)
	}
	r.counted(x.entry)
	return x.entry.placeholder
}
