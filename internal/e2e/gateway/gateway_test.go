// Package gateway holds the in-memory gateway of the tests against a real
// daemon: what the frontend reads through the one, it reads through the other.
package gateway

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend/source"
	"github.com/org/pyfrontend/internal/gatewaytest"
	"github.com/org/pyfrontend/internal/testbed"
)

// files is a context with everything that paths can be.
func files() map[string]string {
	return map[string]string{
		"pyproject.toml": "manifest", "uv.lock": strings.Repeat("x", 9<<20), "empty": "",
		"a/__main__.py": "a", "b/__main__.py": "b", "b/c/__main__.py": "c", "src/d/__main__.py": "d", "deep/er/x.toml": "x",
		"inside": gatewaytest.Link("deep/er/x.toml"), "absolute": gatewaytest.Link("/deep/er/x.toml"), "twice": gatewaytest.Link("inside"),
		"outside": gatewaytest.Link("../../nowhere.toml"), "absent": gatewaytest.Link("/nowhere/x"), "circle": gatewaytest.Link("circle"),
		"round": gatewaytest.Link("about"), "about": gatewaytest.Link("round"), "dirlink": gatewaytest.Link("deep"),
		"odd [name]*": "odd", "nested/link": gatewaytest.Link("../pyproject.toml"),
	}
}

// asked are the paths that are asked for, as patterns.
var asked = []string{
	"pyproject.toml", "uv.lock", "empty", "none", "none/x", "pyproject.toml/x", "*/__main__.py", "src/*/__main__.py", "*/c/__main__.py",
	"inside", "absolute", "twice", "outside", "absent", "circle", "round", "dirlink/er/x.toml", "deep", "nested/link",
}

// read is what the frontend reads, as text.
func read(ctx context.Context, c client.Client) (string, error) {
	s, err := source.New(c)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, one := range asked {
		p, err := s.Project(ctx, []string{one})
		if err != nil {
			fmt.Fprintf(&b, "%s: error %v\n", one, err)
			continue
		}
		for _, name := range p.Names() {
			data := p.File(name).Data
			fmt.Fprintf(&b, "%s: %s has %d bytes: %.20s\n", one, name, len(data), data)
		}
		for _, d := range p.Findings {
			fmt.Fprintf(&b, "%s: %s\n", one, d.Summary)
		}
	}
	e, err := s.Entry(ctx)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&b, "entry: %v\n", e.File != nil)
	return b.String(), nil
}

func TestReadsAsTheDaemon(t *testing.T) {
	bed := testbed.Require(t)
	var real string
	bed.MustBuild(t, testbed.Build{
		Context: directory(t, files()), Attrs: map[string]string{"filename": "Dockerfile"},
		Frontend: func(ctx context.Context, c client.Client) (*client.Result, error) {
			var err error
			if real, err = read(ctx, c); err != nil {
				return nil, err
			}
			return nothing(ctx, c)
		},
	})
	fake, err := read(t.Context(), &gatewaytest.Gateway{
		Opts:   map[string]string{"filename": "Dockerfile"},
		Locals: map[string]map[string]string{"context": files(), "dockerfile": files()},
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(real, "\n"), strings.Split(fake, "\n")); d != "" {
		t.Errorf("-daemon +gatewaytest\n%s", d)
	}
}

// nothing is the smallest result that a daemon exports.
func nothing(ctx context.Context, c client.Client) (*client.Result, error) {
	def, err := llb.Scratch().File(llb.Mkdir("/x", 0o755)).Marshal(ctx)
	if err != nil {
		return nil, err
	}
	return c.Solve(ctx, client.SolveRequest{Definition: def.ToPB()})
}

// directory writes files; what gatewaytest marks as a link becomes one.
func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	mark := gatewaytest.Link("")
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, link := strings.CutPrefix(text, mark); link {
			err = os.Symlink(target, p)
		} else {
			err = os.WriteFile(p, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
