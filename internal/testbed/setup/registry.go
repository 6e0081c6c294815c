package setup

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// frontendRegistry is the public registry that has the frontend image.
const frontendRegistry = "ghcr.io"

// mirrored are the public registries that the local one stands in for.
var mirrored = []string{"docker.io", frontendRegistry, "gcr.io"}

// registryAddr is the address of the local registry. It is kept between starts
// where possible: references with the port in them stay valid in caches.
func (b *Bed) registryAddr() (string, error) {
	file := b.state.Path("run", "registry.addr")
	kept, err := os.ReadFile(file)
	if err == nil {
		if addr := strings.TrimSpace(string(kept)); b.running("registry") != 0 || b.hasContainer("registry") || free(addr) {
			return addr, nil
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("no free port for the registry: %w", err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		return "", err
	}
	return addr, os.WriteFile(file, []byte(addr+"\n"), 0o644)
}

// free reports whether addr can be listened on.
func free(addr string) bool {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return false
	}
	return l.Close() == nil
}

const registryConfig = `version: 0.1
storage:
  filesystem: {rootdirectory: %q}
  delete: {enabled: true}
http: {addr: %q}
log: {level: error}
`

// startRegistry starts the local registry unless it runs.
func (b *Bed) startRegistry(ctx context.Context, bin, addr string) error {
	config, err := b.configFile("registry", "yml", fmt.Sprintf(registryConfig, b.state.Path("registry"), addr))
	if err != nil {
		return err
	}
	return b.ensure(ctx, daemon{
		name:     "registry",
		argv:     []string{filepath.Join(bin, "registry"), "serve", config},
		ready:    func(ctx context.Context) error { return answers(ctx, "http://"+addr+"/v2/") },
		patience: 20 * time.Second,
	})
}

// answersOn is answers for a server on a unix socket.
func answersOn(ctx context.Context, socket, path string) error {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}
	c := &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}
	return get(ctx, c, "http://localhost"+path)
}

// answers returns nil when a GET of url succeeds.
func answers(ctx context.Context, url string) error { return get(ctx, http.DefaultClient, url) }

func get(ctx context.Context, c *http.Client, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := c.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, res.Status)
	}
	return nil
}
