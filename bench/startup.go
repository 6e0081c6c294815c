package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/llb"
)

// starts runs a program some times and prints how long each run took.
const starts = `
import json, subprocess, sys, time
times = []
for _ in range(int(sys.argv[1])):
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", sys.argv[2]], check=True, stdout=subprocess.DEVNULL)
    times.append(time.perf_counter() - start)
print("times", json.dumps(times))
`

// startup measures how long an image's program takes to import everything, in
// a container of the daemon's with the image's own layers.
func (b *bench) startup(ctx context.Context, c *benchCase, ref string) (warm, cold []float64, err error) {
	if warm, err = b.starts(ctx, c, ref, 6); err != nil {
		return nil, nil, err
	}
	for range 3 {
		if os.WriteFile("/proc/sys/vm/drop_caches", []byte("3"), 0o200) != nil {
			break // not root, or a daemon on another machine
		}
		once, err := b.starts(ctx, c, ref, 1)
		if err != nil {
			return nil, nil, err
		}
		cold = append(cold, once...)
	}
	// The first one warms the cache up.
	return warm[1:], cold, nil
}

func (b *bench) starts(ctx context.Context, c *benchCase, ref string, n int) ([]float64, error) {
	run := llb.Image(b.to.addr+"/"+ref).Run(
		llb.Args([]string{"/app/.venv/bin/python", "-c", starts, fmt.Sprint(n), c.program}),
		llb.Dir("/app"),
		// Makes every run another, which IgnoreCache does too, but that empties
		// the cache mount.
		llb.AddEnv("NONCE", rand.Text()),
		// Fonts are looked for when matplotlib starts for the first time.
		llb.AddEnv("MPLCONFIGDIR", "/tmp/config"),
		llb.AddMount("/tmp/config", llb.Scratch(), llb.AsPersistentCacheDir("bench-"+c.name, llb.CacheMountShared)),
	)
	def, err := run.Root().Marshal(ctx)
	if err != nil {
		return nil, err
	}
	var seen timeline
	if _, err := b.daemon.solve(ctx, def, client.SolveOpt{}, seen.follow); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, seen.log.String())
	}
	_, text, _ := strings.Cut(seen.log.String(), "times ")
	text, _, _ = strings.Cut(text, "\n")
	var times []float64
	return times, json.Unmarshal([]byte(text), &times)
}
