package frontend

import (
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/diag/convert"
	"github.com/org/pyfrontend/llbgen/plan"
)

// locations returns a function that turns a place of the plan into what
// BuildKit prints when an op fails. A definition carries the text of each file
// that it points into, so a large lock is cut to the lines around the places
// (diag.File.Display), and no control character of a file reaches a terminal.
func (r *request) locations(places []plan.Line) func(plan.Line) llb.ConstraintsOpt {
	maps := map[string]*llb.SourceMap{}
	for name, marks := range r.marks(places) {
		f := r.files.File(name)
		maps[name] = &llb.SourceMap{
			Definition: r.files.SourceMaps()[name].Definition,
			Filename:   f.Name, Language: convert.Language(f.Name), Data: f.Display(marks...),
		}
	}
	return func(l plan.Line) llb.ConstraintsOpt {
		sm := maps[l.File]
		if sm == nil {
			return llb.WithDescription(nil)
		}
		return sm.Location([]*pb.Range{{
			Start: &pb.Position{Line: int32(l.Start)},
			End:   &pb.Position{Line: int32(l.End)},
		}})
	}
}

// marks are the places by file, for files that are known.
func (r *request) marks(places []plan.Line) map[string][]diag.Range {
	out := map[string][]diag.Range{}
	for _, l := range places {
		f := r.files.File(l.File)
		if l.File == "" || f == nil || r.files.SourceMaps()[l.File] == nil {
			continue
		}
		out[l.File] = append(out[l.File], f.LineRange(l.Start))
	}
	return out
}

// places lists where the ops of a plan come from.
func places(p *plan.Plan) []plan.Line {
	var out []plan.Line
	for i := range p.Images {
		img := &p.Images[i]
		out = append(out, img.Source.Line)
		for j := range img.Groups {
			out = append(out, img.Groups[j].Line)
		}
		for j := range img.Source.Wheels {
			out = append(out, img.Source.Wheels[j].Line)
		}
	}
	return out
}
