package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
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
	for _, page := range []func(string) (string, bool){rulePage, causePage, statusPage, codePage, permissionPage, scopePage} {
		if text, ok := page(name); ok {
			return p.write("", func(w io.Writer) error {
				_, err := io.WriteString(w, text)
				return err
			})
		}
	}
	hint := "why403 rules lists the rules"
	if near := nearest(name, ruleAndCauseNames()); near != "" {
		hint = "did you mean " + near + "?"
	}
	return misused(hint, "nothing is known under the name %s", name)
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
