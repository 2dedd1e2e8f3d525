package evidence

import (
	"slices"

	"github.com/why403/why403/diagnose"
)

const (
	batchMax = 32 // how much work goes to a worker at once
	caseWork = 4  // the work of a case, where 1 is that of a recalled one
	ahead    = 4  // batches that are read before the first of them is emitted
)

// Record is one line of a stream of cases.
type Record struct {
	Source string
	Text   []byte // holds until the next record's turn
	Line   int    // from 1
	Number int    // among the records, from 1
}

// Job is what Work makes of cases.
type Job[T any] struct {
	Do func(diagnose.Case) T
	// Recall, where set, gives what is asked for the records of a stream of cases before
	// they are read. It is not called where pieces of other inputs may belong to the cases.
	Recall func(source string) Recaller[T]
	// Pause, where set, is called now and then between two calls of emit: before the input
	// may keep the person waiting.
	Pause func()
}

// Recaller may know what a Job makes of a record, without reading it.
type Recaller[T any] interface {
	// Look looks at a record ahead of its turn, in any goroutine, and gives what helps to
	// recall it then; nil is nothing. The text of the record holds until it is recalled.
	Look(Record) any
	// Recall gives what the job would make of a record whose turn it is, or says no. It is
	// called once for each record, in their order.
	Recall(r Record, looked any) (T, bool)
}

// Work is [Read] for long streams on several processors: the job is done by as many
// goroutines as workers says. Reading, recalling, hints and emit come one at a time, in
// the order of the cases, though in a stream that is recalled not always in the caller's
// own goroutine. emit is given either what the job made of a case or the error of an
// input, and says whether to go on.
//
// The reading is ahead of emit by some cases, the same ones for any number of
// workers: what a redactor has seen when a case is emitted, and with it every byte
// of the output, does not depend on the machine.
func Work[T any](inputs []Input, o Options, workers int, job Job[T], emit func(T, error) bool) {
	if o.Hint == nil {
		o.Hint = func(string) {}
	}
	p := pool[T]{work: job.Do, emit: emit, hint: o.Hint, workers: workers, size: caseWork}
	defer p.crew.dismiss()
	o.Hint = func(hint string) { p.hints = append(p.hints, hint) }
	if o.pause = job.Pause; o.pause == nil {
		o.pause = func() {}
	}
	if job.Recall != nil && len(inputs) == 1 {
		o.recalling = func(source string) *recalling { return p.recalling(job.Recall(source)) }
	}
	for c, err := range Read(inputs, o) {
		if !p.next(item[T]{c: c, err: err, todo: err == nil}, caseWork) {
			return
		}
	}
	p.finish()
}

// pool is one run of Work. A batch goes to the crew, where anybody takes it, and to the
// end of queue.
type pool[T any] struct {
	work    func(diagnose.Case) T
	emit    func(T, error) bool
	hint    func(string)
	workers int
	crew    crew
	queue   []*batch[T]

	batch *batch[T] // the next one
	load  int       // the work in it
	size  int       // the work that it is to have; short inputs are spread over the workers too
	spare *batch[T] // is used again
	hints []string  // that were given since the last case
	over  bool      // nobody wants more
}

// batch is a few neighbouring cases, and what became of them.
type batch[T any] struct {
	items []item[T]
	todo  bool // there is work in it
	panic any
	done  chan struct{}
}

// item is a case, an error or a result, with the hints that were given while it was read.
type item[T any] struct {
	hints  []string
	c      diagnose.Case
	todo   bool // the result is still to be made of the case
	err    error
	nobody bool // no case follows these hints
	result T
}

// recalling lets a Recaller take part.
func (p *pool[T]) recalling(x Recaller[T]) *recalling {
	return &recalling{
		look: x.Look,
		recall: func(r Record, looked any) (known, goOn bool) {
			result, known := x.Recall(r, looked)
			return known, !known || p.next(item[T]{result: result}, 1)
		},
		crew:  &p.crew,
		hands: p.workers - 1, // the caller helps
	}
}

// next takes a case, and emits the oldest ones when it is time to. It says whether to go
// on.
func (p *pool[T]) next(x item[T], work int) bool {
	x.hints, p.hints = p.hints, nil
	if p.idle() && !x.todo {
		return p.emitOne(&x)
	}
	b := p.batch
	if b == nil {
		b, p.spare = p.spare, nil
		if b == nil {
			b = &batch[T]{}
		}
		p.batch = b
	}
	b.items = append(b.items, x)
	b.todo = b.todo || x.todo
	if p.load += work; p.load < p.size {
		return true
	}
	p.batch, p.load, p.size = nil, 0, min(2*p.size, batchMax)
	return p.submit(b)
}

// idle says that all was emitted that has come so far.
func (p *pool[T]) idle() bool { return p.batch == nil && len(p.queue) == 0 }

// finish emits what is left.
func (p *pool[T]) finish() {
	for ok := !p.over && p.next(item[T]{nobody: true}, p.size); ok && len(p.queue) > 0; {
		ok = p.emitOldest()
	}
}

// submit gives a batch to the crew, and emits the oldest one when it is time to. Nobody
// is hired for the first one: a case is diagnosed sooner than a goroutine has started.
func (p *pool[T]) submit(b *batch[T]) bool {
	b.done = make(chan struct{})
	if b.todo && len(p.queue) > 0 && p.crew.jobs == nil && p.workers > 1 {
		p.crew.hire(p.workers - 1)
		for _, b := range p.queue {
			if b.todo {
				p.crew.jobs <- func() { p.run(b) }
			}
		}
	}
	if p.queue = append(p.queue, b); p.crew.jobs != nil && b.todo {
		p.crew.jobs <- func() { p.run(b) }
	}
	most := ahead
	if !b.todo { // nobody gains by waiting
		most = 0
	}
	for len(p.queue) > most {
		if !p.emitOldest() {
			return false
		}
	}
	return true
}

// run works on a batch; a panic waits in it to be passed on in its turn.
func (p *pool[T]) run(b *batch[T]) {
	defer close(b.done)
	b.panic = try(func() {
		for i := range b.items {
			if x := &b.items[i]; x.todo {
				x.result = p.work(x.c)
				x.c = diagnose.Case{}
			}
		}
	})
}

func (p *pool[T]) emitOldest() bool {
	b := p.queue[0]
	p.queue = slices.Delete(p.queue, 0, 1)
	if b.todo && p.crew.jobs == nil {
		p.run(b)
	}
	if b.todo {
		p.crew.help(b.done)
	}
	if b.panic != nil {
		panic(b.panic)
	}
	for i := range b.items {
		if !p.emitOne(&b.items[i]) {
			return false
		}
	}
	clear(b.items)
	b.items, b.todo = b.items[:0], false
	p.spare = b
	return true
}

func (p *pool[T]) emitOne(x *item[T]) bool {
	for _, hint := range x.hints {
		p.hint(hint)
	}
	p.over = p.over || !x.nobody && !p.emit(x.result, x.err)
	return !p.over
}
