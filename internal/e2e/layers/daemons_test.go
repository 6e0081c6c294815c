package layers

import (
	"maps"
	"slices"
	"testing"

	"github.com/moby/buildkit/client"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

// epoch is what a user sets for builds that can be repeated.
const epoch = "1700000000"

// TestTwoDaemons builds on two daemons with empty caches and compares digests.
func TestTwoDaemons(t *testing.T) {
	bed := testbed.Require(t)
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	first, second := bed.Another(t, t.TempDir()), bed.Another(t, t.TempDir())
	for _, x := range all {
		for _, b := range x.Builds {
			if b.Engines {
				continue
			}
			t.Run(x.Name+" "+b.File, func(t *testing.T) {
				dir := x.Prepare(t, bed)
				build := testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{
					"filename": b.File, "build-arg:SOURCE_DATE_EPOCH": epoch,
				}}
				one := first.MustBuild(t, build).Image(t)
				two := second.MustBuild(t, build).Image(t)
				if one.Digest != two.Digest {
					t.Errorf("the daemons made %s and %s: %s", one.Digest, two.Digest, firstDifference(t, one, two))
				}
			})
		}
	}
}

// firstDifference tells where two images part.
func firstDifference(t *testing.T, one, two *testbed.Image) string {
	t.Helper()
	for i := range one.Manifest.Layers {
		if i >= len(two.Manifest.Layers) || one.Manifest.Layers[i].Digest != two.Manifest.Layers[i].Digest {
			a, b := tree(one.Files(t), ""), tree(two.Files(t), "")
			for _, p := range slices.Sorted(maps.Keys(a)) {
				if a[p] != b[p] {
					return p
				}
			}
			return "the metadata of layer " + one.Config.History[i].CreatedBy
		}
	}
	return "the configuration"
}

// TestSharedCache builds on one daemon and then on another that has nothing but
// the registry cache of the first.
func TestSharedCache(t *testing.T) {
	bed := testbed.Require(t)
	x, err := examples.Load("web")
	if err != nil {
		t.Fatal(err)
	}
	dir := x.Prepare(t, bed)
	attrs := map[string]string{"filename": "pyproject.toml", "build-arg:SOURCE_DATE_EPOCH": epoch}
	for _, mode := range []string{"max", "min"} {
		t.Run(mode, func(t *testing.T) {
			ref := map[string]string{"ref": bed.Registry + "/cache/web:" + mode, "mode": mode}
			first, second := bed.Another(t, t.TempDir()), bed.Another(t, t.TempDir())
			one := first.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: attrs, Modify: func(opt *client.SolveOpt) {
				opt.CacheExports = []client.CacheOptionsEntry{{Type: "registry", Attrs: ref}}
			}})
			if len(ran(one, "install ")) == 0 {
				t.Fatal("the first daemon installed nothing")
			}
			two := second.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: attrs, Modify: func(opt *client.SolveOpt) {
				opt.CacheImports = []client.CacheOptionsEntry{{Type: "registry", Attrs: ref}}
			}})
			if again := ran(two, steps...); len(again) > 0 {
				t.Errorf("the second daemon ran %q", again)
			}
			if a, b := one.Image(t).Digest, two.Image(t).Digest; a != b {
				t.Errorf("the daemons made %s and %s: %s", a, b, firstDifference(t, one.Image(t), two.Image(t)))
			}
		})
	}
}
