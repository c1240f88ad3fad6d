package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/growlint/growlint/analyzers"
)

func newRulesCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List the rules with the highest level of each",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, r := range analyzers.Suite() {
				_, title, _ := strings.Cut(firstLine(r.Analyzer.Doc), ": ")
				fmt.Fprintf(a.stdout, "%-20s %-8s %s\n", r.Analyzer.Name, r.Highest, title)
			}
			return nil
		},
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func newExplainCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: "Print the page of a rule",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var names []string
			for _, r := range analyzers.Suite() {
				if r.Analyzer.Name == args[0] {
					fmt.Fprintln(a.stdout, r.Analyzer.Doc)
					return nil
				}
				names = append(names, r.Analyzer.Name)
			}
			return fmt.Errorf("unknown rule %q; the rules are %s", args[0], strings.Join(names, ", "))
		},
	}
}
