package evidence

import (
	"io"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// Redact copies an input of any format and length with its secrets replaced, so that
// it is safe to attach to a ticket and still reads as the same case: JSON stays JSON,
// the claims of a JWT stay but for what names a person, a signature becomes a
// placeholder. It says what was replaced. Without o.Redactor it makes its own;
// one that is given must come from [redact.NewSharing].
func Redact(in Input, w io.Writer, o Options) ([]diagnose.Redaction, error) {
	red := o.Redactor
	if red == nil {
		red = redact.NewSharing()
	}
	src, err := open(in, &o)
	if err != nil {
		return nil, err
	}
	if err := src.unreadable(); err != nil {
		return nil, err
	}
	if err := red.Stream(src, w); err != nil {
		return red.Report(), &Error{At: diagnose.Location{Source: in.Name}, Problem: readProblem(err)}
	}
	return red.Report(), nil
}
