package bed

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/containerd/platforms"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/internal/testbed"
)

// maxFrontendSize is what the frontend image may add to a first build: every
// machine that builds with it downloads it once a release.
const maxFrontendSize = 8 << 20

// The frontend image is there for both architectures, and small.
func TestFrontendImage(t *testing.T) {
	bed := testbed.Require(t)
	var index ocispecs.Index
	manifest(t, bed, "latest", &index)
	seen := map[string]bool{}
	for _, desc := range index.Manifests {
		var m ocispecs.Manifest
		manifest(t, bed, desc.Digest.String(), &m)
		size := m.Config.Size
		for _, l := range m.Layers {
			size += l.Size
		}
		platform := platforms.Format(*desc.Platform)
		seen[platform] = true
		t.Logf("%s: %.2f MB", platform, float64(size)/1e6)
		if size > maxFrontendSize {
			t.Errorf("%s: %d bytes compressed, at most %d wanted", platform, size, maxFrontendSize)
		}
	}
	for _, want := range []string{"linux/amd64", "linux/arm64"} {
		if !seen[want] {
			t.Errorf("the image is not there for %s", want)
		}
	}
}

// manifest reads a manifest of the frontend image from the local registry.
func manifest(t *testing.T, bed *testbed.Bed, reference string, into any) {
	t.Helper()
	url := "http://" + bed.Registry + "/v2/org/pyfrontend/manifests/" + reference
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Add("Accept", ocispecs.MediaTypeImageIndex)
	req.Header.Add("Accept", ocispecs.MediaTypeImageManifest)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", url, res.Status)
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
