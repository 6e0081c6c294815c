package testbed

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/containerd/containerd/v2/core/images"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Statement is an in-toto statement about an image: its provenance or an SBOM.
type Statement struct {
	PredicateType string          `json:"predicateType"`
	Predicate     json.RawMessage `json:"predicate"`
}

// Statements returns what was attested of the image, in the order of the
// attestation manifest that the index refers to it with.
func (i *Image) Statements(t testing.TB) []Statement {
	t.Helper()
	var index ocispecs.Index
	if err := readJSON(filepath.Join(i.layout, ocispecs.ImageIndexFile), &index); err != nil {
		t.Fatal(err)
	}
	out, err := i.statements(index.Manifests)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (i *Image) statements(descriptors []ocispecs.Descriptor) ([]Statement, error) {
	var out []Statement
	for _, desc := range descriptors {
		var more []Statement
		var err error
		switch {
		case images.IsIndexType(desc.MediaType):
			var index ocispecs.Index
			if err = readJSON(blob(i.layout, desc.Digest), &index); err == nil {
				more, err = i.statements(index.Manifests)
			}
		case desc.Annotations["vnd.docker.reference.digest"] == i.Digest.String():
			more, err = i.attested(desc)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// attested reads the statements of an attestation manifest.
func (i *Image) attested(desc ocispecs.Descriptor) ([]Statement, error) {
	var manifest ocispecs.Manifest
	if err := readJSON(blob(i.layout, desc.Digest), &manifest); err != nil {
		return nil, err
	}
	out := make([]Statement, len(manifest.Layers))
	for n, layer := range manifest.Layers {
		if err := readJSON(blob(i.layout, layer.Digest), &out[n]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
