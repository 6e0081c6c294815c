package engines

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"

	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/internal/testbed"
)

// maxImage is what the frontend image may have in bytes: it is downloaded before
// the first build.
const maxImage = 8_000_000

// pulled reads from a repository of the bed's registry.
type pulled struct{ base string }

func (p pulled) get(t *testing.T, path string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", ocispecs.MediaTypeImageIndex+", "+ocispecs.MediaTypeImageManifest)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s%s: %s, %v", p.base, path, res.Status, err)
	}
	return data
}

func (p pulled) read(t *testing.T, path string, into any) {
	t.Helper()
	if err := json.Unmarshal(p.get(t, path), into); err != nil {
		t.Fatal(err)
	}
}

// TestImage looks at the frontend image as the registry has it: one static
// binary for each platform, small, with the labels that daemons ask for.
func TestImage(t *testing.T) {
	bed := testbed.RequireEngines(t)
	_, repository, _ := strings.Cut(bed.FrontendImage, "/")
	p := pulled{fmt.Sprintf("http://%s/v2/%s", bed.Registry, repository)}
	var index ocispecs.Index
	p.read(t, "/manifests/latest", &index)
	seen := map[string]bool{}
	for _, desc := range index.Manifests {
		var manifest ocispecs.Manifest
		var image ocispecs.Image
		p.read(t, "/manifests/"+desc.Digest.String(), &manifest)
		p.read(t, "/blobs/"+manifest.Config.Digest.String(), &image)
		seen[image.OS+"/"+image.Architecture] = true
		size := 0
		for _, layer := range manifest.Layers {
			size += recompressed(t, p.get(t, "/blobs/"+layer.Digest.String()))
		}
		t.Logf("%s: %d bytes", image.Architecture, size)
		if size > maxImage {
			t.Errorf("%s: %d bytes, more than %d", image.Architecture, size, maxImage)
		}
		// Caps are what buildx asks for: --call needs subrequests,
		// --build-context needs contexts, bake's targets need inputs.
		want := map[string]string{
			"moby.buildkit.frontend.network.none": "true",
			"moby.buildkit.frontend.caps":         "moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests,moby.buildkit.frontend.contexts,moby.buildkit.frontend.gitquerystring",
		}
		if !maps.Equal(image.Config.Labels, want) {
			t.Errorf("%s: labels %v, want %v", image.Architecture, image.Config.Labels, want)
		}
		if len(image.Config.Entrypoint) != 1 || len(manifest.Layers) != 1 {
			t.Errorf("%s: entrypoint %q, %d layers", image.Architecture, image.Config.Entrypoint, len(manifest.Layers))
		}
	}
	if !maps.Equal(seen, map[string]bool{"linux/amd64": true, "linux/arm64": true}) {
		t.Errorf("images for %v", seen)
	}
}

// recompressed is the size of a layer when it is compressed as `docker buildx
// build` does: the test bed's own push is in a hurry.
func recompressed(t *testing.T, layer []byte) int {
	t.Helper()
	zr, err := gzip.NewReader(bytes.NewReader(layer))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	zw := gzip.NewWriter(&out)
	if _, err := io.Copy(zw, zr); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}
