package engines

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

const manifest = `[project]
name = "hello"
version = "0.1.0"
requires-python = ">=3.11,<3.14"
dependencies = ["structlog==25.4.0"]
`

const program = `import os, structlog
print("structlog", structlog.__version__, "uid", os.getuid())
`

// printed is what the program prints in every image.
const printed = "structlog 25.4.0 uid 10001"

// hash is that of the wheel of structlog 25.4.0.
const hash = "sha256:fe809ff5c27e557d14e613f45ca441aabda051d119ee5a0102aaba6ce40eed2c"

// door is a way in, with files and the options that go with it.
type door struct {
	name  string
	files map[string]string
	file  string
	args  map[string]string
}

func doors(syntax, lock string) []door {
	first := "# syntax=" + syntax + "\n"
	argument := map[string]string{"BUILDKIT_SYNTAX": syntax}
	requirements := map[string]string{".python-version": "3.13\n", "app.py": program}
	with := func(files map[string]string, name, text string) map[string]string {
		out := maps.Clone(files)
		out[name] = text
		return out
	}
	uv := map[string]string{"pyproject.toml": manifest, "main.py": program, "uv.lock": lock}
	return []door{
		{"dockerfile", with(uv, "Dockerfile", first), "", nil},
		{"pyproject", with(uv, "pyproject.toml", first+manifest), "pyproject.toml", nil},
		{"no-file", uv, "", argument},
		{"no-lock", map[string]string{"pyproject.toml": first + manifest, "main.py": program}, "pyproject.toml", nil},
		{"requirements", with(requirements, "requirements.txt", first+"structlog==25.4.0\n"), "requirements.txt", nil},
		{"requirements-with-hashes", with(requirements, "requirements.txt", "structlog==25.4.0 --hash="+hash+"\n"), "", argument},
	}
}

// write writes files into a new directory.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestDoors builds one project by every door on every engine and runs it.
func TestDoors(t *testing.T) {
	bed := testbed.RequireEngines(t)
	all := engines(t, bed)
	lock := examples.Lock(t, bed, write(t, map[string]string{"pyproject.toml": manifest}))
	for _, d := range doors(bed.FrontendImage, string(lock)) {
		dir := write(t, d.files)
		for _, e := range all {
			t.Run(d.name+"/"+e.name, func(t *testing.T) {
				tag := e.tag(t, bed, d.name)
				out, err := e.build(t, tag, request{dir: dir, file: d.file, args: d.args})
				if err != nil {
					t.Fatalf("the build failed: %v\n%s", err, out)
				}
				usesFrontend(t, bed, out)
				// buildctl prints no warnings.
				if warned := strings.Contains(out, "LockMissing"); e.name != "buildctl" && warned != (d.name == "no-lock") {
					t.Errorf("a warning about the missing lock: %v\n%s", warned, out)
				}
				if got := e.run(t, bed, tag); got != printed {
					t.Errorf("the container printed %q, want %q", got, printed)
				}
			})
		}
	}
}
