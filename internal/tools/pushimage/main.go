// Command pushimage packs root filesystem tars into images and pushes them to
// a registry: one image for each platform, joined in one index, under every
// reference asked for. It reads its request from standard input as JSON and
// needs no build daemon.
package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// request is what standard input holds.
type request struct {
	// References are the names to push under, registry included.
	References []string `json:"references"`
	// Images has one entry for each platform.
	Images []platformImage `json:"images"`
}

// platformImage is one platform's image.
type platformImage struct {
	// Platform is "os/arch" or "os/arch/variant".
	Platform string `json:"platform"`
	// Layers are tar files, lowest first.
	Layers []string `json:"layers"`
	// Config is the run configuration (Env, Cmd, User, Labels, ...).
	Config v1.Config `json:"config"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "pushimage:", err)
		os.Exit(1)
	}
}

func run() error {
	var req request
	dec := json.NewDecoder(os.Stdin)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&req); err != nil {
		return fmt.Errorf("reading the request: %w", err)
	}
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, pi := range req.Images {
		img, platform, err := build(pi)
		if err != nil {
			return fmt.Errorf("%s: %w", pi.Platform, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        img,
			Descriptor: v1.Descriptor{Platform: platform},
		})
	}
	for _, reference := range req.References {
		tag, err := name.ParseReference(reference)
		if err != nil {
			return err
		}
		if err := remote.WriteIndex(tag, index); err != nil {
			return fmt.Errorf("pushing %s: %w", reference, err)
		}
	}
	return nil
}

// build makes the image of one platform. The creation time is fixed, so that
// the same layers and configuration give the same digest on every machine.
func build(pi platformImage) (v1.Image, *v1.Platform, error) {
	platform, err := v1.ParsePlatform(pi.Platform)
	if err != nil {
		return nil, nil, err
	}
	img := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	img, err = mutate.ConfigFile(img, &v1.ConfigFile{
		OS:           platform.OS,
		Architecture: platform.Architecture,
		Variant:      platform.Variant,
		Created:      v1.Time{Time: time.Unix(0, 0).UTC()},
		Config:       pi.Config,
		RootFS:       v1.RootFS{Type: "layers"},
	})
	if err != nil {
		return nil, nil, err
	}
	for _, path := range pi.Layers {
		layer, err := tarball.LayerFromFile(path,
			tarball.WithMediaType(types.OCILayer), tarball.WithCompressedCaching,
			// As BuildKit compresses, so that sizes are those of a published image.
			tarball.WithCompressionLevel(gzip.DefaultCompression))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		img, err = mutate.Append(img, mutate.Addendum{
			Layer:   layer,
			History: v1.History{CreatedBy: "testbed"},
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return img, platform, nil
}
