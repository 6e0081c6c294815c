package planner

import (
	"slices"
	"strings"
)

// neverShipped are patterns, in the form of .dockerignore, of what belongs to
// a checkout and not into a build: environments, locks, histories, caches,
// secrets.
var neverShipped = []string{
	"**/.venv", "**/venv/pyvenv.cfg", "uv.lock",
	"**/.git", "**/.hg", "**/.svn",
	"**/__pycache__", "**/*.py[cod]",
	"**/.env", "**/.env.*", "**/.netrc",
	"**/.mypy_cache", "**/.pytest_cache", "**/.ruff_cache", "**/.tox", "**/.nox", "**/.hypothesis",
	"**/.coverage", "**/.coverage.*", "**/htmlcov", "**/.ipynb_checkpoints",
	"**/.cache", "**/node_modules",
	"**/.idea", "**/.vscode", "**/.DS_Store",
	"**/Dockerfile", "**/Dockerfile.*", "**/*.dockerignore", "**/.dockerignore", "**/compose*.yaml", "**/compose*.yml", "**/docker-compose*.y*ml",
}

// notForAWheel is what a wheel's build does not read: a change of it must not
// build the wheel again.
var notForAWheel = []string{"dist", "**/*.egg-info"}

// excludes joins what .dockerignore and the spec leave out, and what never
// belongs into a build. The order counts, since a later pattern wins: what
// .dockerignore brings back of what it left out (`*`, then `!src`) must not
// bring back src/.env. What the spec includes by name comes last.
func excludes(ignored []string, wheel bool, exclude, include []string) []string {
	out := slices.Concat(ignored, exclude, neverShipped)
	if wheel {
		out = append(out, notForAWheel...)
	}
	for _, p := range include {
		p = strings.TrimPrefix(p, "/")
		out = append(out, "!"+p, "!"+strings.TrimSuffix(p, "/")+"/**")
	}
	return out
}
