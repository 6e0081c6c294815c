package frontend

import (
	"context"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/llbgen"
	"github.com/org/pyfrontend/llbgen/plan"
)

// lockRule is the rule of a project without a lock.
const lockRule = "LockMissing"

// lock reads the project's lock, or makes one: the rest knows only projects
// with a lock, and those with requirements.
func (r *request) lock(ctx context.Context) error {
	if r.input.Doc == nil || r.input.Requirements != nil {
		return nil
	}
	if r.input.Lock == nil {
		if err := r.makeLock(ctx); err != nil {
			return err
		}
	}
	locked, found := uvlock.Parse(r.input.Lock)
	r.found.Append(found...)
	r.input.Locked = locked
	return r.fail()
}

// makeLock resolves a project that has no uv.lock inside the build.
func (r *request) makeLock(ctx context.Context) error {
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
