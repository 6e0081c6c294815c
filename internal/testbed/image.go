package testbed

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/platforms"
	"github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Image is one platform's image, in an OCI layout on disk.
type Image struct {
	// Digest is that of the manifest.
	Digest digest.Digest
	// Manifest lists the layers, with their compressed sizes.
	Manifest ocispecs.Manifest
	// Config is the image configuration, Docker's extensions included.
	Config v1.DockerOCIImage

	layout string
	files  map[string]*File
	unpack sync.Mutex
	shared string // a root filesystem that containers share
}

// LoadLayout reads every image of an OCI layout, by platform. Attestation
// manifests are left out.
func LoadLayout(dir string) (map[string]*Image, error) {
	var index ocispecs.Index
	if err := readJSON(filepath.Join(dir, ocispecs.ImageIndexFile), &index); err != nil {
		return nil, err
	}
	all := map[string]*Image{}
	return all, loadManifests(dir, index.Manifests, all)
}

func loadManifests(dir string, descriptors []ocispecs.Descriptor, into map[string]*Image) error {
	for _, desc := range descriptors {
		if images.IsIndexType(desc.MediaType) {
			var index ocispecs.Index
			if err := readJSON(blob(dir, desc.Digest), &index); err != nil {
				return err
			}
			if err := loadManifests(dir, index.Manifests, into); err != nil {
				return err
			}
			continue
		}
		if _, attestation := desc.Annotations["vnd.docker.reference.type"]; attestation {
			continue
		}
		img := &Image{Digest: desc.Digest, layout: dir}
		if err := readJSON(blob(dir, desc.Digest), &img.Manifest); err != nil {
			return err
		}
		if err := readJSON(blob(dir, img.Manifest.Config.Digest), &img.Config); err != nil {
			return err
		}
		into[platforms.Format(img.Config.Platform)] = img
	}
	return nil
}

// LayerSizes are the compressed sizes of the layers, lowest first.
func (i *Image) LayerSizes() []int64 {
	var sizes []int64
	for _, l := range i.Manifest.Layers {
		sizes = append(sizes, l.Size)
	}
	return sizes
}

// openLayer opens a layer as a plain tar.
func (i *Image) openLayer(desc ocispecs.Descriptor) (io.ReadCloser, error) {
	f, err := os.Open(blob(i.layout, desc.Digest))
	if err != nil {
		return nil, err
	}
	return decompress(f)
}

// blob is the path of a blob in an OCI layout.
func blob(layout string, d digest.Digest) string {
	return filepath.Join(layout, ocispecs.ImageBlobsDir, d.Algorithm().String(), d.Encoded())
}

func readJSON(path string, into any) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// UnpackedSizes are the sizes of the layers as plain tars, lowest first.
func (i *Image) UnpackedSizes(t testing.TB) []int64 {
	t.Helper()
	var sizes []int64
	for _, desc := range i.Manifest.Layers {
		layer, err := i.openLayer(desc)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, layer)
		if err := errors.Join(err, layer.Close()); err != nil {
			t.Fatalf("unpacking layer %s: %v", desc.Digest, err)
		}
		sizes = append(sizes, n)
	}
	return sizes
}
