package pyproject_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
)

const head = "[project]\nname = \"demo\"\nversion = \"1\"\nrequires-python = \">=3.8\"\n"

// uv itself says which files it takes. Files that it only warns about, ignoring
// the whole of [tool.uv] then, count as refused: an image built without the
// settings that its owner wrote down is not what was asked for.
func TestUVAgrees(t *testing.T) {
	uv := requireUV(t)
	cache := t.TempDir()
	for name, text := range map[string]string{
		"plain":                    head,
		"no project":               "[tool.uv.workspace]\nmembers = []\n",
		"no name":                  "[project]\nversion = \"1\"\n",
		"no version":               "[project]\nname = \"demo\"\n",
		"dynamic version":          "[project]\nname = \"demo\"\ndynamic = [\"version\"]\n",
		"bad name":                 "[project]\nname = \"-demo\"\nversion = \"1\"\n",
		"dependencies is a table":  head + "[project.dependencies]\na = \"1\"\n",
		"dependencies is a string": head + "dependencies = \"a\"\n",
		"bad extra name":           head + "[project.optional-dependencies]\n\"a b\" = []\n",
		"project is a string":      "project = \"x\"\n",
		"group is a string":        head + "[dependency-groups]\ndev = \"pytest\"\n",
		"group with a number":      head + "[dependency-groups]\ndev = [1]\n",
		"group with an include":    head + "[dependency-groups]\ndev = [{include-group = \"x\"}]\nx = []\n",
		"package is a string":      head + "[tool.uv]\npackage = \"true\"\n",
		"managed is a number":      head + "[tool.uv]\nmanaged = 1\n",
		"default groups all":       head + "[tool.uv]\ndefault-groups = \"all\"\n",
		"default groups a string":  head + "[tool.uv]\ndefault-groups = \"dev\"\n",
		"environments a string":    head + "[tool.uv]\nenvironments = \"sys_platform == 'linux'\"\n",
		"environments a number":    head + "[tool.uv]\nenvironments = 1\n",
		"conflicts":                head + "optional-dependencies = {a = [], b = []}\n[tool.uv]\nconflicts = [[{extra = \"a\"}, {extra = \"b\"}]]\n",
		"conflicts flat":           head + "[tool.uv]\nconflicts = [{extra = \"a\"}]\n",
		"conflict of both":         head + "[tool.uv]\nconflicts = [[{extra = \"a\", group = \"b\"}, {extra = \"c\"}]]\n",
		"conflict unknown key":     head + "[tool.uv]\nconflicts = [[{extr = \"a\"}, {extra = \"c\"}]]\n",
		"workspace unknown key":    head + "[tool.uv.workspace]\nmember = []\n",
		"workspace members":        head + "[tool.uv.workspace]\nmembers = \"*\"\n",
		"dev a string":             head + "[tool.uv]\ndev-dependencies = \"a\"\n",
		"override scoped":          head + "[tool.uv]\noverride-dependencies = [{package = {name = \"a\", version = \"1\"}, dependencies = [\"b==1\"]}]\n",
		"override a number":        head + "[tool.uv]\noverride-dependencies = [1]\n",
		"constraint a table":       head + "[tool.uv]\nconstraint-dependencies = [{a = 1}]\n",
		"no-build a string":        head + "[tool.uv]\nno-build = \"x\"\n",
		"no-binary-package":        head + "[tool.uv]\nno-binary-package = true\n",
		"exclude-newer a date":     head + "[tool.uv]\nexclude-newer = 2026-01-01\n",
		"exclude-newer false":      head + "[tool.uv]\nexclude-newer = false\n",
		"exclude-newer":            head + "[tool.uv]\nexclude-newer = \"2026-01-01\"\n",
		"resolution a number":      head + "[tool.uv]\nresolution = 1\n",
		"cache-keys":               head + "[tool.uv]\ncache-keys = [\"a\", {file = \"b\"}, {dir = \"c\"}, {env = \"D\"}, {git = true}]\n",
		"cache-keys a string":      head + "[tool.uv]\ncache-keys = \"a\"\n",
		"index":                    head + "[[tool.uv.index]]\nname = \"a\"\nurl = \"https://index.example.com\"\n",
		"index without url":        head + "[[tool.uv.index]]\nname = \"a\"\n",
		"index twice":              head + "[[tool.uv.index]]\nname = \"a\"\nurl = \"https://a.example.com\"\n[[tool.uv.index]]\nname = \"a\"\nurl = \"https://b.example.com\"\n",
		"two defaults":             head + "[[tool.uv.index]]\ndefault = true\nurl = \"https://a.example.com\"\n[[tool.uv.index]]\ndefault = true\nurl = \"https://b.example.com\"\n",
		"metadata":                 head + "[[tool.uv.dependency-metadata]]\nname = \"a\"\nversion = \"1\"\nrequires-dist = [\"b\"]\n",
		"metadata without name":    head + "[[tool.uv.dependency-metadata]]\nversion = \"1\"\n",
		"extra build":              head + "[tool.uv.extra-build-dependencies]\na = [\"b\", {requirement = \"c\", match-runtime = true}]\n",
		"extra build a string":     head + "[tool.uv.extra-build-dependencies]\na = \"b\"\n",
		"extra twice":              head + "[project.optional-dependencies]\nA_b = []\na-b = []\n",
		"group twice":              head + "[dependency-groups]\nA_b = []\na-b = []\n",
		"source twice":             head + "[tool.uv.sources]\nA_b = {path=\"x\"}\na-b = {path=\"y\"}\n",
		"group settings twice":     head + "[tool.uv.dependency-groups]\nA_b = {}\na-b = {}\n",
		"group settings":           head + "[dependency-groups]\ndev = []\n[tool.uv.dependency-groups]\ndev = {requires-python = \">=3.9\"}\n",
		"group settings a string":  head + "[dependency-groups]\ndev = []\n[tool.uv.dependency-groups]\ndev = \"3.9\"\n",
		"source git":               sources(`{git = "https://git.example.com/a", rev = "1", subdirectory = "b", lfs = true}`),
		"source two refs":          sources(`{git = "https://git.example.com/a", rev = "1", tag = "2"}`),
		"source git and path":      sources(`{git = "https://git.example.com/a", path = "x.whl"}`),
		"source git and index":     sources(`{git = "https://git.example.com/a", index = "x"}`),
		"source git and editable":  sources(`{git = "https://git.example.com/a", editable = true}`),
		"source git two paths":     sources(`{git = "https://git.example.com/a", path = "x.whl", subdirectory = "y"}`),
		"source url":               sources(`{url = "https://files.example.com/a.whl", marker = "sys_platform == 'linux'"}`),
		"source url and rev":       sources(`{url = "https://files.example.com/a.whl", rev = "1"}`),
		"source url and lfs":       sources(`{url = "https://files.example.com/a.whl", lfs = true}`),
		"source path":              sources(`{path = "a", editable = false, package = true}`),
		"source path and branch":   sources(`{path = "a", branch = "x"}`),
		"source path subdirectory": sources(`{path = "a", subdirectory = "x"}`),
		"source editable virtual":  sources(`{path = "a", editable = true, package = false}`),
		"source index":             sources(`{index = "x"}`),
		"source index subdir":      sources(`{index = "x", subdirectory = "y"}`),
		"source workspace":         sources(`{workspace = true, editable = true}`),
		"source workspace package": sources(`{workspace = true, package = true}`),
		"source workspace number":  sources(`{workspace = 1}`),
		"source nothing":           sources(`{}`),
		"source marker only":       sources(`{marker = "sys_platform == 'linux'"}`),
		"source unknown key":       sources(`{path = "a", foo = 1}`),
		"source string":            sources(`"https://files.example.com/a.whl"`),
		"source empty list":        sources(`[]`),
		"source extra and group":   sources(`{index = "x", extra = "a", group = "b"}`),
		"source list": sources(`[{index = "x", marker = "sys_platform == 'linux'"}, {path = "a", marker = "sys_platform == 'win32'"}]`) +
			"\n[[tool.uv.index]]\nname = \"x\"\nurl = \"https://index.example.com\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := project(t, text)
			// "uv version" reads the whole file and, unlike "uv lock", no interpreter.
			output, err := run(uv, cache, dir, "version", "--offline")
			refused := err != nil && !mayBeRefused(output) || strings.Contains(output, "Failed to parse")
			_, list := pyproject.Parse(diag.NewFile("pyproject.toml", []byte(text)))
			if list.HasErrors() != refused {
				t.Errorf("uv refuses: %v; findings:\n%s\nuv says:\n%s", refused, list.Text(), output)
			}
		})
	}
}

// Some things uv only looks at when it resolves.
func TestUVAgreesWhenItLocks(t *testing.T) {
	uv := requireUV(t)
	for name, text := range map[string]string{
		"another table": head + "[dependency-groups]\ndev = [{include = \"x\"}]\nx = []\n",
		"an include":    head + "[dependency-groups]\ndev = [{include-group = \"x\"}]\nx = []\n",
	} {
		t.Run(name, func(t *testing.T) {
			output, err := lock(uv, t.TempDir(), project(t, text))
			_, list := pyproject.Parse(diag.NewFile("pyproject.toml", []byte(text)))
			if list.HasErrors() != (err != nil) {
				t.Errorf("uv refuses: %v; findings:\n%s\nuv says:\n%s", err != nil, list.Text(), output)
			}
		})
	}
}

// mayBeRefused says whether uv fails for want of a version to print, in a file
// that it otherwise takes.
func mayBeRefused(output string) bool {
	return strings.Contains(output, "dynamic project version") || strings.Contains(output, "No `project` table")
}

func sources(source string) string { return head + "[tool.uv.sources]\na = " + source + "\n" }

// The lock tells what uv takes the project for: virtual, or editable.
func TestIsPackageAgreesWithUV(t *testing.T) {
	uv := requireUV(t)
	cache := t.TempDir()
	// Finding out that a project is virtual or editable needs no backend to run:
	// its metadata is static.
	build := "[build-system]\nrequires = []\nbuild-backend = \"nothing\"\n"
	for name, text := range map[string]string{
		"nothing":             head,
		"build system":        head + build,
		"forbidden":           head + build + "[tool.uv]\npackage = false\n",
		"forced":              head + "[tool.uv]\npackage = true\n",
		"empty build system":  head + "[build-system]\n",
		"unrelated tool keys": head + "[tool.uv]\nmanaged = true\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := project(t, text)
			if output, err := lock(uv, cache, dir); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			data, err := os.ReadFile(filepath.Join(dir, "uv.lock"))
			if err != nil {
				t.Fatal(err)
			}
			isPackage := strings.Contains(string(data), `source = { editable = "." }`)
			if !isPackage && !strings.Contains(string(data), `source = { virtual = "." }`) {
				t.Fatalf("no source of the project in\n%s", data)
			}
			doc, _ := pyproject.Parse(diag.NewFile("pyproject.toml", []byte(text)))
			if doc.IsPackage(false) != isPackage {
				t.Errorf("IsPackage is %v, uv locks\n%s", doc.IsPackage(false), data)
			}
		})
	}
}

// A member that another member depends on is a package even without a build
// system.
func TestIsPackageOfRequiredMember(t *testing.T) {
	uv := requireUV(t)
	member := "[project]\nname = \"member\"\nversion = \"1\"\nrequires-python = \">=3.8\"\n"
	root := head + "dependencies = [\"member\"]\n[tool.uv.workspace]\nmembers = [\"member\"]\n[tool.uv.sources]\nmember = { workspace = true }\n"
	dir := project(t, root)
	if err := os.Mkdir(filepath.Join(dir, "member"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "member", "pyproject.toml"), []byte(member), 0o644); err != nil {
		t.Fatal(err)
	}
	if output, err := lock(uv, t.TempDir(), dir); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	data, err := os.ReadFile(filepath.Join(dir, "uv.lock"))
	if err != nil {
		t.Fatal(err)
	}
	isPackage := strings.Contains(string(data), `source = { editable = "member" }`)
	doc, _ := pyproject.Parse(diag.NewFile("member/pyproject.toml", []byte(member)))
	if doc.IsPackage(true) != isPackage {
		t.Errorf("IsPackage is %v, uv locks\n%s", doc.IsPackage(true), data)
	}
}

// requireUV returns uv's path. Without it the test is skipped on a developer's
// machine and fails in CI.
func requireUV(t *testing.T) string {
	t.Helper()
	uv, err := exec.LookPath("uv")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("uv is needed: ", err)
		}
		t.Skip("SKIPPED: uv is not installed, so nothing is compared with it")
	}
	return uv
}

func project(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pyproject.toml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func lock(uv, cache, dir string) (string, error) {
	return run(uv, cache, dir, "lock", "--offline", "--no-progress")
}

// run runs uv without the network. The tests share a cache, in which uv keeps
// what it found out about the interpreters of the machine.
func run(uv, cache, dir string, args ...string) (string, error) {
	cmd := exec.Command(uv, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "UV_CACHE_DIR="+cache, "UV_PYTHON_DOWNLOADS=never", "UV_NO_SYSTEM_CONFIG=1")
	output, err := cmd.CombinedOutput()
	return string(output), err
}
