package main

import "github.com/why403/why403/diagnose"

// Exit codes. They never depend on the output format.
const (
	exitNothing      = 0 // nothing wrong found and nothing left unasked, or the call was not refused
	exitCause        = 1 // at least one cause
	exitUsage        = 2 // bad usage or unreadable input
	exitInternal     = 3 // internal failure, or the report could not be written
	exitInconclusive = 4 // more evidence is needed
)

// exitOf gives the exit code of one report.
func exitOf(c diagnose.Conclusion) int {
	switch c {
	case diagnose.Explained:
		return exitCause
	case diagnose.Inconclusive:
		return exitInconclusive
	}
	return exitNothing
}

// worse gives the code that wins where several inputs end differently: the
// first of 3, 2, 1, 4, 0 that one of them has.
func worse(a, b int) int {
	for _, code := range [...]int{exitInternal, exitUsage, exitCause, exitInconclusive} {
		if a == code || b == code {
			return code
		}
	}
	return exitNothing
}
