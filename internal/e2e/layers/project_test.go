// Package layers holds the engine's side of the promise about layers: what is
// in them, what a change makes run again, and that the same input gives the
// same bytes.
package layers

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

// project writes files into a new directory.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		write(t, dir, name, data)
	}
	return dir
}

// needs is a project that only has dependencies, from an index of its own
// unless that is "".
func needs(index string, dependencies ...string) map[string]string {
	m := "# syntax=ghcr.io/org/pyfrontend\n[project]\nname = \"needy\"\nversion = \"1\"\nrequires-python = \">=3.11,<3.14\"\ndependencies = ["
	for _, d := range dependencies {
		m += fmt.Sprintf("%q, ", d)
	}
	m += "]\n"
	if index != "" {
		m += fmt.Sprintf("[[tool.uv.index]]\nurl = %q\ndefault = true\n", index)
	}
	return map[string]string{"pyproject.toml": m, "main.py": "print(1)\n"}
}

// locked writes a project with its lock.
func locked(t *testing.T, bed *testbed.Bed, files map[string]string) string {
	t.Helper()
	dir := project(t, files)
	relock(t, bed, dir)
	return dir
}

// relock makes the lock of a project fit its manifest.
func relock(t *testing.T, bed *testbed.Bed, dir string) {
	t.Helper()
	write(t, dir, "uv.lock", string(examples.Lock(t, bed, dir)))
}

// write writes one file of a project.
func write(t *testing.T, dir, name, content string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
