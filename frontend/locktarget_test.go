package frontend_test

import (
	"strings"
	"testing"

	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/internal/gatewaytest"
)

// lockInputs are the files that `uv lock` works from in a build of the lock.
func lockInputs(t *testing.T, g *gatewaytest.Gateway) map[string]string {
	t.Helper()
	res := build(t, g)
	ops, err := gatewaytest.Ops(gatewaytest.Definition(res.Ref))
	if err != nil {
		t.Fatal(err)
	}
	locks := false
	files := map[string]string{}
	for _, op := range ops {
		if exec := op.GetExec(); exec != nil {
			locks = locks || strings.Contains(strings.Join(exec.Meta.Args, " "), "uv lock")
		}
		for _, a := range op.GetFile().GetActions() {
			if f, ok := a.Action.(*pb.FileAction_Mkfile); ok && strings.HasPrefix(f.Mkfile.Path, "/in/") {
				files[strings.TrimPrefix(f.Mkfile.Path, "/in/")] = string(f.Mkfile.Data)
			}
		}
	}
	if !locks {
		t.Fatal("uv lock does not run")
	}
	return files
}

// docker build --target lock makes a lock where there is none or one that is out
// of date. One that cannot be read stays an error: it may be of a newer uv.
func TestLockTarget(t *testing.T) {
	stale := strings.Replace(small()["uv.lock"], "requires-python = \">=3.12\"", "requires-python = \">=3.11\"", 1)
	for _, c := range []struct{ name, lock string }{
		{"none", ""}, {"in step", small()["uv.lock"]}, {"stale", stale},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := with(small(), map[string]string{"uv.lock": c.lock, "uv.toml": "# settings\n"})
			got := lockInputs(t, gateway(files, map[string]string{"target": "lock"}))
			if got["pyproject.toml"] != files["pyproject.toml"] || got["uv.toml"] != files["uv.toml"] {
				t.Errorf("uv works from %v", got)
			}
			// What is locked stays locked where it still fits.
			if got["uv.lock"] != c.lock {
				t.Errorf("uv starts from the lock %q", got["uv.lock"])
			}
		})
	}
}

// The root of a workspace need not be a project to have a lock.
func TestLockTargetOfWorkspace(t *testing.T) {
	files := map[string]string{
		"pyproject.toml":              "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n",
		"packages/api/pyproject.toml": "[project]\nname = \"api\"\nversion = \"1\"\n",
	}
	got := lockInputs(t, gateway(files, map[string]string{"target": "lock", "filename": "Dockerfile"}))
	for name, text := range files {
		if got[name] != text {
			t.Errorf("%s is %q for uv", name, got[name])
		}
	}
}
