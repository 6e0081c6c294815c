// Package doors tells by which door a build came in: what the file named by -f
// is, and which keys of the spec it brings.
//
// There are five: a pyproject.toml, a Dockerfile that holds the "# syntax=" line
// and perhaps keys of the spec as TOML, a requirements file, a script, and no
// file at all (BUILDKIT_SYNTAX).
package doors

import (
	"path"
	"slices"
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
	// Syntax and Check are the values of the directives "# syntax=" and
	// "# check="; unset for a file without them.
	Syntax, Check diag.Value[string]
}

// Read looks at the file a build was started with; nil is no file.
//
// The name decides, but for what comes from standard input: buildx calls that
// Dockerfile whatever it is, so a manifest or a script is known by its content.
func Read(f *diag.File) (Door, diag.List) {
	if f == nil {
		return Door{Kind: None}, nil
	}
	d, found := readDirectives(f)
	switch base := path.Base(f.Name); {
	case slices.Contains(locks, base):
		found.Append(notADoor(f, base))
	case base == "pyproject.toml":
		d.Kind = Pyproject
	case strings.HasSuffix(base, ".txt"):
		d.Kind = Requirements
	case strings.HasSuffix(base, ".py"), isScript(f):
		d.Kind = Script
		found.Append(unsupportedScript(f))
	default:
		found.Append(d.readKeys(f)...)
	}
	return d, found
}

// locks are files that belong to a project and do not describe it.
var locks = []string{"uv.lock", "uv.toml", "poetry.lock", "pdm.lock", "Pipfile", "Pipfile.lock", "pylock.toml"}

func notADoor(f *diag.File, base string) *diag.Diagnostic {
	return &diag.Diagnostic{
		Summary:    base + " does not describe a project",
		Suggestion: "build the pyproject.toml beside it: docker build -f pyproject.toml .",
		Subject:    f.LineRange(1),
	}
}

// unsupportedScript says that scripts cannot be built yet.
func unsupportedScript(f *diag.File) *diag.Diagnostic {
	return &diag.Diagnostic{
		Summary:    "scripts with inline metadata (PEP 723) cannot be built yet",
		Suggestion: "put the dependencies into a pyproject.toml and build that: docker build -f pyproject.toml .",
		Subject:    f.LineRange(1),
	}
}
