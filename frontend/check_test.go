package frontend_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestChecks shows for each archive under testdata/checks what docker build
// --check prints of it; a project with warnings only is built all the same, with
// the same warnings.
func TestChecks(t *testing.T) {
	paths, err := filepath.Glob("testdata/checks/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			b := broken{strings.TrimPrefix(path, "testdata/"), ar}
			res := build(t, request(b.gateway(t), "frontend.lint"))
			text := string(res.Metadata["result.txt"])
			b.golden(t, text)
			if results := lintResults(t, res); results.Error == nil {
				b.warns(t, len(results.Warnings))
			}
		})
	}
}

// warns builds the project and counts the warnings.
func (b *broken) warns(t *testing.T, want int) {
	t.Helper()
	g := b.gateway(t)
	g.Outputs = map[string]map[string]string{"uv lock": {"in/uv.lock": lockOfShop}}
	build(t, g)
	if len(g.Warnings) != want {
		t.Errorf("the check has %d warnings, the build %q", want, warnings(g))
	}
}

// lockOfShop is what uv locks for the archives' project.
const lockOfShop = "version = 1\nrevision = 3\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"shop\"\nversion = \"0.1.0\"\nsource = { virtual = \".\" }\n"
