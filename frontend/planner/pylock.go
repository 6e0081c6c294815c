package planner

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/org/pyfrontend/frontend/uvlock"
)

// The part of pylock.toml (PEP 751) that pins exact artifacts.
type pylock struct {
	LockVersion string          `toml:"lock-version"`
	CreatedBy   string          `toml:"created-by"`
	Packages    []pylockPackage `toml:"packages"`
}

type pylockPackage struct {
	Name    string           `toml:"name"`
	Version string           `toml:"version,omitempty"`
	VCS     *pylockVCS       `toml:"vcs,omitempty,inline"`
	Archive *pylockArtifact  `toml:"archive,omitempty,inline"`
	Sdist   *pylockArtifact  `toml:"sdist,omitempty,inline"`
	Wheels  []pylockArtifact `toml:"wheels,omitempty,inline"`
}

type pylockArtifact struct {
	Name         string            `toml:"name,omitempty"`
	URL          string            `toml:"url"`
	Size         uint64            `toml:"size,omitempty"`
	Hashes       map[string]string `toml:"hashes,inline"`
	Subdirectory string            `toml:"subdirectory,omitempty"`
}

type pylockVCS struct {
	Type         string `toml:"type"`
	URL          string `toml:"url"`
	CommitID     string `toml:"commit-id"`
	Subdirectory string `toml:"subdirectory,omitempty"`
}

// pin writes the pylock.toml of a few distributions. Nothing else of the lock
// is in it, so that only a change of these pins changes the file.
func pin(installed []uvlock.Installed) ([]byte, error) {
	doc := pylock{LockVersion: "1.0", CreatedBy: "pyfrontend"}
	for i := range installed {
		doc.Packages = append(doc.Packages, pinPackage(&installed[i]))
	}
	var b bytes.Buffer
	e := toml.NewEncoder(&b)
	if err := e.Encode(doc); err != nil {
		return nil, fmt.Errorf("writing the pins of a group: %w", err)
	}
	return b.Bytes(), nil
}

func pinPackage(in *uvlock.Installed) pylockPackage {
	p := in.Package
	out := pylockPackage{Name: p.Name, Version: p.Version}
	switch p.Source.Kind {
	case uvlock.Git:
		g := p.Source.Git
		out.VCS = &pylockVCS{Type: "git", URL: g.Repository, CommitID: g.Commit, Subdirectory: p.Source.Subdirectory}
	case uvlock.URL:
		a := artifact(in.Artifact)
		a.Name, a.URL, a.Subdirectory = "", p.Source.Location, p.Source.Subdirectory
		out.Archive = &a
	default:
		a := artifact(in.Artifact)
		if in.Method == uvlock.FromWheel {
			out.Wheels = []pylockArtifact{a}
		} else {
			out.Sdist = &a
		}
	}
	return out
}

func artifact(a *uvlock.Artifact) pylockArtifact {
	out := pylockArtifact{Hashes: map[string]string{}}
	if a == nil {
		return out
	}
	if algorithm, hex, ok := strings.Cut(a.Hash, ":"); ok {
		out.Hashes[algorithm] = hex
	}
	out.Name, out.URL, out.Size = a.Filename, a.URL, a.Size
	return out
}

// pinnable says whether a distribution can be installed from a pylock.toml
// alone. What cannot is left to uv and its own lock.
func pinnable(in *uvlock.Installed) bool {
	p := in.Package
	switch p.Source.Kind {
	case uvlock.Git:
		return p.Source.Git.Path == "" && !p.Source.Git.LFS
	case uvlock.URL:
		return in.Artifact != nil && in.Artifact.Hash != ""
	case uvlock.Registry:
		return p.Source.Remote() && in.Artifact != nil && in.Artifact.URL != "" && strong(in.Artifact.Hash)
	default:
		return false
	}
}

// strong says whether uv takes the hash for the proof of a pinned file: it
// refuses md5 alone (uv 0.12.0).
func strong(hash string) bool {
	return hash != "" && !strings.HasPrefix(hash, "md5:")
}
