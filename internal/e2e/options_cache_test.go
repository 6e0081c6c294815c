package e2e

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// ran are the steps of a build that were not cached and whose names hold one of
// the parts.
func ran(res *testbed.Result, parts ...string) []string {
	var out []string
	for _, s := range res.Steps {
		if !s.Cached && slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s.Name, p) }) {
			out = append(out, s.Name)
		}
	}
	return out
}

// leafPackage is a project that is a package and needs leaf.
func leafPackage(i *index) map[string]string {
	files := i.project("", true)
	files["pyproject.toml"] += "\n[project.scripts]\nneeds-leaf = \"needs_leaf:main\"\n\n" + strings.SplitAfter(probeFiles["pyproject.toml"], "main\"\n")[1]
	files["uv.lock"] = strings.ReplaceAll(files["uv.lock"], "virtual", "editable")
	files["backend.py"] = strings.ReplaceAll(strings.ReplaceAll(probeFiles["backend.py"], "probe-1", "needs_leaf-1"), "probe", "needs_leaf")
	files["needs_leaf.txt"] = rand.Text()
	return files
}

// TestNoCache builds the same thing again and again: all of it is cached, unless
// the option says what is not.
func TestNoCache(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	i := startIndex(t)
	dir := project(t, leafPackage(i))
	const install, wheel, venv = "install leaf", "build the wheel", "create the virtual environment"
	for _, c := range []struct {
		name    string
		attrs   map[string]string
		runs    []string
		stays   []string
		fetches int
	}{
		{"first", nil, []string{install, wheel}, nil, 1},
		{"again", nil, nil, []string{install, wheel, venv}, 0},
		{"filter project", map[string]string{"no-cache": "project"}, []string{wheel}, []string{install, venv}, 0},
		{"filter dependencies", map[string]string{"no-cache": "Dependencies"}, []string{install, venv}, []string{wheel}, 1},
		{"no cache", map[string]string{"no-cache": ""}, []string{install, wheel, venv}, nil, 1},
	} {
		// A cache of uv's own, so that --no-cache does not empty everyone's.
		attrs := with(c.attrs, map[string]string{"filename": "pyproject.toml", "build-arg:BUILDKIT_CACHE_MOUNT_NS": i.value})
		before := i.downloads()
		res := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: attrs})
		for _, name := range c.runs {
			if len(ran(res, name)) == 0 {
				t.Errorf("%s: %q did not run: %v", c.name, name, res.Steps)
			}
		}
		if again := ran(res, c.stays...); len(c.stays) > 0 && len(again) > 0 {
			t.Errorf("%s: ran again: %q", c.name, again)
		}
		if got := i.downloads() - before; got != c.fetches {
			t.Errorf("%s: the wheel was downloaded %d times, want %d", c.name, got, c.fetches)
		}
	}
}

// TestCacheMountNamespace: projects share uv's downloads, unless they are told
// apart by the namespace.
func TestCacheMountNamespace(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	i := startIndex(t)
	for n, c := range []struct {
		namespace string
		downloads int
	}{{"a", 1}, {"a", 1}, {"b", 2}} {
		files := i.project("", true)
		// Another environment, so that the step is another one.
		files["pyproject.toml"] += fmt.Sprintf("\n[tool.pyfrontend]\nworkdir = \"/srv/%d\"\n", n)
		_, err := leafBuild(t, bed, files, map[string]string{
			"filename": "pyproject.toml", "build-arg:BUILDKIT_CACHE_MOUNT_NS": c.namespace + i.value,
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := i.downloads(); got != c.downloads {
			t.Errorf("build %d in the namespace %s: %d downloads in all, want %d", n, c.namespace, got, c.downloads)
		}
	}
}
