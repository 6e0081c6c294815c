package frontend

import (
	"context"
	"fmt"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sync/errgroup"

	facts "github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/frontend/source"
)

// base is the base image of one platform.
type base struct {
	*source.Image
	facts *facts.Facts
}

// uvImages are the images that uv is mounted from, by platform.
type uvImages struct {
	ref    string
	states map[string]llb.State
}

// choose decides Python, base and uv.
func (r *request) choose(context.Context) error {
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
	names := append([]string{r.input.BuildPlatform}, r.input.Platforms...)
	r.images = map[string]*base{}
	r.uv = &uvImages{states: map[string]llb.State{}}
	eg, ctx := errgroup.WithContext(ctx)
	for i, name := range names {
		if i > 0 && name == r.input.BuildPlatform {
			continue
		}
		eg.Go(func() error { return guarded(func() error { return r.resolveFor(ctx, name) }) })
	}
	if err := eg.Wait(); err != nil {
		return err
	}
	return r.fail()
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
		r.addFinding(r.input.Spec.UV.Range, fmt.Sprintf("the image of uv, %s, cannot be had for %s", r.chosen.UV.Value, name), err,
			fmt.Sprintf("Give another one by its name: docker build --build-context %s=docker-image://REGISTRY/uv:TAG", r.chosen.UV.Value))
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.uv.ref = img.Ref
	r.uv.states[name] = img.State
	return nil
}

func (r *request) resolveBase(ctx context.Context, name string, p ocispecs.Platform) error {
	img, err := r.src.Image(ctx, r.chosen.Base.Value, p)
	if err != nil {
		r.addFinding(r.blameBase(), fmt.Sprintf("the base image %s cannot be had for %s", r.chosen.Base.Value, name), err,
			"Check its name, or set another with base = \"...\" under [tool.pyfrontend].")
		return nil
	}
	fs, err := r.src.RootFS(ctx, img)
	if err != nil {
		return err
	}
	f, err := facts.Inspect(ctx, fs, facts.Image{Env: img.Config.Config.Env, Arch: p.Architecture})
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.images[name] = &base{Image: img, facts: f}
	return nil
}

// addFinding records that an image cannot be had; safe for use by goroutines.
func (r *request) addFinding(where diag.Range, summary string, err error, suggestion string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !where.Known() {
		where = r.input.Blame
	}
	r.found.Add(where, summary, err.Error(), suggestion)
}

func (r *request) blameBase() diag.Range {
	if b := r.input.Spec.Base; b.Set() {
		return b.Range
	}
	return r.input.Spec.Python.Range
}

// state returns the state of an image of the plan.
func (r *request) state(ref, platform string) (llb.State, error) {
	if ref == r.uv.ref {
		if st, ok := r.uv.states[platform]; ok {
			return st, nil
		}
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
