package examples

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	gateway "github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/internal/services"
	"github.com/org/pyfrontend/internal/testbed"
)

// BuildsOf returns the ways to build an example that need what only `make
// test-engines` sets up, or the others.
func (x *Example) BuildsOf(engines bool) []Build {
	var builds []Build
	for _, b := range x.Builds {
		if b.Engines == engines {
			builds = append(builds, b)
		}
	}
	return builds
}

// Test builds an example in some ways, runs the images and checks what they do. frontend is run in this process; nil stands for the frontend image.
func (x *Example) Test(t *testing.T, bed *testbed.Bed, frontend gateway.BuildFunc, builds []Build) {
	dir := x.Prepare(t, bed)
	urls := services.ForTest(t, x.Services...)
	for _, b := range builds {
		t.Run(b.File, func(t *testing.T) {
			result := bed.MustBuild(t, testbed.Build{
				Frontend: frontend, Context: dir, Attrs: map[string]string{"filename": b.File},
			})
			for _, w := range result.Warnings {
				t.Errorf("the build warned: %s", w)
			}
			checkImage(t, x, result.Image(t))
			c := check{x: x, img: result.Image(t), values: urls}
			c.containers(t)
		})
	}
}

// check runs containers of an image.
type check struct {
	x      *Example
	img    *testbed.Image
	values map[string]string
}

func (c *check) containers(t *testing.T) {
	for _, r := range c.x.Runs {
		c.run(t, r)
	}
	if c.x.Serve != nil {
		c.serve(t, *c.x.Serve)
	}
}

// run runs a container that ends by itself.
func (c *check) run(t *testing.T, r Run) {
	t.Helper()
	if r.Probe != "" {
		c.probe(t, r.Probe, c.env(nil))
		return
	}
	out := c.img.Run(t, testbed.Run{Args: r.Args, Stdin: r.Stdin, Env: c.env(nil)})
	if out.ExitCode != 0 || out.Stdout != r.Output {
		t.Errorf("with the arguments %q it ended with status %d and printed %q, want %q; standard error: %s",
			r.Args, out.ExitCode, out.Stdout, r.Output, out.Stderr)
	}
}

// probe runs a program of the example's directory with the image's Python.
func (c *check) probe(t *testing.T, file string, env map[string]string) {
	t.Helper()
	program, err := os.ReadFile(filepath.Join(c.x.Dir, file))
	if err != nil {
		t.Fatal(err)
	}
	out := c.python(t, string(program), env)
	if out.ExitCode != 0 {
		t.Errorf("%s failed with status %d: %s%s", file, out.ExitCode, out.Stdout, out.Stderr)
	}
}

// python runs a program with the environment's Python, as the image's user.
func (c *check) python(t *testing.T, program string, env map[string]string) testbed.Output {
	t.Helper()
	return c.img.Run(t, testbed.Run{Entrypoint: []string{"python", "-c", program}, Env: env})
}

// env is the example's environment with its variables replaced.
func (c *check) env(more map[string]string) map[string]string {
	env := map[string]string{}
	for name, value := range c.x.Env {
		env[name] = c.expand(value, more)
	}
	return env
}

// expand replaces ${name} by its value.
func (c *check) expand(s string, more map[string]string) string {
	return os.Expand(s, func(name string) string {
		if v, ok := more[name]; ok {
			return v
		}
		if name == "uid" {
			uid, _, _ := strings.Cut(c.img.Config.Config.User, ":")
			return uid
		}
		return c.values[name]
	})
}

// port returns a port of this machine that nobody listens on.
func port(t *testing.T) string {
	t.Helper()
	ports, err := services.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.Itoa(ports[0])
}
