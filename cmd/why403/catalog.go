package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/catalog"
	"github.com/why403/why403/diagnose/standard"
)

const catalogLong = `The catalog says what each operation of the API requires: scopes, permissions,
roles, a user, a body. The published Genesys Cloud API is built in.

A file given with --catalog lies over it, and may be given several times; later
ones win, fact by fact. It is either what "why403 catalog build" makes of an
OpenAPI description, or overlay JSON with the facts that hold in your
organisation:

  {"name": "acme",
   "operations": [
     {"method": "PATCH",
      "path": "/api/v2/conversations/conferences/{id}/participants",
      "roles": {"any_of": ["Supervisor"]},
      "note": "only supervisors may change conferences"}]}

An operation keeps every fact that the overlay does not state. The facts are
scopes, permissions and roles (each {"any_of": […]} or {"all_of": […]}),
needs_user, accepts, body (a JSON Schema, with body_name and body_required),
codes, equivalents, id, preview, enforced (the day from which it is, such as
"2026-11-01") and note; source is org, observed, community or
published. Another API also states hosts, prefix, scopes and permissions.`

// newCatalogCommand is `why403 catalog …`.
func newCatalogCommand(p *program) *cobra.Command {
	o := &catalogOptions{program: p}
	cmd := &cobra.Command{
		Use:   "catalog",
		Short: "Look up, list, compare and build what operations require",
		Long:  catalogLong,
		Example: `  why403 catalog show PATCH /api/v2/conversations/calls/ID/participants/ID
  why403 catalog list --permission conversation:communication:disconnect
  why403 catalog build openapi.json -o mine.why403cat
  why403 --catalog mine.why403cat refused.har`,
		Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().Var((*repeated)(&o.files), "catalog", "`FILE` over the built-in catalog (repeatable)")
	cmd.AddCommand(newCatalogShowCommand(o), newCatalogListCommand(o), newCatalogNearestCommand(o),
		newCatalogBuildCommand(o), newCatalogDiffCommand(o))
	return cmd
}

// catalogOptions is what the subcommands share.
type catalogOptions struct {
	*program
	files  []string
	format string
}

// addFormat adds --format with the two forms that every subcommand has.
func (o *catalogOptions) addFormat(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.format, "format", "text", "text or json")
}

// print writes the output in the form that was asked for.
func (o *catalogOptions) print(text, json func(io.Writer) error) error {
	switch o.format {
	case "text":
		return o.write("", text)
	case "json":
		return o.write("", json)
	}
	return misused("valid formats: text, json", "--format %s: no such format", o.format)
}

// stack is the built-in catalog under the files that were given.
func (o *catalogOptions) stack() (*catalog.Catalog, error) {
	c := standard.Catalog()
	for _, name := range o.files {
		overlay, err := o.overlay(name)
		if err != nil {
			return nil, err
		}
		c = c.With(overlay)
	}
	return c, nil
}

func (o *catalogOptions) overlay(name string) (*catalog.Overlay, error) {
	f, err := o.open(name)
	if err != nil {
		return nil, misused("", "%s", fileProblem(name, err))
	}
	defer f.Close()
	return catalog.ReadOverlay(name, f)
}

// callOf reads the arguments METHOD PATH, METHOD URL, or one of those in quotes.
func callOf(args []string) (method string, u diagnose.URL, ok bool) {
	method, address, ok := strings.Cut(strings.Join(args, " "), " ")
	if !ok {
		return "", u, false
	}
	return strings.ToUpper(method), urlOf(strings.TrimSpace(address)), true
}

// urlOf takes an address apart; what begins with a slash is a path.
func urlOf(address string) (u diagnose.URL) {
	if scheme, rest, ok := strings.Cut(address, "://"); ok {
		u.Scheme = scheme
		host, path, _ := strings.Cut(rest, "/")
		u.Host, u.Port, _ = strings.Cut(host, ":")
		address = "/" + path
	}
	u.Path, _, _ = strings.Cut(address, "?")
	return u
}
