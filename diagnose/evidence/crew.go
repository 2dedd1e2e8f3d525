package evidence

import "runtime"

// crew are the goroutines that work for one reading, beside the caller's own. The zero
// value is nobody.
type crew struct {
	jobs chan func() // nil: the caller works alone
}

// hire starts so many; once is enough.
func (c *crew) hire(hands int) {
	if c.jobs != nil || hands < 1 {
		return
	}
	c.jobs = make(chan func(), jobsMax)
	for range hands {
		go c.help(nil)
	}
}

// jobsMax is more than can be waiting: all batches that are ahead, one reading.
const jobsMax = ahead + 4

func (c *crew) dismiss() {
	if c.jobs != nil {
		close(c.jobs)
	}
}

// help works until something is told or closed, or the crew is dismissed.
func (c *crew) help(done <-chan struct{}) {
	for waited := 0; ; {
		select { // rather than to take another job
		case <-done:
			return
		default:
		}
		var job func()
		hired := true
		if waited < patience {
			select {
			case job, hired = <-c.jobs:
			default:
			}
		} else {
			select {
			case <-done:
				return
			case job, hired = <-c.jobs:
			}
		}
		switch {
		case !hired:
			return
		case job == nil:
			waited++
			runtime.Gosched()
		default:
			job()
			waited = 0
		}
	}
}

// patience is how often somebody looks for a job before he lies down: to be woken takes
// longer than to read a stretch, which is what he mostly waits for.
const patience = 100

// try gives the panic of a function.
func try(f func()) (panicked any) {
	defer func() { panicked = recover() }()
	f()
	return nil
}
