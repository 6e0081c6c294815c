package frontend_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/moby/buildkit/exporter/containerimage/exptypes"
	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/internal/gatewaytest"
	"github.com/org/pyfrontend/internal/llbtext"
)

// example is one build of an example project.
type example struct {
	// name is the directory of the goldens, dir that of the example.
	name, dir string
	opts      map[string]string
	// noMerge is Docker's classic image store.
	noMerge bool
}

var examples = []example{
	{name: "worker", dir: "worker", opts: map[string]string{"filename": "pyproject.toml"}},
	{name: "worker-alpine", dir: "worker", opts: map[string]string{"filename": "Dockerfile.alpine"}},
	{name: "worker-arm64", dir: "worker", opts: map[string]string{"filename": "pyproject.toml", "platform": "linux/arm64"}},
	{name: "worker-classic-store", dir: "worker", opts: map[string]string{"filename": "pyproject.toml"}, noMerge: true},
	{name: "web", dir: "web", opts: map[string]string{"filename": "pyproject.toml"}},
	{name: "package", dir: "package", opts: map[string]string{"filename": "pyproject.toml", "platform": "linux/amd64,linux/arm64"}},
	{name: "requirements", dir: "requirements"},
	{name: "requirements-hashed", dir: "requirements", opts: map[string]string{"filename": "Dockerfile.hashed"}},
}

// gateway is the example as a client would send it. Locks of real projects name
// real package registries and are not kept; the lock is one of testdata.
func (e example) gateway(t *testing.T) *gatewaytest.Gateway {
	t.Helper()
	files := readTree(t, filepath.Join("..", "examples", e.dir))
	if lock, err := os.ReadFile(lockFile(e.dir)); err == nil {
		files["uv.lock"] = string(lock)
	} else if files["pyproject.toml"] != "" {
		t.Fatalf("%v\nrun the tests with -relock to make it", err)
	}
	g := gateway(files, e.opts)
	g.NoMerge = e.noMerge
	return g
}

func lockFile(dir string) string { return filepath.Join("testdata", "locks", dir+".lock") }

// TestGolden compares the plan, the LLB and the image's config of the examples
// with what they were.
func TestGolden(t *testing.T) {
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			plan := build(t, request(e.gateway(t), "pyfrontend.plan"))
			golden(t, "golden/"+e.name+"/plan.json", string(plan.Metadata["result.json"]))
			golden(t, "golden/"+e.name+"/plan.txt", string(plan.Metadata["result.txt"]))
			for id, ref := range references(build(t, e.gateway(t))) {
				text, err := llbtext.Format(gatewaytest.Definition(ref))
				if err != nil {
					t.Fatal(err)
				}
				golden(t, "golden/"+e.name+"/"+id+".llb.txt", text)
			}
		})
	}
}

// TestEveryExampleHasGoldens keeps an example from being forgotten above.
func TestEveryExampleHasGoldens(t *testing.T) {
	dirs, err := os.ReadDir(filepath.Join("..", "examples"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		if d.IsDir() && !slices.ContainsFunc(examples, func(e example) bool { return e.dir == d.Name() }) {
			t.Errorf("examples/%s has no goldens", d.Name())
		}
	}
}

// references are the images of a result by a file name for their platform.
func references(res *client.Result) map[string]client.Reference {
	if res.Ref != nil {
		return map[string]client.Reference{"image": res.Ref}
	}
	out := map[string]client.Reference{}
	for id, ref := range res.Refs {
		out["image-"+filepath.Base(id)] = ref
	}
	return out
}

// config is the image's config, of the first platform if there are several.
func config(t *testing.T, res *client.Result) []byte {
	t.Helper()
	for _, key := range []string{exptypes.ExporterImageConfigKey, exptypes.ExporterImageConfigKey + "/linux/amd64"} {
		if data := res.Metadata[key]; data != nil {
			return data
		}
	}
	t.Fatal("the result has no image config")
	return nil
}
