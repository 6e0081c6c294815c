package main

import (
	"encoding/json"
	"fmt"
	"os"

	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// image is what one side made of a case.
type image struct {
	// Layers are the sizes of the compressed layers, by digest in their order.
	Layers []layer `json:"layers"`
	// Warm and Cold are the seconds that the program takes to import everything,
	// with and without its files in the page cache; Cold is 0 where the cache
	// cannot be emptied.
	Warm []float64 `json:"warm,omitempty"`
	Cold []float64 `json:"cold,omitempty"`
}

type layer struct {
	Digest string `json:"digest"`
	Size   int64  `json:"size"`
}

// image reads an image for one platform that was pushed.
func (p *pushed) image(repo, digest string) (*image, error) {
	p.mu.Lock()
	m, ok := p.manifests[repo+"@"+digest]
	p.mu.Unlock()
	if !ok {
		return nil, fmt.Errorf("%s@%s was not pushed", repo, digest)
	}
	data, err := os.ReadFile(m.file)
	if err != nil {
		return nil, err
	}
	var index ocispecs.Index
	if err := json.Unmarshal(data, &index); err != nil {
		return nil, err
	}
	for _, d := range index.Manifests {
		// The others are attestations, which have no platform.
		if d.Platform != nil && d.Platform.OS != "unknown" {
			return p.image(repo, d.Digest.String())
		}
	}
	var content ocispecs.Manifest
	if err := json.Unmarshal(data, &content); err != nil {
		return nil, err
	}
	img := &image{}
	for _, l := range content.Layers {
		img.Layers = append(img.Layers, layer{l.Digest.String(), l.Size})
	}
	return img, nil
}

// over is how many bytes an image adds to the layers that it shares with
// another, which are those of the base.
func (i *image) over(other *image) int64 {
	var n int64
	shared := true
	for k, l := range i.Layers {
		shared = shared && k < len(other.Layers) && other.Layers[k].Digest == l.Digest
		if !shared {
			n += l.Size
		}
	}
	return n
}
