package source

import (
	"context"
	"os"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"
	fstypes "github.com/tonistiigi/fsutil/types"
)

// MaxFile is the size in bytes of the largest file that is read from a
// project. A lock of 10,000 packages has about 50 MB.
const MaxFile = 96 << 20

// maxManifest is the same for files that people write: parsing megabytes of keys
// would keep everybody waiting for an error.
const maxManifest = 8 << 20

// limit is the size up to which a file of a project is read.
func limit(name string) int64 {
	switch path.Base(name) {
	case "pyproject.toml", "uv.toml", ".python-version":
		return maxManifest
	default:
		return MaxFile
	}
}

// chunk is what one read asks for: a message of the gateway may have 16 MiB.
const chunk = 8 << 20

// reader reads from a solved reference.
type reader struct{ ref client.Reference }

// file reads a whole file piece by piece.
func (r reader) file(ctx context.Context, name string, size int64) ([]byte, error) {
	var out []byte
	for {
		part, err := r.ref.ReadFile(ctx, client.ReadRequest{
			Filename: name,
			Range:    &client.FileRange{Offset: len(out), Length: chunk},
		})
		if err != nil {
			return nil, err
		}
		out = append(out, part...)
		if len(part) < chunk || int64(len(out)) >= size {
			return out, nil
		}
	}
}

// lstat describes a path without following a link at its end; nil if there is
// nothing. StatFile follows links inside the root (cache/util/fsutil.go), a
// directory's entries do not.
func (r reader) lstat(ctx context.Context, name string) (*fstypes.Stat, error) {
	dir, base := path.Split(path.Clean(name))
	if dir == "" {
		dir = "."
	}
	entries, err := r.ref.ReadDir(ctx, client.ReadDirRequest{Path: dir, IncludePattern: escape(base)})
	if Missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Path == base {
			return e, nil
		}
	}
	return nil, nil
}

// escape keeps the characters of a name from being a pattern's.
func escape(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}

// dirs lists the names of the directories in a directory.
func (r reader) dirs(ctx context.Context, dir string) ([]string, error) {
	if dir == "" {
		dir = "."
	}
	entries, err := r.ref.ReadDir(ctx, client.ReadDirRequest{Path: dir})
	if Missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if os.FileMode(e.Mode).IsDir() {
			out = append(out, e.Path)
		}
	}
	return out, nil
}
