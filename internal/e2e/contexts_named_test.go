package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/plugins/content/local"
	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/llb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// uvImage is the name that uv is taken from, as --build-context has to give it.
const uvImage = "ghcr.io/astral-sh/uv:" + testbed.UVVersion

// marked is a base with a file and a variable that no other has.
func marked(value string) (llb.State, dockerspec.DockerOCIImage) {
	config := dockerspec.DockerOCIImage{}
	config.Config.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "MARK=" + value}
	return llb.Image("docker.io/library/python:3.13-slim").File(llb.Mkfile("/etc/marker", 0o644, []byte(value))), config
}

// hasMark checks that an image is built on the marked base.
func hasMark(t *testing.T, img *testbed.Image, value string) {
	t.Helper()
	if f := img.Files(t)["etc/marker"]; f == nil || string(f.Content) != value {
		t.Errorf("the image is not built on the base of the context")
	}
	if env := strings.Join(img.Config.Config.Env, " "); !strings.Contains(env, "MARK="+value) {
		t.Errorf("the environment of the base of the context is lost: %s", env)
	}
}

// TestBaseContext replaces the base by its name: for all platforms, for one, by
// an image of a registry and by one on the client's disk.
func TestBaseContext(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	st, config := marked("a mark")
	ref := pushed(t, bed, "marked:1", st, config)
	for _, c := range []struct{ name, key, value string }{
		{"image", "context:python:3.13-slim", "docker-image://" + ref},
		{"one platform", "context:python:3.13-slim::linux/amd64", "docker-image://" + ref},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := attempt(t, bed, plain, map[string]string{c.key: c.value})
			if err != nil {
				t.Fatal(err)
			}
			hasMark(t, res.Image(t), "a mark")
		})
	}
	t.Run("other platform", func(t *testing.T) {
		res, err := attempt(t, bed, plain, map[string]string{"context:python:3.13-slim::linux/arm64": "docker-image://" + ref})
		if err != nil {
			t.Fatal(err)
		}
		if res.Image(t).Files(t)["etc/marker"] != nil {
			t.Error("the base of another platform was taken")
		}
	})
	t.Run("oci-layout", func(t *testing.T) {
		dir := t.TempDir()
		bed.MustBuild(t, testbed.Build{
			Frontend: solved(st, config),
			Modify:   func(opt *client.SolveOpt) { opt.Exports[0].OutputDir = dir },
		})
		images, err := testbed.LoadLayout(dir)
		if err != nil || len(images) != 1 {
			t.Fatalf("%v: %v", images, err)
		}
		store, err := local.NewStore(dir)
		if err != nil {
			t.Fatal(err)
		}
		res := bed.MustBuild(t, testbed.Build{
			Frontend: frontend.Build, Context: project(t, plain),
			Attrs: map[string]string{
				"filename":                 "pyproject.toml",
				"context:python:3.13-slim": "oci-layout://base@" + images["linux/amd64"].Digest.String(),
			},
			Modify: func(opt *client.SolveOpt) { opt.OCIStores = map[string]content.Store{"base": store} },
		})
		hasMark(t, res.Image(t), "a mark")
	})
}

// TestUVContext replaces uv, by an image and by a directory. One that does not
// work shows that it was the one that ran.
func TestUVContext(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	const broken = "#!/bin/sh\necho this is the uv of the context >&2\nexit 7\n"
	ref := pushed(t, bed, "uv:broken", llb.Scratch().File(llb.Mkfile("/uv", 0o755, []byte(broken))), dockerspec.DockerOCIImage{})
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "uv"), []byte(broken), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"image": "docker-image://" + ref, "directory": "local:uv"} {
		t.Run(name, func(t *testing.T) {
			res, err := bed.Build(t, testbed.Build{
				Frontend: frontend.Build, Context: project(t, plain), Locals: map[string]string{"uv": dir},
				Attrs: map[string]string{"filename": "pyproject.toml", "context:" + uvImage: value, "no-cache": ""},
			})
			if err == nil || !strings.Contains(res.Log, "this is the uv of the context") || !strings.Contains(err.Error(), "exit code: 7") {
				t.Errorf("error %v, log %q", err, res.Log)
			}
		})
	}
}
