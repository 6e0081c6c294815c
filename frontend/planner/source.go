package planner

import (
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/llbgen/plan"
)

// source plans how the project's own code gets into the image.
func (b *builder) source() plan.Source {
	s := b.in.Spec
	packaged := b.in.packaged()
	src := plan.Source{
		Kind: plan.SourceCopy, Platform: b.in.BuildPlatform, Dest: s.Workdir.V,
		Why:     "the project is not a package, so its files are copied",
		Exclude: excludes(b.in.Ignored, packaged, spec.Texts(s.Exclude), spec.Texts(s.Include)),
		Line:    line(b.in.Blame),
	}
	if !packaged {
		return src
	}
	src.Kind, src.Dest = plan.SourceWheel, ""
	src.Why = "the project is a package: it has a [build-system]"
	if b.in.Doc.UV.Package.Set() {
		src.Why = "the project is a package: tool.uv.package is true"
	}
	where := b.in.Doc.Project.Range
	if b.in.Doc.BuildSystem != nil {
		where = b.in.Doc.BuildSystem.Range
	}
	src.Line = line(where)
	src.Wheels = []plan.LocalWheel{{Name: b.in.Doc.Project.Name.V, Dir: ".", Target: b.target(), Line: line(where)}}
	return src
}
