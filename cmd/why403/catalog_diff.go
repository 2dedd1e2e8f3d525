package main

import (
	"fmt"
	"io"
	"iter"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose/catalog"
	"github.com/why403/why403/diagnose/standard"
)

func newCatalogDiffCommand(o *catalogOptions) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare what two catalogs require",
		Long: `Compare what two catalogs require: operations that were added (+), removed (-) or
changed (~), with the facts that changed. That is often why it worked yesterday.

OLD and NEW are built catalogs, or the word "builtin"; an overlay with single facts
counts together with the built-in catalog under it.`,
		Example: `  why403 catalog diff builtin genesys.why403cat
  why403 catalog diff builtin acme.json`,
		Args: takes(2, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			was, err := o.side(args[0])
			if err != nil {
				return err
			}
			is, err := o.side(args[1])
			if err != nil {
				return err
			}
			return o.print(
				func(w io.Writer) error { return diffText(w, catalog.Diff(was, is)) },
				func(w io.Writer) error { return diffJSON(w, catalog.Diff(was, is)) })
		},
	}
	o.addFormat(cmd)
	return cmd
}

// side opens one of the two catalogs.
func (o *catalogOptions) side(name string) (*catalog.Catalog, error) {
	if name == "builtin" {
		return o.stack()
	}
	overlay, err := o.overlay(name)
	if err != nil {
		return nil, err
	}
	if overlay.Whole() {
		return catalog.Empty().With(overlay), nil
	}
	return standard.Catalog().With(overlay), nil
}

func diffText(w io.Writer, changes iter.Seq[catalog.Change]) error {
	n := 0
	for c := range changes {
		n++
		var err error
		switch {
		case c.Was == nil:
			_, err = fmt.Fprintf(w, "+ %s %s  %s\n", c.Is.Method, c.Is.Path, c.Is.ID)
		case c.Is == nil:
			_, err = fmt.Fprintf(w, "- %s %s  %s\n", c.Was.Method, c.Was.Path, c.Was.ID)
		default:
			_, err = fmt.Fprintf(w, "~ %s %s  %s\n", c.Is.Method, c.Is.Path, c.Is.ID)
			for _, f := range c.Facts {
				if err == nil {
					_, err = fmt.Fprintf(w, "    %-12s %s → %s\n", f.Fact, orNone(f.Was), orNone(f.Is))
				}
			}
		}
		if err != nil {
			return err
		}
	}
	if n > 0 {
		return nil
	}
	_, err := io.WriteString(w, "both require the same\n")
	return err
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func diffJSON(w io.Writer, changes iter.Seq[catalog.Change]) error {
	type fact struct {
		Fact string `json:"fact"`
		Was  string `json:"was"`
		Is   string `json:"is"`
	}
	type change struct {
		Change string `json:"change"`
		ID     string `json:"id,omitempty"`
		Method string `json:"method"`
		Path   string `json:"path"`
		Facts  []fact `json:"facts,omitempty"`
	}
	for c := range changes {
		kind, op := "changed", c.Is
		if c.Was == nil {
			kind = "added"
		} else if c.Is == nil {
			kind, op = "removed", c.Was
		}
		j := change{Change: kind, ID: op.ID, Method: op.Method, Path: op.Path}
		for _, f := range c.Facts {
			j.Facts = append(j.Facts, fact(f))
		}
		if err := writeJSON(w, j); err != nil {
			return err
		}
	}
	return nil
}
