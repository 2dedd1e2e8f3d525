package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/catalog"
)

func newCatalogShowCommand(o *catalogOptions) *cobra.Command {
	var schema bool
	cmd := &cobra.Command{
		Use:   "show METHOD PATH | OPERATION",
		Short: "Show what one operation requires",
		Long: `Show what one operation requires. PATH is a template, a concrete path or a whole
URL; OPERATION is the platform's own name for it.`,
		Example: `  why403 catalog show GET /api/v2/users/me
  why403 catalog show patchConversationsCallParticipant --schema
  why403 catalog show "PATCH https://api.mypurecloud.de/api/v2/users/1" --format json`,
		Args: takes(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := o.stack()
			if err != nil {
				return err
			}
			op, repaired, err := lookUp(c, args)
			if err != nil {
				return err
			}
			return o.print(
				func(w io.Writer) error { return showText(w, c, op, repaired, schema) },
				func(w io.Writer) error { return showJSON(w, c, op) })
		},
	}
	o.addFormat(cmd)
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of the body, too (text)")
	return cmd
}

// lookUp finds the operation that the arguments name.
func lookUp(c *catalog.Catalog, args []string) (op *diagnose.Operation, repaired string, err error) {
	method, u, isCall := callOf(args)
	if !isCall {
		if op, ok := c.Lookup(args[0]); ok {
			return op, "", nil
		}
		hint := "see why403 catalog list, or why403 catalog nearest METHOD PATH"
		if near := nearestOperation(c, args[0]); near != "" {
			hint = "did you mean " + near + "?"
		}
		return nil, "", misused(hint, "no operation is called %s", args[0])
	}
	r := c.Route(method, u)
	switch r.Kind {
	case diagnose.RouteFound:
		return r.Operation, r.Repaired, nil
	case diagnose.RouteOtherMethod:
		return nil, "", misused("", "%s has no %s, but %s", u.Path, method, strings.Join(r.Methods, ", "))
	}
	if near := c.Nearest(method, u.Path, 1); len(near) > 0 {
		return nil, "", misused("did you mean "+near[0].Method+" "+near[0].Path+"?", "no operation %s %s", method, u.Path)
	}
	return nil, "", misused("", "no operation %s %s", method, u.Path)
}

// nearestOperation finds the name of an operation that was probably meant.
func nearestOperation(c *catalog.Catalog, name string) string {
	var names []string
	for op := range c.All() {
		names = append(names, op.ID)
	}
	return nearest(name, names)
}

func showText(w io.Writer, c *catalog.Catalog, op *diagnose.Operation, repaired string, schema bool) error {
	var b strings.Builder
	// line prints a fact: its name, and its text over as many lines as it has.
	line := func(name string, text ...string) {
		for _, t := range text {
			if t != "" {
				fmt.Fprintf(&b, "  %-12s %s\n", name, strings.TrimSpace(t))
				name = ""
			}
		}
	}
	fmt.Fprintf(&b, "%s %s\n", op.Method, op.Path)
	line("operation", op.ID)
	line("read as", repaired)
	line("source", string(op.Source)+at(op.From)+preview(op))
	line("scopes", scopesText(op)...)
	line("", at(op.ScopesFrom))
	line("permissions", requirementText(op.Permissions)...)
	line("", at(op.PermissionsFrom))
	if !op.Roles.Empty() || op.RolesFrom.Source != "" {
		line("roles", requirementText(op.Roles)...)
		line("", at(op.RolesFrom))
	}
	if op.NeedsUser {
		line("user", "must be a user; a client's own token is refused")
	}
	line("body", bodyText(op.Body)+at(op.BodyFrom))
	line("codes", codesText(op.Codes)...)
	for _, e := range op.Equivalents {
		line("published", e.Method+" "+e.Path, e.Body)
	}
	if !op.Enforced.IsZero() {
		line("enforced", "since "+op.Enforced.Format(time.DateOnly))
	}
	line("note", op.Note)
	about := c.About()
	line("catalog", strings.TrimSpace(about.Name+" "+about.Version)+of(about.Date))
	if schema && op.Body != nil && op.Body.Schema != nil {
		pretty, err := indented(op.Body.Schema())
		if err != nil {
			return err
		}
		b.WriteString("\n" + pretty + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func showJSON(w io.Writer, c *catalog.Catalog, op *diagnose.Operation) error {
	j, about := operationOf(op, true), c.About()
	j.Catalog = &catalogJSON{about.Name, about.Version, about.Date, about.Digest}
	return writeJSON(w, j)
}

func at(l diagnose.Location) string {
	if l == (diagnose.Location{}) {
		return ""
	}
	return " (" + l.String() + ")"
}

func of(date string) string {
	if date == "" {
		return ""
	}
	return " of " + date
}

func preview(op *diagnose.Operation) string {
	if op.Preview {
		return ", preview"
	}
	return ""
}

// scopesText says the scopes and how well they are known.
func scopesText(op *diagnose.Operation) []string {
	switch {
	case op.Accepts != "":
		return []string{"none; accepts " + op.Accepts}
	case op.ScopeBasis == diagnose.NoBasis:
		return []string{"not known"}
	case op.Scopes.Empty():
		return []string{"none"}
	case op.ScopeBasis == diagnose.Family:
		return append(requirementText(op.Scopes), "(inferred from its neighbours, not documented)")
	}
	return requirementText(op.Scopes)
}

// requirementText says how many of which names are needed, a line each.
func requirementText(r diagnose.Requirement) []string {
	switch {
	case r.Empty():
		return []string{"none named"}
	case len(r.Names) == 1:
		return r.Names
	}
	return append([]string{string(r.Mode) + " of"}, r.Names...)
}

func bodyText(b *diagnose.BodyModel) string {
	switch {
	case b == nil:
		return "none"
	case b.Required:
		return b.Name + ", required"
	}
	return b.Name + ", optional"
}

func codesText(codes []diagnose.ErrorCode) []string {
	var all []string
	for _, c := range codes {
		all = append(all, fmt.Sprintf("%d %s", c.Status, c.Code))
	}
	return all
}

func indented(schema []byte) (string, error) {
	var v any
	if err := json.Unmarshal(schema, &v); err != nil {
		return "", err
	}
	pretty, err := json.MarshalIndent(v, "", "  ")
	return string(pretty), err
}
