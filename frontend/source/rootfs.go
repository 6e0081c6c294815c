package source

import (
	"context"
	"os"
	"path"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend/base"
)

// RootFS reads the files of an image; it implements base.FS.
type RootFS struct {
	r reader
}

// RootFS makes the files of an image readable.
func (s *Source) RootFS(ctx context.Context, img *Image) (*RootFS, error) {
	def, err := img.State.Marshal(ctx, llb.WithCaps(s.ui.BuildOpts().LLBCaps))
	if err != nil {
		return nil, err
	}
	ref, err := s.solve(ctx, def.ToPB())
	if err != nil {
		return nil, err
	}
	return &RootFS{r: reader{ref: ref}}, nil
}

// ReadFile returns a file's content; ok is false if there is no such file.
func (f *RootFS) ReadFile(ctx context.Context, name string) (data []byte, ok bool, err error) {
	info, err := f.r.ref.StatFile(ctx, client.StatRequest{Path: name})
	if Missing(err) {
		return nil, false, nil
	}
	if err != nil || info.Size > MaxFile {
		return nil, false, err
	}
	data, err = f.r.file(ctx, name, info.Size)
	if Missing(err) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// Link returns what a symbolic link points to ("" for anything else); ok is
// false if there is nothing of that name.
func (f *RootFS) Link(ctx context.Context, name string) (target string, ok bool, err error) {
	info, err := f.r.lstat(ctx, name)
	if err != nil || info == nil {
		return "", false, err
	}
	if os.FileMode(info.Mode)&os.ModeSymlink == 0 {
		return "", true, nil
	}
	target = info.Linkname
	if !path.IsAbs(target) {
		target = path.Join(path.Dir(name), target)
	}
	return target, true, nil
}

// Dir describes a directory; ok is false if the name is none of one.
func (f *RootFS) Dir(ctx context.Context, name string) (dir base.Dir, ok bool, err error) {
	info, err := f.r.lstat(ctx, name)
	if err != nil || info == nil || !os.FileMode(info.Mode).IsDir() {
		return base.Dir{}, false, err
	}
	return base.Dir{Mode: permissions(os.FileMode(info.Mode)), UID: int(info.Uid), GID: int(info.Gid)}, true, nil
}

// permissions is a mode as chmod(2) takes it.
func permissions(m os.FileMode) uint32 {
	out := uint32(m.Perm())
	for bit, value := range map[os.FileMode]uint32{os.ModeSetuid: 0o4000, os.ModeSetgid: 0o2000, os.ModeSticky: 0o1000} {
		if m&bit != 0 {
			out |= value
		}
	}
	return out
}

// Dirs lists the directories in a directory, none if it does not exist.
func (f *RootFS) Dirs(ctx context.Context, dir string) ([]string, error) {
	return f.r.dirs(ctx, dir)
}
