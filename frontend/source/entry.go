package source

import (
	"context"
	"fmt"
	"path"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/diag/convert"
)

// Entry is the file that the build was started with.
type Entry struct {
	// File is nil when there is none: `docker build .` with BUILDKIT_SYNTAX
	// and no Dockerfile.
	File *diag.File
	// Source holds BuildKit's source map and can warn; nil without a file.
	Source *dockerui.Source
}

// Entry reads the file named by -f. buildx always names one, "Dockerfile" by
// default, even where none exists; only that default may be missing.
func (s *Source) Entry(ctx context.Context) (*Entry, error) {
	name := s.ui.BuildOpts().Opts["filename"]
	src, err := s.ui.ReadEntrypoint(ctx, convert.Language(name))
	if err != nil {
		if Missing(err) && (name == "" || path.Base(name) == dockerui.DefaultDockerfileName) {
			return &Entry{}, nil
		}
		if Missing(err) {
			return nil, fmt.Errorf("the file %s, which the build was started with, does not exist: check -f (or the option filename)", diag.Quote(name))
		}
		if tooLarge(err) {
			return nil, fmt.Errorf("the file %s, which the build was started with, is far larger than such a file ever is: check that it is not a data file in its place", diag.Quote(name))
		}
		return nil, err
	}
	return &Entry{File: diag.NewFile(src.Filename, src.Data), Source: src}, nil
}

// sourceMap makes a source map of a file that was read from st. Its definition
// must not be nil: BuildKit marshals it (builder/build.go wrapSource).
func sourceMap(st llb.State, def *llb.Definition, f *diag.File) *llb.SourceMap {
	sm := llb.NewSourceMap(&st, f.Name, convert.Language(f.Name), f.Data)
	sm.Definition = def
	return sm
}
