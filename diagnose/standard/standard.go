// Package standard wires the built-in parts into one engine: the catalog, the
// readers of refusals and all rules. It is the one import that a program needs
// which embeds why403, beside package evidence to read what people bring.
package standard

import (
	"io"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/catalog"
	"github.com/why403/why403/diagnose/refusal"
	"github.com/why403/why403/diagnose/rules"
)

// Overlay is a file with an organisation's own facts, or a built catalog.
type Overlay struct {
	Name string // shown where its facts are quoted
	Data io.Reader
}

// Options says what the engine is to know beyond the built-in parts.
type Options struct {
	Overlays []Overlay // later ones win
	Version  string    // of the program, for provenance
}

// New makes the engine. An error is one of an overlay, with its position.
func New(o Options) (*diagnose.Engine, error) {
	cat := Catalog()
	for _, in := range o.Overlays {
		overlay, err := catalog.ReadOverlay(in.Name, in.Data)
		if err != nil {
			return nil, err
		}
		cat = cat.With(overlay)
	}
	return diagnose.New(diagnose.Parts{
		Catalog:  cat,
		Listen:   refusal.Listen,
		Checkers: rules.All(),
		HitRate:  hitRate,
		Version:  o.Version,
	})
}

// Catalog is the built-in catalog.
func Catalog() *catalog.Catalog { return catalog.Builtin() }
