// Package testbed is what tests use to reach the real thing: a BuildKit daemon,
// a registry with base images under their public names, and a way to look into
// and to run the images that come out.
//
// The command internal/testbed/cmd/testbed brings all of it up and tells tests
// where it is through the environment. Package setup is how.
package testbed

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/moby/buildkit/client"
)

// Bed is a test bed that runs.
type Bed struct {
	// Client talks to the BuildKit daemon.
	Client *client.Client
	// Addr is the daemon's address.
	Addr string
	// Registry is the host:port of the local registry, plain HTTP.
	Registry string
	// CA is the file of certificates that steps have to trust, or "".
	CA string
	// Buildctl is the path of buildctl.
	Buildctl string
	// FrontendImage is the reference of the frontend image of this checkout.
	FrontendImage string
	// ContainerdHost and ClassicHost are the DOCKER_HOST of the two Docker
	// engines, "" unless they were asked for.
	ContainerdHost, ClassicHost string
}

// Require returns the test bed, and ends the test where there is none: as
// failed in CI (the variable CI is set), where nobody would see a test that is
// skipped, and as skipped elsewhere.
func Require(t testing.TB) *Bed {
	t.Helper()
	addr := os.Getenv(EnvBuildkitAddr)
	if addr == "" {
		missing(t, "needs the test bed: run `make test`")
	}
	c, err := client.New(t.Context(), addr)
	if err != nil {
		t.Fatalf("the test bed's BuildKit at %s: %v", addr, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := c.Wait(ctx); err != nil {
		t.Fatalf("the test bed's BuildKit at %s does not answer: %v", addr, err)
	}
	return &Bed{
		Client:         c,
		Addr:           addr,
		Registry:       os.Getenv(EnvRegistry),
		CA:             os.Getenv(EnvCA),
		Buildctl:       os.Getenv(EnvBuildctl),
		FrontendImage:  os.Getenv(EnvFrontendImage),
		ContainerdHost: os.Getenv(EnvDockerContainerd),
		ClassicHost:    os.Getenv(EnvDockerClassic),
	}
}

// RequireEngines is Require for tests that need Docker engines with both image
// stores.
func RequireEngines(t testing.TB) *Bed {
	t.Helper()
	if os.Getenv(EnvDockerContainerd) == "" || os.Getenv(EnvDockerClassic) == "" {
		missing(t, "needs the test bed with Docker engines: run `make test-engines`")
	}
	return Require(t)
}

// missing fails the test in CI and skips it elsewhere.
func missing(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}
