package source

import (
	"context"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/frontend/diag"
)

// Project is the part of the build context that is read before anything is
// built.
type Project struct {
	files map[string]*diag.File
	maps  map[string]*llb.SourceMap
	// Findings are about files that could not be read.
	Findings diag.List
	// Head is the vertex that warnings are attached to.
	Head *llb.Definition
	// Local says that the context is a directory of the client, not a git
	// repository, an archive or another build's result.
	Local bool
}

// File returns a file by its path in the context, nil if it does not exist.
func (p *Project) File(name string) *diag.File { return p.files[name] }

// Names lists the files that exist, sorted.
func (p *Project) Names() []string {
	var out []string
	for n := range p.files {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// SourceMaps returns the source map of each file.
func (p *Project) SourceMaps() map[string]*llb.SourceMap { return p.maps }

// Add makes a file known that did not come from the context: a lock that was
// made inside the build, or the entry.
func (p *Project) Add(f *diag.File, sm *llb.SourceMap) {
	p.files[f.Name] = f
	p.maps[f.Name] = sm
}

// Project reads the files of the context that match the patterns, in one
// transfer. An element may be a pattern of path.Match.
func (s *Source) Project(ctx context.Context, patterns []string) (*Project, error) {
	st, err := s.ui.MainContext(ctx,
		llb.FollowPaths(patterns),
		// .dockerignore keeps files out of the image, not out of our sight: a
		// README or a lock that is ignored there still decides the build.
		llb.ExcludePatterns(nil),
		llb.SharedKeyHint("pyfrontend-project"),
		llb.Differ(llb.DiffNone, false),
		dockerui.WithInternalName("load project files"))
	if err != nil {
		return nil, err
	}
	def, err := st.Marshal(ctx, llb.WithCaps(s.ui.BuildOpts().LLBCaps))
	if err != nil {
		return nil, err
	}
	ref, err := s.solve(ctx, def.ToPB())
	if err != nil {
		return nil, fmt.Errorf("cannot read the project's files: %w", err)
	}
	p := &Project{files: map[string]*diag.File{}, maps: map[string]*llb.SourceMap{}, Head: def, Local: local(def)}
	r := reader{ref: ref}
	for _, pattern := range patterns {
		if err := p.match(ctx, r, *st, "", strings.Split(pattern, "/")); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// local says whether a context comes from a directory of the client.
func local(def *llb.Definition) bool {
	for _, data := range def.Def {
		var op pb.Op
		if err := op.UnmarshalVT(data); err == nil && strings.HasPrefix(op.GetSource().GetIdentifier(), "local://") {
			return true
		}
	}
	return false
}

// match reads what a pattern, split at its slashes, finds below dir.
func (p *Project) match(ctx context.Context, r reader, st llb.State, dir string, elems []string) error {
	if !strings.ContainsAny(elems[0], "*?[") {
		name := path.Join(dir, elems[0])
		if len(elems) > 1 {
			return p.match(ctx, r, st, name, elems[1:])
		}
		return p.read(ctx, r, st, name)
	}
	entries, err := r.dirs(ctx, dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if ok, err := path.Match(elems[0], e); err != nil || !ok {
			continue
		}
		if err := p.match(ctx, r, st, path.Join(dir, e), elems[1:]); err != nil {
			return err
		}
	}
	return nil
}

func (p *Project) read(ctx context.Context, r reader, st llb.State, name string) error {
	if p.files[name] != nil {
		return nil
	}
	info, err := r.ref.StatFile(ctx, client.StatRequest{Path: name})
	if Missing(err) || circular(err) {
		return p.dangling(ctx, r, name)
	}
	if err != nil {
		return err
	}
	if os.FileMode(info.Mode).IsDir() {
		return nil
	}
	return p.content(ctx, r, st, name, info.Size)
}

func (p *Project) content(ctx context.Context, r reader, st llb.State, name string, size int64) error {
	if most := limit(name); size > most {
		p.Findings.Add(diag.NewFile(name, nil).Range(0, 0),
			fmt.Sprintf("%s is %d MB large, more than the %d MB that are read", name, size>>20, most>>20), "",
			"A file of this size is hardly what its name says; check that it is not a data file in the wrong place.")
		return nil
	}
	data, err := r.file(ctx, name, size)
	if err != nil {
		return err
	}
	f := diag.NewFile(name, data)
	p.Add(f, sourceMap(st, p.Head, f))
	return nil
}

// dangling reports a symbolic link that leads to nothing: what it points to
// outside of the context was not sent. A path that does not exist is fine.
func (p *Project) dangling(ctx context.Context, r reader, name string) error {
	info, err := r.lstat(ctx, name)
	if err != nil || info == nil || os.FileMode(info.Mode)&os.ModeSymlink == 0 {
		return err
	}
	p.Findings.Add(diag.NewFile(name, nil).Range(0, 0),
		fmt.Sprintf("%s is a symbolic link to %q, which leads to no file of the build context", name, info.Linkname),
		"Only the files of the build context reach the builder; what a link points to outside of it does not.",
		"Replace the link by the file, or build from a directory that holds both: docker build -f path/to/pyproject.toml ..")
	return nil
}
