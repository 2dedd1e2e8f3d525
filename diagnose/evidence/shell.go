package evidence

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// argument is one word of a command line.
type argument struct {
	text string
	at   int
	// unknown is true where part of it is known only when the command runs: a
	// variable, a command substitution. Such a part stands in text as written.
	unknown bool
}

// command is one simple command of a shell script.
type command struct {
	words []argument
	at    int
	end   int // offset behind it
}

// shellCommands parses a script without running it, and gives its commands in
// order. vars are filled with the assignments on the way, so that
// TOKEN=abc; curl -H "… $TOKEN" is understood. What does not parse is left out.
func shellCommands(script string) (cs []command) {
	defer func() {
		if recover() != nil { // the parser's error recovery gives up on some broken scripts by a panic
			cs = nil
		}
	}()
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.RecoverErrors(20)).Parse(strings.NewReader(script), "")
	if f == nil || err != nil && len(f.Stmts) == 0 {
		return nil
	}
	w := &words{script: script, vars: map[string]argument{}}
	syntax.Walk(f, func(node syntax.Node) bool {
		if _, ok := node.(*syntax.CmdSubst); ok { // what it prints is not known
			return false
		}
		call, ok := node.(*syntax.CallExpr)
		if !ok {
			return true
		}
		for _, a := range call.Assigns {
			if a.Name != nil && a.Value != nil && len(call.Args) == 0 {
				w.vars[a.Name.Value] = w.word(a.Value)
			}
		}
		if len(call.Args) == 0 {
			return true
		}
		c := command{at: int(call.Args[0].Pos().Offset()), end: int(call.End().Offset())}
		for _, arg := range call.Args {
			c.words = append(c.words, w.word(arg))
		}
		cs = append(cs, c)
		return true
	})
	return attachHeredocs(f, w, cs)
}

// attachHeredocs gives a here-document to the command that reads it as standard input:
// its text becomes a last word behind "<<".
func attachHeredocs(f *syntax.File, w *words, cs []command) []command {
	syntax.Walk(f, func(node syntax.Node) bool {
		stmt, ok := node.(*syntax.Stmt)
		if !ok || stmt.Cmd == nil { // a redirection alone, or what the parser gave up on
			return true
		}
		for _, r := range stmt.Redirs {
			if r.Hdoc == nil && r.Op != syntax.WordHdoc {
				continue
			}
			in := r.Hdoc
			if in == nil {
				in = r.Word
			}
			if in == nil {
				continue
			}
			for i := range cs {
				if cs[i].at == int(stmt.Cmd.Pos().Offset()) {
					cs[i].words = append(cs[i].words, argument{text: "<<", at: cs[i].end}, w.word(in))
				}
			}
		}
		return true
	})
	return cs
}

// words turns words into text.
type words struct {
	script string
	vars   map[string]argument
	depth  int
}

func (w *words) word(word *syntax.Word) argument {
	a := argument{at: int(word.Pos().Offset())}
	var b strings.Builder
	for _, part := range word.Parts {
		w.part(&b, &a, part)
	}
	a.text = b.String()
	return a
}

func (w *words) part(b *strings.Builder, a *argument, part syntax.WordPart) {
	switch p := part.(type) {
	case *syntax.Lit:
		b.WriteString(unescaped(p.Value, ""))
	case *syntax.SglQuoted:
		if p.Dollar {
			l := literals{text: "'" + p.Value + "'"}
			b.WriteString(l.ansiC())
		} else {
			b.WriteString(p.Value)
		}
	case *syntax.DblQuoted:
		for _, inner := range p.Parts {
			if lit, ok := inner.(*syntax.Lit); ok {
				b.WriteString(unescaped(lit.Value, "\"\\$`\n!"))
			} else {
				w.part(b, a, inner)
			}
		}
	case *syntax.ParamExp:
		if p.Param != nil && !p.Length && p.Slice == nil && p.Repl == nil {
			if v, ok := w.vars[p.Param.Value]; ok && w.depth < 5 {
				b.WriteString(v.text)
				a.unknown = a.unknown || v.unknown
				return
			}
		}
		a.unknown = true
		b.WriteString(w.source(part))
	default:
		a.unknown = true
		b.WriteString(w.source(part))
	}
}

// source gives a part of the script as written.
func (w *words) source(node syntax.Node) string {
	from, to := int(node.Pos().Offset()), int(node.End().Offset())
	if from < 0 || to > len(w.script) || from > to {
		return "$"
	}
	return w.script[from:to]
}

// unescaped undoes the backslashes of a shell; within quotes only before set.
func unescaped(s, set string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && (set == "" || strings.IndexByte(set, s[i+1]) >= 0) {
			i++
			if s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// ansiC decodes the inside of $'…', whose escapes are those of C.
func (p *literals) ansiC() string {
	var b strings.Builder
	for p.pos = 1; p.pos < len(p.text)-1; {
		c := p.text[p.pos]
		p.pos++
		if c != '\\' {
			b.WriteByte(c)
			continue
		}
		if n := p.octal(); n >= 0 {
			b.WriteByte(byte(n))
			continue
		}
		p.escape(&b, true)
	}
	return b.String()
}

// octal reads up to three octal digits; -1 where there are none.
func (p *literals) octal() int {
	n := -1
	for i := 0; i < 3 && p.peek() >= '0' && p.peek() <= '7'; i++ {
		n = max(n, 0)*8 + int(p.peek()-'0')
		p.pos++
	}
	return n
}

// isCmdQuoted recognises a command as Windows' cmd quotes it, with carets.
func isCmdQuoted(text string) bool {
	return strings.Contains(text, "^\"") || strings.Contains(text, "^\n") || strings.Contains(text, "^\r\n")
}

// cmdCommands cuts a command for cmd into words: carets escape, double quotes
// group, backslashes escape quotes for the program.
func cmdCommands(text string) []command {
	var plain sheet // without the carets
	for i := 0; i < len(text); i++ {
		if text[i] != '^' || i+1 >= len(text) {
			plain.add(text[i:i+1], i)
			continue
		}
		i++
		if text[i] == '\r' && i+1 < len(text) {
			i++
		}
		if text[i] == '\n' {
			if i+2 < len(text) && text[i+1] == '\n' { // ^, empty line: a line break in the value
				plain.add("\n", i)
				i++
			} else {
				plain.add(" ", i)
			}
			continue
		}
		plain.add(text[i:i+1], i)
	}
	var cs []command
	for _, words := range cmdWords(plain.String(), plain.place) {
		cs = append(cs, command{words: words, at: words[0].at, end: words[len(words)-1].at + len(words[len(words)-1].text)})
	}
	return cs
}

// cmdWords cuts text as a Windows program cuts its command line.
func cmdWords(s string, place func(int) int) [][]argument {
	var all [][]argument
	var cur []argument
	var b strings.Builder
	start, quoted := -1, false
	flush := func() {
		if start >= 0 {
			text := b.String()
			cur = append(cur, argument{text: text, at: place(start), unknown: strings.Count(text, "%") >= 2 && isCmdVariable(text)})
			start = -1
			b.Reset()
		}
	}
	end := func() {
		flush()
		if len(cur) > 0 {
			all = append(all, cur)
			cur = nil
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\' && i+2 < len(s) && s[i+2] == '"'):
			i++
			c = s[i]
		case c == '"':
			if quoted && i+1 < len(s) && s[i+1] == '"' { // "" within quotes is a quote
				i++
				break
			}
			quoted = !quoted
			if start < 0 {
				start = i
			}
			continue
		case !quoted && (c == ' ' || c == '\t'):
			flush()
			continue
		case !quoted && (c == '\n' || c == '&' && (i == 0 || s[i-1] == ' ')):
			end()
			continue
		}
		if start < 0 {
			start = i
		}
		b.WriteByte(c)
	}
	end()
	return all
}

// isCmdVariable recognises %TOKEN% in a word.
func isCmdVariable(s string) bool {
	i := strings.IndexByte(s, '%')
	j := strings.IndexByte(s[i+1:], '%')
	return j > 0 && identifier(s[i+1:i+1+j]) == j
}
