package planner

import (
	"testing"

	"github.com/moby/patternmatcher"

	"github.com/org/pyfrontend/frontend/spec"
)

// left says whether a pattern list leaves a file out of a build, as BuildKit
// decides it (fsutil uses the same matcher).
func left(t *testing.T, patterns []string, file string) bool {
	t.Helper()
	m, err := patternmatcher.New(patterns)
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.MatchesOrParentMatches(file)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestExcludes(t *testing.T) {
	for _, c := range []struct {
		name    string
		ignored []string
		keys    string
		wheel   bool
		out, in []string
	}{
		{"never", nil, "", false, []string{
			".venv/bin/python", "api/.venv/pyvenv.cfg", "uv.lock", ".git/config", "vendor/x/.git", "pkg/__pycache__/a.cpython-313.pyc", "a.pyc", "a.pyo", "a.pyd",
			".env", ".env.local", "deploy/.env", ".netrc", ".mypy_cache/x", ".pytest_cache/v/x", ".ruff_cache/x", ".tox/py/x", ".coverage", "node_modules/a/b.js",
			"Dockerfile", "Dockerfile.alpine", "deploy/Dockerfile", ".dockerignore", "Dockerfile.dockerignore", "compose.yaml", "docker-compose.yml", ".DS_Store", ".idea/x",
		}, []string{
			"main.py", "api/uv.lock", "pyproject.toml", "README.md", "LICENSE", "env.py", ".environment", "pkg/dockerfile.py", "git/x.py", ".gitignore", "pkg/venv.py", "data/a.json", ".streamlit/config.toml", "environments/.env-sample.md",
		}},
		{"wheel", nil, "", true, []string{"dist/a.whl", "a.egg-info/PKG-INFO"}, []string{"src/dist/a.py", "README.md", "LICENSE"}},
		{"ignored", []string{"docs", "*.md"}, "", false, []string{"docs/a.txt", "README.md"}, []string{"api/README.md", "main.py"}},
		{"exclude", nil, `exclude = ["tests", "**/*.sql"]`, false, []string{"tests/a.py", "db/x.sql"}, []string{"main.py"}},
		{"include a secret by its name", nil, `include = [".env"]`, false, []string{".env.local", "deploy/.env"}, []string{".env"}},
		{"include wins over all", []string{"docs"}, "exclude = [\"docs\"]\ninclude = [\"docs/api\"]", false, []string{"docs/x"}, []string{"docs/api/a.html", "docs/api"}},
		{"include with a slash in front", []string{"docs"}, `include = ["/docs/"]`, false, nil, []string{"docs/a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, manifest(""), c.keys)
			patterns := excludes(c.ignored, c.wheel, spec.Texts(in.Spec.Exclude), spec.Texts(in.Spec.Include))
			for _, f := range c.out {
				if !left(t, patterns, f) {
					t.Errorf("%s gets into the build", f)
				}
			}
			for _, f := range c.in {
				if left(t, patterns, f) {
					t.Errorf("%s is left out", f)
				}
			}
		})
	}
}
