package render

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Message returns a Renderer that writes, in place of the report, a message to the
// person who can mend what it found: what to change and how, what not to grant, how
// sure that is, and what to send back if it does not help. Format is text or
// markdown. Where that person has nothing to mend, the message is one line that
// says who has.
func Message(format string, to diagnose.Actor, o Options) (Renderer, error) {
	m := messageRenderer{to: to, o: o}
	switch format {
	case "text":
		t := newText(o)
		m.pen = func() pen { return &textPen{page: &page{styles: t.style, width: t.options.Width}} }
		m.rule = t.between
	case "markdown":
		m.pen = func() pen { return &markdownPen{} }
		m.rule = markdownRenderer{}.between
	default:
		return nil, fmt.Errorf("no message in format %q (one of text, markdown)", format)
	}
	if !slices.Contains(diagnose.Actors(), to) {
		return nil, fmt.Errorf("no message to %q (one of %s)", to, strings.Join(actorNames(), ", "))
	}
	return m, nil
}

func actorNames() []string {
	var names []string
	for _, a := range diagnose.Actors() {
		names = append(names, string(a))
	}
	return names
}

type messageRenderer struct {
	to   diagnose.Actor
	o    Options
	pen  func() pen
	rule func(name string) string
}

func (m messageRenderer) between(name string) string { return m.rule(name) }

func (m messageRenderer) Render(w io.Writer, r *diagnose.Report) error {
	p := m.pen()
	x := &message{pen: p, r: r, ways: m.o.Ways}
	x.to(m.to)
	_, err := w.Write(p.bytes())
	return err
}

// A pen writes the parts of a message in one format. What it is given is anybody's
// text, which it makes safe.
type pen interface {
	subject(s string)
	heading(s string)
	para(s string)
	item(s string)
	fact(label, s string)
	code(language, s string)
	means(s string) // the name of a way to do it
	bytes() []byte
}

// message is a message under construction.
type message struct {
	pen
	r    *diagnose.Report
	ways func(diagnose.Change) []diagnose.Way
}

// A task is a finding and the fixes of it that one person can apply.
type task struct {
	*diagnose.Ranked
	fixes []diagnose.Fix
}

// taskOf is what of a finding is for that person; ok is false where nothing is.
func taskOf(c *diagnose.Ranked, who diagnose.Actor) (task, bool) {
	t := task{Ranked: c}
	for _, f := range c.Fixes {
		if f.By == who {
			t.fixes = append(t.fixes, f)
		}
	}
	return t, len(t.fixes) > 0
}

// now is what that person can do about the refusal itself: of an explained one about
// its cause, of another about the first suspect that is theirs.
func (x *message) now(who diagnose.Actor) (task, bool) {
	for i := range x.r.Causes {
		if t, ok := taskOf(&x.r.Causes[i], who); ok {
			return t, true
		}
		if conclusion(x.r) == diagnose.Explained {
			break
		}
	}
	return task{}, false
}

// later is what that person can do about what would fail next.
func (x *message) later(who diagnose.Actor) []task {
	var ts []task
	for i := range x.r.Then {
		if t, ok := taskOf(&x.r.Then[i], who); ok {
			ts = append(ts, t)
		}
	}
	return ts
}

func (x *message) to(who diagnose.Actor) {
	first, mine := x.now(who)
	next := x.later(who)
	switch {
	case conclusion(x.r) == diagnose.WasNotRefused:
		x.para("There is nothing to hand over. " + headline(x.r))
		return
	case conclusion(x.r) == diagnose.Unexplained && who == diagnose.Vendor:
		x.unexplained()
		return
	case !mine && len(next) == 0:
		x.para(x.elsewhere(who))
		return
	}
	x.opening(first, mine, next)
	tasks := next
	if mine {
		tasks = append([]task{first}, next...)
		title := "What to change"
		if conclusion(x.r) != diagnose.Explained {
			title = "What to change, if that is it"
		}
		x.task(title, first)
	}
	for _, t := range next {
		x.task("What would stop the call next: "+line(t.Summary), t)
	}
	x.avoid(tasks)
	x.call()
	x.why(tasks)
	x.otherwise(who)
	x.footer()
}

// opening says in two sentences what happened and what is asked for.
func (x *message) opening(first task, mine bool, next []task) {
	about := next
	if mine {
		about = []task{first}
	}
	x.subject("Refused API call" + x.status(" (", ")") + ": " + line(about[0].Summary))
	refused := "An API call is refused" + x.status(" with status ", "")
	switch {
	case conclusion(x.r) != diagnose.Explained:
		x.para(refused + ". Why is not proven yet; it may be that " + lower(first.Summary) + ". Could you have a look? Please change nothing before that is certain.")
	case mine:
		x.para(refused + ". " + headline(x.r) + " Could you make the change below?")
	default:
		x.para(refused + ". " + headline(x.r) + " That is for " + owners(x.r.Causes[0].Fixes) + " to mend. Once it is mended, the next check would stop the call, and that one is yours: could you make the change below as well?")
	}
}

// status is the status between two words; nothing where it is not known.
func (x *message) status(before, after string) string {
	if s, ok := x.r.Question.Status.Get(); ok {
		return before + strconv.Itoa(s) + after
	}
	return ""
}

// task writes fixes down, the preferred first, each with the ways to apply it.
func (x *message) task(title string, t task) {
	x.heading(title)
	for i, f := range t.fixes {
		do := sentence(f.Do)
		if i > 0 {
			do = "Or, in its place: " + do
		}
		x.para(do)
		var ways []diagnose.Way
		if f.Change != nil && x.ways != nil {
			ways = x.ways(*f.Change)
		}
		if !slices.ContainsFunc(ways, byHand) {
			x.fact("Where", f.Where)
		}
		x.code("sh", f.Run)
		for _, w := range ways {
			x.way(w)
		}
	}
	if t.CorrectedBody != nil {
		x.para("The request body as it should be:")
		x.code("json", string(indent(t.CorrectedBody)))
	}
}

// byHand says whether a way is words to follow, which name the pages.
func byHand(w diagnose.Way) bool { return w.Language == "" }

// way writes one way to make a change: words as a list, the rest to be pasted.
func (x *message) way(w diagnose.Way) {
	x.means(w.Means)
	if !byHand(w) {
		x.code(w.Language, w.Steps)
		return
	}
	for _, step := range strings.Split(w.Steps, "\n") {
		x.item(step)
	}
}
