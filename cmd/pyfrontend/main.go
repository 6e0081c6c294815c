// Command pyfrontend is what people run in a terminal: the checks and the plan
// of a build, with the same code as the frontend image and without a daemon.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// exitCode is an error that only sets the exit code: what there was to say has
// been printed.
type exitCode int

// Error implements error.
func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Exit codes of check and plan.
const (
	exitWarnings exitCode = 1
	exitErrors   exitCode = 2
)

func main() {
	if err := command().Execute(); err != nil {
		var code exitCode
		if errors.As(err, &code) {
			os.Exit(int(code))
		}
		fmt.Fprintln(os.Stderr, "pyfrontend:", err)
		os.Exit(int(exitErrors))
	}
}

// command is the tree of commands.
func command() *cobra.Command {
	root := &cobra.Command{
		Use:           "pyfrontend",
		Short:         "Plans and checks container images of Python projects",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(planCommand(), checkCommand())
	return root
}
