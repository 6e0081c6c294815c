package marker_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/pep/internal/oracle"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// uvMarkers are generated ones and, since uv is asked, those of which
// "packaging" thinks otherwise; see the package comment.
func uvMarkers() []string {
	g := newGenerator(2)
	markers := []string{
		`python_version in '2.6, 2.7'`, `python_version not in '2.6 3.11'`, `python_version in '3.10 3.11'`, `python_version in '3.11 3.9.1'`,
		`python_version not in '3.9.1'`, `python_version in ''`, `python_version not in ''`, `python_full_version in '3.11'`, `python_full_version not in '3.11 3.12'`,
		`'3' in python_version`, `'3.11' == python_version`, `'3.*' == python_version`, `python_version == '3.1*'`, `python_version != '3.9.1.*'`, `python_version == '3.9.1.*'`,
		`python_version != '3.9.0.*'`, `python_version == '3.11.0.0.*'`, `python_version ~= '3.9.1'`, `python_version ~= '3.11.0'`, `python_version ~= '3'`, `python_version >= '3.11.0rc1'`,
		`python_full_version < '3.12.0a1'`, `python_full_version >= '3.11.0+local'`, `python_version >= 'three'`, `python_version in 'three' or os_name == 'nt'`, `python_version < '1!3.8'`,
		`platform_release < '5'`, `platform_release >= ''`, `platform_version > '1'`, `platform_version == ''`, `platform_release ~= '5'`,
		`os_name ~= 'posix'`, `os_name ~= 'posix' or os_name == 'nt'`, `os_name ~= 'posix' and os_name == 'nt'`, `os_name > 'a'`, `os_name >= 'posix'`, `'posix' <= os_name`,
		`'a' == 'b'`, `os_name == sys_platform`, `python_version == os_name`, `extra == ''`, `extra != ''`, `extra != 'a b'`, `extra > 'x'`, `'x' in extra`, `extra in 'x'`, `extra == os_name`,
		`extra != 'x'`, `os.name == 'posix'`, `sys.platform == 'linux'`, `platform.machine == 'aarch64'`, `platform.version == ''`, `python_implementation == 'CPython'`,
		`platform.python_implementation == 'CPython'`, `sys_platform == '\x6cinux'`, `implementation_version >= '3.11.0.0'`, `'lin' in sys_platform`, `sys_platform in 'linux2'`, `platform_machine not in 'x86_64 aarch64'`,
		`extra == 'extra-4-root-on'`, `extra == 'extra-4-root-off'`, `extra != 'extra-4-root-on'`, `extra == 'group-4-root-dev' and os_name == 'posix'`, `extra != 'group-4-root-other'`,
		`extra == 'project-4-root'`, `extra != 'project-5-other'`, `extra == 'Extra_4.Root-ON'`, `'extra-4-root-on' == extra`,
	}
	for range 1500 {
		markers = append(markers, g.marker(3))
	}
	return markers
}

// TestAgainstUV lets uv say which packages of a lock it would install, each of
// which hangs on one marker.
func TestAgainstUV(t *testing.T) {
	uv := oracle.UV(t)
	markers := uvMarkers()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "pyproject.toml"), uvManifest)
	write(t, filepath.Join(dir, "uv.lock"), uvLock(markers))

	active := marker.Active{Extra: marker.Names{
		marker.ConflictProject("root"):      true,
		marker.ConflictExtra("root", "on"):  true,
		marker.ConflictGroup("root", "dev"): true,
	}}
	for platform, machine := range map[string]string{"aarch64-unknown-linux-musl": "aarch64", "x86_64-manylinux_2_28": "x86_64"} {
		t.Run(platform, func(t *testing.T) {
			python, installed := uvSync(t, uv, dir, platform)
			env := marker.Linux(machine, python)
			for i, text := range markers {
				m, err := marker.Parse(text)
				if err != nil {
					t.Errorf("Parse(%q): %v", text, err)
					continue
				}
				if got := m.Eval(env, active); got != installed[fmt.Sprintf("p%d", i)] {
					t.Errorf("%s is %v, not so for uv with Python %s", text, got, python)
				}
			}
			if len(installed) == 0 || len(installed) == len(markers) {
				t.Errorf("uv installs %d of %d: the cases test nothing", len(installed), len(markers))
			}
		})
	}
}

const uvManifest = `[project]
name = "root"
version = "0"
requires-python = ">=3.8"

[project.optional-dependencies]
on = []
off = []

[dependency-groups]
dev = []
other = []

[tool.uv]
package = false
default-groups = []
conflicts = [[{ extra = "on" }, { extra = "off" }], [{ group = "dev" }, { group = "other" }], [{ package = "root" }, { package = "other" }]]
`

func uvLock(markers []string) string {
	var b strings.Builder
	b.WriteString("version = 1\nrevision = 3\nrequires-python = \">=3.8\"\n")
	b.WriteString("conflicts = [[{ package = \"root\", extra = \"on\" }, { package = \"root\", extra = \"off\" }], [{ package = \"root\", group = \"dev\" }, { package = \"root\", group = \"other\" }]]\n")
	b.WriteString("\n[[package]]\nname = \"root\"\nversion = \"0\"\nsource = { virtual = \".\" }\ndependencies = [\n")
	for i, m := range markers {
		quoted, _ := json.Marshal(m)
		fmt.Fprintf(&b, "    { name = \"p%d\", marker = %s },\n", i, quoted)
	}
	b.WriteString("]\n[package.optional-dependencies]\non = []\noff = []\n[package.dev-dependencies]\ndev = []\nother = []\n[package.metadata]\nprovides-extras = [\"on\", \"off\"]\n")
	for i := range markers {
		fmt.Fprintf(&b, "\n[[package]]\nname = \"p%d\"\nversion = \"1\"\nsource = { registry = \"https://index.example.com/simple\" }\n", i)
		fmt.Fprintf(&b, "wheels = [{ url = \"https://files.example.com/p%d-1-py3-none-any.whl\", hash = \"sha256:%064d\" }]\n", i, 0)
	}
	return b.String()
}

// uvSync returns the version of Python that uv would use and what it would install.
func uvSync(t *testing.T, uv, dir, platform string) (version.Version, map[string]bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), uv, "sync", "--frozen", "--dry-run", "--offline", "--no-config", "--no-python-downloads",
		"--extra", "on", "--group", "dev", "--python-platform", platform, "--output-format", "json")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "UV_CACHE_DIR="+filepath.Join(dir, ".cache"))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("uv: %v\n%s", err, stderr.String())
	}
	var report struct {
		Sync struct {
			Environment struct {
				Python struct{ Version string }
			}
			Changes []struct{ Name string }
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	installed := map[string]bool{}
	for _, c := range report.Sync.Changes {
		installed[c.Name] = true
	}
	return version.MustParse(report.Sync.Environment.Python.Version), installed
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
