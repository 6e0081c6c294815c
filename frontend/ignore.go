package frontend

import (
	"bytes"
	"context"

	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/patternmatcher/ignorefile"
)

// ignoreFiles are the names that the patterns of .dockerignore are looked for
// under: the file of -f has one of its own, which comes first.
func (r *request) ignoreFiles() []string {
	var names []string
	if f := r.entry.File; f != nil {
		names = append(names, f.Name+".dockerignore")
	}
	return append(names, dockerui.DefaultDockerignoreName)
}

// ignored returns the patterns of .dockerignore. dockerui reads it for the
// client's directories only (Client.DockerIgnorePatterns). In git repositories
// and archives it is ours to read: what it keeps out of the image must not
// depend on where the context is.
func (r *request) ignored(ctx context.Context) ([]string, error) {
	if r.files.Local {
		return r.src.UI().DockerIgnorePatterns(ctx)
	}
	for _, name := range r.ignoreFiles() {
		f := r.files.File(name)
		if f == nil {
			continue
		}
		patterns, err := ignorefile.ReadAll(bytes.NewReader(f.Data))
		if err != nil {
			r.found.Add(f.LineRange(1), f.Name+" cannot be read", err.Error(), "")
		}
		return patterns, nil
	}
	return nil, nil
}
