package frontend

import (
	"context"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/llbgen"
)

// buildLock answers --target lock: the result holds nothing but uv.lock.
func (r *request) buildLock(ctx context.Context) (*client.Result, error) {
	if err := r.advance(ctx, resolved); err != nil {
		return nil, err
	}
	if r.input.Doc == nil || r.input.Doc.Project == nil && r.input.Doc.UV.Workspace == nil {
		r.found.Add(diag.Range{}, "there is nothing to lock", "Only a pyproject.toml with a [project] can be locked.", "")
		return nil, r.fail()
	}
	st, err := r.lockState(ctx, llbgen.Lock)
	if err != nil {
		return nil, err
	}
	out := llb.Scratch().File(llb.Copy(st, llbgen.LockFile, "/uv.lock"), llb.WithCustomName("take uv.lock"))
	rb, err := r.src.UI().Build(ctx, func(ctx context.Context, p *ocispecs.Platform, _ int) (_ *dockerui.BuildResult, err error) {
		defer recovered(&err)
		if p == nil {
			p = &r.src.UI().BuildPlatforms[0]
		}
		ref, err := r.solve(ctx, out)
		if err != nil {
			return nil, err
		}
		config := &dockerspec.DockerOCIImage{}
		config.Platform = platforms.Normalize(*p)
		config.RootFS.Type = "layers"
		return &dockerui.BuildResult{Reference: ref, Image: config}, nil
	})
	if err != nil {
		return nil, err
	}
	return rb.Finalize()
}
