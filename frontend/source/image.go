package source

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/containerd/platforms"
	"github.com/distribution/reference"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/util/imageutil"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Image is an image of one platform.
type Image struct {
	// Ref is pinned by digest where there is one to pin.
	Ref    string
	State  llb.State
	Config *dockerspec.DockerOCIImage
}

// ErrNotAnImage means that a name was replaced by something that is no image.
var ErrNotAnImage = errors.New("not an image")

// Image resolves a name. A named context of that name (--build-context
// python:3.13-slim=...) comes before the registry.
func (s *Source) Image(ctx context.Context, name string, p ocispecs.Platform) (*Image, error) {
	p = platforms.Normalize(p)
	img, err := s.context(ctx, name, p)
	if img != nil || err != nil {
		return img, err
	}
	return s.registry(ctx, name, p)
}

// context looks for a named context; nil if there is none of that name.
func (s *Source) context(ctx context.Context, name string, p ocispecs.Platform) (*Image, error) {
	// Images are resolved at the same time, and a context that a source policy
	// rewrites is written back to the options (dockerui, NamedContext.load).
	s.contexts.Lock()
	defer s.contexts.Unlock()
	var dgst digest.Digest
	nc, err := s.ui.NamedContext(name, dockerui.ContextOpt{
		Platform: &p, ResolveMode: s.ui.ImageResolveMode.String(), CaptureDigest: &dgst,
	})
	if nc == nil || err != nil {
		return nil, err
	}
	st, config, err := nc.Load(ctx)
	if err != nil {
		return nil, err
	}
	if st == nil {
		return nil, fmt.Errorf("the build context named %s is empty", name)
	}
	img := &Image{Ref: name, State: *st, Config: config}
	if config == nil {
		// A directory or an archive: a root filesystem without a config.
		img.Config = &dockerspec.DockerOCIImage{}
		img.Config.Platform = p
	}
	if dgst != "" {
		img.Ref = name + "@" + dgst.String()
	}
	return img, nil
}

// registry resolves a name and pins it. The returned reference is used, not
// the name: a source policy may have changed it.
func (s *Source) registry(ctx context.Context, name string, p ocispecs.Platform) (*Image, error) {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return nil, fmt.Errorf("%q is not an image reference: %w", name, err)
	}
	named = reference.TagNameOnly(named)
	ref, dgst, data, err := s.c.ResolveImageConfig(ctx, named.String(), sourceresolver.Opt{
		LogName: "[internal] load metadata for " + name,
		ImageOpt: &sourceresolver.ResolveImageOpt{
			Platform: &p, ResolveMode: s.ui.ImageResolveMode.String(),
		},
	})
	if err != nil {
		var other *imageutil.ResolveToNonImageError
		if errors.As(err, &other) {
			return nil, fmt.Errorf("a source policy turns %s into %s: %w", name, other.Updated, ErrNotAnImage)
		}
		return nil, err
	}
	config := &dockerspec.DockerOCIImage{}
	if err := json.Unmarshal(data, config); err != nil {
		return nil, fmt.Errorf("the config of %s: %w", name, err)
	}
	if ref, err = pin(ref, dgst); err != nil {
		return nil, err
	}
	st := llb.Image(ref, llb.Platform(p), s.ui.ImageResolveMode, llb.WithCustomName("[internal] load "+name))
	if st, err = st.WithImageConfig(data); err != nil {
		return nil, err
	}
	return &Image{Ref: ref, State: st.Platform(p), Config: config}, nil
}

func pin(ref string, dgst digest.Digest) (string, error) {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return "", err
	}
	if _, ok := named.(reference.Canonical); ok || dgst == "" {
		return named.String(), nil
	}
	pinned, err := reference.WithDigest(named, dgst)
	if err != nil {
		return "", err
	}
	return pinned.String(), nil
}
