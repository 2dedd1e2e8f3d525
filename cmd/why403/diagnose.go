package main

import (
	"cmp"
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/redact"
	"github.com/why403/why403/diagnose/render"
	"github.com/why403/why403/diagnose/rules"
	"github.com/why403/why403/diagnose/standard"
)

// diagnoseOptions is what the command line asks for.
type diagnoseOptions struct {
	files    []string
	command  []string                  // a curl command, after "--"
	brought  map[evidence.Part]*string // by evidence flag
	given    func(flag string) bool    // whether a flag was written
	mapping  string                    // how to read logs of the person's own form
	catalogs []string

	conceal                concealment
	format, output, color  string
	message                string // to whom, in place of the report
	pretty, explain, quiet bool
	version                bool // only say which version this is
}

func (o diagnoseOptions) anyBrought() bool {
	for _, v := range o.brought {
		if *v != "" {
			return true
		}
	}
	return false
}

// diagnose reads the evidence, asks the engine and prints a report for each
// refused call.
func (p *program) diagnose(o diagnoseOptions) error {
	options := p.renderOptions(o)
	renderer, err := p.renderer(o, options)
	if err != nil {
		return err
	}
	if err := o.keepsInputs(); err != nil {
		return err
	}
	workers, err := p.hide(o.conceal)
	if err != nil {
		return err
	}
	engine, err := p.engine(o.catalogs)
	if err != nil {
		return err
	}
	reading, err := p.readOptions(o)
	if err != nil {
		return err
	}
	inputs, closeAll, err := p.inputs(o)
	if err != nil {
		return err
	}
	defer closeAll()

	err = p.write(o.output, func(w io.Writer) error {
		out := printer{w: w, renderer: renderer, o: o, options: options}
		var failed error
		ask := engine.Diagnose
		job := evidence.Job[judged]{
			Do: func(c diagnose.Case) judged {
				r := ask(c)
				return out.judge(p.redactor.ConcealReport(&r, ask))
			},
			Recall: p.recaller(o, engine, &out, reading.Now),
			Pause:  func() { failed = cmp.Or(failed, out.flush()) },
		}
		evidence.Work(inputs, reading, workers, job, func(j judged, err error) bool {
			if err != nil {
				failed = cmp.Or(failed, out.flush())
				p.complain(err)
				return failed == nil
			}
			p.code = worse(p.code, exitOf(j.kind.Conclusion()))
			failed = cmp.Or(failed, out.add(j))
			return failed == nil
		})
		p.clear()
		if failed != nil {
			return failed
		}
		if n := out.tally.Calls(); n > 1 && out.forMachines() && !o.quiet {
			p.say("why403: %s", out.tally.Headline())
		}
		return out.finish()
	})
	return errors.Join(err, p.keepKey(o.conceal))
}

// hide tells the redactor how much to replace, and says how many may work at a time:
// pseudonyms are numbered in the order of the reports.
func (p *program) hide(c concealment) (workers int, err error) {
	level, err := c.level()
	if err != nil {
		return 0, err
	}
	p.redactor.Hide(level)
	if level > redact.Secrets {
		return 1, nil
	}
	return runtime.GOMAXPROCS(0), nil
}

func (p *program) renderOptions(o diagnoseOptions) render.Options {
	return render.Options{
		Color: p.wantsColor(o.color), Width: p.width, Pretty: o.pretty, Explain: o.explain, Quiet: o.quiet, Docs: ruleDoc, Ways: rules.Ways,
	}
}

// knowsColor makes sure that --color has one of its values.
func (o diagnoseOptions) knowsColor() error {
	if o.color != "auto" && o.color != "always" && o.color != "never" {
		return misused("valid values: auto, always, never", "--color %s: no such setting", o.color)
	}
	return nil
}

func (p *program) renderer(o diagnoseOptions, options render.Options) (render.Renderer, error) {
	if err := o.knowsColor(); err != nil {
		return nil, err
	}
	if o.message != "" {
		return messenger(o, options)
	}
	r, err := render.New(o.format, options)
	if err != nil {
		return nil, misused("valid formats: "+strings.Join(render.Formats(), ", "), "--format %s: no such format", o.format)
	}
	return r, nil
}

// messenger writes to one person in place of the report.
func messenger(o diagnoseOptions, options render.Options) (render.Renderer, error) {
	if o.format != "text" && o.format != "markdown" {
		return nil, misused("a message is text or markdown", "--message does not go with --format %s", o.format)
	}
	r, err := render.Message(o.format, diagnose.Actor(o.message), options)
	if err != nil {
		var names []string
		for _, a := range diagnose.Actors() {
			names = append(names, string(a))
		}
		return nil, misused("valid values: "+strings.Join(names, ", "), "--message %s: nobody of that name", o.message)
	}
	return r, nil
}

func (p *program) engine(overlays []string) (*diagnose.Engine, error) {
	opened := make([]standard.Overlay, 0, len(overlays))
	for _, name := range overlays {
		f, err := p.open(name)
		if err != nil {
			return nil, misused("--catalog takes an overlay or a built catalog, see why403 catalog --help", "%s", fileProblem(name, err))
		}
		defer f.Close()
		opened = append(opened, standard.Overlay{Name: name, Data: f})
	}
	return standard.New(standard.Options{Overlays: opened, Version: version})
}

// collectGarbage sets how often garbage is collected while a long input is read. Of
// cases much is made and thrown away: a few megabytes more take a tenth of the time off.
// A capture makes little, and has memory to save at no cost.
func collectGarbage(cases bool) {
	if cases {
		debug.SetGCPercent(150)
		debug.SetMemoryLimit(24 << 20) // beyond it garbage is collected more often
	} else {
		debug.SetGCPercent(50)
	}
}

func (p *program) readOptions(o diagnoseOptions) (evidence.Options, error) {
	opt := evidence.Options{Redactor: p.redactor, Now: p.now(), Files: p.open}
	opt.Stream = collectGarbage
	if !o.quiet {
		opt.Hint = p.hint
	}
	if p.errIsTTY && !o.quiet && !(p.outIsTTY && machineFormat(o.format)) {
		opt.Progress = p.progress
	}
	var err error
	opt.Mapping, err = p.readMapping(o.mapping)
	return opt, err
}

// readMapping reads the file of --mapping; nil where none was given.
func (p *program) readMapping(name string) (*evidence.Mapping, error) {
	if name == "" {
		return nil, nil
	}
	f, err := p.open(name)
	if err != nil {
		return nil, misused("--mapping takes a file, see why403 --help", "%s", fileProblem(name, err))
	}
	defer f.Close()
	return evidence.ReadMapping(name, f)
}
