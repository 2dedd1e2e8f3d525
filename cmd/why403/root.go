package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/render"
)

const rootLong = `why403 explains why an API call was refused: what is missing, how that is known,
who can mend it and how, what would fail next, and what to bring if the evidence
does not decide.

It reads what you have: a case file, a curl command, a HAR, an HTTP transcript,
an SDK error, a log. Several pieces add up to one call. Nothing goes to the
network, and no secret comes out.`

const rootExamples = `  why403 refused.har
  why403 command.sh answer.txt
  why403 --scopes conversations:readonly --response @answer.json
  why403 -- curl -X PATCH https://api.mypurecloud.com/api/v2/…
  pbpaste | why403 -`

// evidenceFlags are the flags that bring a piece of evidence each: a value, @FILE,
// or - for standard input.
var evidenceFlags = []struct {
	name  string
	part  evidence.Part
	usage string
}{
	{"token", evidence.Token, "access `TOKEN`, or an answer that describes it (tokens/me, introspection)"},
	{"scopes", evidence.Scopes, "`SCOPES` of the token, separated by spaces or commas"},
	{"user", evidence.User, "`JSON` of the user: users/me?expand=authorization or authorization/subjects/me"},
	{"client", evidence.Client, "`JSON` of the OAuth client"},
	{"grant", evidence.Grant, "`GRANT` the token came from: client_credentials, authorization_code, pkce, …"},
	{"request", evidence.Request, "`REQUEST`: \"PATCH https://…\", a curl command, or a raw HTTP request"},
	{"response", evidence.Response, "`RESPONSE`: a status, a body, or a raw HTTP response"},
	{"resource", evidence.Resource, "`JSON` of the object that was acted on"},
	{"at", evidence.At, "`TIME` of the call, RFC 3339"},
}

func newRootCommand(p *program, args []string) *cobra.Command {
	o := diagnoseOptions{brought: make(map[evidence.Part]*string)}
	root := &cobra.Command{
		Use:           "why403 [flags] [FILE|-]...",
		Short:         "Explain why an API call was refused",
		Long:          rootLong,
		Example:       rootExamples,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.files, o.command = splitAtDash(args, cmd.ArgsLenAtDash())
			o.given = cmd.Flags().Changed
			if o.version {
				return p.version()
			}
			if len(o.files) == 0 && len(o.command) == 0 && !o.anyBrought() && p.inIsTTY {
				return cmd.Help()
			}
			return p.diagnose(o)
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(newHelpCommand())
	f := root.Flags()
	f.SortFlags = false
	for _, e := range evidenceFlags {
		o.brought[e.part] = f.String(e.name, "", e.usage)
	}
	f.StringVar(&o.mapping, "mapping", "", "`FILE` that says which member, column or group of a log is method, url, status, …")
	f.Var((*repeated)(&o.catalogs), "catalog", "`FILE` with what operations require here, over the built-in catalog (repeatable)")
	f.StringVar(&o.format, "format", "text", "form of the report: "+strings.Join(render.Formats(), ", "))
	f.StringVar(&o.message, "message", "", "write to the `PERSON` who can mend it, in place of the report: developer, admin, user, network, vendor")
	o.conceal.flags(f)
	f.StringVarP(&o.output, "output", "o", "", "write the report to `FILE` instead of standard output")
	f.StringVar(&o.color, "color", "auto", "colour: auto, always or never")
	f.BoolVar(&o.pretty, "pretty", false, "indent JSON")
	f.BoolVar(&o.explain, "explain", false, "show the whole evaluation as a tree (text)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print the verdict only, and no hints")
	f.BoolVar(&o.version, "version", false, "print the versions of the program and of its catalog")

	if mayNameCommand(args) {
		root.AddCommand(commands(p)...)
	}
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		completeFlags(root)
	}
	return root
}

// repeated is the value of a flag that may be given several times. It is a
// [pflag.Value]; pflag's own kind writes its default as CSV at every start.
type repeated []string

func (r *repeated) String() string { return strings.Join(*r, " ") }
func (r *repeated) Type() string   { return "stringArray" }

func (r *repeated) Set(value string) error {
	*r = append(*r, value)
	return nil
}

func commands(p *program) []*cobra.Command {
	return []*cobra.Command{newDiffCommand(p), newExplainCommand(p), newRulesCommand(p), newCatalogCommand(p), newRedactCommand(p), newSchemaCommand(p), newVersionCommand(p), newCompletionCommand(p)}
}

// mayNameCommand says whether a word of the command line may be the name of a command,
// or ask for help, which lists them. Most words are files and cannot; then no command
// is made, which would take as long as a good part of the diagnosis.
func mayNameCommand(args []string) bool {
	return len(args) == 0 || slices.ContainsFunc(args, func(arg string) bool {
		if strings.HasPrefix(arg, "-") {
			return strings.Contains(arg, "h") // --help, -h, -qh
		}
		return strings.Trim(arg, "abcdefghijklmnopqrstuvwxyz_") == "" // __complete is one too
	})
}

// splitAtDash parts the files from the command that stands after "--".
func splitAtDash(args []string, dash int) (files, command []string) {
	if dash < 0 {
		return args, nil
	}
	return args[:dash], args[dash:]
}
