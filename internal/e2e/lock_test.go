package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestLockTarget writes the lock of a project that has none, and builds with it
// without a warning.
func TestLockTarget(t *testing.T) {
	bed := testbed.Require(t)
	dir := project(t, map[string]string{"pyproject.toml": manifest, "main.py": program})
	bed.MustBuild(t, testbed.Build{
		Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml", "target": "lock"},
		Modify: func(opt *client.SolveOpt) {
			opt.Exports = []client.ExportEntry{{Type: client.ExporterLocal, OutputDir: dir}}
		},
	})
	lock, err := os.ReadFile(filepath.Join(dir, "uv.lock"))
	if err != nil || !strings.Contains(string(lock), "name = \"structlog\"") {
		t.Fatalf("the lock is %q, %v", lock, err)
	}
	res := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml"}})
	if slices.ContainsFunc(res.Warnings, func(w string) bool { return strings.Contains(w, "LockMissing") }) {
		t.Errorf("warnings with a lock: %v", res.Warnings)
	}
}
