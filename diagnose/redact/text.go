package redact

import "strings"

// Text returns free text with everything replaced that looks like a secret by its
// shape, or stands behind a name that announces one. Clean text costs one pass and
// no memory.
func (r *Redactor) Text(s string) string {
	var sc scanner
	sc.r, sc.s = r, s
	for i := 0; i < len(s); {
		if !runByte[s[i]] {
			i = sc.mark(i)
			continue
		}
		start := i
		for i < len(s) && runByte[s[i]] {
			i++
		}
		if i-start >= 12 || i < len(s) && afterRun[s[i]] && (s[i] != ' ' || schemeInitial[s[start]] && (i-start >= 5 || s[start] == '-')) {
			i = sc.run(start, i)
		}
	}
	return sc.done()
}

// Name is [Redactor.Text] for a scope, a permission, a role: what is written in small
// letters is a name and no secret.
func (r *Redactor) Name(s string) string {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && c != ':' && c != '.' && c != '*' && c != '_' && c != '-' {
			return r.Text(s)
		}
	}
	return s
}

// runByte are the bytes that words, names and tokens are made of.
var runByte = func() (t [256]bool) {
	for c := range t {
		t[c] = letter(byte(c)) || digit(byte(c)) || c == '_' || c == '-'
	}
	return t
}()

// afterRun are the bytes that make a short run worth a look when they follow it, and
// schemeInitial the first letters of the schemes, and of a key block, that may stand before a blank.
var (
	afterRun      = bytesOf("@=:\"\\'>] ")
	schemeInitial = bytesOf("bBtTaAsS-")
)

func bytesOf(set string) (t [256]bool) {
	for i := range len(set) {
		t[set[i]] = true
	}
	return t
}

// scanner is one pass over a text.
type scanner struct {
	r      *Redactor
	s      string
	out    strings.Builder
	copied int // how much of s is in out
}

func (sc *scanner) done() string {
	if sc.copied == 0 {
		return sc.s
	}
	sc.out.WriteString(sc.s[sc.copied:])
	return sc.out.String()
}

// replace puts a placeholder in place of s[start:end].
func (sc *scanner) replace(start, end int, kind string) int {
	return sc.replaceBy(start, end, sc.r.Secret(kind, sc.s[start:end]))
}

func (sc *scanner) replaceBy(start, end int, text string) int {
	if start < sc.copied {
		return max(end, sc.copied)
	}
	sc.out.WriteString(sc.s[sc.copied:start])
	sc.out.WriteString(text)
	sc.copied = end
	return end
}

// run judges the run s[start:end], and says where to go on.
func (sc *scanner) run(start, end int) int {
	s := sc.s
	next := byte(0)
	if end < len(s) {
		next = s[end]
	}
	n := end - start
	switch {
	case n >= 12 && s[start] == 'e' && s[start+1] == 'y' && s[start+2] == 'J':
		return sc.replace(start, sc.jwtEnd(end), Token)
	case n >= 12 && n < 20 || n >= 20 && s[start] != '-':
		if kind := prefixed(s[start:end]); kind != "" {
			return sc.replace(start, end, kind)
		}
		if next != '@' && dense(s[start:end]) && !afterID(s[:start]) {
			return sc.replace(start, tokenEnd(s, end), Token)
		}
	case s[start] == '-' && strings.HasPrefix(s[start:], "-----BEGIN ") && strings.Contains(s[start:min(start+50, len(s))], "PRIVATE KEY"):
		return sc.replace(start, keyEnd(s, start), PrivateKey)
	}
	switch next {
	case '@':
		if stop := emailEnd(s, end); stop > 0 {
			return sc.replace(emailStart(s, start, sc.copied), stop, Email)
		}
	case ' ':
		if s[start] == '-' {
			return sc.option(start, end)
		}
		if n >= 5 && n <= 13 {
			return sc.scheme(start, end)
		}
	case '=', ':', '"', '\\', '\'', '>', ']':
		if n >= 3 && n <= 64 {
			if kind, sure := secretName(s[start:end]); kind != "" {
				if next == ':' && (kind == Cookie || kind == Credentials) {
					if stop := sc.field(start, end); stop > 0 {
						return stop
					}
				}
				return sc.named(end, kind, sure)
			}
		}
	}
	return end
}

// afterID says that what follows is called an id, as in "Request ID: …": vendors ask
// for it, and it opens nothing.
func afterID(before string) bool {
	name := strings.TrimRight(before[max(0, len(before)-16):], " :=>\"'")
	return strings.HasSuffix(name, "ID") || strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "id") || strings.HasSuffix(name, "Reference")
}

// jwtEnd follows a JWT over its dots, and over a line break in the middle of it.
func (sc *scanner) jwtEnd(end int) int {
	s := sc.s
	for {
		end = tokenEnd(s, end)
		next := end
		for next < len(s) && (s[next] == '\n' || s[next] == '\r' || s[next] == ' ' || s[next] == '\t') {
			next++
		}
		if next == end || !strings.Contains(s[end:next], "\n") {
			return end
		}
		stop := tokenEnd(s, next)
		if stop-next < 16 || !random(s[next:stop]) || strings.HasPrefix(s[next:], "eyJ") {
			return end
		}
		end = stop
	}
}

// tokenEnd is where the characters of a token end.
func tokenEnd(s string, i int) int {
	for i < len(s) && (runByte[s[i]] || s[i] == '.' || s[i] == '~' || s[i] == '+' || s[i] == '/' || s[i] == '=') {
		i++
	}
	for i > 0 && s[i-1] == '.' {
		i--
	}
	return i
}

func keyEnd(s string, start int) int {
	if i := strings.Index(s[start+5:], "-----END"); i >= 0 {
		end := start + 5 + i + len("-----END")
		for end < len(s) && s[end] != '\n' && s[end] != '"' && s[end] != '\\' {
			end++
		}
		return end
	}
	return len(s)
}

// scheme replaces the credentials behind "Bearer " and its like, where they do not
// look like a word of the sentence.
func (sc *scanner) scheme(start, end int) int {
	s := sc.s
	kind := ""
	switch word := s[start:end]; {
	case strings.EqualFold(word, "bearer"), strings.EqualFold(word, "token"):
		kind = Token
	case strings.EqualFold(word, "basic"):
		kind = Credentials
	case strings.EqualFold(word, "apikey"), strings.EqualFold(word, "sharedkey"):
		kind = APIKey
	default:
		return end
	}
	from := end
	for from < len(s) && s[from] == ' ' {
		from++
	}
	stop := tokenEnd(s, from)
	v := s[from:stop]
	if strings.EqualFold(s[start:end], "token") && (len(v) < 16 || strings.HasPrefix(v, "HTTP/")) {
		return end
	}
	if len(v) < 8 || Masked(v) || strings.HasSuffix(v, "=") && stop < len(s) && s[stop] == '"' {
		return end
	}
	if kind == Credentials {
		if !random(v) {
			return end
		}
		return sc.replaceBy(from, stop, sc.r.basic(v))
	}
	if !random(v) && !strings.EqualFold(s[start:end], "bearer") || !random(v) && ordinaryWord(v) {
		return end
	}
	return sc.replace(from, stop, kind)
}

// option replaces the values of options for passwords, cookies and tokens: curl's by
// their letters, those of others by their names.
func (sc *scanner) option(start, end int) int {
	s := sc.s
	from := end
	for from < len(s) && s[from] == ' ' {
		from++
	}
	quote := byte(0)
	if strings.HasPrefix(s[from:], `^"`) || strings.HasPrefix(s[from:], "$'") { // as cmd and bash take it
		from++
	}
	if from < len(s) && (s[from] == '\'' || s[from] == '"') {
		quote = s[from]
		from++
	}
	stop := from
	for stop < len(s) && s[stop] != '\n' && (quote != 0 && s[stop] != quote || quote == 0 && s[stop] != ' ') {
		stop++
	}
	v := strings.TrimRight(s[from:stop], "^")
	stop = from + len(v)
	switch s[start:end] {
	case "-u", "--user", "-U", "--proxy-user":
		if user, password, ok := strings.Cut(v, ":"); ok && password != "" {
			return sc.replace(from+len(user)+1, stop, Password)
		}
	case "-b", "--cookie":
		if strings.Contains(v, "=") {
			return sc.replaceBy(from, stop, sc.r.cookies(v, false))
		}
	case "--oauth2-bearer":
		if v != "" && v[0] != '-' {
			return sc.replace(from, stop, Token)
		}
	default: // --clientSecret of a platform's own tool
		kind, sure := secretName(strings.TrimLeft(s[start:end], "-"))
		if kind != "" && v != "" && v[0] != '-' && !Masked(v) && (sure && (quote != 0 || !ordinaryWord(v)) || telling(kind, v)) {
			return sc.replace(from, stop, kind)
		}
	}
	return end
}

// ordinaryWord says that a word is written as words are: letters only, at most the
// first of them a capital, or names joined by separators.
func ordinaryWord(v string) bool {
	for i := 1; i < len(v); i++ {
		if c := v[i]; digit(c) || c >= 'A' && c <= 'Z' && v[i-1] != '-' && v[i-1] != '.' {
			return false
		}
	}
	return true
}

// mark looks at a byte outside of runs: a telephone number, or the password in
// https://user:password@host.
func (sc *scanner) mark(i int) int {
	s := sc.s
	switch s[i] {
	case '+':
		if stop := phoneEnd(s, i); stop > 0 && (i == 0 || !runByte[s[i-1]]) {
			return sc.replace(i, stop, Phone)
		}
	case '/':
		if i > 0 && s[i-1] == '/' && i > 1 && s[i-2] == ':' {
			return sc.userinfo(i + 1)
		}
	}
	return i + 1
}

func (sc *scanner) userinfo(from int) int {
	s := sc.s
	stop, colon := from, -1
	for stop < len(s) && s[stop] > ' ' && s[stop] != '/' && s[stop] != '@' && s[stop] != '"' && s[stop] != '?' && s[stop] != '\'' {
		if s[stop] == ':' && colon < 0 {
			colon = stop
		}
		stop++
	}
	if colon < 0 || stop == len(s) || s[stop] != '@' || colon+1 == stop {
		return from
	}
	return sc.replace(colon+1, stop, Password)
}
