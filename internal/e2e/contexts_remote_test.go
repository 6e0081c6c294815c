package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/contexttest"
	"github.com/org/pyfrontend/internal/testbed"
)

// nested is a project below the root of a repository, with files that must not
// get into an image.
var nested = map[string]string{
	"README.md":                "# Not the project\n",
	"app/pyproject.toml":       plain["pyproject.toml"],
	"app/uv.lock":              plain["uv.lock"],
	"app/main.py":              "print('from the context')\n",
	"app/.env":                 "SECRET=1\n",
	"app/ignored.txt":          "ignored\n",
	"app/.dockerignore":        "ignored.txt\n",
	"app/__pycache__/main.pyc": "\n",
}

// below returns the files of a directory, without it in their names.
func below(files map[string]string, dir string) map[string]string {
	out := map[string]string{}
	for name, text := range files {
		if rest, ok := strings.CutPrefix(name, dir+"/"); ok {
			out[rest] = text
		}
	}
	return out
}

// code are the files in an image's working directory, but for the environment.
func code(t *testing.T, img *testbed.Image) []string {
	t.Helper()
	var out []string
	for _, name := range img.List(t, "app") {
		if name != "app" && !strings.HasPrefix(name, "app/.venv") && !strings.Contains(name, "__pycache__/main.cpython-") && name != "app/__pycache__" {
			out = append(out, strings.TrimPrefix(name, "app/"))
		}
	}
	return out
}

// TestContexts builds one project from every kind of context: what comes out is
// the same, and so is what is left out.
func TestContexts(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	url, commit := contexttest.Git(t, nested)
	served := func(files map[string]string) string {
		return contexttest.Serve(t, contexttest.Archive(t, files, time.Unix(1e9, 0)))
	}
	for _, c := range []struct {
		name  string
		attrs map[string]string
		// local is a context on this machine.
		local map[string]string
	}{
		{"local", nil, below(nested, "app")},
		{"git subdirectory", map[string]string{"context": url + "#main:app"}, nil},
		{"git commit", map[string]string{"context": url + "#" + commit + ":app"}, nil},
		{"git query", map[string]string{"context": url + "?branch=main&subdir=app"}, nil},
		// The option moves the context, not where the file of -f is looked for.
		{"git contextsubdir", map[string]string{"context": url + "#main", "contextsubdir": "app", "filename": "app/pyproject.toml"}, nil},
		{"tar", map[string]string{"context": served(below(nested, "app"))}, nil},
		{"tar contextsubdir", map[string]string{"context": served(nested), "contextsubdir": "app", "filename": "app/pyproject.toml"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			build := testbed.Build{Frontend: frontend.Build, Attrs: with(map[string]string{"filename": "pyproject.toml"}, c.attrs)}
			if c.local != nil {
				build.Context = project(t, c.local)
			}
			img := bed.MustBuild(t, build).Image(t)
			if got, want := code(t, img), []string{"main.py", "pyproject.toml"}; !slices.Equal(got, want) {
				t.Errorf("the image has %q, want %q", got, want)
			}
			for _, name := range []string{"app/main.py", "app/pyproject.toml"} {
				if f := img.File(t, name); f.Uid != 0 || f.Mode&0o777 != 0o644 {
					t.Errorf("%s belongs to %d and has the mode %o", name, f.Uid, f.Mode)
				}
			}
			if got := string(img.File(t, "app/main.py").Content); got != nested["app/main.py"] {
				t.Errorf("app/main.py is %q", got)
			}
		})
	}
}

// TestRemoteErrors: what is wrong with a remote context is said.
func TestRemoteErrors(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	url, _ := contexttest.Git(t, nested)
	for _, c := range []struct{ name, context, want string }{
		{"no project", url + "#main", "pyproject.toml"},
		{"no branch", url + "#nowhere", "nowhere"},
		{"no directory", url + "#main:nowhere", "pyproject.toml"},
		{"one file", contexttest.Serve(t, []byte("print(1)\n")), "pyproject.toml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := bed.Build(t, testbed.Build{Frontend: frontend.Build, Attrs: map[string]string{"context": c.context}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}
