package pyproject

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// BuildSystem is the [build-system] table (PEP 517, PEP 518).
type BuildSystem struct {
	// Range is the table's header.
	Range diag.Range
	// Requires are the PEP 508 requirements of the build.
	Requires []Str
	// Backend is "module:object"; unset means setuptools' legacy backend.
	Backend Str
	// BackendPath holds directories of a backend inside the project.
	BackendPath []Str
}

func readBuildSystem(f field.Field) *BuildSystem {
	return &BuildSystem{
		Range:       f.Range(),
		Requires:    f.Get("requires").Strs(),
		Backend:     f.Get("build-backend").Str(),
		BackendPath: f.Get("backend-path").Strs(),
	}
}

// ReferencedFiles returns the files that a build backend reads because
// [project] names them: the readme and the licence. License-files patterns are
// not among them, for they need the directory to be listed.
func (d *Document) ReferencedFiles() []Str {
	if d.Project == nil {
		return nil
	}
	var out []Str
	for _, file := range []Str{d.Project.Readme.File, d.Project.License.File} {
		if file.Set() {
			out = append(out, file)
		}
	}
	return out
}
