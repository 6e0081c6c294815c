package layers

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// leaves are dependencies for a test: enough that they spread over groups.
func leaves() []dist {
	var all []dist
	for i := range 10 {
		d := dist{name: fmt.Sprintf("leaf%d", i), version: "1.0", files: map[string]string{fmt.Sprintf("leaf%d.py", i): "VALUE = 1\n"}}
		if i%3 == 0 {
			d.tag = "cp313-cp313-manylinux_2_17_x86_64.manylinux_2_17_aarch64"
		}
		all = append(all, d)
	}
	next := all[4]
	next.version = "1.1"
	extra := dist{name: "late", version: "1.0", files: map[string]string{"late.py": ""}}
	return append(all, next, extra)
}

func leafNames() []string {
	var names []string
	for i := range 10 {
		names = append(names, fmt.Sprintf("leaf%d", i))
	}
	names[4] += "==1.0"
	return names
}

// change is something that people do to a project between two builds.
type change struct {
	name string
	do   func(t *testing.T, bed *testbed.Bed, dir string)
	// reruns says of a step's name whether the change may run it again; nil for
	// none at all.
	reruns func(step string) bool
	// layers is how many layers may be others.
	layers int
}

func edit(file, from, to string) func(*testing.T, *testbed.Bed, string) {
	return func(t *testing.T, bed *testbed.Bed, dir string) {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		text := replaced(string(data), from, to)
		if text == string(data) {
			t.Fatalf("%s has no %q", file, from)
		}
		write(t, dir, file, text)
	}
}

// then makes the lock fit, as `uv lock` does.
func then(do func(*testing.T, *testbed.Bed, string)) func(*testing.T, *testbed.Bed, string) {
	return func(t *testing.T, bed *testbed.Bed, dir string) {
		do(t, bed, dir)
		relock(t, bed, dir)
	}
}

func touch(t *testing.T, _ *testbed.Bed, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(p, time.Unix(1500000000, 0), time.Unix(1500000000, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ofProject are the steps that belong to the project itself.
func ofProject(step string) bool {
	return slices.Contains([]string{"copy the files of the project", "build the wheel of needy", "install needy", "compile the project's files"}, step)
}

// ofGroup is the group that a distribution is in.
func ofGroup(name string) func(string) bool {
	return func(step string) bool {
		return strings.HasPrefix(step, "install ") && strings.Contains(step, name+" ")
	}
}

func changes() []change {
	return []change{
		{"nothing", func(*testing.T, *testbed.Bed, string) {}, nil, 0},
		{"the time of every file", touch, nil, 0},
		{"a comment", edit("pyproject.toml", "[project]", "# for people\n[project]"), ofProject, 1},
		{"the version", then(edit("pyproject.toml", `version = "1"`, `version = "2"`)), ofProject, 1},
		{"the description", edit("pyproject.toml", "[project]\n", "[project]\ndescription = \"short\"\n"), ofProject, 1},
		{"a tool's table", edit("pyproject.toml", "[build-system]", "[tool.ruff]\nline-length = 100\n[build-system]"), ofProject, 1},
		{"another package in the lock", then(edit("pyproject.toml", "leaf4==1.0", "leaf4==1.1")), func(s string) bool { return ofProject(s) || ofGroup("leaf4")(s) }, 2},
		{"one more dependency", then(edit("pyproject.toml", `"leaf9"`, `"leaf9", "late"`)), func(s string) bool { return ofProject(s) || ofGroup("late")(s) }, 2},
		{"a source file", edit("src/needy/__init__.py", "code 0", "code 1"), ofProject, 1},
		{"the README", edit("README.md", "Needy", "Very needy"), ofProject, 1},
	}
}

// TestChanges changes a project in one way after another and looks at which
// steps run again and which layers are others.
func TestChanges(t *testing.T) {
	bed := testbed.Require(t)
	index := serveIndex(t, leaves()...)
	files := packaged(index.URL, leafNames()...)
	build := func(dir string) *testbed.Result {
		return bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml"}})
	}
	dir := locked(t, bed, files)
	lock, err := os.ReadFile(filepath.Join(dir, "uv.lock"))
	if err != nil {
		t.Fatal(err)
	}
	first := build(dir)
	if n := len(ran(first, "install ")); n < 5 {
		t.Fatalf("only %d groups: nothing can be told apart", n)
	}
	for _, c := range changes() {
		t.Run(c.name, func(t *testing.T) {
			changed := maps.Clone(files)
			changed["uv.lock"] = string(lock)
			dir := project(t, changed)
			c.do(t, bed, dir)
			second := build(dir)
			again := ran(second, steps...)
			for _, s := range again {
				if c.reruns == nil || !c.reruns(s) {
					t.Errorf("it ran again: %s", s)
				}
			}
			if c.layers > 0 && len(again) == 0 {
				t.Error("nothing ran again")
			}
			if n := others(first.Image(t), second.Image(t)); n > c.layers {
				t.Errorf("%d layers are others, want at most %d", n, c.layers)
			}
		})
	}
}

// others counts the layers of an image that another does not have.
func others(old, img *testbed.Image) int {
	known := map[string]bool{}
	for _, l := range old.Manifest.Layers {
		known[l.Digest.String()] = true
	}
	n := 0
	for _, l := range img.Manifest.Layers {
		if !known[l.Digest.String()] {
			n++
		}
	}
	return n
}

// TestStaleCode edits a source file ten times with a warm cache and runs what
// was built each time, of a project that is a package and of one that is
// copied.
func TestStaleCode(t *testing.T) {
	bed := testbed.Require(t)
	index := serveIndex(t, leaves()...)
	for _, c := range []struct {
		name, file string
		files      map[string]string
	}{
		{"package", "src/needy/__init__.py", packaged(index.URL, "leaf0")},
		{"copied", "main.py", needs(index.URL, "leaf0")},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := locked(t, bed, c.files)
			for i := range 10 {
				// Of the same length: only its content and its time are others. (With the
				// same time too BuildKit would not even ask for the file: fsutil's transfer
				// of local files compares size and time, for every frontend.)
				code := sourceCode(i) + "if __name__ == \"__main__\":\n    main()\n"
				write(t, dir, c.file, code)
				img := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml"}}).Image(t)
				out := img.Run(t, testbed.Run{})
				if want := fmt.Sprintf("code %d\n", i); out.Stdout != want {
					t.Fatalf("edit %d: the container printed %q, want %q: %s", i, out.Stdout, want, out.Stderr)
				}
			}
		})
	}
}
