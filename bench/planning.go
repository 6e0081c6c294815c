package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/internal/gatewaytest"
	"github.com/org/pyfrontend/internal/lockgen"
)

// planned is what the frontend itself takes for a project of a size.
type planned struct {
	Packages int     `json:"packages"`
	Seconds  float64 `json:"seconds"`
	PeakMB   float64 `json:"peakMB"`
}

// planOnce is set for the process that plans a project once, so that its peak
// of memory can be told.
const planOnce = "PYFRONTEND_BENCH_PLAN"

// planning measures the whole frontend, from the files to the definition, with
// a gateway in memory in place of the daemon.
func planning(ctx context.Context) ([]planned, error) {
	var all []planned
	for _, n := range []int{10, 100, 500} {
		say("planning %d packages", n)
		var times []float64
		for range 7 {
			start := time.Now()
			if err := plan(ctx, n); err != nil {
				return nil, err
			}
			times = append(times, time.Since(start).Seconds())
		}
		peak, err := peakMemory(ctx, n)
		if err != nil {
			return nil, err
		}
		all = append(all, planned{n, median(times), peak})
	}
	return all, nil
}

// plan runs the frontend on a made-up project.
func plan(ctx context.Context, packages int) error {
	files := map[string]string{"uv.lock": string(lockgen.Lock(packages)), "main.py": "", "pyproject.toml": madeUp(packages)}
	_, err := frontend.Build(ctx, &gatewaytest.Gateway{
		Opts:   map[string]string{"filename": "pyproject.toml"},
		Locals: map[string]map[string]string{"context": files, "dockerfile": files},
		Images: gatewaytest.Registry("ghcr.io/astral-sh/uv:" + planner.UVVersion),
	})
	return err
}

// madeUp is the manifest of what lockgen.Lock is the lock of.
func madeUp(packages int) string {
	var s strings.Builder
	s.WriteString("# syntax=ghcr.io/org/pyfrontend\n[project]\nname = \"app\"\nversion = \"1.0\"\nrequires-python = \">=3.10\"\ndependencies = [\n")
	for i := 0; i < packages; i += 3 {
		fmt.Fprintf(&s, "    \"pkg-%d>=1.%d\",\n", i, i%20)
	}
	s.WriteString("]\n")
	return s.String()
}

// peakMemory plans in a process of its own and returns the most memory that it
// had, in MB.
func peakMemory(ctx context.Context, packages int) (float64, error) {
	cmd := exec.CommandContext(ctx, "/proc/self/exe")
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", planOnce, packages))
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("planning %d packages in a process of its own: %w", packages, err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, nil
	}
	return float64(usage.Maxrss) / 1e3, nil
}
