package e2e

import (
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// writableManifest has directories of every sort: of its own, in one that all
// may write to, behind a link of the base.
const writableManifest = `# syntax=ghcr.io/org/pyfrontend
[project]
name = "writes"
version = "0.1.0"
requires-python = ">=3.11,<3.14"

[tool.pyfrontend]
writable = ["data", "/var/lib/writes/deep", "/tmp/cache", "/var/run/writes"]
`

const writableProgram = `import os, stat
for d in "data", "/var/lib/writes/deep", "/tmp/cache", "/var/run/writes":
    with open(os.path.join(d, "x"), "w") as f:
        f.write("x")
print(oct(os.stat("/tmp").st_mode), os.stat("/tmp").st_uid)
if os.path.exists("/etc/alpine-release"):
    print(os.path.islink("/var/run"), os.path.realpath("/var/run/writes"))
for d in "/app", "/var/lib/writes", "/var/lib", "/etc", "/run":
    try:
        open(os.path.join(d, "x"), "w")
        print("wrote to", d)
    except OSError:
        pass
`

// TestWritable looks at the directories from inside the container.
func TestWritable(t *testing.T) {
	bed := testbed.Require(t)
	for base, want := range map[string]string{"slim": "0o41777 0", "alpine": "0o41777 0\nTrue /run/writes"} {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			dir := project(t, map[string]string{
				"pyproject.toml": writableManifest, ".python-version": "3.13\n", "main.py": writableProgram,
				"uv.lock": "version = 1\nrevision = 3\nrequires-python = \">=3.11, <3.14\"\n\n[[package]]\nname = \"writes\"\nversion = \"0.1.0\"\nsource = { virtual = \".\" }\n",
			})
			res := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml", "build-arg:BASE": base}})
			out := res.Image(t).Run(t, testbed.Run{})
			if out.ExitCode != 0 || strings.TrimSpace(out.Stdout) != want {
				t.Errorf("the container printed %q and %q, want %q", out.Stdout, out.Stderr, want)
			}
		})
	}
}
