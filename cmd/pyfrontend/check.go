package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/org/pyfrontend/frontend/offline"
)

func checkCommand() *cobra.Command {
	var s selection
	c := &cobra.Command{
		Use:   "check [DIR|FILE]",
		Short: "Find what is wrong before anything is built",
		Long:  "Exit code 0: nothing found; 1: warnings; 2: errors.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			_, found := offline.Plan(s.request(argument(args)))
			if text := found.Sorted().Text(); text != "" {
				fmt.Fprintln(c.OutOrStdout(), text)
			}
			return status(found, true)
		},
	}
	s.flags(c)
	return c
}
