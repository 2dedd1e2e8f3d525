package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/render"
	"github.com/why403/why403/diagnose/standard"
)

// version is the release; the build adds the commit.
const version = "0.1.0"

func newVersionCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program and of its catalog",
		Args:  takes(0, 0),
		RunE:  func(*cobra.Command, []string) error { return p.version() },
	}
}

func (p *program) version() error {
	return p.write("", func(w io.Writer) error {
		about := standard.Catalog().About()
		_, err := fmt.Fprintf(w, "why403 %s%s, %s %s/%s\ncatalog %s %s of %s, %s\n", version, commit(),
			runtime.Version(), runtime.GOOS, runtime.GOARCH, about.Name, about.Version, about.Date, about.Digest)
		return err
	})
}

func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return " (" + s.Value[:12] + ")"
		}
	}
	return ""
}

func newSchemaCommand(p *program) *cobra.Command {
	schemas := map[string]func() []byte{"case": evidence.CaseSchema, "report": render.ReportSchema}
	return &cobra.Command{
		Use:       "schema case|report",
		Short:     "Print the JSON Schema of the case or of the report",
		Args:      oneOf("schema", []string{"case", "report"}),
		ValidArgs: []string{"case", "report"},
		RunE: func(_ *cobra.Command, args []string) error {
			return p.write("", func(w io.Writer) error {
				_, err := w.Write(schemas[args[0]]())
				return err
			})
		},
	}
}
