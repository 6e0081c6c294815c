package base

import (
	"context"
	"path"
	"strings"
)

// Dir is a directory of an image: its permissions (with setuid, setgid and
// sticky bits as in chmod(2)) and its owner.
type Dir struct {
	Mode     uint32
	UID, GID int
}

// maxLinks is the number of links that are followed before a path counts as one
// that leads nowhere.
const maxLinks = 16

// findDirs looks at the directories on the way of the paths that the image will
// have something at. A layer with /tmp/x in it has /tmp too, and whoever writes
// it must know that /tmp is open to all; one with /var/run/x would put a
// directory in place of the link /var/run.
func (f *Facts) findDirs(ctx context.Context, fs FS, img Image) error {
	f.Dirs, f.Links = map[string]Dir{}, map[string]string{}
	for _, p := range img.Paths {
		if err := f.walk(ctx, fs, path.Clean(p)); err != nil {
			return err
		}
	}
	return nil
}

// walk records what is on the way of a path, up to what does not exist.
func (f *Facts) walk(ctx context.Context, fs FS, p string) error {
	at, links := "/", 0
	for rest := strings.Trim(p, "/"); rest != "" && links <= maxLinks; {
		elem, after, _ := strings.Cut(rest, "/")
		next := path.Join(at, elem)
		target, ok, err := fs.Link(ctx, next)
		if err != nil || !ok {
			return err
		}
		if target != "" {
			f.Links[next] = target
			links++
			at, rest = "/", strings.Trim(path.Join(target, after), "/")
			continue
		}
		dir, ok, err := fs.Dir(ctx, next)
		if err != nil || !ok {
			return err
		}
		f.Dirs[next] = dir
		at, rest = next, after
	}
	return nil
}

// Resolve returns where a path leads in the image, as far as its links are
// known.
func (f *Facts) Resolve(p string) string {
	p = path.Clean(p)
	for range maxLinks {
		link := f.firstLink(p)
		if link == "" {
			return p
		}
		p = path.Join(f.Links[link], strings.TrimPrefix(p, link))
	}
	return p
}

// firstLink is the first link on the way of a path, "" if there is none.
func (f *Facts) firstLink(p string) string {
	for i, r := range p + "/" {
		if r != '/' || i == 0 {
			continue
		}
		if _, ok := f.Links[p[:i]]; ok {
			return p[:i]
		}
	}
	return ""
}
