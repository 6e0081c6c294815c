// Command testbed brings up what the tests and the demonstration need, runs a
// program with it, and ends what it started.
//
//	testbed run [--engines] [--services] [--alpine] -- COMMAND...   bring up, run COMMAND, end
//	testbed up [--engines] [--services] [--alpine]                  bring up and leave running; prints shell exports
//	testbed down                            end what up left running
//	testbed status                          what runs
//	testbed frontend-image                  build and push the frontend image to a bed that is up
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/org/pyfrontend/internal/testbed/setup"
)

const usage = "usage: testbed run [--engines] [--services] [--alpine] -- COMMAND... | up [--engines] [--services] [--alpine] | down | status | frontend-image"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, os.Args[1:])
	stop()
	var failed commandError
	switch {
	case err == nil:
	case errors.As(err, &failed):
		os.Exit(int(failed))
	default:
		fmt.Fprintln(os.Stderr, "testbed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	flags := flag.NewFlagSet("testbed "+args[0], flag.ContinueOnError)
	engines := flags.Bool("engines", false, "Docker engines too")
	services := flags.Bool("services", false, "what the servers need that examples talk to")
	alpine := flags.Bool("alpine", false, "the Alpine image of Python too, which --engines has anyway")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	bed, err := setup.New(os.Stderr)
	if err != nil {
		return err
	}
	want := setup.Want{Engines: *engines, Services: *services, Alpine: *alpine}
	switch args[0] {
	case "run":
		if flags.NArg() == 0 {
			return errors.New(usage)
		}
		want.Frontend = true
		return bed.With(ctx, want, func(env setup.Env) error { return command(ctx, flags.Args(), env) })
	case "up":
		return up(ctx, bed, want)
	case "frontend-image":
		want.Frontend = true
		return up(ctx, bed, want)
	case "down":
		return bed.Down()
	case "status":
		return bed.Status(os.Stdout)
	}
	return errors.New(usage)
}

// up leaves the bed running and prints its environment.
func up(ctx context.Context, bed *setup.Bed, want setup.Want) error {
	env, err := bed.Up(ctx, want)
	for _, kv := range env {
		fmt.Println("export " + kv)
	}
	return err
}

// command runs a program with the bed's environment. When this program is told
// to end, so is that one, and the daemons outlive it.
func command(ctx context.Context, argv []string, env setup.Env) error {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return commandError(max(exit.ExitCode(), 1))
	}
	return err
}

// commandError is the exit status of a command that ran and failed. It has said
// itself why.
type commandError int

// Error is only seen where ending the daemons failed too.
func (e commandError) Error() string { return fmt.Sprintf("the command failed with status %d", int(e)) }
