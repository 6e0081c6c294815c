package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestModes: whatever the umask of the checkout was, the container's user can
// read the code and cannot write it.
func TestModes(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	dir := project(t, with(plain, map[string]string{"private/data.txt": "x", "shared/run.sh": "#!/bin/sh\n", "secret.txt": "x"}))
	modes := map[string]os.FileMode{
		"main.py": 0o664, "secret.txt": 0o600, "private": 0o700, "private/data.txt": 0o640, "shared": 0o777, "shared/run.sh": 0o770,
	}
	for name, mode := range modes {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	img := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml"}}).Image(t)
	for name, want := range map[string]int64{
		"main.py": 0o644, "secret.txt": 0o644, "private": 0o755, "private/data.txt": 0o644, "shared": 0o755, "shared/run.sh": 0o755,
	} {
		if got := img.File(t, "app/"+name).Mode & 0o7777; got != want {
			t.Errorf("%s has the mode %o, want %o", name, got, want)
		}
	}
}
