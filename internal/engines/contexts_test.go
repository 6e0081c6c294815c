package engines

import (
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/org/pyfrontend/internal/contexttest"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestContexts builds from everything that `docker build` takes in place of a
// directory, and with a file of -f on standard input.
func TestContexts(t *testing.T) {
	bed := testbed.RequireEngines(t)
	files := map[string]string{
		"Dockerfile": "# syntax=" + bed.FrontendImage + "\n", "pyproject.toml": "# syntax=" + bed.FrontendImage + "\n" + strings.Replace(manifest, `"structlog==25.4.0"`, "", 1),
		"main.py": "import os; print('hello', *sorted(os.listdir('.')))\n", ".env": "SECRET=1\n", "ignored.txt": "", ".dockerignore": "ignored.txt\n",
	}
	nested := map[string]string{}
	for name, text := range files {
		nested["app/"+name] = text
	}
	archive := contexttest.Archive(t, files, time.Unix(1e9, 0))
	url, _ := contexttest.Git(t, nested)
	for _, c := range []struct {
		name  string
		args  []string
		stdin io.Reader
	}{
		{"git", []string{url + "#main:app"}, nil},
		{"git -f", []string{"-f", "pyproject.toml", url + "#main:app"}, nil},
		{"archive", []string{contexttest.Serve(t, archive)}, nil},
		{"archive on stdin", []string{"-"}, bytes.NewReader(archive)},
		{"archive on stdin -f", []string{"-f", "pyproject.toml", "-"}, bytes.NewReader(archive)},
		{"file on stdin", []string{"-f", "-", contexttest.Write(t, files)}, strings.NewReader(files["Dockerfile"])},
	} {
		for store, host := range bed.Engines() {
			t.Run(c.name+"/"+store, func(t *testing.T) {
				if s, ok := c.stdin.(io.Seeker); ok {
					if _, err := s.Seek(0, io.SeekStart); err != nil {
						t.Fatal(err)
					}
				}
				e := engine{name: store, host: host}
				tag := e.tag(t, bed, "contexts")
				args := append([]string{"build", "--progress", "plain", "--network", "host", "--tag", tag}, c.args...)
				if bed.CA != "" {
					args = append(args, "--secret", "id=ca,src="+bed.CA)
				}
				cmd := exec.CommandContext(t.Context(), "docker", args...)
				cmd.Env, cmd.Stdin = append(os.Environ(), "DOCKER_HOST="+host), c.stdin
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("docker %q: %v\n%s", args, err, out)
				}
				usesFrontend(t, bed, string(out))
				if got := e.run(t, bed, tag); got != "hello .venv __pycache__ main.py pyproject.toml" {
					t.Errorf("the container printed %q", got)
				}
			})
		}
	}
}

// TestCache builds on a builder that exports its cache to a registry, and on a
// Docker Engine that has nothing but that: it runs no step.
func TestCache(t *testing.T) {
	bed := testbed.RequireEngines(t)
	all := engines(t, bed)
	docker, builder := all[0], all[2]
	dir := write(t, map[string]string{
		// No other build has this directory, so nothing is cached.
		"Dockerfile":       "# syntax=" + bed.FrontendImage + "\nworkdir = \"/srv/" + rand.Text() + "\"\n",
		"requirements.txt": "structlog==25.4.0\n", ".python-version": "3.13\n", "app.py": program,
	})
	cache := "type=registry,ref=" + bed.Registry + "/test/engine-cache:1"
	tag := docker.tag(t, bed, "cache")
	out, err := builder.build(t, tag, request{dir: dir, options: []string{"--cache-to", cache + ",mode=max"}})
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if cached, ok := state(out, "install the requirements"); !ok || cached {
		t.Fatalf("the first build installed nothing:\n%s", out)
	}
	out, err = docker.build(t, tag, request{dir: dir, options: []string{"--cache-from", cache}})
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, step := range []string{"install the requirements", "create the virtual environment", "compile the project's files"} {
		if cached, ok := state(out, step); ok && !cached {
			t.Errorf("%q ran:\n%s", step, out)
		}
	}
	if got := docker.run(t, bed, tag); got != printed {
		t.Errorf("the container printed %q, want %q", got, printed)
	}
}

// state finds a step in what docker build prints and says whether it was cached.
func state(out, step string) (cached, found bool) {
	number := ""
	for line := range strings.Lines(out) {
		id, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case strings.HasPrefix(text, step):
			number, found = id, true
		case id == number && text == "CACHED":
			cached = true
		}
	}
	return cached, found
}
