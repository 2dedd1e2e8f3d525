package main

import (
	"io"
	"sync"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
	"github.com/why403/why403/diagnose/render"
)

// mostInFull is how many different refusals a text of many prints in full; the
// summary on top has them all.
const mostInFull = 10

// togetherMax is how many bytes of recalled texts are printed at once.
const togetherMax = 32 << 10

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
	buffers  sync.Pool // of *text, for the texts of judged
	clean    []byte    // texts that were recalled and are to be printed together
}

// judged is what was made of a case: its report and the kind of it, and its text where
// every report is printed as it comes.
type judged struct {
	report *diagnose.Report // nil where the text was recalled
	kind   render.Kind
	text   []byte
	buffer *text // holds the text, and the kind where it was recalled; back in the pool once it is printed
	err    error
}

// text is a buffer.
type text struct{ b []byte }

func (t *text) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	return len(p), nil
}

// judge does with a report what needs no other report; several goroutines call it.
func (x *printer) judge(r *diagnose.Report) judged {
	j := judged{report: r, kind: render.KindOf(r)}
	if x.forMachines() {
		j.buffer = x.buffer()
		j.err = x.renderer.Render(j.buffer, r)
		j.text = j.buffer.b
	}
	return j
}

func (x *printer) buffer() *text {
	t, ok := x.buffers.Get().(*text)
	if !ok {
		t = &text{}
	}
	t.b = t.b[:0]
	return t
}

// add takes the next report.
func (x *printer) add(j judged) error {
	switch {
	case j.err != nil:
		return j.err
	case x.forMachines():
		x.tally.Count(j.kind)
		err := x.print(j)
		x.buffers.Put(j.buffer)
		return err
	case j.report == nil:
		x.tally.Count(j.kind)
		x.buffers.Put(j.buffer)
		return nil
	}
	fresh := x.tally.Add(j.report)
	if x.oneDocument() || x.tally.Calls() == 1 || fresh && len(x.kept) < mostInFull {
		x.kept = append(x.kept, j.report)
	}
	return nil
}

// print prints a text; of those that were recalled, which are many, a few at a time.
func (x *printer) print(j judged) error {
	if j.report == nil {
		if x.clean = append(x.clean, j.text...); len(x.clean) < togetherMax {
			return nil
		}
		return x.flush()
	}
	if err := x.flush(); err != nil {
		return err
	}
	_, err := x.w.Write(j.text)
	return err
}

// flush prints what was kept back.
func (x *printer) flush() error {
	if len(x.clean) == 0 {
		return nil
	}
	_, err := redact.WriteClean(x.w, x.clean)
	x.clean = x.clean[:0]
	return err
}

// finish writes what had to wait for the last report.
func (x *printer) finish() error {
	if x.oneDocument() {
		return render.All(x.renderer, x.w, x.kept)
	}
	if x.forMachines() {
		return x.flush()
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
