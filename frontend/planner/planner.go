// Package planner decides what a build will do: it turns the models of a
// project's files and the facts of its base images into a plan. It runs
// nothing and reads nothing; the same code serves the frontend, the checks and
// the command line.
//
// It works in two steps, because the base image depends on the Python that was
// chosen and the plan depends on what is in the base: Choose, then New.
package planner

import (
	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/llbgen/plan"
)

// Input is what a plan is made from.
type Input struct {
	// Doc is the pyproject.toml; nil when the project has only requirements.
	Doc *pyproject.Document
	// Dir is the directory of Doc in the context, "." for its root.
	Dir string
	// Root is the manifest at the root of the context, Doc itself as a rule.
	Root *pyproject.Document
	// Members are the other manifests of the workspace, by directory.
	Members []Member
	Spec    *spec.Spec
	// PythonVersion is the file .python-version, nil if there is none.
	PythonVersion *diag.File
	// Lock is uv.lock, nil if there is none.
	Lock *diag.File
	// Locked is the content of Lock.
	Locked *uvlock.Lock
	// LockMade says that Lock was made inside this build.
	LockMade bool
	// Requirements is the requirements file, nil if there is none.
	Requirements *diag.File
	// Settings is uv.toml, nil if there is none.
	Settings *diag.File
	// Files are the paths that are known, relative to Dir.
	Files []string
	// Ignored are the patterns of .dockerignore.
	Ignored []string
	// Platforms are those asked for, in OCI form; BuildPlatform is where the
	// build runs.
	Platforms     []string
	BuildPlatform string
	// Blame is the range to show for what is about the project as a whole.
	Blame diag.Range
}

// Member is a manifest below the root of the context.
type Member struct {
	Dir string
	Doc *pyproject.Document
}

// Image is a base as it was found for one platform.
type Image struct {
	Ref string
	// Path is the PATH of the image's config.
	Path  string
	Facts *base.Facts
}

// Chosen is what is decided before the base is looked at.
type Chosen struct {
	// Python is the minor version; its Value is "" if the base decides.
	Python plan.Choice
	Base   plan.Choice
	// UV is the image that uv is taken from.
	UV plan.Choice
}

// Plan makes the plan, of a lock that CheckLock found nothing wrong with. images
// holds the base for each platform asked for and for the build platform.
func Plan(in *Input, chosen *Chosen, uvRef string, images map[string]*Image) (*plan.Plan, diag.List) {
	var found diag.List
	p := &plan.Plan{Schema: plan.Schema, Project: in.project(), Python: chosen.Python}
	for _, platform := range in.Platforms {
		b := builder{in: in, chosen: chosen, uvRef: uvRef, platform: platform, image: images[platform], build: images[in.BuildPlatform]}
		img, more := b.plan()
		found.Append(more...)
		if img != nil {
			p.Images = append(p.Images, *img)
		}
	}
	if p.Python.Value == "" && len(p.Images) > 0 {
		p.Python = plan.Choice{Value: images[in.Platforms[0]].Facts.Minor, Why: "the Python of the base image"}
	}
	return p, found
}

// project describes the project; one without [project] is named by its
// directory's role.
func (in *Input) project() plan.Project {
	p := plan.Project{Name: "app"}
	if in.Doc == nil || in.Doc.Project == nil {
		return p
	}
	p.Name = in.Doc.Project.Name.V
	p.Version = in.Doc.Project.Version.V
	p.Packaged = in.packaged()
	return p
}

// manifests are all manifests of the workspace, the root's first.
func (in *Input) manifests() []Member {
	if in.Root == nil {
		return in.Members
	}
	return append([]Member{{Dir: ".", Doc: in.Root}}, in.Members...)
}

// packaged says whether the project is built to a wheel. The lock knows best: a
// member that another member needs is a package without saying so.
func (in *Input) packaged() bool {
	if in.Doc == nil || in.Doc.Project == nil {
		return false
	}
	if in.Locked != nil {
		for _, p := range in.Locked.Named(in.Doc.Project.NormalName()) {
			if p.Source.Tree() {
				return p.Source.Kind != uvlock.Virtual
			}
		}
	}
	return in.Doc.IsPackage(false)
}

// line is the place of a range for the generator.
func line(r diag.Range) plan.Line {
	if !r.Known() {
		return plan.Line{}
	}
	return plan.Line{File: r.Filename(), Start: r.Start.Line, End: r.End.Line}
}
