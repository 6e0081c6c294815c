package project

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/doors"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/planner"
)

// Finish completes the input when all files are there and reports what is
// missing.
func (p *Project) Finish() {
	in := p.Input
	in.Root = p.root
	in.Files = p.below(in.Dir)
	if f := p.files.File(path.Join(in.Dir, ".python-version")); f != nil {
		in.PythonVersion = f
	}
	for _, dir := range slices.Sorted(maps.Keys(p.members)) {
		in.Members = append(in.Members, planner.Member{Dir: dir, Doc: p.members[dir]})
	}
	p.requirements()
	p.checkPackage()
	p.checkSelection()
	p.checkEntry()
	p.checkProject()
}

// below lists the files in a directory, relative to it.
func (p *Project) below(dir string) []string {
	if dir == "." {
		return p.files.Names()
	}
	var out []string
	for _, n := range p.files.Names() {
		if rest, ok := strings.CutPrefix(n, dir+"/"); ok {
			out = append(out, rest)
		}
	}
	return out
}

// requirements finds the requirements file: the one of -f, the spec's, or
// requirements.txt where there is no pyproject.toml.
func (p *Project) requirements() {
	in, want := p.Input, p.Input.Spec.Requirements
	switch {
	case want.V != "":
		in.Requirements = p.files.File(path.Clean(want.V))
		if in.Requirements == nil {
			p.Found.Add(want.Range, "the build context has no file "+diag.Quote(want.V), "",
				"Mend the name, or leave the key out to build from pyproject.toml and uv.lock.")
		}
	case p.Door.Kind == doors.Requirements:
		in.Requirements = p.entry
	case in.Doc == nil:
		in.Requirements = p.files.File("requirements.txt")
	}
	if f := in.Requirements; f != nil && in.Doc == nil {
		in.Blame = f.LineRange(1)
	}
}

// checkPackage reports a package that is no member.
func (p *Project) checkPackage() {
	want := p.Input.Spec.Package
	if want.V == "" || p.Input.Doc == nil || p.Input.Doc.Project.NormalName() == name.Normalize(want.V) {
		return
	}
	var names []string
	for _, m := range append([]planner.Member{{Doc: p.root}}, p.Input.Members...) {
		if doc := m.Doc; doc != nil && doc.Project != nil {
			names = append(names, doc.Project.Name.V)
		}
	}
	p.Found.Add(want.Range, fmt.Sprintf("the workspace has no member %s", diag.Quote(want.V)),
		"Found through [tool.uv.workspace] and uv.lock: "+strings.Join(names, ", ")+".", diag.DidYouMean(want.V, names))
}

// checkEntry reports a pyproject.toml of -f that is not in the context.
func (p *Project) checkEntry() {
	if p.Door.Kind != doors.Pyproject || p.Input.Spec.Package.V != "" {
		return
	}
	if doc := p.Input.Doc; doc == nil || doc.File != p.entry && same(doc.File, p.entry) {
		return
	}
	p.Found.Add(p.entry.LineRange(1), "the pyproject.toml of -f is neither the one at the root of the build context nor a member of its workspace",
		"docker build sends the content of the file, not where it is; it is found in the build context by its content.",
		"Build with the project's own directory as the context, or make the project a member of the workspace.")
}

// checkProject reports a context without a project.
func (p *Project) checkProject() {
	in := p.Input
	if in.Requirements != nil || p.Door.Kind == doors.Script {
		return
	}
	if in.Doc == nil {
		where := diag.Range{}
		if p.entry != nil {
			where = p.entry.LineRange(1)
		}
		p.Found.Add(where, "the build context has no pyproject.toml and no requirements.txt",
			"pyfrontend builds the Python project at the root of the build context.",
			"Run docker build in the project's directory, or name it: docker build path/to/project")
		return
	}
	if in.Doc.Project == nil && !p.Found.HasErrors() {
		p.noProject()
	}
}

// noProject reports a manifest without [project]: the root of a workspace, or
// a file of settings only.
func (p *Project) noProject() {
	if p.Whole && p.Input.Doc.UV.Workspace != nil {
		return
	}
	if p.Input.Doc.UV.Workspace == nil {
		p.Found.Add(p.Input.Blame, "pyproject.toml has no [project]", "Without it there is no name and there are no dependencies to install.",
			"Write a [project] table; `uv init` makes one.")
		return
	}
	p.Found.Add(p.Input.Doc.UV.Workspace.Range, "this is the root of a workspace and no project itself", "",
		"Say which member to build: package = \"...\" under [tool.pyfrontend], or --build-arg PACKAGE=...")
}
