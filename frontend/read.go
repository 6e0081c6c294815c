package frontend

import (
	"context"
)

// projectFiles are what is looked for in the context before anything is built.
// Only these are transferred; "*" stands for one directory.
var projectFiles = []string{
	"pyproject.toml", "uv.lock", "uv.toml", ".python-version", "requirements.txt",
	"main.py", "app.py", "src/main.py", "*/__main__.py", "src/*/__main__.py",
}

// read fetches the file of -f and the project's files.
func (r *request) read(ctx context.Context) (err error) {
	if r.entry, err = r.src.Entry(ctx); err != nil {
		return err
	}
	files := projectFiles
	if r.entry.File != nil {
		files = append([]string{r.entry.File.Name}, files...)
	}
	if r.project, err = r.src.Project(ctx, files); err != nil {
		return err
	}
	if r.entry.File != nil {
		// The entry may lie outside of the context (-f ../Dockerfile): what
		// counts is what the client sent as the file of -f.
		r.project.Add(r.entry.File, r.entry.Source.SourceMap)
	}
	r.found.Append(r.project.Findings...)
	return r.fail()
}
