package insync

import (
	"fmt"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// requiresPython compares the range of interpreters: that of the lock is the
// intersection of the members' ranges. Without any, uv takes the interpreter's
// version, which nobody knows here.
func (c *checker) requiresPython() {
	have, err := version.ParseSet(c.lock.RequiresPython.V)
	if err != nil {
		c.unsure("The lock's requires-python cannot be read.")
		return
	}
	var clauses []version.Specifier
	var at diag.Range
	for _, m := range c.in.Members {
		if m.Doc.Project == nil || !m.Doc.Project.RequiresPython.Set() {
			continue
		}
		r := m.Doc.Project.RequiresPython
		set, err := version.ParseSet(r.V)
		if err != nil {
			c.unsure("requires-python = %s cannot be read.", diag.Quote(r.V))
			return
		}
		clauses = append(clauses, set.Specifiers()...)
		at = r.Range
	}
	if len(clauses) == 0 || version.SetOf(clauses...).ReleaseRange().Equal(have.ReleaseRange()) {
		return
	}
	if slices.ContainsFunc(slices.Concat(clauses, have.Specifiers()), func(s version.Specifier) bool { return s.Op == version.NotEqual }) {
		// uv compares only the ends of the ranges.
		c.unsure("requires-python leaves out single versions.")
		return
	}
	c.differs(at, fmt.Sprintf("requires-python is %s, the lock is for %s", version.SetOf(clauses...), diag.Quote(c.lock.RequiresPython.V)), "")
}

// settings compares the settings of the resolver.
func (c *checker) settings() {
	if c.in.Settings {
		c.unsure("uv.toml replaces the settings of pyproject.toml.")
		return
	}
	r := &c.in.Root.UV.Resolution
	place := blame(c.in.Root)
	c.markers("tool.uv.environments", r.Environments, c.lock.SupportedMarkers, place)
	c.markers("tool.uv.required-environments", r.RequiredEnvironments, c.lock.RequiredMarkers, place)
	o := c.lock.Options
	c.option("resolution", r.Mode, o.ResolutionMode, "highest")
	c.option("prerelease", r.Prerelease, o.PrereleaseMode, "if-necessary-or-explicit")
	c.option("fork-strategy", r.ForkStrategy, o.ForkStrategy, "requires-python")
	c.excludeNewer(r, o)
	c.conflicts()
}

func (c *checker) option(setting string, want pyproject.Str, have, initial string) {
	w := want.V
	if w == "" {
		w = initial
	}
	if have == "" {
		have = initial
	}
	switch {
	case w == have:
	case want.Set():
		c.differs(want.Range, fmt.Sprintf("tool.uv.%s is %q, the lock was made with %q", setting, w, have), "")
	default:
		// A user's own settings may be what the lock was made with.
		c.unsure("The lock was made with %s = %q, which the manifest does not set.", setting, have)
	}
}

// excludeNewer compares whether there is a limit; its value has many forms.
func (c *checker) excludeNewer(r *pyproject.Resolution, o uvlock.Options) {
	limited := o.ExcludeNewer != "" || o.ExcludeNewerSpan != ""
	switch {
	case r.ExcludeNewer.Set() && !limited:
		c.differs(r.ExcludeNewer.Range, "tool.uv.exclude-newer is set, the lock was made without it", "")
	case r.ExcludeNewer.Set() || limited || r.ExcludeNewerOther || r.ExcludeNewerPackage.Present():
		c.unsure("exclude-newer is not compared.")
	}
}

// conflicts compares sets of conflicts. uv adds sets for groups that include
// one another, so that the lock may have more.
func (c *checker) conflicts() {
	declared := 0
	docs := []*pyproject.Document{c.in.Root}
	for _, m := range c.in.Members {
		if m.Doc != c.in.Root {
			docs = append(docs, m.Doc)
		}
	}
	for _, doc := range docs {
		for _, set := range doc.UV.Resolution.Conflicts {
			declared++
			if !slices.ContainsFunc(c.lock.Conflicts, func(have []uvlock.ConflictItem) bool { return sameItems(set, have, doc.Project.NormalName()) }) {
				c.differs(set.Range, "it does not know these conflicts", "")
			}
		}
	}
	if declared == 0 && len(c.lock.Conflicts) > 0 {
		c.differs(blame(c.in.Root), "tool.uv.conflicts has been removed", "")
	} else if declared != len(c.lock.Conflicts) {
		c.unsure("The lock has conflicts that follow from others.")
	}
}

func sameItems(want pyproject.Conflict, have []uvlock.ConflictItem, project string) bool {
	var a, b []string
	for _, i := range want.Items {
		pkg := project
		if i.Package.Set() {
			pkg = name.Normalize(i.Package.V)
		}
		a = append(a, strings.Join([]string{pkg, name.Normalize(i.Extra.V), name.Normalize(i.Group.V)}, " "))
	}
	for _, i := range have {
		b = append(b, strings.Join([]string{i.Package, i.Extra, i.Group}, " "))
	}
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
