package insync

import (
	"fmt"
	"slices"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pyproject"
)

// root compares what belongs to the lock as a whole: constraints, overrides and
// the groups of a manifest without a project.
func (c *checker) root() {
	l := lowerer{checker: c, manifest: Manifest{Dir: ".", Doc: c.in.Root}, workspace: c.in.Root}
	m := &c.lock.Manifest
	if c.in.Root.Project == nil {
		names, table := groupTable(c.in.Root)
		c.compareGroups(names, table, m.Groups, l, "the manifest")
		c.defaults(c.in.Root, m.Defaults)
	}
	if c.in.Settings {
		return
	}
	r := &c.in.Root.UV.Resolution
	place := blame(c.in.Root)
	c.compare(l.all(nil, r.Constraints, context{}), m.Constraints, comparison{of: "tool.uv.constraint-dependencies", place: place})
	c.compare(l.all(nil, r.BuildConstraints, context{}), m.BuildConstraints, comparison{of: "tool.uv.build-constraint-dependencies", place: place})
	c.overrides(l)
	c.excludes(r.Excludes, place)
	if len(r.DependencyMetadata) > 0 || m.DependencyMetadata {
		c.unsure("tool.uv.dependency-metadata is not compared.")
	}
	if len(m.Requirements) > 0 {
		c.unsure("The requirements of a script are not compared.")
	}
}

func (c *checker) overrides(l lowerer) {
	var all []pyproject.Str
	scoped := c.lock.Manifest.ScopedOverrides
	for _, o := range c.in.Root.UV.Resolution.Overrides {
		if o.Requirement.Set() {
			all = append(all, o.Requirement)
		} else {
			scoped = true
		}
	}
	if scoped {
		c.unsure("Overrides for single packages are not compared.")
	}
	c.compare(l.all(nil, all, context{}), c.lock.Manifest.Overrides, comparison{of: "tool.uv.override-dependencies", place: blame(c.in.Root)})
}

func (c *checker) excludes(list []pyproject.Override, place diag.Range) {
	var want []string
	for _, o := range list {
		r, err := marker.ParseRequirement(o.Requirement.V)
		if !o.Requirement.Set() || err != nil {
			c.unsure("tool.uv.exclude-dependencies is not compared.")
			return
		}
		want = append(want, r.Name)
		if !slices.Contains(c.lock.Manifest.Excludes, name.Normalize(r.Name)) {
			c.differs(o.Requirement.Range, fmt.Sprintf("it does not leave out %s", diag.Quote(r.Name)), "")
		}
	}
	for _, n := range c.lock.Manifest.Excludes {
		if !slices.Contains(want, n) {
			c.differs(place, fmt.Sprintf("tool.uv.exclude-dependencies does not have %q any more", n), "")
		}
	}
}
