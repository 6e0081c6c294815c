package frontend

import (
	"context"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/llbgen"
	"github.com/org/pyfrontend/llbgen/plan"
)

// lockRule is the rule of a project without a lock.
const lockRule = "LockMissing"

// lock resolves a project that has no uv.lock inside the build, so that the
// rest works from a lock in any case.
func (r *request) lock(ctx context.Context) error {
	if r.input.Doc == nil || r.input.Requirements != nil || r.input.Lock != nil || r.input.Doc.Project == nil {
		return nil
	}
	r.found.Warn(lockRule, r.input.Blame, "the project has no uv.lock",
		"The newest versions that fit were chosen inside this build; the next build may choose others.",
		"Run `uv lock` and commit uv.lock.")
	st, err := r.lockState(ctx)
	if err != nil {
		return err
	}
	ref, err := r.solve(ctx, st)
	if err != nil {
		return fmt.Errorf("cannot resolve the project's dependencies: %w", err)
	}
	data, err := dockerui.ReadFile(ctx, ref, llbgen.LockFile)
	if err != nil {
		return fmt.Errorf("cannot read the lock that was made: %w", err)
	}
	r.input.Lock = diag.NewFile("uv.lock", data)
	r.input.LockMade = true
	return nil
}

func (r *request) lockState(ctx context.Context) (llb.State, error) {
	in, err := r.generatorInput(ctx)
	if err != nil {
		return llb.State{}, err
	}
	build := r.input.BuildPlatform
	b := r.images[build]
	img := &plan.Image{
		Platform: build,
		Base:     plan.Base{Ref: b.Ref, Platform: build, Python: b.facts.Python},
		Builder:  plan.Base{Ref: b.Ref, Platform: build, Python: b.facts.Python},
		UV:       plan.Tool{Ref: r.uv.ref, Platform: build},
	}
	files := []plan.File{{Path: "pyproject.toml", Data: r.input.Doc.File.Data}}
	if f := r.input.Settings; f != nil {
		files = append(files, plan.File{Path: "uv.toml", Data: f.Data})
	}
	where := r.input.Blame
	return llbgen.Lock(img, &in, files, plan.Line{File: where.Filename(), Start: where.Start.Line, End: where.End.Line})
}
