package engines

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// markedBase makes a local image of the real base with a file in it, under a
// name of the bed's registry, where another image of that name is pushed.
func markedBase(t *testing.T, bed *testbed.Bed, e engine, mark string) string {
	t.Helper()
	name := bed.Registry + "/test/base:" + e.name
	for _, text := range []string{"from the registry", mark} {
		dir := write(t, map[string]string{"Dockerfile": "FROM python:3.13-slim\nRUN echo " + text + " >/etc/marker\n"})
		if out, err := bed.RunDocker(t, e.host, "build", "--network", "host", "--provenance=false", "--tag", name, dir); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if text == mark {
			break
		}
		if out, err := bed.RunDocker(t, e.host, "push", name); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	t.Cleanup(func() { removeImage(e.host, name) })
	return name
}

// TestPull: with --pull the base is the registry's. Without, the classic store
// takes the image that is on the engine; the containerd store asks anyway.
func TestPull(t *testing.T) {
	bed := testbed.RequireEngines(t)
	for _, e := range engines(t, bed) {
		if e.name != "containerd" && e.name != "classic" {
			continue // without images of its own
		}
		t.Run(e.name, func(t *testing.T) {
			mark := rand.Text()
			base := markedBase(t, bed, e, mark)
			dir := write(t, map[string]string{
				"Dockerfile": "# syntax=" + bed.FrontendImage + "\nbase = \"" + base + "\"\n", "requirements.txt": "",
				"main.py": "print(open('/etc/marker').read())\n",
			})
			builds := map[string][]string{"from the registry": {"--pull"}}
			if e.name == "classic" {
				builds[mark] = nil
			}
			for want, options := range builds {
				tag := e.tag(t, bed, "pull")
				out, err := e.build(t, tag, request{dir: dir, options: options})
				if err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				if got := e.run(t, bed, tag); got != want {
					t.Errorf("%q: the base is %q, want %q", options, got, want)
				}
			}
		})
	}
}

// TestOptions gives options of docker build that the client translates for the
// frontend, and looks at what they do to the image.
func TestOptions(t *testing.T) {
	bed := testbed.RequireEngines(t)
	contexts := t.TempDir()
	if err := os.WriteFile(filepath.Join(contexts, "uv"), []byte("#!/bin/sh\necho this is the uv of the context >&2\nexit 7\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{
		"Dockerfile": "# syntax=" + bed.FrontendImage + "\n", "requirements.txt": "", ".python-version": "3.13\n", "main.py": "print('hello')\n",
	})
	for _, e := range engines(t, bed) {
		if e.name == "buildctl" {
			continue // has other options
		}
		t.Run(e.name, func(t *testing.T) {
			tag := e.tag(t, bed, "options")
			out, err := e.build(t, tag, request{dir: dir, options: []string{
				"--label", "tier=front", "--target", "runtime", "--shm-size", "64m", "--ulimit", "nofile=1000:2000",
				"--add-host", "probe.example.com:127.0.0.9", "--build-context", "unused=" + contexts, "--no-cache-filter", "project",
				"--cgroup-parent", "pyfrontend-test", "--build-arg", "SOURCE_DATE_EPOCH=1700000000",
			}})
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			got, err := bed.RunDocker(t, e.host, "image", "inspect", "--format", "{{index .Config.Labels \"tier\"}} {{.Created}}", tag)
			if err != nil || strings.TrimSpace(got) != "front 2023-11-14T22:13:20Z" {
				t.Errorf("label and time are %q, %v", got, err)
			}
			out, err = e.build(t, tag, request{dir: dir, options: []string{
				"--no-cache", "--build-context", "ghcr.io/astral-sh/uv:" + testbed.UVVersion + "=" + contexts,
			}})
			if err == nil || !strings.Contains(out, "this is the uv of the context") {
				t.Errorf("another uv: %v\n%s", err, out)
			}
		})
	}
}
