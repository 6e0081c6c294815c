package uvlock

import (
	"path"
	"strings"
)

// SourceKind says where a package comes from. The names are those of the keys
// in uv.lock.
type SourceKind uint8

const (
	// UnknownSource is the kind of a source that could not be read.
	UnknownSource SourceKind = iota
	// Registry is an index, remote or a local directory.
	Registry
	// Git is a commit of a repository, or an archive inside of one.
	Git
	// URL is a remote archive.
	URL
	// Path is a local archive.
	Path
	// Directory is a local source tree that is built and installed.
	Directory
	// Editable is a local source tree that uv installs in place by default.
	Editable
	// Virtual is a local source tree that is never built: only its
	// dependencies are installed.
	Virtual
)

var sourceKeys = [...]string{"unknown", "registry", "git", "url", "path", "directory", "editable", "virtual"}

// String returns the key of the kind in uv.lock.
func (k SourceKind) String() string { return sourceKeys[k] }

// Source is the origin of a package.
type Source struct {
	Kind SourceKind
	// Location is the URL or path as the lock has it. Paths are relative to
	// the directory of the lock, with forward slashes; registries may be paths.
	Location string
	// Subdirectory is where in a remote archive or repository the project lies.
	Subdirectory string
	// Git is set for the Git kind.
	Git *GitSource
}

// GitSource is a locked commit.
type GitSource struct {
	// Repository is the URL without query and fragment.
	Repository string
	// Commit is the full object name.
	Commit string
	// RefKind is "tag", "branch" or "rev", empty for the default branch; Ref is
	// its name. Both are what was asked for; Commit is what is used.
	RefKind, Ref string
	// Path is an archive inside the repository that is installed instead of
	// the tree.
	Path string
	// LFS says that large files are fetched.
	LFS bool
}

// Local says whether the package comes from the machine that made the lock:
// a source tree or an archive beside it (uv: Source::is_local).
func (s Source) Local() bool { return s.Kind >= Path }

// Tree says whether the source is a local source tree (uv:
// Source::is_source_tree).
func (s Source) Tree() bool { return s.Kind >= Directory }

// Remote says whether a registry is asked over the network.
func (s Source) Remote() bool {
	switch s.Kind {
	case Registry:
		return hasScheme(s.Location)
	case Git, URL:
		return true
	default:
		return false
	}
}

// Path returns the cleaned path of a local source or a local registry relative
// to the directory of the lock, "" for remote ones.
func (s Source) Path() string {
	if s.Remote() {
		return ""
	}
	return path.Clean(strings.ReplaceAll(s.Location, `\`, "/"))
}

// Outside says whether a local source lies outside the directory of the lock.
func (s Source) Outside() bool {
	p := s.Path()
	return p == ".." || strings.HasPrefix(p, "../") || path.IsAbs(p)
}

// String returns "kind+location", as uv names sources in messages.
func (s Source) String() string { return s.Kind.String() + "+" + s.Location }

// key identifies a source within a lock.
func (s Source) key() sourceKey {
	return sourceKey{s.Kind, s.Location, s.Subdirectory}
}

type sourceKey struct {
	kind                   SourceKind
	location, subdirectory string
}

// hasScheme tells URLs from paths as uv does: by a scheme it knows, so that a
// Windows drive is not one.
func hasScheme(s string) bool {
	scheme, _, ok := strings.Cut(s, ":")
	if !ok {
		return false
	}
	switch scheme {
	case "file", "http", "https", "ftp", "ssh",
		"git+git", "git+http", "git+https", "git+ssh", "git+file",
		"bzr+http", "bzr+https", "bzr+ssh", "bzr+sftp", "bzr+ftp", "bzr+lp", "bzr+file",
		"hg+file", "hg+http", "hg+https", "hg+ssh", "hg+static-http",
		"svn+ssh", "svn+http", "svn+https", "svn+svn", "svn+file":
		return true
	}
	return false
}
