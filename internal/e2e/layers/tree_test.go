package layers

import (
	"archive/tar"
	"fmt"
	"maps"
	"path"
	"regexp"
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
func compareTrees(t *testing.T, bed *testbed.Bed, dir string, inOrder ...string) {
	t.Helper()
	ours := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml"}}).Image(t)
	theirs := reference(t, bed, dir, inOrder...)
	sameTree(t, tree(ours.Files(t), "app/.venv"), tree(theirs.Files(t), ".venv"))
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
func tree(files map[string]*testbed.File, root string) map[string]string {
	out := map[string]string{}
	for name, f := range files {
		rel, below := strings.CutPrefix(name, root+"/")
		if !below || leftOut(rel) {
			continue
		}
		if strings.HasSuffix(rel, ".pyc") && len(f.Content) == 0 {
			// Not bytecode: it hides that of a file that another one replaced.
			continue
		}
		switch mode := f.Mode & 0o7777; f.Typeflag {
		case tar.TypeSymlink:
			out[rel] = "link to " + f.Linkname
		case tar.TypeDir:
			out[rel] = fmt.Sprintf("directory %o", mode)
		default:
			out[rel] = fmt.Sprintf("file %o %s", mode, normal(rel, string(f.Content)))
		}
	}
	return out
}

var (
	activation = regexp.MustCompile(`^bin/(activate(|\.bat|\.csh|\.fish|\.nu|\.ps1|\.xsh|_this\.py)|deactivate\.bat|pydoc\.bat)$`)
	prompt     = regexp.MustCompile(`(?m)^prompt = .*\n`)
)

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
	case ".gitignore", "CACHEDIR.TAG":
		// For tools that look at a checkout.
		return !strings.Contains(rel, "/")
	}
	// For people who change into an environment in a shell; an image has it in
	// its PATH.
	return activation.MatchString(rel)
}

// normal takes from a file's content what may differ.
func normal(rel, content string) string {
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
	case rel == "pyvenv.cfg":
		// The prompt of an activated shell is the project's name; the empty
		// environment is shared by all projects instead.
		return prompt.ReplaceAllString(content, "")
	}
	return content
}
