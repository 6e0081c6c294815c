package frontend

import (
	"context"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests/convertllb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/llbgen"
)

// answerLLB returns the definition of the image. The answer has room for one,
// so it is that of the first platform (dockerfile2llb/convertllb.go does the
// same).
func (r *request) answerLLB(ctx context.Context) (*client.Result, error) {
	if err := r.advance(ctx, planned); err != nil {
		return nil, err
	}
	in, err := r.generatorInput(ctx)
	if err != nil {
		return nil, err
	}
	if in.Context, err = r.context(ctx); err != nil {
		return nil, err
	}
	img := &r.planned.Images[0]
	in.BaseConfig = r.config(img.Platform)
	out, err := llbgen.Generate(ctx, img, &in)
	if err != nil {
		return nil, err
	}
	p, err := platforms.Parse(img.Platform)
	if err != nil {
		return nil, err
	}
	def, err := out.State.Marshal(ctx, llb.Platform(p), llb.WithCaps(r.src.UI().BuildOpts().LLBCaps))
	if err != nil {
		return nil, err
	}
	return llbResult(def)
}

func llbResult(def *llb.Definition) (*client.Result, error) {
	res := &convertllb.Result{Def: map[digest.Digest]*pb.Op{}, Metadata: def.Metadata, Source: def.Source}
	for _, data := range def.Def {
		op := &pb.Op{}
		if err := op.UnmarshalVT(data); err != nil {
			return nil, err
		}
		res.Def[digest.FromBytes(data)] = op
	}
	return res.ToResult()
}
