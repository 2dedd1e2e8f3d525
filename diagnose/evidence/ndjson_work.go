package evidence

import (
	"github.com/why403/why403/diagnose"
)

const (
	batchMax = 8 // cases that go to a worker at once
	ahead    = 2 // batches per worker that may be read before they are emitted
)

// Work is [Read] for long streams on several processors: the cases are read in one
// goroutine, work is called by as many as workers says, and emit by the caller's
// own, in the order of the cases. emit is given either what work made of a case or
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
	p := pool[T]{
		work:  work,
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
	jobs  chan *batch[T]
	order chan *batch[T]
	stop  chan struct{} // closed when nobody wants more
}

// batch is a few neighbouring cases, and what became of them.
type batch[T any] struct {
	cases   []diagnose.Case
	errs    []error // by case; nil where it was read
	results []T
	panic   any
	done    chan struct{}
}

// read fills batches. A batch goes out when it is full, and before where a worker
// would have to wait for it: a slow stream is answered case by case.
func (p *pool[T]) read(inputs []Input, o Options) {
	defer close(p.order)
	defer close(p.jobs)
	var b *batch[T]
	defer func() {
		if panicked := recover(); panicked != nil {
			b = &batch[T]{panic: panicked, done: make(chan struct{})}
		}
		if b != nil {
			p.send(b)
		}
	}()
	for c, err := range Read(inputs, o) {
		if b == nil {
			b = &batch[T]{done: make(chan struct{})}
		}
		b.cases, b.errs = append(b.cases, c), append(b.errs, err)
		if len(b.cases) < batchMax && len(p.jobs) > 0 {
			continue
		}
		full := b
		b = nil
		if !p.send(full) {
			return
		}
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
	b.results = make([]T, len(b.cases))
	for i := range b.cases {
		if b.errs[i] == nil {
			b.results[i] = work(b.cases[i])
		}
	}
	b.cases = nil
}

// emit hands over the results in their order.
func (p *pool[T]) emit(emit func(T, error) bool) {
	defer close(p.stop)
	for b := range p.order {
		<-b.done
		if b.panic != nil {
			panic(b.panic)
		}
		for i, err := range b.errs {
			if !emit(b.results[i], err) {
				return
			}
		}
	}
}
