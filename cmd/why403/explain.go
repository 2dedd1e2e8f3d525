package main

import (
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/refusal"
	"github.com/why403/why403/diagnose/render"
	"github.com/why403/why403/diagnose/rules"
	"github.com/why403/why403/diagnose/standard"
)

func newExplainCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE|CAUSE|CODE|PERMISSION|SCOPE|STATUS",
		Short: "Say what a rule, a cause, an error code, a permission, a scope or a status means",
		Example: `  why403 explain scope-missing
  why403 explain missing_scope
  why403 explain missing.any.permissions
  why403 explain conversation:communication:disconnect
  why403 explain 401`,
		Args: takes(1, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleAndCauseNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return p.explain(args[0]) },
	}
}

// explain finds out what kind of name was given, from the most particular to the
// most general, and prints its page.
func (p *program) explain(name string) error {
	for _, spelt := range spellings(name) {
		for _, page := range []func(string) (string, bool){rulePage, causePage, statusPage, codePage, oauthPage, permissionPage, scopePage} {
			if text, ok := page(spelt); ok {
				return p.write("", func(w io.Writer) error {
					_, err := io.WriteString(w, text)
					return err
				})
			}
		}
	}
	hint := "why403 rules lists the rules, why403 catalog list the operations with their permissions and scopes"
	if near := meant(name); near != "" {
		hint = "did you mean " + near + "?"
	}
	return misused(hint, "nothing is known under the name %s", name)
}

// spellings are the ways to read a name: as it stands, in small letters, and with
// the signs that rules and causes are written with.
func spellings(name string) []string {
	name = strings.TrimSpace(name)
	small := strings.ToLower(name)
	return []string{name, small, strings.NewReplacer(" ", "_", "-", "_").Replace(small), strings.NewReplacer(" ", "-", "_", "-").Replace(small)}
}

// meant is the known name that was most likely meant: the nearest rule or cause, or
// the nearest of the platform's names with as many parts.
func meant(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	var near []string
	for _, names := range [][]string{ruleAndCauseNames(), refusal.Codes(), slices.Sorted(maps.Keys(oauthErrors())), standard.Catalog().Permissions(), standard.Catalog().Scopes()} {
		if n := nearest(name, names); n != "" {
			near = append(near, n)
		}
	}
	if n := nearest(name, near); n != "" {
		return n
	}
	return standard.Catalog().NearestScope(name)
}

func ruleAndCauseNames() []string {
	var names []string
	for _, r := range rules.All() {
		names = append(names, string(r.ID))
	}
	for _, c := range diagnose.Causes() {
		names = append(names, string(c))
	}
	return names
}

// exampleReport is the report on an example of the documentation, as `why403`
// prints it without colour.
func exampleReport(example string) string {
	if example == "" {
		return ""
	}
	engine, err := standard.New(standard.Options{Version: version})
	if err != nil {
		return ""
	}
	text, err := render.New("text", render.Options{})
	if err != nil {
		return ""
	}
	var b strings.Builder
	in := evidence.Input{Name: "example.json", Data: strings.NewReader(example)}
	for c, err := range evidence.Read([]evidence.Input{in}, evidence.Options{}) {
		if err != nil {
			return ""
		}
		report := engine.Diagnose(c)
		if text.Render(&b, &report) != nil {
			return ""
		}
	}
	return b.String()
}
