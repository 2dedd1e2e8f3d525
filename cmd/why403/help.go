package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/why403/why403/diagnose/render"
)

func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command",
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return commandNames(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err == nil && len(rest) == 0 {
				about.InitDefaultHelpFlag()
				return about.Help()
			}
			name := args[len(args)-1]
			hint := "why403 --help lists the commands"
			if near := nearest(name, commandNames(about)); near != "" {
				hint = "did you mean " + near + "?"
			} else if slices.Contains(ruleAndCauseNames(), name) {
				hint = "see why403 explain " + name
			}
			return misused(hint, "there is no command %s", strings.Join(args, " "))
		},
	}
}

func newCompletionCommand(p *program) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print the script that completes commands and flags in a shell",
		Example: `  source <(why403 completion bash)
  why403 completion zsh > "${fpath[1]}/_why403"
  why403 completion fish > ~/.config/fish/completions/why403.fish
  why403 completion powershell | Out-String | Invoke-Expression`,
		Args:      oneOf("shell", shells),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			script := map[string]func(io.Writer) error{
				"bash":       func(w io.Writer) error { return cmd.Root().GenBashCompletionV2(w, true) },
				"zsh":        cmd.Root().GenZshCompletion,
				"fish":       func(w io.Writer) error { return cmd.Root().GenFishCompletion(w, true) },
				"powershell": cmd.Root().GenPowerShellCompletionWithDesc,
			}
			return p.write("", script[args[0]])
		},
	}
}

// completeFlags lets a shell complete the values of flags that take few.
func completeFlags(root *cobra.Command) {
	for flag, values := range map[string][]string{
		"format": render.Formats(), "color": {"auto", "always", "never"},
		"message": {"developer", "admin", "user", "network", "vendor"},
		"grant":   {"client_credentials", "authorization_code", "pkce", "implicit", "saml2_bearer", "password", "device_code", "other"},
	} {
		err := root.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
		if err != nil {
			panic(err) // a flag of that name does not exist, or was registered before
		}
	}
}

// takes makes sure that a command gets as many arguments as its usage line shows.
func takes(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return misused(usageOf(cmd), "%s: an argument is missing", cmd.CommandPath())
		case len(args) > most && cmd.HasSubCommands():
			hint := usageOf(cmd)
			if near := nearest(args[0], commandNames(cmd)); near != "" {
				hint = "did you mean " + near + "?"
			}
			return misused(hint, "%s: there is no command %s", cmd.CommandPath(), args[0])
		case len(args) > most:
			return misused(usageOf(cmd), "%s: %s is one argument too many", cmd.CommandPath(), args[most])
		}
		return nil
	}
}

// oneOf makes sure that a command gets one of the names it knows.
func oneOf(what string, names []string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := takes(1, 1)(cmd, args); err != nil || slices.Contains(names, args[0]) {
			return err
		}
		return misused("one of "+strings.Join(names, ", "), "there is no %s %s", what, args[0])
	}
}

func usageOf(cmd *cobra.Command) string {
	return "usage: " + strings.TrimSuffix(cmd.UseLine(), " [flags]")
}
