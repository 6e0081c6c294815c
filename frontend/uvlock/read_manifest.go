package uvlock

import (
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/tomltree"
)

func (r *reader) manifest(n *tomltree.Node) Manifest {
	if !r.expect(n, tomltree.Table) {
		return Manifest{}
	}
	m := Manifest{
		Members:            r.names(n.Get("members")),
		Requirements:       r.requirements(n.Get("requirements")),
		Groups:             r.requirementSets(n.Get("dependency-groups")),
		Defaults:           r.defaultGroups(n.Get("default-groups")),
		GroupPython:        r.groupPython(n.Get("group-requires-python")),
		Constraints:        r.requirements(n.Get("constraints")),
		BuildConstraints:   r.requirements(n.Get("build-constraints")),
		DependencyMetadata: n.Get("dependency-metadata").Len() > 0,
	}
	m.Overrides, m.ScopedOverrides = r.overrides(n.Get("overrides"))
	for c := range n.Get("excludes").Children() {
		if c.Kind() == tomltree.String {
			m.Excludes = append(m.Excludes, name.Normalize(c.Text()))
		}
	}
	return m
}

// overrides separates overrides for all packages from those with a scope,
// which name a package and its dependencies.
func (r *reader) overrides(n *tomltree.Node) (all []Requirement, scoped bool) {
	if !r.expect(n, tomltree.Array) {
		return nil, false
	}
	for c := range n.Children() {
		if c.Get("package") != nil {
			scoped = true
			continue
		}
		all = append(all, r.requirement(c))
	}
	return all, scoped
}

func (r *reader) metadata(n *tomltree.Node) *Metadata {
	if !r.expect(n, tomltree.Table) {
		return nil
	}
	return &Metadata{
		RequiresDist:   r.requirements(n.Get("requires-dist")),
		ProvidesExtras: r.names(n.Get("provides-extras")),
		Groups:         r.requirementSets(first(n, "requires-dev", "dependency-groups")),
		node:           n,
	}
}

// defaultGroups reads a list of groups or the word "all".
func (r *reader) defaultGroups(n *tomltree.Node) DefaultGroups {
	switch {
	case n == nil:
		return DefaultGroups{}
	case n.Kind() == tomltree.String && n.Text() == "all":
		return DefaultGroups{Range: n.Range(), All: true}
	default:
		return DefaultGroups{Range: n.Range(), Names: r.names(n)}
	}
}

func (r *reader) groupPython(n *tomltree.Node) []GroupPython {
	if !r.expect(n, tomltree.Table) {
		return nil
	}
	out := make([]GroupPython, 0, n.Len())
	for c := range n.Children() {
		requires, ok := c.Str()
		if _, err := version.ParseSet(requires.V); !ok || err != nil {
			r.fail(c.Range(), "%q is not a set of version specifiers", requires.V)
			continue
		}
		out = append(out, GroupPython{Group: r.setName(c), Requires: requires})
	}
	return out
}

func (r *reader) requirementSets(n *tomltree.Node) []RequirementSet {
	if !r.expect(n, tomltree.Table) {
		return nil
	}
	out := make([]RequirementSet, 0, n.Len())
	for c := range n.Children() {
		out = append(out, RequirementSet{Name: r.setName(c), Requirements: r.requirements(c)})
	}
	return out
}

// setName reads the key of an extra's or a group's table.
func (r *reader) setName(n *tomltree.Node) string {
	if !name.Valid(n.Key()) {
		r.fail(n.KeyRange(), "%q is not a valid name", n.Key())
	}
	return name.Normalize(n.Key())
}

func (r *reader) requirements(n *tomltree.Node) []Requirement {
	if !r.expect(n, tomltree.Array) {
		return nil
	}
	out := make([]Requirement, 0, n.Len())
	for c := range n.Children() {
		out = append(out, r.requirement(c))
	}
	return out
}

// requirement reads a requirement of metadata; without a source it comes from
// an index (uv: RequirementSourceWire).
func (r *reader) requirement(n *tomltree.Node) Requirement {
	if n.Kind() != tomltree.Table {
		r.fail(n.Range(), "a requirement is a table, not %s", n.Kind())
		return Requirement{node: n}
	}
	req := Requirement{Name: r.name(n, "name"), Marker: r.marker(n.Get("marker")), node: n}
	if extras := n.Get("extras"); extras != nil {
		req.Extras = r.names(extras)
	}
	if s, ok := r.sourceOf(n, Git); ok {
		req.Source = &s
		return req
	}
	req.Specifier = r.text(n, "specifier")
	req.Index = r.text(n, "index")
	if conflict := n.Get("conflict"); r.expect(conflict, tomltree.Table) {
		item := r.conflictItem(conflict)
		req.Conflict = &item
	}
	return req
}
