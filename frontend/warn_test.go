package frontend_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/gatewaytest"
)

// unlocked is a project without a lock, and a gateway in which uv makes one.
func unlocked(opts map[string]string) *gatewaytest.Gateway {
	g := gateway(with(small(), map[string]string{"uv.lock": ""}), opts)
	g.Outputs = map[string]map[string]string{"uv lock": {"in/uv.lock": small()["uv.lock"]}}
	return g
}

func warnings(g *gatewaytest.Gateway) []string {
	var out []string
	for _, w := range g.Warnings {
		out = append(out, w.Message)
	}
	return out
}

// A warning is shown once, however many platforms are built.
func TestWarningsOnce(t *testing.T) {
	for _, platform := range []string{"linux/amd64", "linux/amd64,linux/arm64"} {
		g := unlocked(map[string]string{"filename": "pyproject.toml", "platform": platform, "build-arg:NOSUCH": "1"})
		build(t, g)
		got := strings.Join(warnings(g), "\n")
		want := "LockMissing: the project has no uv.lock (pyproject.toml:3)\nUnknownBuildArg: the build argument \"NOSUCH\" is not read by anything"
		if !sameLines(got, want) {
			t.Errorf("%s: warned of %s", platform, printed(got))
		}
		for _, w := range g.Warnings {
			if strings.HasPrefix(w.Message, "LockMissing") && (w.Opts.SourceInfo.GetFilename() != "pyproject.toml" || w.Opts.Range[0].Start.Line != 3 || len(w.Opts.Detail) == 0) {
				t.Errorf("the warning is not shown at its line: %+v", w.Opts)
			}
		}
	}
}

func sameLines(a, b string) bool {
	count := map[string]int{}
	for _, l := range lines(a) {
		count[l]++
	}
	for _, l := range lines(b) {
		count[l]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestNoWarnings(t *testing.T) {
	g := gateway(small(), nil)
	build(t, g)
	if len(g.Warnings) > 0 {
		t.Errorf("warned of %q", warnings(g))
	}
}

// Warnings belong to a vertex that the client has seen: the one that read the
// project's files.
func TestWarningsAreAttached(t *testing.T) {
	g := &attached{Gateway: unlocked(nil)}
	if _, err := frontend.Build(context.Background(), g); err != nil {
		t.Fatal(err)
	}
	solved := map[digest.Digest]bool{}
	for _, def := range g.Solved {
		for _, data := range def.Def {
			solved[digest.FromBytes(data)] = true
		}
	}
	if len(g.at) == 0 {
		t.Fatal("no warning")
	}
	for _, d := range g.at {
		if !solved[d] {
			t.Errorf("a warning at %s, which was never solved", d)
		}
	}
}

// attached records where warnings are attached.
type attached struct {
	*gatewaytest.Gateway
	at []digest.Digest
}

func (a *attached) Warn(ctx context.Context, d digest.Digest, msg string, opts client.WarnOpts) error {
	a.at = append(a.at, d)
	// A client that cannot show warnings must not fail a build.
	_ = a.Gateway.Warn(ctx, d, msg, opts)
	return errors.New("unsupported")
}

// A check tells the warnings too, also beside an error that came later.
func TestCheckTellsWarnings(t *testing.T) {
	for _, c := range []struct {
		name  string
		opts  map[string]string
		error string
	}{
		{"no error", map[string]string{"build-arg:NOSUCH": "1"}, ""},
		{"no base", map[string]string{"build-arg:NOSUCH": "1", "build-arg:BASE": "example.com/none:1"}, "the base image example.com/none:1 cannot be had"},
		{"bad spec", map[string]string{"build-arg:NOSUCH": "1", "build-arg:PYTHON_VERSION": "latest"}, "is not a version of Python"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := unlocked(c.opts)
			res := build(t, request(g, "frontend.lint"))
			results := lintResults(t, res)
			rules := map[string]int{}
			for _, w := range results.Warnings {
				rules[w.RuleName]++
			}
			if rules["UnknownBuildArg"] != 1 {
				t.Errorf("the warnings are %v", rules)
			}
			if c.error == "" && (rules["LockMissing"] != 1 || results.Error != nil) {
				t.Errorf("the warnings are %v, the error is %v", rules, results.Error)
			}
			if c.error != "" && (results.Error == nil || !strings.Contains(results.Error.Message, c.error)) {
				t.Errorf("the error is %v", results.Error)
			}
			if len(g.Built()) > 0 {
				t.Error("a check ran something")
			}
			if status := string(res.Metadata["result.statuscode"]); status != "1" {
				t.Errorf("the status is %s", status)
			}
		})
	}
}

func TestCheckOfGoodProject(t *testing.T) {
	for door, opts := range doors {
		res := build(t, request(gateway(throughDoor(door), opts), "frontend.lint"))
		results := lintResults(t, res)
		if len(results.Warnings) > 0 || results.Error != nil || string(res.Metadata["result.statuscode"]) != "0" || len(res.Metadata["result.txt"]) > 0 {
			t.Errorf("%s: %s", door, res.Metadata["result.txt"])
		}
	}
}
