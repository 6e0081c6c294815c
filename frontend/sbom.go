package frontend

import (
	"context"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/attestations/sbom"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/result"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/llbgen"
)

// scanner makes the scanner of --sbom, nil when none was asked for. It is made
// before anything is built, so that a generator that cannot be had fails first.
func (r *request) scanner(ctx context.Context) (sbom.Scanner, error) {
	ui := r.src.UI()
	if ui.SBOM == nil {
		return nil, nil
	}
	p := ui.BuildPlatforms[0]
	return sbom.CreateSBOMScanner(ctx, r.src.Client(), ui.SBOM.Generator, p, sourceresolver.Opt{
		ImageOpt: &sourceresolver.ResolveImageOpt{ResolveMode: ui.ImageResolveMode.String(), Platform: &p},
	}, ui.SBOM.Parameters)
}

// attest scans each platform's image and attaches what was found.
func (r *request) attest(ctx context.Context, scan sbom.Scanner, rb *dockerui.ResultBuilder) error {
	if scan == nil {
		return nil
	}
	return rb.EachPlatform(ctx, func(ctx context.Context, id string, _ ocispecs.Platform) (err error) {
		defer recovered(&err)
		core, ok := r.built(id)
		if !ok {
			return fmt.Errorf("no image to scan for %s", id)
		}
		var opts []llb.ConstraintsOpt
		if r.src.UI().IsNoCache(llbgen.StepProject) {
			opts = append(opts, llb.IgnoreCache)
		}
		att, err := scan(ctx, id, core, nil, opts...)
		if err != nil {
			return err
		}
		solved, err := result.ConvertAttestation(&att, func(st *llb.State) (client.Reference, error) {
			return r.solve(ctx, *st)
		})
		if err != nil {
			return err
		}
		rb.AddAttestation(id, *solved)
		return nil
	})
}
