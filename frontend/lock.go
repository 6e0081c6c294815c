package frontend

import (
	"context"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/llbgen"
	"github.com/org/pyfrontend/llbgen/plan"
)

// lock makes the lock of a project that has none, inside the build: the rest
// knows only projects with a lock, and those with requirements. A lock that is
// there is checked.
func (r *request) lock(ctx context.Context) error {
	if r.input.Requirements != nil {
		return nil
	}
	if r.input.Lock != nil {
		return r.checkLock(ctx)
	}
	r.found.Warn(planner.RuleLockMissing, r.input.Blame, "the project has no uv.lock",
		"A build without one takes the newest versions that fit, and the next build may take others.",
		"Run `uv lock`, or docker build --target lock -o . . where there is no uv, and commit uv.lock.")
	if r.checkOnly {
		return nil
	}
	return r.makeLock(ctx)
}

// lockStep is llbgen.Lock or llbgen.CheckLock.
type lockStep func(*plan.Image, *llbgen.Input, []plan.File, plan.Line) (llb.State, error)

// checkLock lets uv say whether the lock is up to date, where the text of the
// files does not tell. That is `uv sync --locked`; it is cached like any step.
func (r *request) checkLock(ctx context.Context) error {
	if !r.lockUnsure || r.checkOnly {
		return nil
	}
	st, err := r.lockState(ctx, llbgen.CheckLock)
	if err != nil {
		return err
	}
	ref, err := r.solve(ctx, st)
	if err == nil {
		err = ref.Evaluate(ctx)
	}
	if err != nil {
		return explained("uv.lock is not up to date. Run `uv lock`, and commit uv.lock.", err)
	}
	return nil
}

// makeLock resolves a project that has no uv.lock inside the build.
func (r *request) makeLock(ctx context.Context) error {
	st, err := r.lockState(ctx, llbgen.Lock)
	if err != nil {
		return err
	}
	ref, err := r.solve(ctx, st)
	if err != nil {
		return err
	}
	// Solving is lazy: the step runs when its result is read.
	data, err := dockerui.ReadFile(ctx, ref, llbgen.LockFile)
	if err != nil {
		return explained("The project's dependencies could not be resolved; what uv says about it is above, in the output of the step.", err)
	}
	before := len(r.project.Found)
	r.project.SetLock(diag.NewFile("uv.lock", data))
	r.found.Append(r.project.Found[before:]...)
	return r.fail()
}

// lockState is where the lock is made. A lock that is there already is brought
// up to date: uv keeps the versions that still fit.
func (r *request) lockState(ctx context.Context, run lockStep) (llb.State, error) {
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
	files := []plan.File{{Path: "pyproject.toml", Data: r.files.File("pyproject.toml").Data}}
	for _, m := range r.input.Members {
		files = append(files, plan.File{Path: m.Doc.File.Name, Data: m.Doc.File.Data})
	}
	if f := r.input.Lock; f != nil {
		files = append(files, plan.File{Path: "uv.lock", Data: f.Data})
	}
	if f := r.input.Settings; f != nil {
		files = append(files, plan.File{Path: "uv.toml", Data: f.Data})
	}
	where := r.input.Blame
	place := plan.Line{File: where.Filename(), Start: where.Start.Line, End: where.End.Line}
	in.Locate = r.locations([]plan.Line{place})
	return run(img, &in, files, place)
}
