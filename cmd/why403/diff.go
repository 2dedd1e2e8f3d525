package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/render"
)

func newDiffCommand(p *program) *cobra.Command {
	o := diagnoseOptions{format: "text", color: "auto"}
	cmd := &cobra.Command{
		Use:   "diff [flags] OLD NEW",
		Short: "Compare two calls: what changed since it worked",
		Long: `Compare two calls, such as one that worked yesterday and one that is refused today:
which scopes, roles, permissions, divisions, token times, operation, demands and
answers differ, and which of these explains the change.

OLD and NEW are what why403 reads: captures, case files, or reports of its own. Where
they hold several calls, the refused one is compared with the call to the same
operation.`,
		Example: `  why403 diff yesterday.har today.har
  why403 diff report-of-monday.json today.json`,
		Args: takes(2, 2),
		RunE: func(_ *cobra.Command, args []string) error { return p.compare(o, args[0], args[1]) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var((*repeated)(&o.catalogs), "catalog", "`FILE` with what operations require here, over the built-in catalog (repeatable)")
	f.StringVar(&o.format, "format", o.format, "form of the comparison: "+strings.Join(render.ComparisonFormats(), ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` instead of standard output")
	f.StringVar(&o.color, "color", o.color, "colour: auto, always or never")
	f.BoolVar(&o.pretty, "pretty", false, "indent JSON")
	return cmd
}

// compare reads both calls, diagnoses them and prints what differs. The exit code is
// 1 where what differs explains a refusal, 4 where a call is refused and nothing does,
// and 0 where the second call was not refused.
func (p *program) compare(o diagnoseOptions, oldName, newName string) error {
	if !slices.Contains(render.ComparisonFormats(), o.format) {
		return misused("valid formats: "+strings.Join(render.ComparisonFormats(), ", "), "--format %s: no such format", o.format)
	}
	if err := o.knowsColor(); err != nil {
		return err
	}
	o.files = []string{oldName, newName}
	if err := o.keepsInputs(); err != nil {
		return err
	}
	engine, err := p.engine(o.catalogs)
	if err != nil {
		return err
	}
	var sides [2][]diagnose.Report
	for i, name := range []string{oldName, newName} {
		if sides[i], err = p.judgeAll(engine, o, name); err != nil {
			return err
		}
	}
	before, now := pair(sides[0], sides[1])
	x := diagnose.Compare(before, now)
	p.code = worse(p.code, exitOfComparison(&x))
	return p.write(o.output, func(w io.Writer) error {
		return render.Compare(w, o.format, p.renderOptions(o), &x)
	})
}

// judgeAll diagnoses every call of one input.
func (p *program) judgeAll(engine *diagnose.Engine, o diagnoseOptions, name string) ([]diagnose.Report, error) {
	in := evidence.Input{Name: "stdin", Data: p.in}
	if name != "-" {
		f, err := p.open(name)
		if err != nil {
			return nil, p.cannotOpen(name, err)
		}
		defer f.Close()
		in = evidence.Input{Name: name, Data: f, Size: sizeOf(f)}
	}
	options, err := p.readOptions(o)
	if err != nil {
		return nil, err
	}
	options.Every = true
	var reports []diagnose.Report
	for c, err := range evidence.Read([]evidence.Input{in}, options) {
		if err != nil {
			p.complain(err)
			continue
		}
		reports = append(reports, engine.Diagnose(c))
	}
	if len(reports) == 0 {
		if p.code != exitNothing {
			return nil, misused("", "%s: no call could be read", name)
		}
		return nil, misused("bring a capture, a case file or a report", "%s: there is no call in it", name)
	}
	return reports, nil
}

// pair finds the two calls to compare: a refused one of the new side and the call to
// the same operation on the old side; else the first of both.
func pair(old, new []diagnose.Report) (*diagnose.Report, *diagnose.Report) {
	for _, wanted := range []func(a, b *diagnose.Report) bool{
		func(a, b *diagnose.Report) bool { return refused(b) != refused(a) && sameCall(a, b) },
		func(a, b *diagnose.Report) bool { return refused(b) && sameCall(a, b) },
		sameCall,
		func(_, b *diagnose.Report) bool { return refused(b) },
	} {
		for k := range new {
			for i := range old {
				if wanted(&old[i], &new[k]) {
					return &old[i], &new[k]
				}
			}
		}
	}
	return &old[0], &new[0]
}

func refused(r *diagnose.Report) bool { return r.Conclusion != diagnose.WasNotRefused }

func sameCall(a, b *diagnose.Report) bool {
	if a.Question.Operation != nil && b.Question.Operation != nil {
		return a.Question.Operation.ID == b.Question.Operation.ID
	}
	return a.Question.Method == b.Question.Method && pathOf(a) == pathOf(b)
}

func pathOf(r *diagnose.Report) string {
	if r.Case == nil || r.Case.Request == nil {
		return ""
	}
	return r.Case.Request.URL.Or(diagnose.URL{}).Path
}

func exitOfComparison(x *diagnose.Comparison) int {
	switch {
	case x.Turn == diagnose.AllowedNow || x.Turn == diagnose.StillAllowed:
		return exitNothing
	case len(x.Differences) > 0 && x.Differences[0].Explains > 0:
		return exitCause
	}
	return exitInconclusive
}
