package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

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
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
