package frontend

import (
	"context"
	"fmt"
	"strings"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/llbgen"
	"github.com/org/pyfrontend/llbgen/plan"
)

// build generates and solves each platform's image and attests them.
func (r *request) build(ctx context.Context) (*client.Result, error) {
	scan, err := r.scanner(ctx)
	if err != nil {
		return nil, err
	}
	r.resolveCompilers(ctx)
	in, err := r.generatorInput(ctx)
	if err != nil {
		return nil, err
	}
	in.Locate = r.locations(places(r.planned))
	if in.Context, err = r.context(ctx); err != nil {
		return nil, err
	}
	rb, err := r.src.UI().Build(ctx, func(ctx context.Context, _ *ocispecs.Platform, i int) (res *dockerui.BuildResult, err error) {
		defer recovered(&err)
		return r.buildImage(ctx, in, &r.planned.Images[i])
	})
	if err != nil {
		return nil, err
	}
	if err := r.attest(ctx, scan, rb); err != nil {
		return nil, err
	}
	return rb.Finalize()
}

func (r *request) buildImage(ctx context.Context, in llbgen.Input, img *plan.Image) (*dockerui.BuildResult, error) {
	in.BaseConfig = r.config(img.Platform)
	out, err := llbgen.Generate(ctx, img, &in)
	if err != nil {
		return nil, err
	}
	p, err := platforms.Parse(img.Platform)
	if err != nil {
		return nil, err
	}
	ref, err := r.solve(ctx, out.State, llb.Platform(p))
	if err != nil {
		return nil, err
	}
	// Now, and not when it is exported: only so does an error come back here.
	if err := ref.Evaluate(ctx); err != nil {
		return nil, r.explain(err)
	}
	if err := r.checkCommand(ctx, ref, img); err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.states[platforms.FormatAll(platforms.Normalize(p))] = out.State
	r.mu.Unlock()
	return &dockerui.BuildResult{Reference: ref, Image: out.Config, BaseImage: out.Base, Epoch: in.Epoch}, nil
}

// generatorInput is what all platforms share, but for the context.
func (r *request) generatorInput(ctx context.Context) (llbgen.Input, error) {
	ui := r.src.UI()
	e, err := epoch(ctx, ui)
	if err != nil {
		return llbgen.Input{}, err
	}
	in := llbgen.Input{
		Caps: ui.BuildOpts().LLBCaps, Image: r.state, NoCache: ui.IsNoCache,
		Exec: execOptions(&ui.Config), Labels: ui.Labels, Epoch: e, Multi: len(ui.TargetPlatforms) > 1,
	}
	in.Exec.TrustSecret = r.input.Spec.CA.V
	in.Exec.SecretEnv = indexSecrets(r.input.Indexes())
	return in, nil
}

// context is the build context without what the plan leaves out, so that it is
// not even transferred. Git and tar contexts ignore the patterns; the
// generator applies them again.
func (r *request) context(ctx context.Context) (llb.State, error) {
	st, err := r.src.UI().MainContext(ctx, llb.ExcludePatterns(r.planned.Images[0].Source.Exclude))
	if err != nil {
		return llb.State{}, fmt.Errorf("cannot use the build context: %w", err)
	}
	return *st, nil
}

// pathOf returns the PATH of an image's environment.
func pathOf(env []string) string {
	for _, e := range env {
		if v, ok := strings.CutPrefix(e, "PATH="); ok {
			return v
		}
	}
	return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
}
