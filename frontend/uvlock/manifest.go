package uvlock

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Options are the settings of the resolver that the lock records; a setting
// that is not there has uv's default.
type Options struct {
	ResolutionMode, PrereleaseMode, ForkStrategy string
	// ExcludeNewer is a timestamp, or with ExcludeNewerSpan a placeholder.
	ExcludeNewer, ExcludeNewerSpan string

	node *tomltree.Node
}

// Manifest is what a lock was made from besides the metadata of its packages.
type Manifest struct {
	// Members are the names of the workspace's members, none for a project
	// that is alone.
	Members []string
	// Requirements belong to no member: those of a script.
	Requirements []Requirement
	// Groups belong to no member: those of a manifest without a project.
	Groups []RequirementSet
	// Defaults and GroupPython are those of a manifest without a project.
	Defaults    DefaultGroups
	GroupPython []GroupPython
	// Constraints, Overrides, Excludes and BuildConstraints come from the
	// settings of tool.uv with the same names.
	Constraints, BuildConstraints []Requirement
	// Overrides holds those for all packages; ScopedOverrides says that there
	// are others, for the dependencies of single packages.
	Overrides       []Requirement
	ScopedOverrides bool
	Excludes        []string
	// DependencyMetadata says that tool.uv.dependency-metadata was used.
	DependencyMetadata bool
}

// Metadata is what a package of a mutable source asked for when it was locked.
type Metadata struct {
	RequiresDist   []Requirement
	ProvidesExtras []string
	Groups         []RequirementSet

	node *tomltree.Node
}

// Range returns the [package.metadata] header.
func (m *Metadata) Range() diag.Range { return m.node.Range() }

// RequirementSet is the requirements of one dependency group.
type RequirementSet struct {
	Name         string
	Requirements []Requirement
}

// Requirement is a requirement before resolution, in the form the lock keeps.
type Requirement struct {
	Name   string
	Extras []string
	Marker *Marker
	// Specifier is a PEP 440 specifier set, empty for any version.
	Specifier string
	// Index is the index that the requirement is bound to, empty for any.
	Index string
	// Conflict is the extra or group that the index is bound to, if any.
	Conflict *ConflictItem
	// Source is set for requirements that do not come from an index.
	Source *Source

	node *tomltree.Node
}

// Range returns the entry of the requirement.
func (r *Requirement) Range() diag.Range { return r.node.Range() }
