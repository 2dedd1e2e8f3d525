package main

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/why403/why403/diagnose/redact"
)

// concealment is how much of the evidence is shown, and who keeps the rest.
type concealment struct {
	name string // of the level
	key  string // file for what the pseudonyms stand for
}

func (c *concealment) flags(f *pflag.FlagSet) {
	f.StringVar(&c.name, "redact", "secrets", "what is replaced: "+strings.Join(redact.Levels(), ", "))
	f.StringVar(&c.key, "keep-key", "", "write to `FILE` which identifier each pseudonym stands for")
}

// level checks the flags, and says which level they ask for.
func (c *concealment) level() (redact.Level, error) {
	level, ok := redact.ParseLevel(c.name)
	switch {
	case !ok:
		return level, misused("valid values: "+strings.Join(redact.Levels(), ", "), "--redact %s: no such level", c.name)
	case c.key != "" && level == redact.Secrets:
		return level, misused("add --redact identifiers, or all", "--keep-key keeps identifiers, and none is replaced")
	}
	return level, nil
}

// keepKey writes the key. It does not pass the last check, which would replace what
// it is to tell; it is made of identifiers alone.
func (p *program) keepKey(c concealment) error {
	if c.key == "" {
		return nil
	}
	f, err := p.create(c.key)
	if err != nil {
		return &failed{what: outputProblem(c.key, err), code: exitInternal}
	}
	e := json.NewEncoder(f)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = errors.Join(e.Encode(p.redactor.Key()), f.Close())
	if err != nil {
		return &failed{what: outputProblem(c.key, err), code: exitInternal}
	}
	return nil
}

// restoreMax is the longest answer that is translated back.
const restoreMax = 64 << 20

// restore translates the pseudonyms of an answer back.
func (p *program) restore(keyFile, answer, output string) error {
	f, err := p.open(keyFile)
	if err != nil {
		return misused("", "%s", fileProblem(keyFile, err))
	}
	defer f.Close()
	key, err := redact.ReadKey(f)
	if err != nil {
		return misused("--restore takes a file that --keep-key wrote", "%s: %s", keyFile, err)
	}
	in := io.Reader(p.in)
	if answer != "-" {
		file, err := p.open(answer)
		if err != nil {
			return misused("", "%s", fileProblem(answer, err))
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, restoreMax))
	if err != nil {
		return misused("", "%s", fileProblem(answer, err))
	}
	restored, unknown, err := key.Restore(string(text))
	if err != nil {
		return misused("take the key that was written together with the report", "%s: %s: %s", keyFile, err, strings.Join(unknown[:min(3, len(unknown))], ", "))
	}
	if len(unknown) > 0 {
		p.hint("the key does not know " + strings.Join(unknown, ", "))
	}
	return p.write(output, func(w io.Writer) error {
		_, err := io.WriteString(w, restored)
		return err
	})
}
