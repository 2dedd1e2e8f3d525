package redact

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Edit is one replacement inside of a text: at the offset At of the new text, the
// old one was By bytes longer (negative: shorter).
type Edit struct{ At, By int }

// Query returns a URL query, or a form body, with the values of secret parameters
// replaced.
func (r *Redactor) Query(query string) string {
	if query == "" {
		return ""
	}
	var b strings.Builder
	changed := false
	for rest := query; ; {
		pair, more, again := strings.Cut(rest, "&")
		name, value, ok := strings.Cut(pair, "=")
		clean := value
		if ok && value != "" {
			clean = r.parameter(name, value)
		}
		if clean != value {
			changed = true
			b.WriteString(name + "=" + clean)
		} else {
			b.WriteString(pair)
		}
		if !again {
			break
		}
		b.WriteByte('&')
		rest = more
	}
	if !changed {
		return query
	}
	return b.String()
}

func (r *Redactor) parameter(name, value string) string {
	plain := value
	if strings.ContainsAny(value, "%+") {
		if p, err := url.QueryUnescape(value); err == nil {
			plain = p
		}
	}
	if kind, sure := secretName(name); kind != "" && !Masked(plain) && (sure || telling(kind, plain)) {
		return r.Secret(kind, plain)
	}
	if clean := r.Text(plain); clean != plain {
		return strings.ReplaceAll(clean, "&", "%26")
	}
	return value
}

// URL returns an address with the secrets of its query, its user part and its
// fragment replaced.
func (r *Redactor) URL(address string) string {
	base, fragment, hasFragment := strings.Cut(address, "#")
	path, query, hasQuery := strings.Cut(base, "?")
	clean := r.Text(path)
	if hasQuery {
		clean += "?" + r.Query(query)
	}
	if hasFragment {
		clean += "#" + r.Query(fragment)
	}
	return clean
}

// Body returns a body with its secrets replaced: JSON by the names of its members
// and the shape of its values, forms by the names of their fields, anything else as
// text. JSON stays JSON.
func (r *Redactor) Body(text string) string {
	clean, _ := r.BodyEdits(text)
	return clean
}

// BodyEdits is [Redactor.Body], and says where the new text differs in length.
func (r *Redactor) BodyEdits(text string) (string, []Edit) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case ' ', '\t', '\r', '\n':
			continue
		case '{', '[', '"':
			w := walker{r: r, s: text, last: true}
			w.walk()
			if w.stray {
				return r.Text(text), nil
			}
			return w.done()
		}
		break
	}
	if isForm(text) {
		return r.Query(text), nil
	}
	return r.Text(text), nil
}

func isForm(text string) bool {
	return strings.IndexByte(text, '=') > 0 && !strings.ContainsAny(text, " \n<{\"")
}

// walker goes over JSON, which may be cut off or slightly wrong, string by string.
type walker struct {
	r      *Redactor
	s      string
	last   bool // nothing comes behind s
	out    strings.Builder
	copied int
	edits  []Edit

	key     string // the member whose value comes next
	name    string // the value of the member "name" seen last: {"name": "Authorization", "value": …}
	cookies bool   // inside of a list named cookies
	headers bool   // inside of a list named headers
	person  bool   // what names a person is replaced, too
	stray   bool   // there are words outside of the strings: this is no JSON
}

// walk goes over s and says how far it came: where more is to come it stops before a
// string that is not there whole.
func (w *walker) walk() int {
	s := w.s
	i := 0
	for i < len(s) {
		switch c := s[i]; {
		case c == '"':
			next := w.str(i)
			if next < 0 {
				return i
			}
			i = next
		case c == '{':
			w.name = ""
			i++
		case c == '[':
			w.cookies, w.headers = w.key == "cookies", w.key == "headers" || w.key == "header"
			i++
		case c == ']':
			w.cookies, w.headers = false, false
			i++
		case digit(c) && w.key != "":
			i = w.number(i)
		default:
			w.stray = w.stray || c >= '\'' && !notStray[c]
			i++
		}
	}
	return min(i, len(s)) // a string may be cut off before its quote
}

// notStray are the bytes of JSON's punctuation, numbers and three words.
var notStray = bytesOf("{}[]:,+-.0123456789eEtrufalsn")

// done gives the new text.
func (w *walker) done() (string, []Edit) {
	if w.copied == 0 {
		return w.s, nil
	}
	w.out.WriteString(w.s[w.copied:])
	return w.out.String(), w.edits
}

// str handles the string that begins at i, and says where to go on; -1 where it is
// not there whole.
func (w *walker) str(i int) int {
	s := w.s
	end := stringEnd(s, i+1)
	next := end + 1
	for next < len(s) && (s[next] == ' ' || s[next] == '\n' || s[next] == '\t' || s[next] == '\r') {
		next++
	}
	if next >= len(s) && !w.last {
		return -1
	}
	inner := s[i+1 : end]
	if next < len(s) && s[next] == ':' {
		w.key = inner
		if len(inner) >= 12 {
			w.put(i+1, end, inner, w.r.Text(inner))
		}
		return next + 1
	}
	w.put(i+1, end, inner, w.value(inner))
	return end + 1
}

// stringEnd is the place of the quote that ends the string, or the end of the text.
func stringEnd(s string, i int) int {
	for i < len(s) {
		j := strings.IndexByte(s[i:], '"')
		if j < 0 {
			return len(s)
		}
		i += j
		back := i
		for back > 0 && s[back-1] == '\\' {
			back--
		}
		if (i-back)%2 == 0 {
			return i
		}
		i++
	}
	return len(s)
}

// headerIn gives the header field with credentials that a member shows, also where a log
// puts words before it: request_Cookie, http.request.header.set-cookie.
func headerIn(key string) string {
	if n := len(key); n < 6 || key[n-1]|0x20 != 'e' && key[n-1]|0x20 != 'n' {
		return ""
	}
	lower := strings.ToLower(key)
	for _, name := range [...]string{"proxy-authorization", "set-cookie", "authorization", "cookie"} {
		before, ok := strings.CutSuffix(strings.ReplaceAll(lower, "_", "-"), name)
		if ok && (before == "" || before[len(before)-1] == '-' || before[len(before)-1] == '.') {
			return name
		}
	}
	return ""
}

// value gives what stands in place of the value of the current member.
func (w *walker) value(inner string) string {
	key := w.key
	switch key {
	case "name", "key":
		w.name = inner
	case "value":
		if w.name != "" {
			key = w.name
		}
		if w.cookies && len(inner) > 0 {
			return w.r.cookie(key, plain(inner))
		}
	}
	if inner == "" {
		return inner
	}
	if w.person && personal(key) {
		return requoted(inner, w.r.Secret(Person, plain(inner)))
	}
	if name := headerIn(key); name != "" {
		return requoted(inner, w.r.Header(name, plain(inner)))
	}
	if kind, sure := secretName(key); kind != "" && (sure || telling(kind, inner)) && !Masked(inner) && inner != "bearer" && inner != "Bearer" {
		return requoted(inner, w.r.Secret(kind, plain(inner)))
	}
	switch {
	case len(inner) < wholeMin:
		return inner
	case w.headers && harmless(strings.ToLower(key)):
		return requoted(inner, w.r.Header(key, plain(inner)))
	case strings.IndexByte(inner, '\\') >= 0:
		return w.nested(inner)
	case len(inner) >= 40 && (key == "text" || key == "body" || key == "data" || key == "bodyData"):
		if clean, ok := w.encoded(inner); ok {
			return clean
		}
	}
	return w.r.Text(inner)
}

// encoded handles a body in base64, as HAR writes it: what is no text stays as it is.
func (w *walker) encoded(inner string) (string, bool) {
	text, err := base64.StdEncoding.DecodeString(inner)
	if err != nil {
		return "", false
	}
	if !utf8.Valid(text) {
		return inner, true
	}
	clean := w.r.Body(string(text))
	if w.r.sharing {
		clean = w.r.Conceal(clean)
	}
	if clean != string(text) {
		return base64.StdEncoding.EncodeToString([]byte(clean)), true
	}
	return inner, true
}

// nested handles a string with escapes: the text it stands for may be JSON or a form
// itself.
func (w *walker) nested(inner string) string {
	text := plain(inner)
	if clean := w.r.Body(text); clean != text {
		return quoted(clean)
	}
	return w.r.Text(inner)
}

// requoted writes a clean text as the inside of a JSON string: as it was where it is
// the same.
func requoted(inner, clean string) string {
	if clean == plain(inner) {
		return inner
	}
	return quoted(clean)
}

// number replaces a number under a name that is sure to hold a secret.
func (w *walker) number(i int) int {
	end := i
	for end < len(w.s) && (digit(w.s[end]) || w.s[end] == '.') {
		end++
	}
	if kind, sure := secretName(w.key); sure && end-i >= 3 {
		digits := w.s[i:end]
		w.put(i, end, digits, `"`+w.r.Secret(kind, digits)+`"`)
	}
	return end
}

func (w *walker) put(from, to int, old, clean string) {
	if old == clean {
		return
	}
	w.out.WriteString(w.s[w.copied:from])
	w.out.WriteString(clean)
	w.copied = to
	w.edits = append(w.edits, Edit{At: w.out.Len(), By: len(old) - len(clean)})
}

// plain gives the text that the inside of a JSON string stands for; where it is no
// valid string, the inside itself.
func plain(inner string) string {
	if strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	var b strings.Builder
	for i := 0; i < len(inner); i++ {
		c := inner[i]
		if c != '\\' || i+1 == len(inner) {
			b.WriteByte(c)
			continue
		}
		i++
		switch inner[i] {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b', 'f':
			b.WriteByte(' ')
		case 'u':
			if i+4 < len(inner) {
				if n, err := strconv.ParseUint(inner[i+1:i+5], 16, 32); err == nil {
					b.WriteRune(rune(n))
					i += 4
					continue
				}
			}
			b.WriteString(`\u`)
		default:
			b.WriteByte(inner[i])
		}
	}
	return b.String()
}

// quoted writes a text as the inside of a JSON string.
func quoted(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < ' ':
			b.WriteString(`\u00` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
