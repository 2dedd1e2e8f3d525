package main

import (
	"bytes"
	"io"
	"sync"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

// mostInFull is how many different refusals a text of many prints in full; the
// summary on top names them all.
const mostInFull = 20

// printer puts reports into the form that was asked for. Formats that are read by
// machines get every report; formats that are read by people get one report, or of
// many a summary and the first report of each kind of refusal.
type printer struct {
	w        io.Writer
	renderer render.Renderer
	o        diagnoseOptions
	options  render.Options
	tally    render.Tally
	kept     []*diagnose.Report
	buffers  sync.Pool // of *bytes.Buffer, for the texts of judged
}

// judged is a report, and its text where every report is printed as it comes.
type judged struct {
	report *diagnose.Report
	text   *bytes.Buffer // back in the pool once it is printed
	err    error
}

// judge does with a report what needs no other report; several goroutines call it.
func (x *printer) judge(r *diagnose.Report) judged {
	if !x.forMachines() {
		return judged{report: r}
	}
	b, ok := x.buffers.Get().(*bytes.Buffer)
	if !ok {
		b = &bytes.Buffer{}
	}
	b.Reset()
	err := x.renderer.Render(b, r)
	return judged{report: r, text: b, err: err}
}

// add takes the next report.
func (x *printer) add(j judged) error {
	fresh := x.tally.Add(j.report)
	switch {
	case j.err != nil:
		return j.err
	case x.forMachines():
		_, err := x.w.Write(j.text.Bytes())
		x.buffers.Put(j.text)
		return err
	case x.oneDocument() || x.tally.Calls() == 1 || fresh && len(x.kept) < mostInFull:
		x.kept = append(x.kept, j.report)
	}
	return nil
}

// finish writes what had to wait for the last report.
func (x *printer) finish() error {
	if x.oneDocument() {
		return render.All(x.renderer, x.w, x.kept)
	}
	if x.forMachines() {
		return nil
	}
	if x.tally.Calls() > 1 && x.o.message == "" {
		if err := x.tally.Summary(x.w, x.o.format, x.options); err != nil || x.o.quiet {
			return err
		}
		return render.Parted(x.renderer, x.w, x.kept)
	}
	return render.All(x.renderer, x.w, x.kept)
}

// forMachines says whether every report is printed as it comes.
func (x *printer) forMachines() bool { return machineFormat(x.o.format) }

func machineFormat(name string) bool {
	return name == "json" || name == "github" || name == "problem"
}

// oneDocument says whether all reports make one document.
func (x *printer) oneDocument() bool {
	_, many := x.renderer.(render.Many)
	return many
}
