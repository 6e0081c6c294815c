// Package uvlock reads uv.lock and answers, without running uv, what uv would
// install from it: for a platform, an interpreter, a selection of members,
// extras and dependency groups, the exact distributions and the artifact of
// each. It also says whether a lock can still be in step with the manifests it
// was made from.
//
// uv.lock has no published schema. What is read here follows uv's source
// (crates/uv-resolver/src/lock): mod.rs for the keys and the choice of an
// artifact, installable.rs for the walk, universal_marker.rs for conflicts. The
// proof that it agrees is in internal/oracle, where real locks are held against
// real uv.
//
// A lock of any revision of version 1 is accepted and unknown keys are ignored,
// because uv promises that revisions are compatible; another version is refused.
package uvlock

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Version is the version of the lock format that is understood, and the only one.
const Version = 1

// Lock is the content of a uv.lock. It is not changed after Parse and may be
// read from several goroutines.
type Lock struct {
	// File is where positions point to.
	File *diag.File
	// Revision is the backwards-compatible revision, 0 if the lock names none.
	Revision int64
	// RequiresPython is the range of interpreters the lock was made for.
	RequiresPython diag.Value[string]
	// ResolutionMarkers are the forks of the resolution ("resolution-markers").
	ResolutionMarkers []*Marker
	// SupportedMarkers limit the platforms ("tool.uv.environments").
	SupportedMarkers []*Marker
	// RequiredMarkers are platforms that had to be covered
	// ("tool.uv.required-environments").
	RequiredMarkers []*Marker
	// Conflicts are sets of extras, groups and projects of which no two may be
	// installed together.
	Conflicts [][]ConflictItem
	// Options are the settings of the resolver that made the lock.
	Options Options
	// Manifest is what the lock was made from besides its packages' metadata.
	Manifest Manifest
	// Packages are in the order of the file, which uv sorts by name and version.
	Packages []*Package

	byName map[string][]*Package
	// markers is the number of different markers.
	markers int
	// conflictsAt is the place of the conflicts.
	conflictsAt diag.Range
}

// ConflictItem is an extra or a group of a package, or with neither the whole
// project.
type ConflictItem struct {
	Package, Extra, Group string
}

// Named returns the packages of a name; forks and sources may give several.
func (l *Lock) Named(name string) []*Package { return l.byName[name] }

// Root returns the project in the lock's own directory, nil if there is none
// (a virtual workspace root, a script).
func (l *Lock) Root() *Package {
	for _, p := range l.Packages {
		if (p.Source.Kind == Editable || p.Source.Kind == Virtual) && p.Source.Path() == "." {
			return p
		}
	}
	return nil
}

// Members returns the names of the workspace's members in order; for a lock of
// a single project that is the project.
func (l *Lock) Members() []string {
	if len(l.Manifest.Members) > 0 {
		return l.Manifest.Members
	}
	if root := l.Root(); root != nil {
		return []string{root.Name}
	}
	return nil
}

// Parse reads a uv.lock. The lock is nil if and only if the findings have
// errors. All errors are reported, up to a bound, each with its place.
func Parse(f *diag.File) (*Lock, diag.List) {
	root, diags := tomltree.Parse(f)
	if v := unknownVersion(root); v != nil {
		return nil, diag.List{v}
	}
	if diags.HasErrors() {
		return nil, diags
	}
	r := newReader(f)
	l := r.lock(root)
	if !r.diags.HasErrors() {
		r.link(l)
	}
	if r.diags.HasErrors() {
		return nil, r.diags
	}
	l.markers = len(r.markers)
	return l, r.diags
}
