package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// unwanted are files of a checkout that never belong into an image, one of each
// kind, below a directory so that patterns of the root alone do not do.
var unwanted = map[string]string{
	"src/.venv/bin/python": "", "src/.git/HEAD": "", "src/.hg/store": "", "src/__pycache__/x.cpython-313.pyc": "",
	"src/.env": "SECRET=1\n", "src/.env.production": "SECRET=1\n", ".netrc": "machine x login y password z\n",
	"src/.mypy_cache/x.json": "", "src/.pytest_cache/x": "", "src/.ruff_cache/x": "", ".tox/x": "", ".nox/x": "",
	".coverage": "", "node_modules/x.js": "", ".idea/x.xml": "", ".vscode/settings.json": "", "src/.DS_Store": "",
	"Dockerfile.dev": "", "compose.yaml": "", ".dockerignore": "\n",
}

// TestIgnored looks for what may not be in an image, and for what may.
func TestIgnored(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	base := with(plain, with(unwanted, map[string]string{"src/a.txt": "a", "src/b.txt": "b", "data/c.txt": "c"}))
	include := func(names string) map[string]string {
		return map[string]string{"pyproject.toml": plain["pyproject.toml"] + "include = [" + names + "]\n"}
	}
	for _, c := range []struct {
		name string
		more map[string]string
		file string
		want []string
	}{
		{"never shipped", nil, "", []string{"data/c.txt", "main.py", "pyproject.toml", "src/a.txt", "src/b.txt"}},
		{".dockerignore", map[string]string{".dockerignore": "src/b.txt\n# comment\ndata\n"}, "", []string{"main.py", "pyproject.toml", "src/a.txt"}},
		{"all but", map[string]string{".dockerignore": "*\n!src\n!main.py\n"}, "", []string{"main.py", "src/a.txt", "src/b.txt"}},
		{"brings secrets back", map[string]string{".dockerignore": "!src/.env\n!**/.git\n"}, "", []string{"data/c.txt", "main.py", "pyproject.toml", "src/a.txt", "src/b.txt"}},
		{"file's own", map[string]string{".dockerignore": "src\n", "pyproject.toml.dockerignore": "data\n"}, "", []string{"main.py", "pyproject.toml", "src/a.txt", "src/b.txt"}},
		{"another file's own", map[string]string{"pyproject.toml.dockerignore": "data\n", "Image.dockerignore": "src\n", "Image": "# syntax=x\n"}, "Image", []string{"Image", "data/c.txt", "main.py", "pyproject.toml"}},
		{"include", include(`"src/.env", "src/.git", "Dockerfile.dev"`), "", []string{"Dockerfile.dev", "data/c.txt", "main.py", "pyproject.toml", "src/.env", "src/.git", "src/.git/HEAD", "src/a.txt", "src/b.txt"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := c.file
			if file == "" {
				file = "pyproject.toml"
			}
			img := bed.MustBuild(t, testbed.Build{
				Frontend: frontend.Build, Context: project(t, with(base, c.more)), Attrs: map[string]string{"filename": file},
			}).Image(t)
			got := slices.DeleteFunc(code(t, img), func(name string) bool {
				return name == "src" || name == "data" || strings.HasPrefix(name, "src/__pycache__")
			})
			if !slices.Equal(got, c.want) {
				t.Errorf("the image has\n  %q, want\n  %q", got, c.want)
			}
		})
	}
}
