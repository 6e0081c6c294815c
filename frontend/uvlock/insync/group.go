package insync

import (
	"fmt"
	"slices"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/group"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// groups compares the dependency groups of a package.
func (c *checker) groups(p *uvlock.Package, l lowerer) {
	names, table := groupTable(l.manifest.Doc)
	if names == nil && len(p.Metadata.Groups) == 0 {
		return
	}
	c.compareGroups(names, table, p.Metadata.Groups, l, fmt.Sprintf("%q", p.Name))
}

func (c *checker) compareGroups(names []string, table *group.Table[pyproject.Str], locked []uvlock.RequirementSet, l lowerer, of string) {
	doc := l.manifest.Doc
	for _, s := range doc.UV.GroupSettings {
		if s.RequiresPython.Set() {
			// It becomes a marker of each requirement, also through includes.
			c.unsure("The dependency groups of %s have a requires-python of their own.", of)
			return
		}
	}
	for _, n := range names {
		requirements, errs := table.Resolve(n)
		if len(errs) > 0 {
			c.unsure("The dependency group %q cannot be read.", n)
			continue
		}
		i := slices.IndexFunc(locked, func(s uvlock.RequirementSet) bool { return s.Name == n })
		if i < 0 {
			if len(requirements) > 0 || c.lock.Revision > 0 && l.manifest.Doc.Project != nil {
				c.differs(groupRange(doc, n), fmt.Sprintf("it does not know the dependency group %q", n), "")
			}
			continue
		}
		want := l.all(nil, requirements, context{group: n})
		c.compare(want, locked[i].Requirements, comparison{of: fmt.Sprintf("dependency group %q", n), place: groupRange(doc, n)})
	}
	for _, s := range locked {
		if !slices.Contains(names, s.Name) && (len(s.Requirements) > 0 || c.lock.Revision > 0) {
			c.differs(blame(doc), fmt.Sprintf("%s has no dependency group %q any more", of, s.Name), "")
		}
	}
}

// defaults compares the groups that are installed without being asked for,
// which locks have from revision 5 on; uv leaves out its own default, "dev".
func (c *checker) defaults(doc *pyproject.Document, have uvlock.DefaultGroups) {
	if c.lock.Revision < 5 {
		return
	}
	d := doc.UV.DefaultGroups
	var want []string
	for _, n := range d.Names {
		want = append(want, name.Normalize(n.V))
	}
	slices.Sort(want)
	want = slices.Compact(want)
	initial := !d.Range.Known() || !d.All && slices.Equal(want, []string{"dev"})
	switch place := d.Range; {
	case initial && !have.Range.Known():
	case initial != !have.Range.Known(), d.All != have.All, !slices.Equal(want, slices.Sorted(slices.Values(have.Names))):
		if !place.Known() {
			place = blame(doc)
		}
		c.differs(place, "tool.uv.default-groups is not what was locked", "")
	}
}

// groupTable returns the groups of a manifest by their normal names; the older
// tool.uv.dev-dependencies are part of the group "dev".
func groupTable(doc *pyproject.Document) ([]string, *group.Table[pyproject.Str]) {
	var names []string
	var groups []group.Group[pyproject.Str]
	for _, g := range doc.Groups {
		out := group.Group[pyproject.Str]{Name: g.Name.V}
		for _, i := range g.Items {
			out.Items = append(out.Items, group.Item[pyproject.Str]{Include: i.Include.V, Value: i.Requirement})
		}
		groups = append(groups, out)
		names = append(names, name.Normalize(g.Name.V))
	}
	if doc.UV.Node.Get("dev-dependencies").Present() {
		i := slices.Index(names, "dev")
		if i < 0 {
			i = len(names)
			names = append(names, "dev")
			groups = append(groups, group.Group[pyproject.Str]{Name: "dev"})
		}
		for _, d := range doc.UV.DevDependencies {
			groups[i].Items = append(groups[i].Items, group.Item[pyproject.Str]{Value: d})
		}
	}
	table, _ := group.New(groups)
	return names, table
}

// groupRange is the place of a group's name.
func groupRange(doc *pyproject.Document, n string) diag.Range {
	if g, ok := doc.Group(n); ok {
		return g.Name.Range
	}
	return blame(doc)
}
