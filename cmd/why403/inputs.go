package main

import (
	"io"
	"os"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose/evidence"
)

// inputs opens what was brought: files, standard input, the command after "--",
// and the values of evidence flags. A file that cannot be opened is complained
// about, and the others are read.
func (p *program) inputs(o diagnoseOptions) (inputs []evidence.Input, closeAll func(), err error) {
	var opened []io.Closer
	closeAll = func() {
		for _, c := range opened {
			c.Close()
		}
	}
	files := o.files
	if len(files) == 0 && len(o.command) == 0 && !o.anyBrought() {
		files = []string{"-"}
	}
	for _, name := range files {
		if name == "-" {
			inputs = append(inputs, evidence.Input{Name: "stdin", Data: p.in})
			continue
		}
		f, err := p.open(name)
		if err != nil {
			p.complain(p.cannotOpen(name, err))
			continue
		}
		opened = append(opened, f)
		inputs = append(inputs, evidence.Input{Name: name, Data: f, Size: sizeOf(f)})
	}
	if len(o.command) > 0 {
		inputs = append(inputs, evidence.Input{Name: "command line", Part: evidence.Request, Data: strings.NewReader(quoted(o.command))})
	}
	for _, e := range evidenceFlags {
		value := *o.brought[e.part]
		if value == "" {
			if o.given(e.name) && !o.quiet {
				p.hint("--" + e.name + " is empty and does not count; was its variable set?")
			}
			continue
		}
		if e.part == evidence.Token && !o.quiet && isBare(value) {
			p.hint("a token on the command line stays in the shell's history; --token @FILE or --token - does not")
		}
		in, closer, err := p.flagInput("--"+e.name, e.part, value)
		if err != nil {
			return nil, closeAll, err
		}
		if closer != nil {
			opened = append(opened, closer)
		}
		inputs = append(inputs, in)
	}
	return inputs, closeAll, nil
}

// keepsInputs makes sure that the report does not overwrite what it is made of.
func (o diagnoseOptions) keepsInputs() error {
	read := slices.Concat(o.files, o.catalogs)
	if o.mapping != "" {
		read = append(read, o.mapping)
	}
	for _, value := range o.brought {
		if name, ok := strings.CutPrefix(*value, "@"); ok {
			read = append(read, name)
		}
	}
	for _, name := range read {
		if sameFile(o.output, name) {
			return misused("give --output another name", "%s is an input, too; nothing was written", o.output)
		}
		if sameFile(o.conceal.key, name) {
			return misused("give --keep-key another name", "%s is an input, too; nothing was written", o.conceal.key)
		}
	}
	return nil
}

// sizeOf gives the length of a file; 0 where it has none, as a pipe.
func sizeOf(f io.Reader) int64 {
	if f, ok := f.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			return info.Size()
		}
	}
	return 0
}

// flagInput makes the input of an evidence flag: @FILE names a file, - is
// standard input, everything else is the evidence itself.
func (p *program) flagInput(flag string, part evidence.Part, value string) (evidence.Input, io.Closer, error) {
	switch {
	case value == "-":
		return evidence.Input{Name: "stdin", Part: part, Data: p.in}, nil, nil
	case strings.HasPrefix(value, "@"):
		f, err := p.open(value[1:])
		if err != nil {
			return evidence.Input{}, nil, misused("", "%s %s", flag, fileProblem(value[1:], err))
		}
		return evidence.Input{Name: value[1:], Part: part, Data: f}, f, nil
	}
	return evidence.Input{Name: flag, Part: part, Data: strings.NewReader(value)}, nil, nil
}

// isBare says whether the value of --token is the token itself.
func isBare(value string) bool {
	return value != "-" && !strings.HasPrefix(value, "@") && !strings.HasPrefix(strings.TrimSpace(value), "{")
}

func (p *program) cannotOpen(name string, err error) error {
	hint := ""
	if near := nearest(name, namesOf(append(commands(p), newHelpCommand()))); near != "" {
		hint = "did you mean the command `why403 " + near + "`?"
	}
	switch {
	case strings.HasPrefix(name, "curl "):
		hint = "to diagnose a command, write it after --: why403 -- curl …"
	case strings.HasPrefix(name, "http://"), strings.HasPrefix(name, "https://"):
		hint = `to ask about an address, say --request "GET https://…" --response 403`
	}
	return misused(hint, "%s", fileProblem(name, err))
}

// quoted writes the words of a command as a person would type them: in quotes where
// a shell would read them differently without.
func quoted(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = w
		if w == "" || strings.ContainsFunc(w, special) {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// special says whether a character may mean something to a shell.
func special(r rune) bool {
	plain := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./:=@%+,", r)
	return !plain
}
