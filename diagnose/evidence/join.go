package evidence

import "github.com/why403/why403/diagnose"

// joiner puts the pieces of all inputs together.
type joiner struct {
	build *builder
	yield func(diagnose.Case, error) bool
}

func newJoiner(o *Options, yield func(diagnose.Case, error) bool) *joiner {
	return &joiner{build: &builder{o}, yield: yield}
}

// found takes the next call of an input.
func (j *joiner) found(r raw) error {
	if r.err != nil {
		if !j.yield(diagnose.Case{}, r.err) {
			return errStop
		}
		return nil
	}
	if !j.yield(j.build.build(r), nil) {
		return errStop
	}
	return nil
}

// finish hands over what was kept back for further pieces.
func (j *joiner) finish() {}
