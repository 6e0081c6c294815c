package uvlock

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Package is one [[package]] of a lock. Its identity is name, version and
// source: forks and conflicts give several packages of one name.
type Package struct {
	// Name is in its normal form.
	Name string
	// Version is empty for a source tree with a dynamic version.
	Version string
	Source  Source
	// ResolutionMarkers are the forks that the package belongs to, none for all.
	ResolutionMarkers []*Marker
	Dependencies      []Dependency
	// Extras and Groups hold the dependencies of each extra and of each
	// dependency group that has any, in the order of the file.
	Extras, Groups []DependencySet
	// Defaults are the groups that are installed without being asked for, and
	// GroupPython the interpreters that single groups need; both are recorded
	// from revision 5 on.
	Defaults    DefaultGroups
	GroupPython []GroupPython
	// Metadata is nil where the lock leaves it out: immutable sources, and all
	// packages from revision 4 on under a preview setting of uv.
	Metadata *Metadata
	Sdist    *Artifact
	Wheels   []Wheel

	// tags are the file names of the wheels, taken apart.
	tags  []tag.Wheel
	index int
	node  *tomltree.Node
}

// Range returns the line that names the package.
func (p *Package) Range() diag.Range { return p.node.Get("name").Range() }

// String returns "name==version", or the name alone for a dynamic version.
func (p *Package) String() string {
	if p.Version == "" {
		return p.Name
	}
	return p.Name + "==" + p.Version
}

// Extra returns the dependencies of an extra, false if the lock has none.
func (p *Package) Extra(name string) ([]Dependency, bool) { return find(p.Extras, name) }

// Group returns the dependencies of a dependency group, false if the lock has none.
func (p *Package) Group(name string) ([]Dependency, bool) { return find(p.Groups, name) }

// DefaultGroups is tool.uv.default-groups as the lock has it. Unset means uv's
// own default, the group "dev".
type DefaultGroups struct {
	Range diag.Range
	All   bool
	Names []string
}

// GroupPython is a dependency group with a requires-python of its own.
type GroupPython struct {
	Group    string
	Requires diag.Value[string]
}

// DependencySet is the dependencies of one extra or one group.
type DependencySet struct {
	Name         string
	Dependencies []Dependency
}

func find(sets []DependencySet, name string) ([]Dependency, bool) {
	for i := range sets {
		if sets[i].Name == name {
			return sets[i].Dependencies, true
		}
	}
	return nil, false
}

// Dependency is an edge of the locked graph.
type Dependency struct {
	// Package is what the edge leads to; it is never nil.
	Package *Package
	// Extras are those asked for that the package has. uv drops the others too.
	Extras []string
	// Marker says where the edge holds, nil for everywhere. It is simplified
	// under requires-python and the resolution markers, so that it means
	// nothing outside of them.
	Marker *Marker

	node *tomltree.Node
}

// Range returns the entry of the dependency.
func (d *Dependency) Range() diag.Range { return d.node.Range() }

// WheelTags returns the file names of the wheels, taken apart, in the order of
// Wheels. The slice must not be changed.
func (p *Package) WheelTags() []tag.Wheel { return p.tags }

// Artifact is a file that a package can be installed from.
type Artifact struct {
	// URL is where a remote file is, Path where a file of a local index is,
	// relative to the index. Both are empty for archives whose place is the
	// package's source.
	URL, Path string
	// Filename is the name of the file, unescaped; empty if only the source
	// knows it.
	Filename string
	// Hash is "algorithm:hex", empty where the index gave none.
	Hash string
	// Size is in bytes, 0 if unknown.
	Size uint64

	node *tomltree.Node
}

// Range returns the entry of the artifact.
func (a *Artifact) Range() diag.Range { return a.node.Range() }

// Wheel is a built distribution.
type Wheel struct {
	Artifact
	// ZstdHash and ZstdSize describe the same wheel recompressed, which some
	// indexes offer beside it.
	ZstdHash string
	ZstdSize uint64
}
