// Package bed tests what the tests with Docker engines stand on.
package bed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// Without its plugin `docker build` would use a builder that ignores
// `# syntax=`: every test with it would pass for nothing.
func TestBuildx(t *testing.T) {
	bed := testbed.RequireEngines(t)
	for store, host := range bed.Engines() {
		if out, err := bed.RunDocker(t, host, "buildx", "version"); err != nil {
			t.Errorf("%s: buildx is not there: %v: %s", store, err, out)
		}
	}
}

// Each engine has the image store that it is started for, takes base images
// under their public names, and runs what it built.
func TestEngines(t *testing.T) {
	bed := testbed.RequireEngines(t)
	drivers := map[string]string{"containerd": "overlayfs", "classic": "overlay2"}
	dir := t.TempDir()
	dockerfile := "FROM python:3.13-slim\nCOPY --from=ghcr.io/astral-sh/uv:" + testbed.UVVersion + " /uv /bin/uv\n" +
		"RUN uv --version\nUSER www-data\nCMD [\"python\", \"-c\", \"import os; print(os.getuid())\"]\n"
	if err := os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte(dockerfile), 0o644); err != nil {
		t.Fatal(err)
	}
	for store, host := range bed.Engines() {
		t.Run(store, func(t *testing.T) {
			out, err := bed.RunDocker(t, host, "info", "--format", "{{.Driver}}")
			if err != nil || strings.TrimSpace(out) != drivers[store] {
				t.Errorf("storage driver %q, error %v, want %s", out, err, drivers[store])
			}
			tag := "pyfrontend-bed:" + store
			if out, err := bed.RunDocker(t, host, "build", "--network", "host", "--tag", tag, dir); err != nil {
				t.Fatalf("docker build: %v\n%s", err, out)
			}
			out, err = bed.RunDocker(t, host, "run", "--rm", "--network", "host", tag)
			if err != nil || out != "33\n" {
				t.Errorf("docker run: %q, %v, want the user id of www-data", out, err)
			}
		})
	}
}
