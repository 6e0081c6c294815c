package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/llb"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestFileOutside: the file of -f may lie outside of the context.
func TestFileOutside(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	inside := map[string]string{"pyproject.toml": plain["pyproject.toml"], "uv.lock": plain["uv.lock"], "main.py": "print('inside')\n"}
	t.Run("Dockerfile", func(t *testing.T) {
		img := bed.MustBuild(t, testbed.Build{
			Frontend: frontend.Build, Context: project(t, inside),
			Dockerfile: project(t, map[string]string{"build/Image": "# syntax=x\nlabels = { from = \"outside\" }\n", "build/Image.dockerignore": "main.py\n!main.py\npyproject.toml\n"}),
			Attrs:      map[string]string{"filename": "build/Image"},
		}).Image(t)
		if got := img.Config.Config.Labels["from"]; got != "outside" {
			t.Errorf("the label is %q: the file of -f was not read", got)
		}
		if got := code(t, img); !slices.Equal(got, []string{"main.py"}) {
			t.Errorf("the image has %q: the file's own .dockerignore does not count", got)
		}
	})
	// Where a pyproject.toml lies decides what is built, and docker sends its
	// content only: one that is not in the context cannot be placed.
	t.Run("pyproject.toml", func(t *testing.T) {
		other := strings.Replace(plain["pyproject.toml"], `tier = "from the spec"`, `tier = "from outside"`, 1)
		_, err := bed.Build(t, testbed.Build{
			Frontend: frontend.Build, Context: project(t, inside),
			Dockerfile: project(t, map[string]string{"pyproject.toml": other}),
			Attrs:      map[string]string{"filename": "pyproject.toml"},
		})
		if err == nil || !strings.Contains(err.Error(), "the pyproject.toml of -f is neither") {
			t.Errorf("error %v, want one about the file of -f", err)
		}
	})
}

// TestInputs builds with states of another build as the context and as the base:
// what bake does for `contexts = { x = "target:y" }`.
func TestInputs(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	action := llb.Mkdir("/nothing", 0o755)
	for name, text := range with(plain, map[string]string{"main.py": "print(open('/etc/marker').read())\n"}) {
		action = action.Mkfile("/"+name, 0o644, []byte(text))
	}
	marked := llb.Image("docker.io/library/python:3.13-slim").File(llb.Mkfile("/etc/marker", 0o644, []byte("the input")))
	res := bed.MustBuild(t, testbed.Build{
		Frontend: frontend.Build,
		Attrs: map[string]string{
			"filename":                 "pyproject.toml",
			"context:python:3.13-slim": "input:base",
			"input-metadata:base":      `{"containerimage.config":"eyJjb25maWciOnsiRW52IjpbIlBBVEg9L3Vzci9sb2NhbC9iaW46L3Vzci9iaW46L2JpbiIsIk1BUks9aW5wdXQiXX19"}`,
		},
		Modify: func(opt *client.SolveOpt) {
			opt.FrontendInputs = map[string]llb.State{
				"context": llb.Scratch().File(action), "dockerfile": llb.Scratch().File(action), "base": marked,
			}
		},
	})
	img := res.Image(t)
	if !slices.Contains(img.Config.Config.Env, "MARK=input") {
		t.Errorf("the environment of the input's config is lost: %q", img.Config.Config.Env)
	}
	if out := img.Run(t, testbed.Run{}); strings.TrimSpace(out.Stdout) != "the input" {
		t.Errorf("the container printed %q and %q", out.Stdout, out.Stderr)
	}
}
