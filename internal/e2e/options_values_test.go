package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/solver/errdefs"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// plain is a project that downloads nothing, for options that do not concern
// dependencies.
var plain = map[string]string{
	"pyproject.toml": `# syntax=ghcr.io/org/pyfrontend
[project]
name = "plain"
version = "2.0"
requires-python = ">=3.11,<3.14"

[tool.pyfrontend]
labels = { tier = "from the spec", kept = "yes" }
`,
	"uv.lock": `version = 1
revision = 3
requires-python = ">=3.11, <3.14"

[[package]]
name = "plain"
version = "2.0"
source = { virtual = "." }
`,
	"main.py": "import sys; print(*sys.version_info[:2], sep='.')\n",
}

// with returns a project with some files changed or added.
func with(files, more map[string]string) map[string]string {
	out := map[string]string{}
	maps.Copy(out, files)
	maps.Copy(out, more)
	return out
}

// attempt builds a project from its pyproject.toml.
func attempt(t *testing.T, bed *testbed.Bed, files, attrs map[string]string) (*testbed.Result, error) {
	t.Helper()
	attrs = maps.Clone(attrs)
	if attrs == nil {
		attrs = map[string]string{}
	}
	if attrs["filename"] == "" {
		attrs["filename"] = "pyproject.toml"
	}
	return bed.Build(t, testbed.Build{Frontend: frontend.Build, Context: project(t, files), Attrs: attrs})
}

// TestLabel: labels of the command line win over the spec's and the base's.
func TestLabel(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	res, err := attempt(t, bed, plain, map[string]string{
		"label:tier": "from the command line", "label:org.opencontainers.image.version": "9", "label:more": "",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"tier": "from the command line", "kept": "yes", "more": "",
		"org.opencontainers.image.title": "plain", "org.opencontainers.image.version": "9",
	}
	if got := res.Image(t).Config.Config.Labels; !maps.Equal(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
}

// TestTarget: the default target has a name; any other is an error that says
// which there are.
func TestTarget(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	if _, err := attempt(t, bed, plain, map[string]string{"target": "runtime"}); err != nil {
		t.Errorf("--target runtime: %v", err)
	}
	_, err := attempt(t, bed, plain, map[string]string{"target": "runtme"})
	if err == nil {
		t.Fatal("a target that does not exist was built")
	}
	for _, want := range []string{`"runtme"`, "runtime", "did you mean"} {
		if !strings.Contains(strings.ToLower(err.Error()), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}

// TestBuildArg: build arguments stand in for keys of the spec, say so when they
// are wrong, and warn when nothing reads them.
func TestBuildArg(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	t.Run("override", func(t *testing.T) {
		files := with(plain, map[string]string{"pyproject.toml": plain["pyproject.toml"] + "base = \"nowhere.example.com/no-such-image\"\n"})
		res, err := attempt(t, bed, files, map[string]string{"build-arg:BASE": "python:3.13-slim-trixie"})
		if err != nil {
			t.Fatalf("BASE does not win over base: %v", err)
		}
		if out := res.Image(t).Run(t, testbed.Run{}); out.Stdout != "3.13\n" {
			t.Errorf("the container printed %q and %q", out.Stdout, out.Stderr)
		}
	})
	t.Run("bad value", func(t *testing.T) {
		_, err := attempt(t, bed, plain, map[string]string{"build-arg:PYTHON_VERSION": "three"})
		if err == nil || !strings.Contains(err.Error(), `"three" is not a version of Python`) {
			t.Fatalf("error %v, want one about the value", err)
		}
		// The lines that docker prints below the message name the argument.
		sources := errdefs.Sources(err)
		if len(sources) != 1 || !strings.Contains(string(sources[0].Info.Data), "PYTHON_VERSION") {
			t.Errorf("the error shows %v, want the argument", sources)
		}
	})
	t.Run("unknown", func(t *testing.T) {
		res, err := attempt(t, bed, plain, map[string]string{"build-arg:PYTHON_VERSON": "3.13", "build-arg:BUILDKIT_SYNTAX": "x", "build-arg:HTTP_PROXY": ""})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Warnings) != 1 || !strings.Contains(res.Warnings[0], "PYTHON_VERSON") {
			t.Errorf("warnings %q, want one about PYTHON_VERSON", slices.Collect(slices.Values(res.Warnings)))
		}
	})
}
