package llbgen

import (
	"github.com/moby/buildkit/client/llb"

	"github.com/org/pyfrontend/llbgen/plan"
)

// LockFile is where Lock leaves the lock, a path of its state.
const LockFile = "/in/uv.lock"

// Lock resolves a project that has no uv.lock, inside the build, and returns a
// state with the lock in it. files are the project's manifests.
func Lock(img *plan.Image, in *Input, files []plan.File, line plan.Line) (llb.State, error) {
	return uvLock(img, in, files, line, "resolve the project's dependencies (there is no uv.lock)")
}

// CheckLock fails when uv finds that uv.lock, which is among the files, is not
// what the manifests ask for.
func CheckLock(img *plan.Image, in *Input, files []plan.File, line plan.Line) (llb.State, error) {
	return uvLock(img, in, files, line, "check that uv.lock is up to date", "--check")
}

func uvLock(img *plan.Image, in *Input, files []plan.File, line plan.Line, name string, args ...string) (llb.State, error) {
	g, err := newGenerator(img, in)
	if err != nil {
		return llb.State{}, err
	}
	return g.run(step{
		name:     name,
		kind:     StepDependencies,
		at:       place{platform: img.Builder.Platform},
		tree:     inputDir,
		state:    g.files(files),
		selector: "/in",
		args:     append([]string{uvPath, "lock", "--project", inputDir}, args...),
		network:  true,
		line:     line,
	}), nil
}
