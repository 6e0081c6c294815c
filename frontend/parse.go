package frontend

import (
	"context"

	"github.com/containerd/platforms"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/frontend/project"
)

// parse turns the files into models: what the planner works from. Files that
// only these name are fetched as they become known.
func (r *request) parse(ctx context.Context) (err error) {
	r.project = project.New(r.entry.File, r.files, r.src.UI().BuildArgs)
	r.project.Whole = r.src.UI().Target == lockTarget
	r.input = r.project.Input
	r.target()
	r.checkEpoch()
	r.platforms()
	for wants := r.project.Wants(); len(wants) > 0; wants = r.project.Wants() {
		more, err := r.src.Project(ctx, wants)
		if err != nil {
			return err
		}
		r.found.Append(more.Findings...)
		for _, name := range more.Names() {
			r.files.Add(more.File(name), more.SourceMaps()[name])
		}
		r.project.Add(more)
	}
	r.project.Finish()
	r.found.Append(r.project.Found...)
	if r.input.Ignored, err = r.ignored(ctx); err != nil {
		return err
	}
	return r.fail()
}

// platforms lists what is asked for in OCI form.
func (r *request) platforms() {
	ui := r.src.UI()
	r.input.BuildPlatform = format(ui.BuildPlatforms[0])
	for _, p := range ui.TargetPlatforms {
		r.input.Platforms = append(r.input.Platforms, format(p))
	}
}

func format(p ocispecs.Platform) string { return platforms.Format(platforms.Normalize(p)) }
