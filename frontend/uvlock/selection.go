package uvlock

import "slices"

// Selection is what of a lock is wanted. All names are in their normal form.
type Selection struct {
	// Roots are the names of the members to install. None means the project in
	// the lock's directory, or all members if there is no such project, as
	// `uv sync` does it.
	Roots []string
	// Extras of the roots; AllExtras takes all of them.
	Extras    []string
	AllExtras bool
	// Groups are the dependency groups asked for by name, which must exist;
	// AllGroups takes all of them.
	Groups    []string
	AllGroups bool
	// DefaultGroups are groups that nobody asked for: they need not exist, and
	// with a member selected they are the member's, never the workspace root's.
	DefaultGroups []string
	// OnlyGroups leaves out the roots themselves and their dependencies.
	OnlyGroups bool
	// Build limits the choice of artifacts.
	Build BuildOptions
}

// BuildOptions are uv's no-build and no-binary settings, for all packages or
// for some.
type BuildOptions struct {
	NoBuild          bool
	NoBuildPackages  []string
	NoBinary         bool
	NoBinaryPackages []string
}

// noBinary says whether wheels of a package must not be used. What is said of
// a single package wins over what is said of all (uv: BuildOptions).
func (o *BuildOptions) noBinary(name string) bool {
	if o.NoBinary {
		return o.NoBuild || !slices.Contains(o.NoBuildPackages, name)
	}
	return slices.Contains(o.NoBinaryPackages, name)
}

// noBuild says whether a package must not be built.
func (o *BuildOptions) noBuild(name string) bool {
	if o.NoBuild {
		return o.NoBinary || !slices.Contains(o.NoBinaryPackages, name)
	}
	return slices.Contains(o.NoBuildPackages, name)
}

// extra says whether an extra of the roots is wanted.
func (s *Selection) extra(name string) bool {
	return s.AllExtras || slices.Contains(s.Extras, name)
}

// group says whether a group is wanted, and whether someone asked for it.
func (s *Selection) group(name string) (wanted, asked bool) {
	asked = s.AllGroups || slices.Contains(s.Groups, name)
	return asked || slices.Contains(s.DefaultGroups, name), asked
}

// target is a selection with its roots found in a lock.
type target struct {
	*Selection
	roots []*Package
	// groupRoot is the workspace's root project when a member is selected: its
	// groups can be asked for, its dependencies are not installed.
	groupRoot *Package
	// single says that one project is selected, which is when groups of the
	// workspace's root are inherited (uv: InstallTarget::Project).
	single bool
}

// includes says whether a group of a package is wanted; nil stands for groups
// of a manifest without a project (uv: InstallTarget::includes_group).
func (t *target) includes(p *Package, group string) bool {
	wanted, asked := t.group(group)
	if !wanted || !t.single || p == t.roots[0] {
		return wanted
	}
	// Defaults belong to the selected member, and so does a group that both
	// the member and the root have.
	return asked && !t.roots[0].declaresGroup(group)
}

// declaresGroup says whether a package has a group, be it empty.
func (p *Package) declaresGroup(name string) bool {
	return slices.Contains(p.groupNames(), name)
}

// groupNames returns the groups of a package: its metadata also knows the empty
// ones, but may be missing.
func (p *Package) groupNames() []string {
	var out []string
	for i := range p.Groups {
		out = append(out, p.Groups[i].Name)
	}
	if p.Metadata != nil {
		for i := range p.Metadata.Groups {
			out = append(out, p.Metadata.Groups[i].Name)
		}
	}
	return out
}

// extraNames returns the extras of a package: its metadata also knows the
// empty ones, but may be missing.
func (p *Package) extraNames() []string {
	var out []string
	for i := range p.Extras {
		out = append(out, p.Extras[i].Name)
	}
	if p.Metadata != nil {
		out = append(out, p.Metadata.ProvidesExtras...)
	}
	return out
}
