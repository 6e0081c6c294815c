package e2e

import (
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestUnsureLock builds with a lock of which only uv can say whether it is up
// to date: it has no metadata of the project.
func TestUnsureLock(t *testing.T) {
	bed := testbed.Require(t)
	files := map[string]string{"pyproject.toml": manifest, "main.py": program}
	lock := string(examples.Lock(t, bed, project(t, files)))
	before, _, ok := strings.Cut(lock, "[package.metadata]")
	if !ok {
		t.Fatalf("the lock has no metadata to cut:\n%s", lock)
	}
	_, rest, _ := strings.Cut(lock[len(before):], "[[package]]")
	files["uv.lock"] = strings.TrimSpace(before + "\n[[package]]" + rest)
	if rest == "" {
		files["uv.lock"] = before
	}
	attrs := map[string]string{"filename": "pyproject.toml"}
	if _, err := bed.Build(t, testbed.Build{Frontend: frontend.Build, Context: project(t, files), Attrs: attrs}); err != nil && !strings.Contains(err.Error(), "uv.lock is not up to date") {
		t.Fatalf("a lock without metadata: %v", err)
	}
	files["pyproject.toml"] = strings.Replace(manifest, `"structlog==25.4.0"`, `"structlog==25.4.0", "sortedcontainers"`, 1)
	_, err := bed.Build(t, testbed.Build{Frontend: frontend.Build, Context: project(t, files), Attrs: attrs})
	if err == nil || !strings.Contains(err.Error(), "uv.lock is not up to date") {
		t.Errorf("a stale lock was not found: %v", err)
	}
}
