package layers

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	gateway "github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// recorder keeps every definition that the frontend sends to the daemon.
type recorder struct {
	gateway.Client
	mu   sync.Mutex
	sent []*pb.Definition
}

func (r *recorder) Solve(ctx context.Context, req gateway.SolveRequest) (*gateway.Result, error) {
	if req.Definition != nil {
		r.mu.Lock()
		r.sent = append(r.sent, req.Definition)
		r.mu.Unlock()
	}
	return r.Client.Solve(ctx, req)
}

// frontend is the frontend with a recorder in front of the daemon.
func (r *recorder) frontend(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
	r.Client = c
	return frontend.Build(ctx, r)
}

// process is an exec op as it was sent.
type process struct{ name, arch string }

// processes are the different exec ops of all definitions.
func (r *recorder) processes(t *testing.T) []process {
	t.Helper()
	seen := map[string]process{}
	for _, def := range r.sent {
		for _, data := range def.Def {
			var op pb.Op
			if err := op.UnmarshalVT(data); err != nil {
				t.Fatal(err)
			}
			if op.GetExec() == nil {
				continue
			}
			id := digestOf(data)
			seen[id] = process{def.Metadata[id].Description["llb.customname"], op.Platform.Architecture}
		}
	}
	var all []process
	for _, p := range seen {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b process) int { return strings.Compare(a.name+a.arch, b.name+b.arch) })
	return all
}

// TestForeignPlatform builds for two platforms: what is the same for both runs
// once, and nothing runs on the foreign one unless it has to be compiled.
func TestForeignPlatform(t *testing.T) {
	bed := testbed.Require(t)
	index := serveIndex(t, append(leaves(), dist{name: "compiled", version: "1.0", tag: "sdist", files: map[string]string{"compiled.py": "VALUE = 1\n"}})...)
	for _, c := range []struct {
		name    string
		needs   []string
		foreign []string
	}{
		{"wheels only", leafNames(), nil},
		{"one from source", append(leafNames(), "compiled"), []string{"compiled 1.0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rec recorder
			result := bed.MustBuild(t, testbed.Build{
				Frontend: rec.frontend, Context: locked(t, bed, packaged(index.URL, c.needs...)),
				Attrs: map[string]string{"filename": "pyproject.toml", "platform": "linux/amd64,linux/arm64"},
			})
			once(t, rec.processes(t), "leaf1 1.0")
			var foreign []string
			for _, p := range rec.processes(t) {
				if p.arch != "amd64" {
					foreign = append(foreign, p.name)
				}
			}
			if len(foreign) != len(c.foreign) {
				t.Fatalf("on the foreign platform runs %q, want %q", foreign, c.foreign)
			}
			for i, want := range c.foreign {
				if !strings.Contains(foreign[i], want) || !strings.Contains(foreign[i], "linux/arm64") {
					t.Errorf("on the foreign platform runs %q, want %s", foreign[i], want)
				}
			}
			if len(c.foreign) == 0 {
				return
			}
			for platform, machine := range map[string]string{"linux/amd64": "x86_64", "linux/arm64": "aarch64"} {
				f := result.Images[platform].File(t, "app/.venv/lib/python3.13/site-packages/compiled_built_on.txt")
				if string(f.Content) != machine {
					t.Errorf("for %s it was compiled on %s", platform, f.Content)
				}
			}
		})
	}
}

// once fails unless a distribution is installed by exactly one process.
func once(t *testing.T, all []process, name string) {
	t.Helper()
	n := 0
	for _, p := range all {
		if strings.Contains(p.name, "install "+name) {
			n++
			if strings.Contains(p.name, "linux/") {
				t.Errorf("%q is for both platforms", p.name)
			}
		}
	}
	if n != 1 {
		t.Errorf("%s is installed by %d processes, want one for both platforms: %v", name, n, all)
	}
}

// everyModule imports what was built for a platform, and reads every file of
// bytecode with that platform's own interpreter.
const everyModule = `
import importlib.util, marshal, pathlib, platform, sys
import markupsafe._speedups, yaml
assert yaml.__with_libyaml__
assert markupsafe.escape("<") == "&lt;"
assert markupsafe.__cached__ and pathlib.Path(markupsafe.__cached__).exists()
for path in pathlib.Path(sys.prefix, "lib").rglob("*.pyc"):
    data = path.read_bytes()
    assert data[:4] == importlib.util.MAGIC_NUMBER and data[4:8] == b"\1\0\0\0", path
    marshal.loads(data[16:])
print(platform.machine())
`

// TestRunForeign runs what was installed natively for another platform under
// that platform's own architecture.
func TestRunForeign(t *testing.T) {
	bed := testbed.Require(t)
	files := needs("", "markupsafe", "pyyaml")
	files["main.py"] = everyModule
	result := bed.MustBuild(t, testbed.Build{
		Frontend: frontend.Build, Context: locked(t, bed, files),
		Attrs: map[string]string{"filename": "pyproject.toml", "platform": "linux/amd64,linux/arm64"},
	})
	for platform, machine := range map[string]string{"linux/amd64": "x86_64", "linux/arm64": "aarch64"} {
		out := result.Images[platform].Run(t, testbed.Run{})
		if out.ExitCode != 0 || strings.TrimSpace(out.Stdout) != machine {
			t.Errorf("for %s it printed %q and %s", platform, out.Stdout, out.Stderr)
		}
	}
}

func digestOf(op []byte) string { return digest.FromBytes(op).String() }
