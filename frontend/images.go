package frontend

import (
	"context"
	"fmt"
	"slices"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sync/errgroup"

	facts "github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/frontend/source"
)

// base is the base image of one platform.
type base struct {
	*source.Image
	facts *facts.Facts
}

// uvImages are the images that uv is mounted from, by platform. They are one
// image as a rule; --build-context may replace it for one platform only.
type uvImages struct {
	// ref is the reference on the build platform.
	ref    string
	images map[string]*source.Image
}

// choose decides Python, base and uv. The lock is checked first: whoever has to
// run `uv lock` should not wait for images.
func (r *request) choose(context.Context) error {
	if r.src.UI().Target != lockTarget {
		unsure, found := r.input.CheckLock()
		r.found.Append(found...)
		r.lockUnsure = unsure
	}
	chosen, found := planner.Choose(r.input)
	r.found.Append(found...)
	if err := r.fail(); err != nil {
		return err
	}
	r.chosen = chosen
	return nil
}

// resolve looks at the base of every platform, and of the build platform, all
// at once.
func (r *request) resolve(ctx context.Context) error {
	r.images = map[string]*base{}
	r.uv = &uvImages{images: map[string]*source.Image{}}
	r.unavailable = nil
	eg, ctx := errgroup.WithContext(ctx)
	for _, name := range r.wantedPlatforms() {
		eg.Go(func() error { return guarded(func() error { return r.resolveFor(ctx, name) }) })
	}
	if err := eg.Wait(); err != nil {
		return err
	}
	r.reportMissing()
	if err := r.fail(); err != nil {
		return err
	}
	r.uv.ref = r.uv.images[r.input.BuildPlatform].Ref
	return nil
}

// wantedPlatforms are those asked for and the one that steps run on, each once.
func (r *request) wantedPlatforms() []string {
	out := []string{r.input.BuildPlatform}
	for _, name := range r.input.Platforms {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (r *request) resolveFor(ctx context.Context, name string) error {
	p, err := platforms.Parse(name)
	if err != nil {
		return fmt.Errorf("platform %q: %w", name, err)
	}
	eg, ctx := errgroup.WithContext(ctx)
	eg.Go(func() error { return guarded(func() error { return r.resolveUV(ctx, name, p) }) })
	eg.Go(func() error { return guarded(func() error { return r.resolveBase(ctx, name, p) }) })
	return eg.Wait()
}

func (r *request) resolveUV(ctx context.Context, name string, p ocispecs.Platform) error {
	img, err := r.src.Image(ctx, r.chosen.UV.Value, p)
	if err != nil {
		return r.missing(ctx, missingUV, name, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.uv.images[name] = img
	return nil
}

func (r *request) resolveBase(ctx context.Context, name string, p ocispecs.Platform) error {
	img, err := r.src.Image(ctx, r.chosen.Base.Value, p)
	if err != nil {
		return r.missing(ctx, missingBase, name, err)
	}
	fs, err := r.src.RootFS(ctx, img)
	if err != nil {
		return r.missing(ctx, missingBase, name, err)
	}
	f, err := facts.Inspect(ctx, fs, facts.Image{
		Env: img.Config.Config.Env, Arch: p.Architecture, Paths: planner.Paths(r.input.Spec),
	})
	if err != nil {
		return r.missing(ctx, missingBase, name, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.images[name] = &base{Image: img, facts: f}
	return nil
}

// resolveCompilers resolves the images that compiling steps run in. Where there
// is none, those steps run in the base, and fail there if they need a compiler.
func (r *request) resolveCompilers(ctx context.Context) {
	r.compilers = map[string]llb.State{}
	for i := range r.planned.Images {
		img := &r.planned.Images[i]
		if img.Compiler == nil {
			continue
		}
		for _, name := range r.wantedPlatforms() {
			p, err := platforms.Parse(name)
			if err != nil {
				continue
			}
			full, err := r.src.Image(ctx, img.Compiler.Name.Value, p)
			if err != nil {
				img.Compiler = nil
				break
			}
			img.Compiler.Ref = full.Ref
			r.compilers[full.Ref+" "+name] = full.State
		}
	}
}

// state returns the state of an image of the plan.
func (r *request) state(ref, platform string) (llb.State, error) {
	if img := r.uv.images[platform]; img != nil && ref == r.uv.ref {
		return img.State, nil
	}
	if st, ok := r.compilers[ref+" "+platform]; ok {
		return st, nil
	}
	if b := r.images[platform]; b != nil {
		return b.State, nil
	}
	return llb.State{}, fmt.Errorf("no image %s was resolved for %s", ref, platform)
}

// config returns the config of a platform's base.
func (r *request) config(platform string) *dockerspec.DockerOCIImage {
	return r.images[platform].Config
}
