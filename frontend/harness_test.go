package frontend_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/internal/gatewaytest"
)

var update = flag.Bool("update", false, "rewrite the expected output under testdata")

// gateway is a gateway with a project as its context and the official images in
// its registry.
func gateway(files map[string]string, opts map[string]string) *gatewaytest.Gateway {
	return &gatewaytest.Gateway{
		Opts:   maps.Clone(opts),
		Locals: map[string]map[string]string{"context": files, "dockerfile": files},
		Images: gatewaytest.Registry("ghcr.io/astral-sh/uv:" + planner.UVVersion),
	}
}

// build runs the frontend and fails the test if the build fails.
func build(t *testing.T, g *gatewaytest.Gateway) *client.Result {
	t.Helper()
	res, err := frontend.Build(context.Background(), g)
	if err != nil {
		t.Fatalf("the build failed: %v", err)
	}
	return res
}

// request asks for a subrequest instead of an image.
func request(g *gatewaytest.Gateway, id string) *gatewaytest.Gateway {
	if g.Opts == nil {
		g.Opts = map[string]string{}
	}
	g.Opts["requestid"] = id
	g.Opts["frontend.caps"] = "moby.buildkit.frontend.subrequests+forward"
	return g
}

// readTree reads a directory into a map, without what git ignores there.
func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch d.Name() {
		case ".venv", "__pycache__", ".pytest_cache", ".ruff_cache":
			return fs.SkipDir
		case "uv.lock":
			return nil
		}
		if d.IsDir() {
			return nil
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, p)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// golden compares a text with a file under testdata, or writes the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v\nrun the tests with -update to write it", err)
	}
	if d := cmp.Diff(lines(string(want)), lines(got)); d != "" {
		t.Errorf("%s: -want +got (run with -update if it is meant)\n%s", name, d)
	}
}

func lines(s string) []string { return strings.Split(s, "\n") }

// printed is a multi-line text for a failure message.
func printed(s string) string { return fmt.Sprintf("\n%s\n", s) }
