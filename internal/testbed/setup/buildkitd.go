package setup

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// buildkitMaxSpace bounds what the daemon keeps, so that a machine that runs
// the tests for weeks does not fill up.
const buildkitMaxSpace = "20GB"

// buildkitConfig is what goes into buildkitd.toml.
type buildkitConfig struct {
	root     string // where it keeps its data, "" for where it does by itself
	addr     string
	registry string   // the local one
	mirrored []string // the registries that the local one is a mirror of
	gid      int      // the group that may use the daemon
}

// String returns the file's content. Steps use the host's network: a machine
// without an engine has no bridge either.
func (c buildkitConfig) String() string {
	var s strings.Builder
	if c.root != "" {
		fmt.Fprintf(&s, "root = %q\n", c.root)
	}
	fmt.Fprintf(&s, "insecure-entitlements = [\"network.host\"]\n")
	fmt.Fprintf(&s, "[grpc]\n  address = [%q]\n  gid = %d\n", c.addr, c.gid)
	fmt.Fprintf(&s, "[worker.containerd]\n  enabled = false\n")
	fmt.Fprintf(&s, "[worker.oci]\n  enabled = true\n  networkMode = \"host\"\n  gc = true\n")
	fmt.Fprintf(&s, "  [[worker.oci.gcpolicy]]\n    all = true\n    maxUsedSpace = %q\n", buildkitMaxSpace)
	for _, host := range c.mirrored {
		fmt.Fprintf(&s, "[registry.%q]\n  mirrors = [%q]\n", host, c.registry)
	}
	fmt.Fprintf(&s, "[registry.%q]\n  http = true\n", c.registry)
	return s.String()
}

func (b *Bed) buildkitAddr() string { return "unix://" + b.state.Path("run", "buildkitd.sock") }

// startBuildkitd starts the BuildKit daemon unless it runs.
func (b *Bed) startBuildkitd(ctx context.Context, bin, registry string) error {
	c := buildkitConfig{root: b.state.Path("buildkitd"), addr: b.buildkitAddr(), registry: registry, mirrored: mirrored}
	config, err := b.configFile("buildkitd", "toml", c.String())
	if err != nil {
		return err
	}
	return b.ensure(ctx, daemon{
		name: "buildkitd",
		argv: []string{filepath.Join(bin, "buildkitd"), "--config", config},
		ready: func(ctx context.Context) error {
			_, err := b.command(ctx, exec.CommandContext(ctx,
				filepath.Join(bin, "buildctl"), "--addr", b.buildkitAddr(), "debug", "workers"))
			return err
		},
		patience: time.Minute,
	})
}
