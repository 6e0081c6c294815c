package pyproject

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// PackageSources is one entry of [tool.uv.sources]: where a distribution comes
// from, with several answers when markers, extras or groups decide.
type PackageSources struct {
	Name    Str
	Sources []Source
}

// SourceKind is the kind of a Source.
type SourceKind string

// The kinds of sources, by the key that makes them one (enum Source in uv's
// pyproject.rs).
const (
	GitSource       SourceKind = "git"
	URLSource       SourceKind = "url"
	PathSource      SourceKind = "path"
	IndexSource     SourceKind = "index"
	WorkspaceSource SourceKind = "workspace"
)

// Source is one place that a distribution comes from. Location is the value of
// the key that gives the kind its name: a URL, a path, the name of an index. For
// a workspace source it is the path of another workspace, unset for this one.
type Source struct {
	Range    diag.Range
	Kind     SourceKind
	Location Str

	// For git: at most one of Rev, Tag and Branch. Subdirectory is also for url.
	Rev, Tag, Branch Str
	Subdirectory     Str
	// ArchivePath is the path of an archive within a git repository.
	ArchivePath Str
	LFS         Bool

	// For path and workspace.
	Editable Bool
	Package  Bool

	// When the source is used: a PEP 508 marker, and an extra or a group.
	Marker, Extra, Group Str
}

// SourcesOf returns the sources of a distribution, whatever its spelling.
func (u *UV) SourcesOf(distribution string) []Source {
	for _, s := range u.Sources {
		if name.Equal(s.Name.V, distribution) {
			return s.Sources
		}
	}
	return nil
}

func readSources(f field.Field) []PackageSources {
	if !f.Expect(tomltree.Table) {
		return nil
	}
	var out []PackageSources
	checkNames(f, "a distribution")
	for entry := range f.All() {
		if !entry.Expect(tomltree.Table, tomltree.Array) {
			continue
		}
		p := PackageSources{Name: entry.Key()}
		if entry.Node.Kind() == tomltree.Table {
			p.add(entry)
		} else {
			for s := range entry.All() {
				p.add(s)
			}
			if entry.Node.Len() == 0 {
				entry.Fail(entry.Path()+" names no source", "", "")
			}
		}
		out = append(out, p)
	}
	return out
}

func (p *PackageSources) add(f field.Field) {
	if !f.Expect(tomltree.Table) {
		return
	}
	if s, ok := readSource(f); ok {
		p.Sources = append(p.Sources, s)
	}
}

func readSource(f field.Field) (Source, bool) {
	kind, ok := sourceKind(f)
	if !ok {
		return Source{}, false
	}
	s := Source{
		Range: f.Range(), Kind: kind,
		Rev: f.Get("rev").Str(), Tag: f.Get("tag").Str(), Branch: f.Get("branch").Str(),
		Subdirectory: f.Get("subdirectory").Str(), LFS: f.Get("lfs").Bool(),
		Editable: f.Get("editable").Bool(), Package: f.Get("package").Bool(),
		Marker: f.Get("marker").Str(), Extra: f.Get("extra").Str(), Group: f.Get("group").Str(),
	}
	switch {
	case kind == GitSource:
		s.ArchivePath = f.Get("path").Str()
		s.Location = f.Get("git").Str()
	case kind == WorkspaceSource && f.Get("workspace").Node.Kind() != tomltree.String:
	default:
		s.Location = f.Get(string(kind)).Str()
	}
	checkSource(f, kind)
	return s, true
}
