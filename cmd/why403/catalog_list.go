package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/catalog"
)

// operationFilter is what `catalog list` looks for; empty members look for
// nothing.
type operationFilter struct {
	path, method, permission, scope, source string
	needsUser                               bool
}

func newCatalogListCommand(o *catalogOptions) *cobra.Command {
	var f operationFilter
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List operations",
		Long: `List operations, one a line: method, path, the platform's own name. Filters add
up. --permission and --scope list the operations for which holding that name
helps: conversation:*:* finds conversation:call:view, and conversations finds what
asks for conversations:readonly.`,
		Example: `  why403 catalog list --path conversations/calls --method PATCH
  why403 catalog list --permission routing:queue:edit
  why403 catalog list --needs-user --format json`,
		Args: takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			c, err := o.stack()
			if err != nil {
				return err
			}
			return o.print(
				func(w io.Writer) error { return listText(w, c, f) },
				func(w io.Writer) error { return listJSON(w, c, f) })
		},
	}
	o.addFormat(cmd)
	cmd.Flags().StringVar(&f.path, "path", "", "`PART` of the path")
	cmd.Flags().StringVar(&f.method, "method", "", "`METHOD`")
	cmd.Flags().StringVar(&f.permission, "permission", "", "`PERMISSION` that helps, domain:entity:action")
	cmd.Flags().StringVar(&f.scope, "scope", "", "`SCOPE` that helps")
	cmd.Flags().StringVar(&f.source, "source", "", "`SOURCE`: published, community, org or observed")
	cmd.Flags().BoolVar(&f.needsUser, "needs-user", false, "only those that need a user")
	return cmd
}

func (f operationFilter) takes(op *diagnose.Operation) bool {
	return strings.Contains(op.Path, f.path) &&
		(f.method == "" || strings.EqualFold(f.method, op.Method)) &&
		(f.source == "" || strings.EqualFold(f.source, string(op.Source))) &&
		(f.permission == "" || helps(f.permission, op.Permissions, diagnose.PermissionCovers)) &&
		(f.scope == "" || helps(f.scope, op.Scopes, diagnose.ScopeCovers)) &&
		(!f.needsUser || op.NeedsUser)
}

func helps(have string, r diagnose.Requirement, covers func(have, need string) bool) bool {
	return slices.ContainsFunc(r.Names, func(need string) bool { return covers(have, need) })
}

func listText(w io.Writer, c *catalog.Catalog, f operationFilter) error {
	for op := range c.All() {
		if !f.takes(op) {
			continue
		}
		if err := listLine(w, op); err != nil {
			return err
		}
	}
	return nil
}

func listLine(w io.Writer, op *diagnose.Operation) error {
	_, err := fmt.Fprintf(w, "%-6s %s  %s\n", op.Method, op.Path, op.ID)
	return err
}

func listJSON(w io.Writer, c *catalog.Catalog, f operationFilter) error {
	for op := range c.All() {
		if !f.takes(op) {
			continue
		}
		if err := writeJSON(w, operationOf(op, false)); err != nil {
			return err
		}
	}
	return nil
}

func newCatalogNearestCommand(o *catalogOptions) *cobra.Command {
	n := 5
	cmd := &cobra.Command{
		Use:   "nearest METHOD PATH",
		Short: "Find the operations whose meaning is nearest to a call",
		Example: `  why403 catalog nearest PATCH /api/v2/conversations/conference/1/participants
  why403 catalog nearest POST /api/v2/data/actions/1/execute -n 3`,
		Args: takes(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			method, u, ok := callOf(args)
			if !ok {
				return misused("for example: why403 catalog nearest GET /api/v2/user/me", "%s", errNoCall)
			}
			c, err := o.stack()
			if err != nil {
				return err
			}
			near := c.Nearest(method, u.Path, n)
			each := func(print func(io.Writer, *diagnose.Operation) error) func(io.Writer) error {
				return func(w io.Writer) error {
					for _, op := range near {
						if err := print(w, op); err != nil {
							return err
						}
					}
					return nil
				}
			}
			return o.print(each(listLine), each(func(w io.Writer, op *diagnose.Operation) error { return writeJSON(w, operationOf(op, false)) }))
		},
	}
	o.addFormat(cmd)
	cmd.Flags().IntVarP(&n, "number", "n", n, "how many to list")
	return cmd
}
