package doors

import (
	"bytes"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/org/pyfrontend/frontend/diag"
)

var (
	byteOrderMark = []byte("\xef\xbb\xbf")
	shebang       = []byte("#!")
)

// readDirectives reads the directives at the top of a file with BuildKit's own
// parser, so that the daemon, which looks for "# syntax=" itself, and this
// package see the same ones: after an optional byte order mark and shebang, up to
// the first line that is no directive (parser.DetectSyntax).
func readDirectives(f *diag.File) (Door, diag.List) {
	var d Door
	var found diag.List
	var p parser.DirectiveParser
	rest := bytes.TrimPrefix(f.Data, byteOrderMark)
	for n := 1; len(rest) > 0; n++ {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		rest = after
		if n == 1 && bytes.HasPrefix(line, shebang) {
			continue
		}
		directive, err := p.ParseLine(bytes.TrimSuffix(line, []byte("\r")))
		switch {
		case err != nil:
			found.Add(f.LineRange(n), err.Error(), "", "remove one of the two lines")
			return d, found
		case directive == nil:
			return d, found
		case directive.Name == "syntax":
			d.Syntax = diag.Value[string]{V: directive.Value, Range: f.LineRange(n)}
		case directive.Name == "check":
			d.Check = diag.Value[string]{V: directive.Value, Range: f.LineRange(n)}
		}
	}
	return d, found
}
