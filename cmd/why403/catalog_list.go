package main

import (
	"fmt"
	"io"
	"iter"
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
			listed, err := o.list(f.among(c))
			if err == nil && listed == 0 {
				o.nothingListed(c, f)
			}
			return err
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

// among goes through the operations of a catalog that pass the filter.
func (f operationFilter) among(c *catalog.Catalog) iter.Seq[*diagnose.Operation] {
	return func(yield func(*diagnose.Operation) bool) {
		for op := range c.All() {
			if f.takes(op) && !yield(op) {
				return
			}
		}
	}
}

func (f operationFilter) takes(op *diagnose.Operation) bool {
	return strings.Contains(strings.ToLower(op.Path), strings.ToLower(f.path)) &&
		(f.method == "" || strings.EqualFold(f.method, op.Method)) &&
		(f.source == "" || strings.EqualFold(f.source, string(op.Source))) &&
		(f.permission == "" || helps(f.permission, op.Permissions, diagnose.PermissionCovers)) &&
		(f.scope == "" || helps(f.scope, op.Scopes, diagnose.ScopeCovers)) &&
		(!f.needsUser || op.NeedsUser)
}

func helps(have string, r diagnose.Requirement, covers func(have, need string) bool) bool {
	return slices.ContainsFunc(r.Names, func(need string) bool { return covers(have, need) })
}

// nothingListed says that no operation passed the filter, and which name of it the
// catalog does not know.
func (o *catalogOptions) nothingListed(c *catalog.Catalog, f operationFilter) {
	o.say("why403: no operation matches")
	if f.scope != "" && !c.IsScope(f.scope) {
		o.unknownName("scope", f.scope, c.NearestScope(f.scope))
	}
	if f.permission != "" && !strings.Contains(f.permission, "*") && !c.IsPermission(f.permission) {
		o.unknownName("permission", f.permission, nearest(f.permission, c.Permissions()))
	}
}

func (o *catalogOptions) unknownName(what, name, near string) {
	advice := "the catalog knows no " + what + " " + name
	if near != "" {
		advice += "; did you mean " + near + "?"
	}
	o.hint(advice)
}

// list prints operations, and says how many there were.
func (o *catalogOptions) list(ops iter.Seq[*diagnose.Operation]) (listed int, err error) {
	each := func(print func(io.Writer, *diagnose.Operation) error) func(io.Writer) error {
		return func(w io.Writer) error {
			for op := range ops {
				listed++
				if err := print(w, op); err != nil {
					return err
				}
			}
			return nil
		}
	}
	err = o.print(each(listLine), each(jsonLine))
	return listed, err
}

func listLine(w io.Writer, op *diagnose.Operation) error {
	_, err := fmt.Fprintf(w, "%-6s %s  %s\n", op.Method, op.Path, op.ID)
	return err
}

func jsonLine(w io.Writer, op *diagnose.Operation) error { return writeJSON(w, operationOf(op, false)) }

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
			switch {
			case !ok:
				return misused("for example: why403 catalog nearest GET /api/v2/user/me", "say METHOD PATH")
			case n < 1:
				return misused("", "--number %d: at least one is listed", n)
			}
			c, err := o.stack()
			if err != nil {
				return err
			}
			_, err = o.list(slices.Values(c.Nearest(method, u.Path, n)))
			return err
		},
	}
	o.addFormat(cmd)
	cmd.Flags().IntVarP(&n, "number", "n", n, "how many to list")
	return cmd
}
