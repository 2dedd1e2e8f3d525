package evidence

import (
	"github.com/why403/why403/diagnose"
)

const (
	batchMax = 16 // cases that go to a worker at once
	ahead    = 2  // batches per worker that may be read before they are emitted
)

// Work is [Read] for long streams on several processors: the cases are read in one
// goroutine, work is called by as many as workers says, and emit by the caller's
// own, in the order of the cases, as are hints. emit is given either what work made of a case or
// the error of an input, and says whether to go on. Memory stays bounded: reading
// waits for emit. Where emit stops, a reading that waits for its input is left
// behind.
//
// A panic of work or of a reader comes out of Work.
func Work[T any](inputs []Input, o Options, workers int, work func(diagnose.Case) T, emit func(T, error) bool) {
	if workers < 2 {
		for c, err := range Read(inputs, o) {
			var done T
			if err == nil {
				done = work(c)
			}
			if !emit(done, err) {
				return
			}
		}
		return
	}
	if o.Hint == nil {
		o.Hint = func(string) {}
	}
	p := pool[T]{
		work:  work,
		hint:  o.Hint,
		jobs:  make(chan *batch[T], workers),
		order: make(chan *batch[T], ahead*workers),
		stop:  make(chan struct{}),
	}
	for range workers {
		go p.worker()
	}
	go p.read(inputs, o)
	p.emit(emit)
}

// pool is one run of Work. Every batch goes to jobs, where any worker takes it, and
// to order, where emit waits for it.
type pool[T any] struct {
	work  func(diagnose.Case) T
	hint  func(string)
	jobs  chan *batch[T]
	order chan *batch[T]
	stop  chan struct{} // closed when nobody wants more
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
	err    error
	nobody bool // no case follows these hints
	result T
}

// read fills batches, each twice as long as the one before up to batchMax, so that
// a short input is spread over the workers too.
func (p *pool[T]) read(inputs []Input, o Options) {
	defer close(p.order)
	defer close(p.jobs)
	b := &batch[T]{done: make(chan struct{})}
	var hints []string
	size := 1
	o.Hint = func(hint string) { hints = append(hints, hint) }
	defer func() {
		b.panic = recover()
		b.items = append(b.items, item[T]{hints: hints, nobody: true})
		p.send(b)
	}()
	for c, err := range Read(inputs, o) {
		b.items = append(b.items, item[T]{hints: hints, c: c, err: err})
		hints = nil
		if len(b.items) < size {
			continue
		}
		if !p.send(b) {
			return
		}
		size = min(2*size, batchMax)
		b = &batch[T]{done: make(chan struct{}), items: make([]item[T], 0, size)}
	}
}

func (p *pool[T]) send(b *batch[T]) bool {
	for _, to := range []chan *batch[T]{p.order, p.jobs} {
		select {
		case to <- b:
		case <-p.stop:
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

func (b *batch[T]) run(work func(diagnose.Case) T) {
	defer close(b.done)
	defer func() {
		if panicked := recover(); panicked != nil {
			b.panic = panicked
		}
	}()
	for i := range b.items {
		if x := &b.items[i]; x.err == nil && !x.nobody {
			x.result = work(x.c)
			x.c = diagnose.Case{}
		}
	}
}

// emit hands over the results in their order.
func (p *pool[T]) emit(emit func(T, error) bool) {
	defer close(p.stop)
	for b := range p.order {
		<-b.done
		if b.panic != nil {
			panic(b.panic)
		}
		for i := range b.items {
			x := &b.items[i]
			for _, hint := range x.hints {
				p.hint(hint)
			}
			if !x.nobody && !emit(x.result, x.err) {
				return
			}
		}
	}
}
