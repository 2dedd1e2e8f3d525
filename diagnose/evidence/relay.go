package evidence

import (
	"slices"
	"sync"
)

// What may be read before the turn of the first stretch has come.
const (
	stretchesMax = 6
	waitingMax   = 1 << 20 // bytes; one stretch may be longer
)

// relay lets several goroutines work on a stream, each on a stretch of its own from the
// first byte to the last report: that keeps it in the cache of one processor. Stretches
// are read one after another, by whoever has time, and looked at side by side. They are
// recalled in their order, by whoever is at it when the turn comes; from the first record
// on that is not known a stretch is for the caller.
type relay struct {
	known *recalling
	next  func() (unread, bool)
	pause func()

	mu      sync.Mutex
	queue   []*stretch // that were read, in their order
	free    []*stretch
	turn    bool // somebody is at the first in the queue
	reading bool // somebody is reading, or is to
	looking int  // how many are
	end     bool // there is no more to read
	stopped bool // nobody wants more
	panic   any
	due     chan struct{} // tells the caller to see what there is for him
}

// run is the part of the caller.
func (r *relay) run(one func(unread) error) error {
	for {
		r.mu.Lock()
		panicked, stopped := r.panic, r.stopped
		over := r.end && r.looking == 0 && len(r.queue) == 0
		s := r.take(true)
		r.order()
		r.mu.Unlock()
		switch {
		case panicked != nil:
			panic(panicked)
		case stopped:
			return errStop
		case over:
			return nil
		case s == nil:
			r.known.crew.help(r.due)
			continue
		}
		for _, x := range s.rest {
			if err := one(x); err != nil {
				return err
			}
		}
		r.pause()
		r.mu.Lock()
		r.pass()
		r.recall()
		r.mu.Unlock()
	}
}

// finish waits until nobody is at the stream any more.
func (r *relay) finish() {
	for {
		r.mu.Lock()
		r.stopped = true
		busy := r.reading || r.looking > 0
		r.mu.Unlock()
		if !busy {
			return
		}
		r.known.crew.help(r.due)
	}
}

func (r *relay) tell() {
	select {
	case r.due <- struct{}{}:
	default:
	}
}

// order has somebody read on and look. Like take, pass and recall it is called with mu held.
func (r *relay) order() {
	waiting := 0
	for _, s := range r.queue {
		waiting += len(s.text)
	}
	if !r.reading && !r.end && !r.stopped && len(r.queue) < stretchesMax && waiting < waitingMax {
		r.reading = true
		r.known.crew.jobs <- r.work
	}
}

// work is done by whoever has time.
func (r *relay) work() {
	var s *stretch
	panicked := try(func() {
		if s = r.read(); s != nil {
			r.look(s)
		}
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	if panicked != nil {
		r.panic, r.stopped = panicked, true
	}
	if s != nil {
		r.looking--
		s.looked = true
	} else {
		r.reading = false
	}
	r.recall()
	r.tell()
}

// read gives the next stretch, or nil.
func (r *relay) read() *stretch {
	r.mu.Lock()
	if r.stopped {
		r.mu.Unlock()
		return nil
	}
	s := &stretch{}
	if last := len(r.free) - 1; last >= 0 {
		s, r.free = r.free[last], r.free[:last]
	}
	r.mu.Unlock()

	more := s.fill(r.next)

	r.mu.Lock()
	defer r.mu.Unlock()
	r.end = !more
	if len(s.records) == 0 {
		return nil
	}
	r.looking++
	r.queue = append(r.queue, s)
	r.reading = false
	r.order()
	return s
}

func (r *relay) look(s *stretch) {
	for i := range s.records {
		if x := &s.records[i]; !x.long {
			x.looked = r.known.look(x.Record)
		}
	}
}

// take takes the turn of the first stretch, for the caller or for anybody.
func (r *relay) take(caller bool) *stretch {
	if r.turn || r.stopped || len(r.queue) == 0 || !r.queue[0].looked || r.queue[0].asked != caller {
		return nil
	}
	r.turn = true
	return r.queue[0]
}

// pass gives the turn to the next one.
func (r *relay) pass() {
	r.turn = false
	if s := r.queue[0]; cap(s.text) < waitingMax {
		r.free = append(r.free, s)
	}
	r.queue = slices.Delete(r.queue, 0, 1)
	r.order()
}

// recall goes through all stretches whose turn has come, as far as they are known.
func (r *relay) recall() {
	for s := r.take(false); s != nil; s = r.take(false) {
		r.mu.Unlock()
		goOn := true
		panicked := try(func() {
			for s.rest = s.records; goOn && len(s.rest) > 0 && s.rest[0].looked != nil; s.rest = s.rest[1:] {
				var known bool
				if known, goOn = r.known.recall(s.rest[0].Record, s.rest[0].looked); !known {
					s.rest[0].asked = true
					break
				}
			}
			if len(s.rest) == 0 {
				r.pause()
			}
		})
		r.mu.Lock()
		s.asked = true
		if panicked != nil {
			r.panic = panicked
		}
		if panicked != nil || !goOn {
			r.stopped = true
		}
		if r.stopped || len(s.rest) > 0 {
			r.turn = false
			r.tell()
			return
		}
		r.pass()
	}
}
