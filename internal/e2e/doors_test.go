// Package e2e runs the frontend in this process against a real BuildKit, and
// runs the images that come out.
package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// project writes files into a new directory.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const manifest = `# syntax=ghcr.io/org/pyfrontend
[project]
name = "hello"
version = "0.1.0"
requires-python = ">=3.11,<3.14"
dependencies = ["structlog==25.4.0"]
`

const program = `import os, structlog
print("structlog", structlog.__version__, "uid", os.getuid())
`

// TestDoors builds one project by every door that needs no published image.
func TestDoors(t *testing.T) {
	bed := testbed.Require(t)
	for _, c := range []struct {
		name  string
		files map[string]string
		attrs map[string]string
	}{
		{"pyproject", map[string]string{"pyproject.toml": manifest, "main.py": program}, map[string]string{"filename": "pyproject.toml"}},
		{"dockerfile", map[string]string{"Dockerfile": "# syntax=ghcr.io/org/pyfrontend\n", "pyproject.toml": manifest, "main.py": program}, nil},
		{"no-file", map[string]string{"pyproject.toml": manifest, "main.py": program}, map[string]string{"filename": "Dockerfile"}},
		{"requirements", map[string]string{"requirements.txt": "structlog==25.4.0\n", ".python-version": "3.13\n", "app.py": program}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			res := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: project(t, c.files), Attrs: c.attrs})
			out := res.Image(t).Run(t, testbed.Run{})
			if want := "structlog 25.4.0 uid 10001"; out.ExitCode != 0 || strings.TrimSpace(out.Stdout) != want {
				t.Errorf("the container printed %q and %q with exit code %d, want %q", out.Stdout, out.Stderr, out.ExitCode, want)
			}
		})
	}
}
