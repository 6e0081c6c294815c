package examples

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/llb"
	gateway "github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/internal/testbed"
)

// Prepare copies the example to a directory of the test's, with a uv.lock that
// fits. The lock is kept in the example's own directory for the next time,
// where git ignores it: it names the package index that this machine uses.
func (x *Example) Prepare(t testing.TB, bed *testbed.Bed) string {
	t.Helper()
	dir := t.TempDir()
	if err := x.Copy(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "pyproject.toml")); errors.Is(err, fs.ErrNotExist) {
		return dir
	}
	lock := Lock(t, bed, dir)
	for _, d := range []string{dir, x.Dir} {
		if err := writeNew(filepath.Join(d, "uv.lock"), lock); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// writeNew writes a file unless it holds that already. It is replaced at once:
// another test may be reading it.
func writeNew(file string, content []byte) error {
	if old, err := os.ReadFile(file); err == nil && string(old) == string(content) {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".lock*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), file)
}

// Lock lets uv lock a project inside the build daemon, where there is a Python
// and a uv of known versions, and returns its uv.lock. A lock that is in dir
// already is kept if it still fits.
func Lock(t testing.TB, bed *testbed.Bed, dir string) []byte {
	t.Helper()
	out := t.TempDir()
	_, err := bed.Build(t, testbed.Build{
		Context: dir, Frontend: lock,
		Modify: func(opt *client.SolveOpt) {
			opt.Exports = []client.ExportEntry{{Type: client.ExporterLocal, OutputDir: out}}
		},
	})
	if err != nil {
		t.Fatalf("locking %s: %v", filepath.Base(dir), err)
	}
	content, err := os.ReadFile(filepath.Join(out, "uv.lock"))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// lock is a frontend that runs `uv lock`.
func lock(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
	const ca = "/run/secrets/ca"
	project := llb.Local("context", llb.SessionID(c.BuildOpts().SessionID),
		llb.IncludePatterns([]string{"pyproject.toml", "uv.lock", ".python-version"}))
	run := llb.Image("docker.io/library/python:3.13-slim").Run(
		llb.Args([]string{"/uv/uv", "lock"}), llb.Dir("/project"),
		llb.AddEnv("UV_PYTHON_DOWNLOADS", "never"), llb.AddEnv("SSL_CERT_FILE", ca),
		llb.AddSecret(ca, llb.SecretID("ca"), llb.SecretOptional),
		llb.AddMount("/uv", llb.Image("ghcr.io/astral-sh/uv:"+testbed.UVVersion), llb.Readonly),
		llb.AddMount("/root/.cache/uv", llb.Scratch(), llb.AsPersistentCacheDir("uv", llb.CacheMountShared)),
	)
	def, err := run.AddMount("/project", project).Marshal(ctx)
	if err != nil {
		return nil, err
	}
	return c.Solve(ctx, gateway.SolveRequest{Definition: def.ToPB()})
}
