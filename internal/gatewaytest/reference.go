package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
	fstypes "github.com/tonistiigi/fsutil/types"
)

// linkPrefix marks a file of the maps as a symbolic link to what follows.
const linkPrefix = "-> "

// Link is the content that makes a file of a map a symbolic link.
func Link(target string) string { return linkPrefix + target }

// result is a solved result backed by a map.
type result struct {
	def   *pb.Definition
	files map[string]string
}

// Definition returns what was solved for a reference, nil for a reference that
// is not this gateway's.
func Definition(ref client.Reference) *pb.Definition {
	if r, ok := ref.(*result); ok {
		return r.def
	}
	return nil
}

var _ client.Reference = (*result)(nil)

// ToState implements client.Reference.
func (r *result) ToState() (llb.State, error) { return llb.Scratch(), nil }

// Evaluate implements client.Reference.
func (r *result) Evaluate(context.Context) error { return nil }

// maxLinks is the number of links that are followed before the daemon gives up.
const maxLinks = 16

// errLinks is the error of containerd/continuity's fs.RootPath.
var errLinks = errors.New("too many links")

// resolve follows links inside the root, as the daemon does.
func (r *result) resolve(name string) (string, error) {
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	for range maxLinks {
		link, next := r.firstLink(name)
		if link == "" {
			return name, nil
		}
		name = next
	}
	return "", errLinks
}

// firstLink finds the first link on the way of a path, and where the path leads
// with that link followed; "" if there is none.
func (r *result) firstLink(name string) (link, next string) {
	elems := strings.Split(name, "/")
	for i := range elems {
		at := strings.Join(elems[:i+1], "/")
		target, ok := strings.CutPrefix(r.files[at], linkPrefix)
		if !ok {
			continue
		}
		if !path.IsAbs(target) {
			target = path.Join("/", path.Dir(at), target)
		}
		return at, strings.TrimPrefix(path.Join(append([]string{target}, elems[i+1:]...)...), "/")
	}
	return "", ""
}

// ReadFile implements client.Reference.
func (r *result) ReadFile(_ context.Context, req client.ReadRequest) ([]byte, error) {
	name, err := r.resolve(req.Filename)
	if err != nil {
		return nil, err
	}
	data, ok := r.files[name]
	if !ok {
		return nil, fmt.Errorf("open %s: no such file or directory", req.Filename)
	}
	if rg := req.Range; rg != nil {
		start := min(rg.Offset, len(data))
		end := len(data)
		if rg.Length > 0 {
			end = min(start+rg.Length, end)
		}
		data = data[start:end]
	}
	return []byte(data), nil
}

// StatFile implements client.Reference.
func (r *result) StatFile(_ context.Context, req client.StatRequest) (*fstypes.Stat, error) {
	name, err := r.resolve(req.Path)
	if err != nil {
		return nil, err
	}
	if st := r.stat(name); st != nil {
		return st, nil
	}
	return nil, fmt.Errorf("stat %s: no such file or directory", req.Path)
}

func (r *result) stat(name string) *fstypes.Stat {
	if data, ok := r.files[name]; ok {
		if target, link := strings.CutPrefix(data, linkPrefix); link {
			return &fstypes.Stat{Path: path.Base(name), Mode: uint32(os.ModeSymlink | 0o777), Linkname: target}
		}
		return &fstypes.Stat{Path: path.Base(name), Mode: 0o644, Size: int64(len(data))}
	}
	for f := range r.files {
		if name == "" || strings.HasPrefix(f, name+"/") {
			return &fstypes.Stat{Path: path.Base(name), Mode: uint32(fs.ModeDir | 0o755)}
		}
	}
	return nil
}

// ReadDir implements client.Reference.
func (r *result) ReadDir(_ context.Context, req client.ReadDirRequest) ([]*fstypes.Stat, error) {
	dir, err := r.resolve(req.Path)
	if err != nil {
		return nil, err
	}
	if dir == "." {
		dir = ""
	}
	names := map[string]bool{}
	for f := range r.files {
		rest, ok := f, true
		if dir != "" {
			rest, ok = strings.CutPrefix(f, dir+"/")
		}
		if ok {
			first, _, _ := strings.Cut(rest, "/")
			names[first] = true
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("open %s: no such file or directory", req.Path)
	}
	var out []*fstypes.Stat
	for n := range names {
		if ok, err := path.Match(req.IncludePattern, n); req.IncludePattern != "" && (err != nil || !ok) {
			continue
		}
		out = append(out, r.stat(path.Join(dir, n)))
	}
	slices.SortFunc(out, func(a, b *fstypes.Stat) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}
