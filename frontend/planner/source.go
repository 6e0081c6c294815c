package planner

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/llbgen/plan"
)

// source plans how the project's own code gets into the image, and the code of
// the local projects that it depends on.
func (b *builder) source() plan.Source {
	s := b.in.Spec
	packaged := b.in.packaged()
	src := plan.Source{
		Kind: plan.SourceCopy, Dir: b.in.Dir, Dest: s.Workdir.V,
		Why:     "the project is not a package, so its files are copied",
		Exclude: excludes(b.in.Ignored, packaged, spec.Texts(s.Exclude), spec.Texts(s.Include)),
		Line:    line(b.in.Blame),
		Wheels:  b.localWheels(),
	}
	if !packaged {
		return src
	}
	src.Kind = plan.SourceWheel
	if src.Include = spec.Texts(s.Include); len(src.Include) == 0 {
		src.Dir, src.Dest = "", ""
	}
	src.Why = "the project is a package: it has a [build-system]"
	if b.in.Doc.UV.Package.Set() {
		src.Why = "the project is a package: tool.uv.package is true"
	}
	src.Line = line(b.blameBuild())
	src.Wheels = append(src.Wheels, b.localWheel(b.in.Doc.Project.Name.V, b.in.Dir, b.in.Doc, src.Line))
	return src
}

// blameBuild is what a failing build of the project is about.
func (b *builder) blameBuild() diag.Range {
	if b.in.Doc.BuildSystem != nil {
		return b.in.Doc.BuildSystem.Range
	}
	return b.in.Doc.Project.Range
}

// localWheels lists the local projects that the image needs beside the main
// one: members of the workspace and path dependencies.
func (b *builder) localWheels() []plan.LocalWheel {
	var out []plan.LocalWheel
	for i := range b.installed {
		in := &b.installed[i]
		p := in.Package
		if in.Root || !p.Source.Tree() || in.Method == uvlock.NotInstalled {
			continue
		}
		if p.Source.Outside() {
			b.found.Add(p.Range(), fmt.Sprintf("%s lies outside of the build context, in %s", p.Name, p.Source.Path()),
				"Only the files of the build context reach the builder.",
				"Build from the directory that holds both projects, and name the file: docker build -f path/to/pyproject.toml ..")
			continue
		}
		dir := p.Source.Path()
		out = append(out, b.localWheel(p.Name, dir, b.in.member(dir), line(p.Range())))
	}
	return out
}

// localWheel plans the wheel of a local project. One with compiled code is built
// on the platform it is for.
func (b *builder) localWheel(name, dir string, doc *pyproject.Document, l plan.Line) plan.LocalWheel {
	w := plan.LocalWheel{Name: name, Dir: dir, Without: b.in.without(dir), Platform: b.in.BuildPlatform, Target: b.target(), Line: l}
	if native(doc) {
		w.Compiles, w.Platform, w.Target = true, b.platform, ""
		w.Why = fmt.Sprintf("its build backend, %s, compiles", doc.BuildSystem.Backend.V)
	}
	return w
}

// member returns the manifest in a directory of the context, nil if it is not
// known.
func (in *Input) member(dir string) *pyproject.Document {
	for _, m := range in.manifests() {
		if m.Dir == dir {
			return m.Doc
		}
	}
	return nil
}

// without lists the directories inside a project that belong to other members,
// as patterns: a change there is none of its business.
func (in *Input) without(dir string) []string {
	var out []string
	for _, m := range in.Members {
		rel := m.Dir
		if dir != "." {
			var inside bool
			if rel, inside = strings.CutPrefix(m.Dir, dir+"/"); !inside {
				continue
			}
		}
		if m.Dir != dir {
			out = append(out, rel)
		}
	}
	return out
}
