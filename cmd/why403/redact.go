package main

import (
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/redact"
)

const redactLong = `Write a HAR, transcript, curl command, case or log back so that it is safe to attach
to a ticket and still reads as the same case: the claims of a token stay, its
signature, passwords, cookies, keys, and what names a person become placeholders
such as ⟨signature-1⟩, the same for the same value throughout.

With --redact identifiers, ids become pseudonyms such as ⟨conversation-1⟩, and with
all, names, notes and hosts go, too. --keep-key keeps what they stand for, and
--restore translates an answer back.

What was replaced is listed on standard error. Traces of curl and flow files of
mitmproxy come back as plain HTTP messages. One input goes to standard output or to
the file of --output; several go to the folder of --output-dir, under their own
names and with the same placeholders in all of them.`

const redactExamples = `  why403 redact refused.har -o safe.har
  pbpaste | why403 redact | pbcopy
  why403 redact --output-dir safe command.sh answer.txt
  why403 redact --redact identifiers --keep-key key.json refused.har -o safe.har
  why403 redact --restore key.json answer.txt`

// redaction is one run of why403 redact.
type redaction struct {
	*program
	files       []string
	output, dir string
	manifest    string
	conceal     concealment
	mappingFile string
	mapping     *evidence.Mapping // of a log of the person's own form
	restoring   string            // a key: what was replaced is brought back
	judge       func(diagnose.Case) string
	quiet       bool
	replaced    []replacedIn
}

// replacedIn lists what was replaced in one input.
type replacedIn struct {
	Input      string               `json:"input"`
	Output     string               `json:"output"` // "-" for standard output
	Redactions []diagnose.Redaction `json:"redactions"`
}

func newRedactCommand(p *program) *cobra.Command {
	r := redaction{program: p}
	cmd := &cobra.Command{
		Use:     "redact [FILE|-]...",
		Short:   "Write evidence back without its secrets, safe to attach",
		Long:    redactLong,
		Example: redactExamples,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if r.files = args; len(args) == 0 {
				if p.inIsTTY {
					return cmd.Help()
				}
				r.files = []string{"-"}
			}
			if r.restoring != "" {
				return r.bringBack()
			}
			return r.run()
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&r.output, "output", "o", "", "write to `FILE` instead of standard output")
	f.StringVar(&r.dir, "output-dir", "", "write each input to `DIR`, under its own name")
	f.StringVar(&r.manifest, "manifest", "", "write the list of what was replaced to `FILE`, as JSON")
	r.conceal.flags(f)
	f.StringVar(&r.mappingFile, "mapping", "", "`FILE` that says where a log of your own form holds its token, headers, bodies")
	f.StringVar(&r.restoring, "restore", "", "translate the pseudonyms of an answer back, by the `KEY` that --keep-key wrote")
	f.BoolVarP(&r.quiet, "quiet", "q", false, "do not list what was replaced")
	return cmd
}

func (r *redaction) run() error {
	if err := r.check(); err != nil {
		return err
	}
	level, err := r.conceal.level()
	if err != nil {
		return err
	}
	if r.mapping, err = r.readMapping(r.mappingFile); err != nil {
		return err
	}
	r.redactor = redact.NewSharing().Hide(level)
	if level == redact.All {
		engine, err := r.engine(nil)
		if err != nil {
			return err
		}
		r.judge = func(c diagnose.Case) string { d := engine.Diagnose(c); return redact.Verdict(&d) }
	}
	for _, name := range r.files {
		if err := r.one(name); err != nil {
			r.complain(err)
		}
	}
	r.list()
	return errors.Join(r.writeManifest(), r.keepKey(r.conceal))
}

// bringBack is --restore.
func (r *redaction) bringBack() error {
	if len(r.files) != 1 || r.dir != "" {
		return misused("for example: why403 redact --restore key.json answer.txt", "--restore takes one answer")
	}
	return r.program.restore(r.restoring, r.files[0], r.output)
}

// check refuses what cannot end well: several inputs for one output, an output that
// is an input, two outputs of one name.
func (r *redaction) check() error {
	switch {
	case r.dir != "" && r.output != "":
		return misused("", "--output and --output-dir exclude each other")
	case r.dir == "" && len(r.files) > 1:
		return misused("give a folder for them: --output-dir DIR", "%d inputs, and one output", len(r.files))
	}
	seen := map[string]string{}
	for _, name := range r.files {
		out := r.outputOf(name)
		if r.dir != "" && name == "-" {
			return misused("redirect standard output instead", "--output-dir takes files, and standard input has no name")
		}
		if other, ok := seen[out]; ok && out != "-" {
			return misused("redact them one at a time", "%s and %s would both become %s", other, name, out)
		}
		seen[out] = name
	}
	for _, name := range r.files {
		for _, out := range []string{r.outputOf(name), r.manifest, r.conceal.key} {
			if input := r.isInput(out); input != "" {
				return misused("write to another file; what is redacted cannot be brought back", "%s would be overwritten by its redacted form", input)
			}
		}
	}
	return nil
}

func (r *redaction) outputOf(name string) string {
	switch {
	case r.dir != "":
		return filepath.Join(r.dir, filepath.Base(name))
	case r.output != "":
		return r.output
	}
	return "-"
}

// isInput says which input a file to be written is; none where it is not there yet.
func (r *redaction) isInput(out string) string {
	for _, name := range r.files {
		if sameFile(out, name) {
			return name
		}
	}
	return ""
}

// one redacts one input. Its output is made when the first of it is written: an
// input that cannot be read leaves nothing behind.
func (r *redaction) one(name string) error {
	in := evidence.Input{Name: "stdin", Data: r.in}
	if name != "-" {
		f, err := r.open(name)
		if err != nil {
			return misused("", "%s", fileProblem(name, err))
		}
		defer f.Close()
		in = evidence.Input{Name: name, Data: f, Size: sizeOf(f)}
	}
	out := &lateFile{program: r.program, name: r.outputOf(name)}
	var list []diagnose.Redaction
	var unreadable error
	err := r.checked(out, func(w io.Writer) (err error) {
		if list, err = evidence.Redact(in, w, evidence.Options{Redactor: r.redactor, Judge: r.judge, Mapping: r.mapping}); isEvidence(err) {
			unreadable, err = err, nil
		}
		return err
	})
	if unreadable != nil {
		return unreadable
	}
	r.replaced = append(r.replaced, replacedIn{Input: in.Name, Output: out.name, Redactions: append([]diagnose.Redaction{}, list...)})
	if e := out.Close(); err == nil && e != nil {
		err = &failed{what: "writing " + fileProblem(out.name, e), code: exitInternal}
	}
	return err
}

// list says on stderr what was replaced.
func (r *redaction) list() {
	if r.quiet {
		return
	}
	for _, in := range r.replaced {
		of := ""
		if len(r.files) > 1 {
			of = in.Input + ": "
		}
		if len(in.Redactions) == 0 {
			r.say("why403: %snothing to replace", of)
		}
		for _, x := range in.Redactions {
			r.say("why403: %s%s: %s, %s", of, x.Placeholder, x.Kind, times(x.Count))
		}
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

func isEvidence(err error) bool {
	_, ok := errors.AsType[*evidence.Error](err)
	return ok
}

// manifestSchema names the form of the file of --manifest.
const manifestSchema = "why403/redactions/v1"

func (r *redaction) writeManifest() error {
	if r.manifest == "" {
		return nil
	}
	return r.write(r.manifest, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(struct {
			Schema string       `json:"schema"`
			Files  []replacedIn `json:"files"`
		}{manifestSchema, append([]replacedIn{}, r.replaced...)})
	})
}

// lateFile is standard output, or a file that is made by the first write.
type lateFile struct {
	*program
	name string
	w    io.WriteCloser
}

func (f *lateFile) Write(b []byte) (n int, err error) {
	if f.name == "-" {
		return f.out.Write(b)
	}
	if len(b) == 0 {
		return 0, nil
	}
	if f.w == nil {
		if f.w, err = f.create(f.name); err != nil {
			return 0, &failed{what: "writing " + fileProblem(f.name, err), code: exitInternal}
		}
	}
	return f.w.Write(b)
}

func (f *lateFile) Close() error {
	if f.w == nil {
		return nil
	}
	return f.w.Close()
}
