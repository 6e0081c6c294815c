package planner

import "strings"

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

// excludes joins what .dockerignore leaves out, what never belongs into a
// build and what the spec excludes; what the spec includes by name comes last
// and brings files back.
func excludes(ignored []string, wheel bool, exclude, include []string) []string {
	out := append([]string{}, neverShipped...)
	if wheel {
		out = append(out, notForAWheel...)
	}
	out = append(out, ignored...)
	out = append(out, exclude...)
	for _, p := range include {
		p = strings.TrimPrefix(p, "/")
		out = append(out, "!"+p, "!"+strings.TrimSuffix(p, "/")+"/**")
	}
	return out
}
