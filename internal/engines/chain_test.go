package engines

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
	apicapspb "github.com/moby/buildkit/util/apicaps/pb"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

// withoutMerge is a daemon without Merge and Diff, as Docker Engine is with its
// classic image store.
type withoutMerge struct{ client.Client }

// BuildOpts implements client.Client.
func (w withoutMerge) BuildOpts() client.BuildOpts {
	opts := w.Client.BuildOpts()
	opts.LLBCaps = pb.Caps.CapSet(slices.DeleteFunc(slices.Clone(pb.Caps.All()), func(c *apicapspb.APICap) bool {
		return c.ID == string(pb.CapMergeOp) || c.ID == string(pb.CapDiffOp)
	}))
	return opts
}

// chained is the frontend on such a daemon.
func chained(ctx context.Context, c client.Client) (*client.Result, error) {
	return frontend.Build(ctx, withoutMerge{c})
}

// chainProjects are projects that differ in what their image is made of.
var chainProjects = map[string]map[string]string{
	"package": {
		"pyproject.toml": `[project]
name = "greeter"
version = "1.2.3"
requires-python = ">=3.11,<3.14"
dependencies = ["structlog==25.4.0", "markupsafe==3.0.2", "idna==3.10", "argcomplete==3.6.2"]
[project.scripts]
greeter = "greeter:main"
[build-system]
requires = ["uv_build>=0.8"]
build-backend = "uv_build"
[tool.pyfrontend]
writable = ["data", "/var/lib/greeter"]
`,
		"src/greeter/__init__.py": "def main(): print('hello')\n",
	},
	"copied": {
		"pyproject.toml": `[project]
name = "copied"
version = "1"
requires-python = ">=3.11,<3.14"
dependencies = ["structlog==25.4.0", "markupsafe==3.0.2"]
[tool.pyfrontend]
workdir = "/srv/site"
user = { name = "web", uid = 4000, gid = 5000 }
`,
		"main.py": "import structlog\n", "pkg/mod.py": "X = 1\n", "static/a.txt": "a\n",
	},
}

// TestChain compares the image that a daemon without Merge and Diff makes, by
// copying, with the one of a daemon that has them: every path with its type,
// mode, owner, content and time, and which layer it is in.
func TestChain(t *testing.T) {
	bed := testbed.Require(t)
	for name, files := range chainProjects {
		t.Run(name, func(t *testing.T) {
			dir := write(t, files)
			with := maps.Clone(files)
			with["uv.lock"] = string(examples.Lock(t, bed, dir))
			dir = write(t, with)
			attrs := map[string]string{"filename": "pyproject.toml"}
			merged := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: attrs}).Image(t)
			copied := bed.MustBuild(t, testbed.Build{Frontend: chained, Context: dir, Attrs: attrs}).Image(t)
			compare(t, described(merged.Files(t), true), described(copied.Files(t), true))
			if m, c := len(merged.Manifest.Layers), len(copied.Manifest.Layers); m != c {
				t.Errorf("%d layers merged, %d copied", m, c)
			}
		})
	}
}

// described gives each path a line that says all about it.
func described(files map[string]*testbed.File, layers bool) map[string]string {
	out := map[string]string{}
	for name, f := range files {
		kind, target := f.Typeflag, f.Linkname
		if kind == tar.TypeLink {
			kind, target = tar.TypeReg, ""
		}
		line := fmt.Sprintf("%c %04o %d:%d %s %d bytes %x", kind, f.Mode&0o7777, f.Uid, f.Gid, target, len(f.Content), hashOf(f.Content))
		if layers {
			line += fmt.Sprintf(" %s", f.ModTime.UTC())
			if kind != tar.TypeDir { // a directory is in every layer that has to do with it
				line += fmt.Sprintf(" layer %d", f.Layer)
			}
		}
		out[strings.TrimSuffix(name, "/")] = line
	}
	return out
}

// compare reports the paths that differ, a few of them.
func compare(t *testing.T, want, got map[string]string) {
	t.Helper()
	names := maps.Clone(want)
	maps.Copy(names, got)
	shown := 0
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if want[name] == got[name] {
			continue
		}
		if shown++; shown > 25 {
			t.Errorf("and more")
			return
		}
		t.Errorf("%s\n  merged: %s\n  copied: %s", name, want[name], got[name])
	}
	if len(want) < 100 {
		t.Errorf("only %d paths were compared", len(want))
	}
}

// TestClassicTree compares the files of a container of the classic store with
// those that Merge and Diff make.
func TestClassicTree(t *testing.T) {
	bed := testbed.RequireEngines(t)
	e := engines(t, bed)[1]
	files := maps.Clone(chainProjects["package"])
	files["uv.lock"] = string(examples.Lock(t, bed, write(t, files)))
	files["Dockerfile"] = "# syntax=" + bed.FrontendImage + "\n"
	dir := write(t, files)
	merged := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir}).Image(t)
	tag := e.tag(t, bed, "tree")
	if out, err := e.build(t, tag, request{dir: dir}); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	compare(t, below(described(merged.Files(t), false)), below(described(exported(t, bed, e, tag), false)))
}

// below keeps what a build writes; a container has files of its own elsewhere.
func below(files map[string]string) map[string]string {
	out := map[string]string{}
	for name, line := range files {
		for _, dir := range []string{"app", "home", "var/lib/greeter", "etc/passwd", "etc/group"} {
			if name == dir || strings.HasPrefix(name, dir+"/") {
				out[name] = line
			}
		}
	}
	return out
}

// exported returns the files of a container that never ran.
func exported(t *testing.T, bed *testbed.Bed, e engine, tag string) map[string]*testbed.File {
	t.Helper()
	name := strings.ReplaceAll(tag, ":", "-")
	_, _ = bed.RunDocker(t, e.host, "rm", "--force", name)
	if out, err := bed.RunDocker(t, e.host, "create", "--name", name, tag); err != nil {
		t.Fatalf("docker create: %v: %s", err, out)
	}
	archive := filepath.Join(t.TempDir(), "files.tar")
	out, err := bed.RunDocker(t, e.host, "export", "--output", archive, name)
	if _, rmErr := bed.RunDocker(t, e.host, "rm", name); err != nil || rmErr != nil {
		t.Fatalf("docker export: %v, %v: %s", err, rmErr, out)
	}
	data, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	files, err := testbed.ReadTar(data)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func hashOf(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:8]
}
