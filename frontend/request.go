package frontend

import (
	"context"
	"sync"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/diag/convert"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/frontend/project"
	"github.com/org/pyfrontend/frontend/source"
	"github.com/org/pyfrontend/llbgen/plan"
)

// request is what is known of one build; each phase adds to it.
type request struct {
	src *source.Source
	// entry is the file named by -f, files those of the context.
	entry *source.Entry
	files *source.Project
	// project is what the files say.
	project *project.Project
	// input is what the plan is made from, chosen what was decided first.
	input  *planner.Input
	chosen *planner.Chosen
	// images are the bases by platform, uv the image that uv is in.
	images map[string]*base
	uv     *uvImages
	// compilers are the images with a compiler, by reference and platform.
	compilers map[string]llb.State
	// unavailable are images that could not be had.
	unavailable []unavailable
	// lockUnsure says that only uv can tell whether the lock is up to date.
	lockUnsure bool
	// planned is the result of planning.
	planned *plan.Plan
	// found are the findings of all phases.
	found diag.List
	// checkOnly requests run nothing: they only want the findings.
	checkOnly bool

	mu sync.Mutex
	// states are the images that were built, by platform id.
	states map[string]llb.State
}

// open begins a request.
func open(c client.Client) (*request, error) {
	if err := checkCaps(c.BuildOpts().Opts["frontend.caps"]); err != nil {
		return nil, err
	}
	src, err := source.New(c)
	if err != nil {
		return nil, err
	}
	if ui := src.UI(); len(ui.TargetPlatforms) == 0 {
		// dockerui.Build would take the platform of this process, which need
		// not be the worker's.
		ui.TargetPlatforms = ui.BuildPlatforms[:1]
	}
	return &request{src: src, states: map[string]llb.State{}}, nil
}

// sources gives the definition that each file was read through, which
// BuildKit's errors and warnings carry.
func (r *request) sources() convert.Sources {
	out := convert.Sources{}
	if r.files != nil {
		for name, sm := range r.files.SourceMaps() {
			out[name] = sm.Definition.ToPB()
		}
	}
	if r.entry != nil && r.entry.Source != nil {
		out[r.entry.File.Name] = r.entry.Source.Definition.ToPB()
	}
	return out
}

// solve runs a state and returns its reference.
func (r *request) solve(ctx context.Context, st llb.State, opts ...llb.ConstraintsOpt) (client.Reference, error) {
	opts = append(opts, llb.WithCaps(r.src.UI().BuildOpts().LLBCaps))
	def, err := st.Marshal(ctx, opts...)
	if err != nil {
		return nil, err
	}
	res, err := r.src.Client().Solve(ctx, client.SolveRequest{
		Definition: def.ToPB(), CacheImports: r.src.UI().CacheImports,
	})
	if err != nil {
		return nil, err
	}
	return res.SingleRef()
}

// built returns the image of a platform, by the id that results use.
func (r *request) built(id string) (llb.State, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	st, ok := r.states[id]
	return st, ok
}
