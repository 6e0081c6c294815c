package frontend

import (
	"context"
	"slices"

	"github.com/org/pyfrontend/frontend/project"
)

// read fetches the file of -f and the project's files.
func (r *request) read(ctx context.Context) (err error) {
	if r.entry, err = r.src.Entry(ctx); err != nil {
		return err
	}
	if r.files, err = r.src.Project(ctx, slices.Concat(project.Patterns, r.ignoreFiles())); err != nil {
		return err
	}
	if f := r.entry.File; f != nil && r.files.File(f.Name) == nil {
		// The entry may lie outside of the context (-f ../Dockerfile); its
		// lines must be printable all the same.
		r.files.Add(f, r.entry.Source.SourceMap)
	}
	r.found.Append(r.files.Findings...)
	return r.fail()
}
