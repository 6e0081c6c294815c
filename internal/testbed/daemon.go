package testbed

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/moby/buildkit/client"
)

// mirrored are the public registries that the bed's own stands in for, as in
// package setup.
var mirrored = []string{"docker.io", "ghcr.io", "gcr.io"}

// Daemon is a BuildKit daemon of one test's own.
type Daemon struct {
	Bed
	config string
	cmd    *exec.Cmd
	log    bytes.Buffer
}

// Another starts a second daemon that keeps all it has below root, a directory
// of the test's; it shares only the registry with the bed's own. It needs what
// the bed's own daemon needs: Linux and root.
func (b *Bed) Another(t testing.TB, root string) *Daemon {
	t.Helper()
	if b.Registry == "" || b.Buildctl == "" {
		t.Skip("the bed's daemon was not started by it, so it cannot start a second one")
	}
	d := &Daemon{Bed: *b, config: filepath.Join(t.TempDir(), "buildkitd.toml")}
	// Not below root, whose path may be too long for a socket (unix(7)).
	sockets, err := os.MkdirTemp("", "bk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(sockets) })
	d.Addr = "unix://" + filepath.Join(sockets, "s")
	if err := os.WriteFile(d.config, []byte(d.toml(root)), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.stop(t, root) })
	d.Start(t)
	return d
}

// toml is the daemon's configuration, that of the bed's own but for the place.
func (d *Daemon) toml(root string) string {
	var s strings.Builder
	fmt.Fprintf(&s, "root = %q\ninsecure-entitlements = [\"network.host\"]\n", root)
	fmt.Fprintf(&s, "[grpc]\n  address = [%q]\n[worker.containerd]\n  enabled = false\n", d.Addr)
	fmt.Fprintf(&s, "[worker.oci]\n  enabled = true\n  networkMode = \"host\"\n  gc = false\n")
	for _, host := range mirrored {
		fmt.Fprintf(&s, "[registry.%q]\n  mirrors = [%q]\n", host, d.Registry)
	}
	fmt.Fprintf(&s, "[registry.%q]\n  http = true\n", d.Registry)
	return s.String()
}

// Start starts the daemon, again after Kill.
func (d *Daemon) Start(t testing.TB) {
	t.Helper()
	d.cmd = exec.Command(filepath.Join(filepath.Dir(d.Buildctl), "buildkitd"), "--config", d.config)
	d.log.Reset()
	d.cmd.Stdout, d.cmd.Stderr = &d.log, &d.log
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := d.cmd.Start(); err != nil {
		t.Fatalf("starting a second daemon: %v", err)
	}
	c, err := client.New(t.Context(), d.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := c.Wait(ctx); err != nil {
		t.Fatalf("the second daemon does not answer: %v: %s", err, d.log.String())
	}
	d.Client = c
}

// Kill ends the daemon as a crash does: it has no time to put anything in order.
func (d *Daemon) Kill(t testing.TB) {
	t.Helper()
	if err := d.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = d.cmd.Wait()
}

// stop ends the daemon and takes away what it had mounted.
func (d *Daemon) stop(t testing.TB, root string) {
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { _ = d.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		_ = d.cmd.Process.Kill()
		<-done
	}
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		t.Error(err)
	}
	for line := range strings.Lines(string(mounts)) {
		if f := strings.Fields(line); len(f) > 1 && strings.HasPrefix(f[1], root+"/") {
			_ = syscall.Unmount(f[1], syscall.MNT_DETACH)
		}
	}
}
