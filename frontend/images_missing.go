package frontend

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
)

// missingImage is which of the images of a build could not be had.
type missingImage int

const (
	missingBase missingImage = iota
	missingUV
)

// unavailable is an image that could not be had for a platform.
type unavailable struct {
	image    missingImage
	platform string
	why      string
}

// missing records that an image could not be had, so that the others are tried
// all the same. A build that was called off has no findings. Safe for use by
// goroutines.
func (r *request) missing(ctx context.Context, image missingImage, platform string, err error) error {
	if ctx.Err() != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unavailable = append(r.unavailable, unavailable{image, platform, err.Error()})
	return nil
}

// reportMissing makes one finding of an image that is missing for the same
// reason on several platforms.
func (r *request) reportMissing() {
	for _, image := range []missingImage{missingBase, missingUV} {
		var reasons []string
		platforms := map[string][]string{}
		for _, platform := range r.wantedPlatforms() {
			for _, u := range r.unavailable {
				if u.image == image && u.platform == platform {
					reasons = append(reasons, u.why)
					platforms[u.why] = append(platforms[u.why], platform)
				}
			}
		}
		slices.Sort(reasons)
		for _, why := range slices.Compact(reasons) {
			r.addMissing(image, strings.Join(platforms[why], " and "), why)
		}
	}
}

func (r *request) addMissing(image missingImage, platforms, why string) {
	name, where, summary := r.chosen.Base.Value, r.blameBase(), "the base image %s cannot be had for %s"
	suggestion := "Check its name and whether the registry can be reached, or set another: base = \"...\" under [tool.pyfrontend]."
	if image == missingUV {
		name, where, summary = r.chosen.UV.Value, r.input.Spec.UV.Range, "the image of uv, %s, cannot be had for %s"
		suggestion = fmt.Sprintf("Give another one by its name: docker build --build-context %s=docker-image://REGISTRY/uv:TAG", name)
		if r.input.Spec.UV.Set() {
			suggestion = "Check the version, or leave the key out to use the uv that this release of pyfrontend is tested with."
		}
	}
	if !where.Known() {
		where = r.input.Blame
	}
	r.found.Add(where, fmt.Sprintf(summary, name, platforms), why, suggestion)
}

// blameBase is where the base comes from: the key, or the version that it is
// the default for.
func (r *request) blameBase() diag.Range {
	if b := r.input.Spec.Base; b.Set() {
		return b.Range
	}
	return r.input.Spec.Python.Range
}
