package examples

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAll sees that every directory is an example whose files say what they are
// for.
func TestAll(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("there is no example")
	}
	for _, x := range all {
		for _, b := range x.Builds {
			content, err := os.ReadFile(filepath.Join(x.Dir, b.File))
			if err != nil {
				t.Error(err)
				continue
			}
			if first, _, _ := strings.Cut(string(content), "\n"); first != "# syntax=ghcr.io/org/pyfrontend" {
				t.Errorf("the first line of %s/%s is %q", x.Name, b.File, first)
			}
		}
		readme, err := os.ReadFile(filepath.Join(x.Dir, "README.md"))
		if err != nil || !strings.Contains(string(readme), "docker build") {
			t.Errorf("the README of %s does not say how to build it (%v)", x.Name, err)
		}
	}
}

// TestCheck sees that an example is refused that would pass whatever happens.
func TestCheck(t *testing.T) {
	build := []Build{{File: "Dockerfile"}}
	for name, x := range map[string]Example{
		"not built":    {Runs: []Run{{Output: "x"}}},
		"not run":      {Builds: build},
		"not asked":    {Builds: build, Serve: &Serve{Ready: "ready"}},
		"says nothing": {Builds: build, Runs: []Run{{Args: []string{"x"}}}},
	} {
		if x.check() == nil {
			t.Errorf("an example that is %s is accepted", name)
		}
	}
}

func TestCopy(t *testing.T) {
	x := &Example{Dir: t.TempDir()}
	for _, file := range []string{"main.py", "src/a/b.py", ".venv/pyvenv.cfg", "src/a/__pycache__/b.pyc"} {
		path := filepath.Join(x.Dir, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	to := filepath.Join(t.TempDir(), "copy")
	if err := x.Copy(to); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{"main.py": true, "src/a/b.py": true, ".venv": false, "src/a/__pycache__": false} {
		if _, err := os.Stat(filepath.Join(to, file)); (err == nil) != want {
			t.Errorf("%s is copied: %t, want %t", file, err == nil, want)
		}
	}
}
