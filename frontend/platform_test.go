package frontend_test

import (
	"encoding/json"
	"testing"

	"github.com/moby/buildkit/exporter/containerimage/exptypes"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/internal/gatewaytest"
)

// worker is a machine of another kind than the one that runs this process: a
// frontend in process on a laptop builds on a remote daemon.
func worker(architecture string) *gatewaytest.Gateway {
	g := gateway(small(), nil)
	g.Platforms = []ocispecs.Platform{{OS: "linux", Architecture: architecture}}
	return g
}

// Without --platform the image is for the worker, whatever machine the frontend
// runs on.
func TestDefaultPlatformIsTheWorkers(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64"} {
		for _, target := range []string{"", "lock"} {
			g := worker(arch)
			g.Opts = map[string]string{"target": target}
			res := build(t, g)
			var ps exptypes.Platforms
			if err := json.Unmarshal(res.Metadata[exptypes.ExporterPlatformsKey], &ps); err != nil {
				t.Fatal(err)
			}
			var img dockerspec.DockerOCIImage
			if err := json.Unmarshal(config(t, res), &img); err != nil {
				t.Fatal(err)
			}
			if id := ps.Platforms[0].ID; id != "linux/"+arch || img.Architecture != arch {
				t.Errorf("on %s %q: an image for %s, config for %s", arch, target, id, img.Architecture)
			}
		}
	}
}

// One image and no list is what a build for one platform gives, unless a list
// is asked for.
func TestShapeOfResult(t *testing.T) {
	for _, c := range []struct {
		opts map[string]string
		refs int
	}{
		{nil, 0},
		{map[string]string{"platform": "linux/arm64"}, 0},
		{map[string]string{"platform": "linux/arm64", "multi-platform": "true"}, 1},
		{map[string]string{"build-arg:BUILDKIT_MULTI_PLATFORM": "1"}, 1},
		{map[string]string{"platform": "linux/arm64,linux/amd64"}, 2},
	} {
		res := build(t, gateway(small(), c.opts))
		if len(res.Refs) != c.refs || (res.Ref == nil) != (c.refs > 0) {
			t.Errorf("%v: %d references", c.opts, len(res.Refs))
		}
		for id := range res.Refs {
			for _, key := range []string{exptypes.ExporterImageConfigKey, exptypes.ExporterImageBaseConfigKey} {
				if res.Metadata[key+"/"+id] == nil {
					t.Errorf("%v: no %s of %s", c.opts, key, id)
				}
			}
		}
	}
}
