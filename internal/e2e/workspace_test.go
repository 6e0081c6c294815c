package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// workspace has two applications that share a library.
func workspace() map[string]string {
	files := map[string]string{
		"pyproject.toml": "# syntax=ghcr.io/org/pyfrontend\n[tool.uv.workspace]\nmembers = [\"services/*\", \"libs/*\"]\n",
	}
	member := func(dir, name, deps string, uses ...string) {
		sources := ""
		for _, u := range uses {
			sources += fmt.Sprintf("%s = { workspace = true }\n", u)
		}
		files[dir+"/pyproject.toml"] = fmt.Sprintf("# syntax=ghcr.io/org/pyfrontend\n[project]\nname = %q\nversion = \"1\"\nrequires-python = \">=3.11,<3.14\"\ndependencies = [%s]\n\n"+
			"[project.scripts]\n%s = \"%s:main\"\n\n[tool.uv.sources]\n%s\n[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n", name, deps, name, name, sources)
		files[dir+"/src/"+name+"/__init__.py"] = fmt.Sprintf("def main(): print(%q)\n", "I am "+name)
	}
	member("services/api", "api", `"common", "structlog==25.4.0"`, "common")
	member("services/job", "job", `"common"`, "common")
	member("libs/common", "common", `"sortedcontainers==2.4.0"`)
	files["services/api/src/api/__init__.py"] = "import common, structlog\ndef main():\n    common.main()\n    print('I am api')\n"
	return files
}

// TestWorkspace builds one member of a workspace and finds only what it needs.
func TestWorkspace(t *testing.T) {
	bed := testbed.Require(t)
	dir := project(t, workspace())
	for _, c := range []struct {
		name  string
		attrs map[string]string
		dir   string
	}{
		{"by build-arg", map[string]string{"filename": "pyproject.toml", "build-arg:PACKAGE": "api"}, ""},
		{"by -f", map[string]string{"filename": "pyproject.toml"}, dir + "/services/api"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Dockerfile: c.dir, Attrs: c.attrs})
			img := res.Image(t)
			if out := img.Run(t, testbed.Run{}); strings.TrimSpace(out.Stdout) != "I am common\nI am api" {
				t.Errorf("the container printed %q and %q", out.Stdout, out.Stderr)
			}
			for name := range img.Files(t) {
				if strings.Contains(name, "site-packages/job") {
					t.Errorf("%s of another member is in the image", name)
				}
			}
		})
	}
}
