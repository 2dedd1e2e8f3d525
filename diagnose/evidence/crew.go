package evidence

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
		go func() {
			for job := range c.jobs {
				job()
			}
		}()
	}
}

// jobsMax is more than can be waiting: all batches that are ahead, one reading.
const jobsMax = ahead + 4

func (c *crew) dismiss() {
	if c.jobs != nil {
		close(c.jobs)
	}
}

// help works until something is told or closed.
func (c *crew) help(done <-chan struct{}) {
	for {
		select { // rather than to take another job
		case <-done:
			return
		default:
		}
		select {
		case <-done:
			return
		case job := <-c.jobs:
			job()
		}
	}
}

// try gives the panic of a function.
func try(f func()) (panicked any) {
	defer func() { panicked = recover() }()
	f()
	return nil
}
