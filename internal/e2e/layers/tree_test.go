package layers

import (
	"archive/tar"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestTree builds projects in groups and compares the whole environment with
// what one `uv sync` leaves: path, content, mode and link target of every file,
// bytecode included.
func TestTree(t *testing.T) {
	bed := testbed.Require(t)
	for _, name := range []string{"worker", "web", "package"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, err := examples.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			compareTrees(t, bed, x.Prepare(t, bed))
		})
	}
	t.Run("namespaces", func(t *testing.T) {
		t.Parallel()
		compareTrees(t, bed, locked(t, bed, needs("", "google-cloud-storage", "zope.interface", "zope.event", "zope.component", "ruamel.yaml", "backports.tarfile")))
	})
}

// compareTrees builds a project both ways.
func compareTrees(t *testing.T, bed *testbed.Bed, dir string, args ...string) {
	t.Helper()
	ours := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml"}}).Image(t)
	theirs := reference(t, bed, dir, args...)
	sameTree(t, tree(ours.Files(t), "app/.venv", ""), tree(theirs.Files(t), ".venv", projectName(t, dir)))
}

// projectName is what uv makes the prompt of.
func projectName(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "pyproject.toml"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(data), "\nname = \"")
	name, _, _ := strings.Cut(after, `"`)
	return name
}

func sameTree(t *testing.T, got, want map[string]string) {
	t.Helper()
	if len(want) == 0 {
		t.Fatal("uv sync left nothing to compare with")
	}
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if got[p] != want[p] {
			t.Errorf("%s: the image has %.300q, uv sync leaves %.300q", p, got[p], want[p])
		}
	}
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if want[p] == "" {
			t.Errorf("%s is only in the image: %.300q", p, got[p])
		}
	}
}

// tree describes every file below a directory by what has to be the same: kind,
// mode, content or link target.
func tree(files map[string]*testbed.File, root, prompt string) map[string]string {
	out := map[string]string{}
	for name, f := range files {
		rel, below := strings.CutPrefix(name, root+"/")
		if !below || leftOut(rel) {
			continue
		}
		switch mode := f.Mode & 0o7777; f.Typeflag {
		case tar.TypeSymlink:
			out[rel] = "link to " + f.Linkname
		case tar.TypeDir:
			out[rel] = fmt.Sprintf("directory %o", mode)
		default:
			out[rel] = fmt.Sprintf("file %o %s", mode, normal(rel, string(f.Content), prompt))
		}
	}
	return out
}

// leftOut says which files are not compared.
func leftOut(rel string) bool {
	switch path.Base(rel) {
	case "INSTALLER", "REQUESTED", "uv_cache.json", "uv_build.json", "direct_url.json":
		// The installer's own notes: with the time and the place of the install
		// in them, no two builds would give the same bytes.
		return strings.HasSuffix(path.Dir(rel), ".dist-info")
	case ".lock":
		// What keeps two uv apart while they run.
		return rel == ".lock"
	}
	return false
}

// normal takes from a file's content what may differ.
func normal(rel, content, prompt string) string {
	switch {
	case path.Base(rel) == "RECORD":
		// A list without an order; the lines of files that are left out go too.
		var lines []string
		for line := range strings.Lines(content) {
			name, _, _ := strings.Cut(line, ",")
			if !leftOut(name) {
				lines = append(lines, line)
			}
		}
		slices.Sort(lines)
		return strings.Join(lines, "")
	case rel == "pyvenv.cfg" || strings.HasPrefix(rel, "bin/activate"):
		// uv puts the project's name into the prompt of an activated shell. The
		// empty environment is shared by all projects instead.
		if prompt == "" {
			return content
		}
		content = strings.ReplaceAll(content, "prompt = "+prompt+"\n", "")
		return strings.NewReplacer("'"+prompt+"'", "''", `"`+prompt+`"`, `""`, `"x`+prompt+`"`, `"x"`, "PROMPT="+prompt+`"`, `PROMPT="`).Replace(content)
	}
	return content
}
