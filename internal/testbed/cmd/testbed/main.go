// Command testbed brings up what the tests and the demonstration need, runs a
// program with it, and ends what it started.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/org/pyfrontend/internal/testbed/setup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "testbed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	bed, err := setup.New(os.Stderr)
	if err != nil {
		return err
	}
	switch args[0] {
	case "up":
		env, err := bed.Up(ctx)
		if err != nil {
			return err
		}
		for _, kv := range env {
			fmt.Println("export " + kv)
		}
	case "down":
		return bed.Down()
	}
	return nil
}
