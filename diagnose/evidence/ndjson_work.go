package evidence

import (
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
	Text   []byte // holds until the next record
	Line   int    // from 1
	Number int    // among the records, from 1
}

// Job is what Work makes of cases.
type Job[T any] struct {
	Do func(diagnose.Case) T
	// Recall, where set, is shown every record of a stream of cases before it is read. It
	// gives nil, or what makes the result without reading. It is not asked where pieces
	// of other inputs may belong to the case.
	Recall func(Record) func() T
}

// Work is [Read] for long streams on several processors: the job is done by as many
// goroutines as workers says; reading, recalling, hints and emit stay in the caller's
// own, in the order of the cases. emit is given either what the job made of a case or
// the error of an input, and says whether to go on.
//
// The reading is ahead of emit by some cases, the same ones for any number of
// workers: what a redactor has seen when a case is emitted, and with it every byte
// of the output, does not depend on the machine.
func Work[T any](inputs []Input, o Options, workers int, job Job[T], emit func(T, error) bool) {
	if o.Hint == nil {
		o.Hint = func(string) {}
	}
	p := pool[T]{work: job.Do, emit: emit, hint: o.Hint, workers: workers}
	defer p.dismiss()
	var hints []string
	o.Hint = func(hint string) { hints = append(hints, hint) }
	size, load := caseWork, 0 // of a batch; short inputs are spread over the workers too
	b := newBatch[T](1)
	next := func(x item[T], work int) bool {
		x.hints, hints = hints, nil
		b.items = append(b.items, x)
		if load += work; load < size {
			return true
		}
		if len(p.queue) > 0 {
			p.hire()
		}
		if !p.submit(b) {
			return false
		}
		size, load = min(2*size, batchMax), 0
		b = newBatch[T](len(b.items))
		return true
	}
	if job.Recall != nil && len(inputs) == 1 {
		o.recall = func(r Record) (known, goOn bool) {
			if again := job.Recall(r); again != nil {
				return true, next(item[T]{again: again}, 1)
			}
			return false, true
		}
	}
	for c, err := range Read(inputs, o) {
		if !next(item[T]{c: c, err: err}, caseWork) {
			return
		}
	}
	b.items = append(b.items, item[T]{hints: hints, nobody: true})
	for ok := p.submit(b); ok && len(p.queue) > 0; {
		ok = p.emitOldest()
	}
}

// pool is one run of Work. A batch goes to jobs, where any worker takes it, and to
// the end of queue.
type pool[T any] struct {
	work    func(diagnose.Case) T
	emit    func(T, error) bool
	hint    func(string)
	workers int
	jobs    chan *batch[T] // nil: the caller's goroutine works alone
	queue   []*batch[T]
}

// batch is a few neighbouring cases, and what became of them.
type batch[T any] struct {
	items []item[T]
	panic any
	done  chan struct{}
}

// item is a case or an error, with the hints that were given while it was read.
type item[T any] struct {
	hints  []string
	c      diagnose.Case
	again  func() T // makes the result without a case
	err    error
	nobody bool // no case follows these hints
	result T
}

func newBatch[T any](size int) *batch[T] {
	return &batch[T]{items: make([]item[T], 0, size), done: make(chan struct{})}
}

// hire starts the workers, with what waits for them, when a second batch comes: one
// case is diagnosed sooner than a goroutine has started.
func (p *pool[T]) hire() {
	if p.jobs != nil || p.workers < 2 {
		return
	}
	p.jobs = make(chan *batch[T], ahead+1)
	for range p.workers - 1 { // the caller's own helps while it waits
		go p.worker()
	}
	for _, b := range p.queue {
		p.jobs <- b
	}
}

func (p *pool[T]) dismiss() {
	if p.jobs != nil {
		close(p.jobs)
	}
}

// submit gives a batch to the workers, and emits the oldest when it is time to. It
// says whether to go on.
func (p *pool[T]) submit(b *batch[T]) bool {
	if p.queue = append(p.queue, b); p.jobs != nil {
		p.jobs <- b
	}
	return len(p.queue) <= ahead || p.emitOldest()
}

func (p *pool[T]) emitOldest() bool {
	b := p.queue[0]
	p.queue = append(p.queue[:0], p.queue[1:]...)
	if p.jobs == nil {
		b.run(p.work)
	}
	for waiting := true; waiting; {
		select {
		case <-b.done:
			waiting = false
		case other := <-p.jobs:
			other.run(p.work)
		}
	}
	if b.panic != nil {
		panic(b.panic)
	}
	for i := range b.items {
		x := &b.items[i]
		for _, hint := range x.hints {
			p.hint(hint)
		}
		if !x.nobody && !p.emit(x.result, x.err) {
			return false
		}
	}
	return true
}

func (p *pool[T]) worker() {
	for b := range p.jobs {
		b.run(p.work)
	}
}

// run works on a batch; a panic waits in it to be passed on in its turn.
func (b *batch[T]) run(work func(diagnose.Case) T) {
	defer close(b.done)
	defer func() { b.panic = recover() }()
	for i := range b.items {
		switch x := &b.items[i]; {
		case x.again != nil:
			x.result = x.again()
		case x.err == nil && !x.nobody:
			x.result = work(x.c)
			x.c = diagnose.Case{}
		}
	}
}
