package insync

import (
	"fmt"
	"path"
	"slices"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// member compares one member with its package in the lock.
func (c *checker) member(m Manifest) {
	n := m.Doc.Project.NormalName()
	same := c.lock.Named(n)
	if len(same) != 1 {
		c.differs(blame(m.Doc), fmt.Sprintf("it has no project %q", n), "")
		return
	}
	p := same[0]
	editable, required := c.required[n]
	want := uvlock.Virtual
	if m.Doc.IsPackage(required) {
		want = uvlock.Editable
		if editable.Set() && !editable.V {
			want = uvlock.Directory
		}
	}
	switch {
	case p.Source.Kind != want:
		c.differs(kindRange(m.Doc), fmt.Sprintf("it has %q as %s, the manifest makes it %s", n, kindName(p.Source.Kind), kindName(want)), "")
	case p.Source.Path() != path.Clean(m.Dir):
		c.differs(blame(m.Doc), fmt.Sprintf("it has %q in %s, it is in %s", n, p.Source.Path(), m.Dir), "")
	}
	c.tree(p, m, c.in.Root)
	c.defaults(m.Doc, p.Defaults)
}

func kindName(k uvlock.SourceKind) string {
	switch k {
	case uvlock.Virtual:
		return "a project that is not a package"
	case uvlock.Editable:
		return "a package"
	case uvlock.Directory:
		return "a package that is not editable"
	default:
		return "a distribution from elsewhere (" + k.String() + ")"
	}
}

// kindRange is the place that decides whether a project is a package.
func kindRange(doc *pyproject.Document) diag.Range {
	if doc.UV.Package.Set() {
		return doc.UV.Package.Range
	}
	return blame(doc)
}

// trees compares local source trees that are no members.
func (c *checker) trees() {
	for _, p := range c.lock.Packages {
		if _, member := c.members[p.Name]; member || !p.Source.Tree() {
			continue
		}
		i := slices.IndexFunc(c.in.Trees, func(m Manifest) bool { return path.Clean(m.Dir) == p.Source.Path() })
		if i < 0 || c.in.Trees[i].Doc.Project == nil {
			c.unsure("The manifest of %q in %s was not read.", p.Name, p.Source.Path())
			continue
		}
		c.tree(p, c.in.Trees[i], c.in.Trees[i].Doc)
	}
}

// tree compares a package with the manifest of its source tree. workspace is
// where sources and indexes come from that the manifest itself does not have.
func (c *checker) tree(p *uvlock.Package, m Manifest, workspace *pyproject.Document) {
	project := m.Doc.Project
	c.version(p, project)
	if p.Metadata == nil && len(p.Dependencies)+len(p.Extras)+len(p.Groups) > 0 {
		c.unsure("The lock does not say what %q required when it was locked.", p.Name)
		return
	}
	if p.Metadata == nil {
		// uv writes no table that would be empty.
		empty := *p
		empty.Metadata = &uvlock.Metadata{}
		p = &empty
	}
	if project.IsDynamic("version") {
		// Where the text differs uv asks the build backend, whose answer counts.
		static := *c
		static.stale = nil
		static.requirements(p, m, workspace)
		c.unknown = static.unknown
		if len(static.stale) > 0 {
			c.unsure("The requirements of %q differ, but with a dynamic version only its build backend knows.", p.Name)
		}
		return
	}
	c.requirements(p, m, workspace)
}

// requirements compares dependencies, extras and groups.
func (c *checker) requirements(p *uvlock.Package, m Manifest, workspace *pyproject.Document) {
	project := m.Doc.Project
	l := lowerer{checker: c, manifest: m, workspace: workspace}
	dynamic := project.IsDynamic("dependencies") || project.IsDynamic("optional-dependencies")
	if dynamic {
		c.unsure("Only the build backend knows the dependencies of %q.", p.Name)
	} else {
		var want []wanted
		want = l.all(want, project.Dependencies, context{})
		for _, e := range project.Extras {
			want = l.all(want, e.Requirements, context{extra: name.Normalize(e.Name.V)})
		}
		c.compare(want, p.Metadata.RequiresDist, comparison{of: p.Name, place: blame(m.Doc), extras: extraNames(project)})
		c.extras(p, project)
	}
	c.groups(p, l)
}

func extraNames(project *pyproject.Project) []string {
	var out []string
	for _, e := range project.Extras {
		out = append(out, name.Normalize(e.Name.V))
	}
	return out
}

func (c *checker) version(p *uvlock.Package, project *pyproject.Project) {
	switch {
	case project.IsDynamic("version") && p.Version != "":
		c.differs(project.Name.Range, fmt.Sprintf("the version of %q is dynamic, the lock has %s", p.Name, p.Version), "")
	case project.IsDynamic("version") || !project.Version.Set():
	case p.Version == "":
		c.differs(project.Version.Range, fmt.Sprintf("the version of %q is not dynamic any more", p.Name), "")
	default:
		a, errA := version.Parse(project.Version.V)
		b, errB := version.Parse(p.Version)
		if errA == nil && errB == nil && !a.Equal(b) {
			c.differs(project.Version.Range, fmt.Sprintf("%q is at version %s, the lock has %s", p.Name, project.Version.V, p.Version), "")
		}
	}
}

// extras compares the names of extras; locks of revision 0 do not have them.
func (c *checker) extras(p *uvlock.Package, project *pyproject.Project) {
	if c.lock.Revision == 0 {
		return
	}
	for _, e := range project.Extras {
		if !slices.Contains(p.Metadata.ProvidesExtras, name.Normalize(e.Name.V)) {
			c.differs(e.Name.Range, fmt.Sprintf("it does not know the extra %q", e.Name.V), "")
		}
	}
	for _, e := range p.Metadata.ProvidesExtras {
		if _, ok := project.Extra(e); !ok {
			c.differs(project.Name.Range, fmt.Sprintf("%q has no extra %q any more", p.Name, e), "")
		}
	}
}
