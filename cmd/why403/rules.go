package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/rules"
)

func newRulesCommand(p *program) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List every rule with its cause and stage",
		Args:  takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			print, ok := map[string]func(io.Writer, []*diagnose.Checker) error{
				"text": rulesText, "json": rulesJSON, "markdown": rulesMarkdown,
			}[format]
			if !ok {
				return misused("valid formats: text, json, markdown", "--format %s: no such format", format)
			}
			return p.write("", func(w io.Writer) error { return print(w, rules.All()) })
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json or markdown")
	return cmd
}

// causeName names what a rule looks for; the rule that finds calls which were not
// refused looks for no cause.
func causeName(c diagnose.Cause) string {
	if c == diagnose.NotRefused {
		return "(not refused)"
	}
	return string(c)
}

func rulesText(w io.Writer, all []*diagnose.Checker) error {
	stage := diagnose.Stage(0)
	for _, r := range all {
		if r.Stage != stage {
			stage = r.Stage
			if _, err := fmt.Fprintf(w, "%s\n", stage); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(w, "  %-26s %-32s %s\n", r.ID, causeName(r.Cause), r.Doc.Title); err != nil {
			return err
		}
	}
	return nil
}

func rulesMarkdown(w io.Writer, all []*diagnose.Checker) error {
	if _, err := io.WriteString(w, "| rule | cause | stage | what it finds |\n| --- | --- | --- | --- |\n"); err != nil {
		return err
	}
	for _, r := range all {
		if _, err := fmt.Fprintf(w, "| `%s` | %s | %s | %s |\n", r.ID, causeName(r.Cause), r.Stage, r.Doc.Title); err != nil {
			return err
		}
	}
	return nil
}

func rulesJSON(w io.Writer, all []*diagnose.Checker) error {
	type entry struct {
		ID    diagnose.RuleID `json:"id"`
		Cause diagnose.Cause  `json:"cause"`
		Stage string          `json:"stage"`
		Needs string          `json:"needs"`
		Title string          `json:"title"`
		Why   string          `json:"why"`
		Fix   string          `json:"fix"`
		Tell  string          `json:"tell"`
		Since string          `json:"since"`
	}
	list := make([]entry, 0, len(all))
	for _, r := range all {
		list = append(list, entry{r.ID, r.Cause, r.Stage.String(), r.Needs.String(), r.Doc.Title, r.Doc.Why, r.Doc.Fix, r.Doc.Tell, r.Doc.Since})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(list)
}

// ruleDoc finds the documentation of a rule, for formats that carry it.
func ruleDoc(id diagnose.RuleID) (diagnose.Doc, bool) {
	for _, r := range rules.All() {
		if r.ID == id {
			return r.Doc, true
		}
	}
	return diagnose.Doc{}, false
}
