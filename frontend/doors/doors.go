// Package doors tells by which door a build came in: what the file named by -f
// is, and which keys of the spec it brings.
//
// There are five: a pyproject.toml, a Dockerfile that holds the "# syntax=" line
// and perhaps keys of the spec as TOML, a requirements file, a script, and no
// file at all (BUILDKIT_SYNTAX).
package doors

import (
	"path"
	"regexp"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Kind is a door.
type Kind int

const (
	// None is a build without a file.
	None Kind = iota
	// Pyproject is a pyproject.toml.
	Pyproject
	// Dockerfile is a file that only has the syntax line and keys of the spec.
	Dockerfile
	// Requirements is a requirements file.
	Requirements
	// Script is a Python script with its metadata inside (PEP 723).
	Script
)

// Door is how a build came in.
type Door struct {
	Kind Kind
	// Spec holds the keys of a Dockerfile door; nil for the others.
	Spec *tomltree.Node
}

// Read looks at the file a build was started with; nil is no file.
func Read(f *diag.File) (Door, diag.List) {
	if f == nil {
		return Door{Kind: None}, nil
	}
	switch base := path.Base(f.Name); {
	case base == "pyproject.toml":
		return Door{Kind: Pyproject}, nil
	case strings.HasSuffix(base, ".txt"):
		return Door{Kind: Requirements}, nil
	case strings.HasSuffix(base, ".py"):
		return Door{Kind: Script}, unsupportedScript(f)
	}
	return dockerfile(f)
}

// unsupportedScript says that scripts cannot be built yet.
func unsupportedScript(f *diag.File) diag.List {
	var found diag.List
	found.Add(f.LineRange(1), "scripts with inline metadata (PEP 723) cannot be built yet", "",
		"Put the dependencies into a pyproject.toml and build that: docker build -f pyproject.toml .")
	return found
}

// instruction is a line that only a real Dockerfile has.
var instruction = regexp.MustCompile(`(?i)^\s*(FROM|RUN|COPY|ADD|ENV|ARG|CMD|ENTRYPOINT|WORKDIR|USER|EXPOSE|LABEL|VOLUME|HEALTHCHECK|STOPSIGNAL|SHELL|ONBUILD|MAINTAINER)\s+[^=\s]`)

// dockerfile reads the keys after the syntax line. Comments of a Dockerfile are
// comments of TOML too, so the directives need no treatment.
func dockerfile(f *diag.File) (Door, diag.List) {
	for n := range f.Lines() {
		r := f.LineRange(n + 1)
		if instruction.MatchString(r.Text()) {
			var found diag.List
			found.Add(r, f.Name+" has instructions, which pyfrontend does not read",
				"A Dockerfile for pyfrontend has the line `# syntax=` and nothing else, or keys of [tool.pyfrontend] after it: everything else is read from pyproject.toml and uv.lock.",
				"To build with pyfrontend, remove the instructions. To build this Dockerfile as it is, remove the `# syntax=` line.")
			return Door{Kind: Dockerfile}, found
		}
	}
	tree, found := tomltree.Parse(f)
	if table := tree.Get("tool").Get("pyfrontend"); table != nil {
		return Door{Kind: Dockerfile, Spec: table}, found
	}
	return Door{Kind: Dockerfile, Spec: tree}, found
}
