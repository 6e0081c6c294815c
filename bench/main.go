// Command bench builds projects with pyfrontend and with the strongest
// Dockerfile for each, on the same daemon, and prints what either takes.
//
// The Dockerfiles are uv's own multi-stage recipe (docs.astral.sh/uv, "Using uv
// in Docker": intermediate layers, non-editable installs, bytecode, cache and
// bind mounts) and lie beside the projects in bench/cases. Both sides are built
// as docker does it: the daemon reads `# syntax=` and calls that image. Every
// image is pushed to a registry on this machine. Before each cold build all
// caches of the daemon are emptied, images and package downloads included.
// Rounds alternate between the sides; the figures are medians.
//
// It empties the caches of the daemon that it is given: run it with `make bench`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/client"

	"github.com/org/pyfrontend/internal/testbed"
)

// options are the command's flags.
type options struct {
	rounds    int
	cases     string
	platforms bool
	startup   bool
	planning  bool
	json      string
}

func main() {
	if n, err := strconv.Atoi(os.Getenv(planOnce)); err == nil {
		if err := plan(context.Background(), n); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	var o options
	flag.IntVar(&o.rounds, "rounds", 5, "how often each build is measured")
	flag.StringVar(&o.cases, "cases", "article,web,data", "the cases to measure")
	flag.BoolVar(&o.platforms, "platforms", true, "build the small cases for amd64 and arm64 too")
	flag.BoolVar(&o.startup, "startup", true, "measure how long the programs take to start")
	flag.BoolVar(&o.planning, "planning", true, "measure the frontend alone")
	flag.StringVar(&o.json, "json", "", "write the results to a file")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, &o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o *options) error {
	addr := os.Getenv(testbed.EnvBuildkitAddr)
	if addr == "" {
		return errors.New("needs the test bed: run `make bench`")
	}
	c, err := client.New(ctx, addr)
	if err != nil {
		return err
	}
	defer c.Close()
	root, err := checkout()
	if err != nil {
		return err
	}
	to, err := startRegistry()
	if err != nil {
		return err
	}
	defer to.close()
	b := &bench{daemon: &daemon{Client: c, ca: os.Getenv(testbed.EnvCA)}, root: root, to: to, options: o}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	results, err := b.measure(ctx)
	if err != nil {
		return err
	}
	if o.planning {
		if results.Planning, err = planning(ctx); err != nil {
			return err
		}
	}
	fmt.Print(results.markdown())
	if o.json == "" {
		return nil
	}
	return results.write(o.json)
}

// bench is one run of this command.
type bench struct {
	daemon  *daemon
	root    string
	to      *pushed
	options *options
}

// chosen are the cases that were asked for.
func (b *bench) chosen() []*benchCase {
	wanted := strings.Split(b.options.cases, ",")
	return slices.DeleteFunc(cases(b.root), func(c *benchCase) bool { return !slices.Contains(wanted, c.name) })
}

// checkout is the directory of this module.
func checkout() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}

// say tells what is being done, beside the results.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...) }
