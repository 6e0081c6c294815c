package doors

import (
	"bytes"
	"regexp"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// maxBytes is far more than a syntax line and all keys need.
const maxBytes = 1 << 20

// readKeys reads the TOML of a file that is not known by its name. The comments
// and directives of a Dockerfile are comments of TOML too.
func (d *Door) readKeys(f *diag.File) diag.List {
	d.Kind = Dockerfile
	if finding := tomltree.Unfit(f, maxBytes); finding != nil {
		return diag.List{finding}
	}
	tree, found := tomltree.Parse(f)
	if found.HasErrors() {
		if line, ok := firstInstruction(f); ok {
			return diag.List{hasInstructions(f, line, d.Syntax.Set())}
		}
		d.Spec = tree
		return found
	}
	if isManifest(tree) {
		d.Kind = Pyproject
		return found
	}
	d.Spec = tree
	if table := tree.Get("tool", "pyfrontend"); table.Kind() == tomltree.Table {
		d.Spec = table
		found.Append(besideTable(tree)...)
	}
	return found
}

// isManifest says whether a document is a pyproject.toml under another name.
func isManifest(tree *tomltree.Node) bool {
	for _, table := range []string{"project", "build-system", "dependency-groups"} {
		if tree.Get(table).Kind() == tomltree.Table {
			return true
		}
	}
	return tree.Get("tool", "uv") != nil
}

// besideTable reports keys that stand beside a [tool.pyfrontend], where nothing
// would read them: with the header or without it, but not both.
func besideTable(tree *tomltree.Node) diag.List {
	var found diag.List
	for c := range tree.Children() {
		if c.Key() != "tool" {
			found.Add(c.KeyRange(), diag.Quote(c.Key())+" is outside of [tool.pyfrontend]", "", "move it into the table, or leave the table's header out")
		}
	}
	return found
}

// instruction is a line that only a real Dockerfile has.
var instruction = regexp.MustCompile(`(?i)^\s*(FROM|RUN|COPY|ADD|ENV|ARG|CMD|ENTRYPOINT|WORKDIR|USER|EXPOSE|LABEL|VOLUME|HEALTHCHECK|STOPSIGNAL|SHELL|ONBUILD|MAINTAINER)\s+[^=\s]`)

// firstInstruction finds the first instruction of a file that is no TOML. In
// TOML such a line can only be a part of a longer string, so the question comes
// second.
func firstInstruction(f *diag.File) (diag.Range, bool) {
	n := 0
	for line := range bytes.Lines(f.Data) {
		n++
		if instruction.Match(line) {
			return f.LineRange(n), true
		}
	}
	return diag.Range{}, false
}

func hasInstructions(f *diag.File, line diag.Range, syntax bool) *diag.Diagnostic {
	suggestion := "to build with pyfrontend, remove the instructions; to build this Dockerfile as it is, remove the line # syntax="
	if !syntax {
		// The frontend was named by BUILDKIT_SYNTAX, and -f was left to its default.
		suggestion = "to build the project without this file, name another one: docker build -f pyproject.toml ..."
	}
	return &diag.Diagnostic{
		Summary:    f.Name + " has instructions, which pyfrontend does not read",
		Detail:     "A Dockerfile for pyfrontend has the line # syntax= and nothing else, or keys of [tool.pyfrontend] after it. Everything else is read from pyproject.toml and uv.lock.",
		Suggestion: suggestion,
		Subject:    line,
	}
}
