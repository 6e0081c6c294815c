package e2e

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/exporter/containerimage/exptypes"
	gateway "github.com/moby/buildkit/frontend/gateway/client"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// solved is a frontend that only has a state and a config for it.
func solved(st llb.State, config dockerspec.DockerOCIImage) gateway.BuildFunc {
	return func(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
		def, err := st.Marshal(ctx)
		if err != nil {
			return nil, err
		}
		res, err := c.Solve(ctx, gateway.SolveRequest{Definition: def.ToPB()})
		if err != nil {
			return nil, err
		}
		config.Platform = c.BuildOpts().Workers[0].Platforms[0]
		text, err := json.Marshal(config)
		if err != nil {
			return nil, err
		}
		res.AddMeta(exptypes.ExporterImageConfigKey, text)
		return res, nil
	}
}

// pushed builds an image of a state and pushes it to the bed's registry.
func pushed(t *testing.T, bed *testbed.Bed, name string, st llb.State, config dockerspec.DockerOCIImage) string {
	t.Helper()
	ref := bed.Registry + "/test/" + name
	bed.MustBuild(t, testbed.Build{Frontend: solved(st, config), Modify: func(opt *client.SolveOpt) {
		opt.Exports = []client.ExportEntry{{Type: client.ExporterImage, Attrs: map[string]string{
			"name": ref, "push": "true", "registry.insecure": "true",
		}}}
	}})
	return ref
}

// scanner is what an image for --sbom has to be: it writes what it finds in
// BUILDKIT_SCAN_SOURCE to BUILDKIT_SCAN_DESTINATION, here the distributions.
const scanner = `import glob, json, os
source = os.environ["BUILDKIT_SCAN_SOURCE"]
found = sorted(os.path.basename(p)[:-len(".dist-info")] for p in glob.glob(source + "/app/.venv/lib/*/site-packages/*.dist-info"))
with open(os.environ["BUILDKIT_SCAN_DESTINATION"] + "/found.spdx.json", "w") as f:
    json.dump({"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://spdx.dev/Document",
               "predicate": {"spdxVersion": "SPDX-2.3", "name": os.environ.get("BUILDKIT_SCAN_MARK", ""), "packages": [{"name": n} for n in found]}}, f)
`

// TestSBOM scans the images of both platforms with a generator of the test's.
func TestSBOM(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	i := startIndex(t)
	config := dockerspec.DockerOCIImage{}
	config.Config.Entrypoint = []string{"/usr/local/bin/python3", "/scan.py"}
	config.Config.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin"}
	ref := pushed(t, bed, "scanner:1", llb.Image("docker.io/library/python:3.13-slim").File(llb.Mkfile("/scan.py", 0o644, []byte(scanner))), config)
	res, err := leafBuild(t, bed, i.project("", true), map[string]string{
		"filename": "pyproject.toml", "platform": "linux/amd64,linux/arm64", "attest:sbom": "generator=" + ref + ",MARK=" + i.value,
	}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, res.Log)
	}
	if len(res.Images) != 2 {
		t.Fatalf("%d images", len(res.Images))
	}
	for platform, img := range res.Images {
		statements := img.Statements(t)
		if len(statements) != 1 || statements[0].PredicateType != "https://spdx.dev/Document" {
			t.Fatalf("%s: statements %v", platform, statements)
		}
		text := string(statements[0].Predicate)
		if !strings.Contains(text, `"leaf-1.0"`) || !strings.Contains(text, i.value) {
			t.Errorf("%s: the scan found %s", platform, text)
		}
	}
}

// TestSBOMGeneratorMissing: a generator that cannot be had ends the build before
// anything is built.
func TestSBOMGeneratorMissing(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	res, err := attempt(t, bed, plain, map[string]string{"attest:sbom": "generator=" + bed.Registry + "/test/no-such-scanner:1"})
	if err == nil || !strings.Contains(err.Error(), "no-such-scanner") {
		t.Errorf("error %v, want one about the generator", err)
	}
	if again := ran(res, "put the image together"); len(again) > 0 {
		t.Errorf("built all the same: %q", again)
	}
}

// TestProvenance reads what the daemon attests: the base, uv, what was run and
// the names of the secrets are there, the secrets' values are not.
func TestProvenance(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	i := startIndex(t)
	i.user, i.password = "builder", "ohT3-"+i.value
	res := bed.MustBuild(t, testbed.Build{
		Frontend: frontend.Build, Context: project(t, i.project("", true)),
		Attrs:   map[string]string{"filename": "pyproject.toml", "attest:provenance": "mode=max"},
		Secrets: map[string]string{"UV_INDEX_CORP_USERNAME": secretFile(t, i.user), "UV_INDEX_CORP_PASSWORD": secretFile(t, i.password)},
	})
	statements := res.Image(t).Statements(t)
	n := slices.IndexFunc(statements, func(s testbed.Statement) bool {
		return strings.HasPrefix(s.PredicateType, "https://slsa.dev/provenance/")
	})
	if n < 0 {
		t.Fatalf("no provenance: %v", statements)
	}
	text := string(statements[n].Predicate)
	for _, want := range []string{"pkg:docker/python@3.13-slim", "pkg:docker/ghcr.io/astral-sh/uv@", "/run/pyfrontend/input/pylock.toml", "UV_INDEX_CORP_PASSWORD"} {
		if !strings.Contains(text, want) {
			t.Errorf("the provenance does not have %q", want)
		}
	}
	if strings.Contains(text, i.password) {
		t.Error("the password is in the provenance")
	}
}
