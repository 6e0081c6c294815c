package frontend

import (
	"context"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/internal/gatewaytest"
)

// faulty is a gateway in which one call panics: what a bug of ours in the
// goroutine that makes the call would do.
type faulty struct {
	*gatewaytest.Gateway
	resolve func(ref string)
	solve   func(client.SolveRequest)
}

func (f *faulty) ResolveImageConfig(ctx context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	if f.resolve != nil {
		f.resolve(ref)
	}
	return f.Gateway.ResolveImageConfig(ctx, ref, opt)
}

func (f *faulty) Solve(ctx context.Context, req client.SolveRequest) (*client.Result, error) {
	if f.solve != nil {
		f.solve(req)
	}
	return f.Gateway.Solve(ctx, req)
}

// small is a project that builds without a lock or a download.
func small() *gatewaytest.Gateway {
	python := map[string]string{
		"usr/local/bin/python3.13":           "",
		"usr/local/bin/python3":              gatewaytest.Link("python3.13"),
		"usr/local/lib/python3.13/os.py":     "",
		"etc/passwd":                         "root:x:0:0:root:/root:/bin/sh\n",
		"etc/group":                          "root:x:0:\n",
		"lib/x86_64-linux-gnu/libc.so.6":     "",
		"lib64/ld-linux-x86-64.so.2":         "",
		"usr/lib/x86_64-linux-gnu/libc.so.6": "",
	}
	config := dockerspec.DockerOCIImage{}
	config.Config.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "PYTHON_VERSION=3.13.5"}
	return &gatewaytest.Gateway{
		Opts: map[string]string{},
		Locals: map[string]map[string]string{"context": {
			"requirements.txt": "idna==3.10\n", ".python-version": "3.13\n", "main.py": "print(1)\n",
		}},
		Images: map[string]gatewaytest.Image{
			"python:3.13-slim":            {Config: config, Files: python},
			"ghcr.io/astral-sh/uv:0.13.9": {Files: map[string]string{"uv": ""}},
		},
	}
}

func TestSmallBuilds(t *testing.T) {
	g := small()
	g.Opts["platform"] = "linux/amd64,linux/arm64"
	if _, err := Build(t.Context(), g); err != nil {
		t.Fatalf("the project that the tests of this file stand on does not build: %v", err)
	}
}

// TestPanics has a panic in every goroutine that a request starts. Without a
// recover of its own each would end this very test.
func TestPanics(t *testing.T) {
	for _, c := range []struct {
		name  string
		opts  map[string]string
		fault func(*faulty)
	}{
		{"reading files", nil, func(f *faulty) {
			f.solve = func(client.SolveRequest) { panic("broken") }
		}},
		{"resolving uv", nil, func(f *faulty) {
			f.resolve = panicFor("astral-sh/uv")
		}},
		{"resolving the base", nil, func(f *faulty) {
			f.resolve = panicFor("library/python")
		}},
		{"building", nil, func(f *faulty) { f.solve = panicAtStep("") }},
		{"building for two platforms", map[string]string{"platform": "linux/amd64,linux/arm64"}, func(f *faulty) { f.solve = panicAtStep("") }},
		{"attesting", map[string]string{"attest:sbom": "generator=scanner:1"}, func(f *faulty) {
			scanner := dockerspec.DockerOCIImage{}
			scanner.Config.Entrypoint = []string{"/bin/scan"}
			f.Images["scanner:1"] = gatewaytest.Image{Config: scanner}
			f.solve = panicAtStep("/bin/scan")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &faulty{Gateway: small()}
			for k, v := range c.opts {
				f.Opts[k] = v
			}
			c.fault(f)
			_, err := Build(t.Context(), f)
			if err == nil {
				t.Fatal("the build succeeded")
			}
			for _, want := range []string{"pyfrontend has a bug", "broken", "frontend."} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not say %q: %v", want, err)
				}
			}
		})
	}
}

func panicFor(part string) func(string) {
	return func(ref string) {
		if strings.Contains(ref, part) {
			panic("broken")
		}
	}
}

// panicAtStep panics when a definition is solved in which a process runs whose
// argv holds part.
func panicAtStep(part string) func(client.SolveRequest) {
	return func(req client.SolveRequest) {
		ops, err := gatewaytest.Ops(req.Definition)
		if err != nil {
			panic(err)
		}
		for _, op := range ops {
			if e := op.GetExec(); e != nil && strings.Contains(strings.Join(e.Meta.Args, " "), part) {
				panic("broken")
			}
		}
	}
}
