package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/catalog"
)

// maxDescription is the longest description that is read, in bytes.
const maxDescription = 256 << 20

func newCatalogBuildCommand(o *catalogOptions) *cobra.Command {
	var out, scopes string
	var options catalog.OpenAPIOptions
	cmd := &cobra.Command{
		Use:   "build OPENAPI.json -o FILE",
		Short: "Build a catalog from an OpenAPI description",
		Long: `Build a catalog from an OpenAPI 2 (Swagger) or 3 description in JSON, such as the
platform offers for download, to be used with --catalog: so you can be ahead of the
built-in version, or bring another API. "-" is standard input, or output.

Scopes are read from "security" and the oauth2 schemes, permissions from the
vendor's extension, bodies from their schemas.`,
		Example: `  why403 catalog build swagger.json -o genesys.why403cat
  why403 catalog build parcel.json --permissions-key x-parcel-grants -o parcel.why403cat`,
		Args: takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			mode, ok := map[string]diagnose.Mode{"auto": diagnose.None, "any": diagnose.Any, "all": diagnose.All}[scopes]
			switch {
			case !ok:
				return misused("valid values: auto, any, all", "--scopes %s: no such value", scopes)
			case out == "":
				return misused("for example: -o mine.why403cat", "say with -o where to write the catalog")
			}
			options.Scopes = mode
			return o.build(args[0], out, options)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "`FILE` to write the catalog to")
	cmd.Flags().StringVar(&options.PermissionsKey, "permissions-key", "x-inin-requires-permissions", "`NAME` of the extension that lists an operation's permissions")
	cmd.Flags().StringVar(&scopes, "scopes", "auto", "of the scopes an operation lists, one is needed (any) or every one (all);\nauto: all, as OpenAPI says, but any in Genesys Cloud's own description")
	cmd.Flags().StringVar(&options.Date, "date", "", "`DATE` of the description, ISO 8601")
	return cmd
}

// build reads a description, packs it and writes it. What is written is no text,
// so it does not go through the redactor: it is made of the description alone.
func (o *catalogOptions) build(name, out string, options catalog.OpenAPIOptions) error {
	if sameFile(name, out) {
		return misused("give -o another name", "%s is the description itself; nothing was written", out)
	}
	text, err := o.description(name)
	if err != nil {
		return misused("", "%s", fileProblem(name, err))
	}
	if name == "-" {
		name = "stdin"
	}
	d, err := catalog.ReadOpenAPI(name, text, options)
	if err != nil {
		return err
	}
	d.File = filepath.Base(name) // so that the same description gives the same bytes
	data, err := catalog.Encode(d)
	if err != nil {
		return misused("", "%s: %s", name, strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	if err := o.store(out, data); err != nil {
		return err
	}
	o.say("why403: %s: %d operations of %s, %d models, %d bytes", out, len(d.Operations), d.Name, len(d.Models), len(data))
	return nil
}

// description reads a whole description from a file, or from standard input.
func (o *catalogOptions) description(name string) ([]byte, error) {
	if name == "-" {
		return readWhole(o.in)
	}
	in, err := o.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return readWhole(in)
}

// store writes a catalog to a file, or to standard output.
func (o *catalogOptions) store(name string, data []byte) error {
	if name == "-" {
		_, err := o.out.Write(data)
		return unwritten(name, err)
	}
	f, err := o.create(name)
	if err != nil {
		return misused("", "%s", outputProblem(name, err))
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return unwritten(name, err)
}

func unwritten(name string, err error) error {
	if err == nil {
		return nil
	}
	return &failed{what: outputProblem(name, err), code: exitInternal}
}

// readWhole reads a file in one piece of its own size, so that a long one is not
// copied while it grows.
func readWhole(r io.Reader) ([]byte, error) {
	size := int64(0)
	if f, ok := r.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil {
			size = min(info.Size(), maxDescription)
		}
	}
	b := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	n, err := b.ReadFrom(io.LimitReader(r, maxDescription+1))
	if err == nil && n > maxDescription {
		err = errors.New("longer than 256 MiB")
	}
	return b.Bytes(), err
}
