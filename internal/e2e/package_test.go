package e2e

import (
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

var packaged = map[string]string{
	"pyproject.toml": `# syntax=ghcr.io/org/pyfrontend
[project]
name = "greeter"
version = "1.2.3"
readme = "README.md"
license-files = ["LICENCE"]
requires-python = ">=3.11,<3.14"
dependencies = ["structlog==25.4.0"]

[project.scripts]
greeter = "greeter.cli:main"

[dependency-groups]
dev = ["black"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`,
	"README.md":               "# Greeter\n",
	"LICENCE":                 "none\n",
	"src/greeter/__init__.py": "",
	"src/greeter/cli.py":      "import greeter, importlib.metadata as m\ndef main(): print('hello', m.version('greeter'), greeter.__file__)\n",
	".env":                    "SECRET=1\n",
	".venv/bin/python":        "not a python\n",
}

// TestPackage builds a project that is a package and looks into the image.
func TestPackage(t *testing.T) {
	bed := testbed.Require(t)
	res := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: project(t, packaged), Attrs: map[string]string{"filename": "pyproject.toml"}})
	img := res.Image(t)
	out := img.Run(t, testbed.Run{})
	want := "hello 1.2.3 /app/.venv/lib/python3.13/site-packages/greeter/__init__.py"
	if strings.TrimSpace(out.Stdout) != want {
		t.Errorf("the container printed %q and %q, want %q", out.Stdout, out.Stderr, want)
	}
	files := img.Files(t)
	for name, f := range files {
		switch {
		case strings.HasSuffix(name, "/.env"), strings.Contains(name, "site-packages/black"), strings.HasSuffix(name, "/uv"):
			t.Errorf("%s is in the image", name)
		case strings.HasPrefix(name, "app") && f.Uid != 0:
			t.Errorf("%s belongs to %d", name, f.Uid)
		}
	}
	if files["app/.venv/lib/python3.13/site-packages/greeter/__pycache__/cli.cpython-313.pyc"] == nil {
		t.Errorf("the project's modules are not compiled")
	}
}

// TestInclude copies a file beside the wheel.
func TestInclude(t *testing.T) {
	bed := testbed.Require(t)
	files := map[string]string{}
	for k, v := range packaged {
		files[k] = v
	}
	files["pyproject.toml"] += "\n[tool.pyfrontend]\ninclude = [\"config/app.toml\", \".env\"]\n"
	files["config/app.toml"] = "x = 1\n"
	files["config/other.toml"] = "x = 2\n"
	img := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: project(t, files), Attrs: map[string]string{"filename": "pyproject.toml"}}).Image(t)
	if f := img.File(t, "/app/config/app.toml"); string(f.Content) != "x = 1\n" || f.Uid != 0 {
		t.Errorf("app.toml is %q and belongs to %d", f.Content, f.Uid)
	}
	img.File(t, "/app/.env")
	for _, name := range []string{"app/config/other.toml", "app/README.md", "app/src"} {
		if img.Files(t)[name] != nil {
			t.Errorf("%s was not included and is in the image", name)
		}
	}
}
