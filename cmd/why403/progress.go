package main

import (
	"fmt"
	"io"
	"sync"
)

// progressLine is the line on the terminal that says how far a long reading is. It
// is written over, and gone when anything else is said.
type progressLine struct {
	mu    sync.Mutex // it is written by the goroutine that reads
	shown bool
}

const eraseLine = "\r\x1b[K"

// progress says how much of an input was read, in bytes.
func (p *program) progress(input string, read, total int64) {
	const mb = 1 << 20
	said := fmt.Sprintf("why403: %s: %d MB read", input, read/mb)
	if total > 0 {
		said = fmt.Sprintf("why403: %s: %d of %d MB read", input, read/mb, total/mb)
	}
	p.line.mu.Lock()
	defer p.line.mu.Unlock()
	p.line.shown = true
	io.WriteString(p.err, eraseLine+oneLine(said))
}

// clear takes the line away.
func (p *program) clear() {
	p.line.mu.Lock()
	defer p.line.mu.Unlock()
	if p.line.shown {
		p.line.shown = false
		io.WriteString(p.err, eraseLine)
	}
}
