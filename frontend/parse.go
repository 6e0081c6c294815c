package frontend

import (
	"context"

	"github.com/containerd/platforms"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/doors"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// parse turns the files into models: what the planner works from.
func (r *request) parse(ctx context.Context) error {
	door, found := doors.Read(r.entry.File)
	r.found.Append(found...)
	in := &planner.Input{
		PythonVersion: r.project.File(".python-version"),
		Lock:          r.project.File("uv.lock"),
		Settings:      r.project.File("uv.toml"),
		Files:         r.project.Names(),
	}
	r.input = in
	r.target()
	r.platforms()
	r.manifest(door)
	r.spec(door)
	r.requirements(door)
	if err := r.fail(); err != nil {
		return err
	}
	if err := r.customRequirements(ctx); err != nil {
		return err
	}
	r.nothing()
	if err := r.fail(); err != nil {
		return err
	}
	var err error
	in.Ignored, err = r.src.UI().DockerIgnorePatterns(ctx)
	return err
}

// platforms lists what is asked for in OCI form; the default is the worker's.
func (r *request) platforms() {
	ui := r.src.UI()
	r.input.BuildPlatform = format(ui.BuildPlatforms[0])
	for _, p := range ui.TargetPlatforms {
		r.input.Platforms = append(r.input.Platforms, format(p))
	}
	if len(ui.TargetPlatforms) == 0 {
		r.input.Platforms = []string{r.input.BuildPlatform}
	}
}

func format(p ocispecs.Platform) string { return platforms.Format(platforms.Normalize(p)) }

// manifest parses pyproject.toml: the file of -f if that is one, else the
// context's.
func (r *request) manifest(door doors.Door) {
	f := r.project.File("pyproject.toml")
	if door.Kind == doors.Pyproject {
		f = r.entry.File
	}
	if f == nil || door.Kind == doors.Requirements {
		return
	}
	doc, found := pyproject.Parse(f)
	r.found.Append(found...)
	r.input.Doc = doc
	r.input.Blame = f.LineRange(1)
	if doc.Project != nil {
		r.input.Blame = doc.Project.Range
	}
}

// spec joins the table of pyproject.toml, the keys of the Dockerfile and the
// build arguments; later ones win.
func (r *request) spec(door doors.Door) {
	var nodes []*tomltree.Node
	if r.input.Doc != nil {
		nodes = append(nodes, r.input.Doc.Spec)
	}
	nodes = append(nodes, door.Spec)
	var found diag.List
	r.input.Spec, found = spec.Parse(nodes...)
	r.found.Append(found...)
}

// requirements finds the requirements file: the one of -f, the spec's, or
// requirements.txt where there is no pyproject.toml.
func (r *request) requirements(door doors.Door) {
	switch {
	case door.Kind == doors.Requirements:
		r.input.Requirements = r.entry.File
	case r.input.Doc == nil && r.input.Spec.Requirements.V == "":
		r.input.Requirements = r.project.File("requirements.txt")
	}
	if f := r.input.Requirements; f != nil && !r.input.Blame.Known() {
		r.input.Blame = f.LineRange(1)
	}
}

// customRequirements fetches the file that the spec names.
func (r *request) customRequirements(ctx context.Context) error {
	want := r.input.Spec.Requirements
	if want.V == "" {
		return nil
	}
	more, err := r.src.Project(ctx, []string{want.V})
	if err != nil {
		return err
	}
	r.found.Append(more.Findings...)
	f := more.File(want.V)
	if f == nil {
		r.found.Add(want.Range, "the build context has no file "+diag.Quote(want.V), "", "Mend the name, or leave the key out to build from pyproject.toml and uv.lock.")
		return nil
	}
	r.project.Add(f, more.SourceMaps()[f.Name])
	r.input.Requirements = f
	r.input.Blame = f.LineRange(1)
	return nil
}

// nothing reports a context without a project.
func (r *request) nothing() {
	if r.input.Doc != nil || r.input.Requirements != nil {
		return
	}
	where := diag.Range{}
	if r.entry.File != nil {
		where = r.entry.File.LineRange(1)
	}
	r.found.Add(where, "the build context has no pyproject.toml and no requirements.txt",
		"pyfrontend builds the Python project at the root of the build context.",
		"Run docker build in the project's directory, or name it: docker build path/to/project. Check also that .dockerignore does not leave the file out.")
}
