package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// commitTime is that of every commit in the tests' repositories.
const commitTime = "2021-03-04T05:06:07Z"

// gitServer serves one repository over HTTP on a loopback address, as
// git-http-backend(1) does, and returns the URL of the repository. Branch main
// holds the files; the commit is returned too.
func gitServer(t *testing.T, files map[string]string) (url, commit string) {
	t.Helper()
	work, root := project(t, files), t.TempDir()
	git := func(args ...string) string {
		cmd := exec.Command("git", args...)
		cmd.Dir = work
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_AUTHOR_NAME=test", "GIT_AUTHOR_EMAIL=test@example.com", "GIT_AUTHOR_DATE="+commitTime,
			"GIT_COMMITTER_NAME=test", "GIT_COMMITTER_EMAIL=test@example.com", "GIT_COMMITTER_DATE="+commitTime)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "--quiet", "--initial-branch=main")
	git("add", "--all", "--force")
	git("commit", "--quiet", "--message=first")
	commit = git("rev-parse", "HEAD")
	git("clone", "--quiet", "--bare", work, filepath.Join(root, "project.git"))
	path, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&cgi.Handler{
		Path: path, Args: []string{"http-backend"},
		Env: []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"},
	})
	t.Cleanup(server.Close)
	return server.URL + "/project.git", commit
}

// tarServer serves files as a compressed archive and returns its URL.
func tarServer(t *testing.T, files map[string]string, modified time.Time) string {
	t.Helper()
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	tw := tar.NewWriter(zw)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text := files[name]
		if err := tw.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o664, Uid: 1000, Gid: 1000, Size: int64(len(text)), ModTime: modified}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "context.tar.gz", time.Time{}, bytes.NewReader(buf.Bytes()))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/context.tar.gz"
}

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
	url, commit := gitServer(t, nested)
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
		{"tar", map[string]string{"context": tarServer(t, below(nested, "app"), time.Unix(1e9, 0))}, nil},
		{"tar contextsubdir", map[string]string{"context": tarServer(t, nested, time.Unix(1e9, 0)), "contextsubdir": "app", "filename": "app/pyproject.toml"}, nil},
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
	url, _ := gitServer(t, nested)
	for _, c := range []struct{ name, context, want string }{
		{"no project", url + "#main", "pyproject.toml"},
		{"no branch", url + "#nowhere", "nowhere"},
		{"no directory", url + "#main:nowhere", "pyproject.toml"},
		{"one file", fmt.Sprint(tarServer(t, nil, time.Time{})) + "x", "pyproject.toml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := bed.Build(t, testbed.Build{Frontend: frontend.Build, Attrs: map[string]string{"context": c.context}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}
