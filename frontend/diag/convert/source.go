// Package convert turns the findings of package diag into the forms in which
// BuildKit carries them to a client: an error with sources, warnings, and lint
// results. It is apart from diag so that the compiler, which only makes
// findings, does not depend on BuildKit.
package convert

import (
	"path"
	"strings"

	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/frontend/diag"
)

// Sources gives for each file, by its name, the definition that the file was
// read through. Clients do not need it, but lint.LintResults.AddSource and the
// Dockerfile frontend call its methods unguarded, so a file that is not in the
// map gets an empty definition.
type Sources map[string]*pb.Definition

// Info returns the description of a file that goes with a finding. Its text is
// f.Display, because clients print its lines as they are.
func (s Sources) Info(f *diag.File, marks ...diag.Range) *pb.SourceInfo {
	def := s[f.Name]
	if def == nil {
		def = &pb.Definition{}
	}
	return &pb.SourceInfo{
		Filename:   diag.Visible(f.Name),
		Language:   Language(f.Name),
		Data:       f.Display(marks...),
		Definition: def,
	}
}

// Language returns the linguist name of a file's language, which BuildKit's
// sources carry for editors and for debug adapters.
func Language(filename string) string {
	base := path.Base(filename)
	switch {
	case strings.HasSuffix(base, ".toml"), base == "uv.lock", strings.HasSuffix(base, ".py.lock"):
		return "TOML"
	case strings.HasSuffix(base, ".py"):
		return "Python"
	case strings.HasSuffix(base, ".txt"):
		return "Text"
	default:
		return "Dockerfile"
	}
}

// Ranges returns r in BuildKit's form: lines from 1, characters from 0. A range
// that ends before the first character of a line would have clients mark that
// line as well, so it is made to end on the line before.
func Ranges(r diag.Range) []*pb.Range {
	start := &pb.Position{Line: int32(r.Start.Line), Character: int32(r.Start.Column - 1)}
	end := &pb.Position{Line: int32(r.End.Line), Character: int32(r.End.Column - 1)}
	if r.End.Line > r.Start.Line && r.End.Column == 1 {
		last := r.File.LineRange(r.End.Line - 1)
		end = &pb.Position{Line: int32(last.End.Line), Character: int32(last.End.Column - 1)}
	}
	return []*pb.Range{{Start: start, End: end}}
}
