package uvlock

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// unknownVersion reports a version other than 1, before anything else is looked
// at: such a lock may have any form.
func unknownVersion(root *tomltree.Node) *diag.Diagnostic {
	n := root.Get("version")
	v, ok := n.Int()
	if !ok || v.V == Version {
		return nil
	}
	return &diag.Diagnostic{
		Subject:    v.Range,
		Summary:    fmt.Sprintf("uv.lock has version %d, only version %d is understood", v.V, Version),
		Suggestion: "Use a newer release of this frontend, or write the lock with the uv it was released with.",
	}
}

// lock reads everything but the ends of the edges.
func (r *reader) lock(root *tomltree.Node) *Lock {
	l := &Lock{File: r.file}
	if _, ok := root.Get("version").Int(); !ok {
		r.fail(r.file.LineRange(1), "uv.lock has no version number")
	}
	if n := root.Get("revision"); r.expect(n, tomltree.Integer) {
		v, _ := n.Int()
		l.Revision = v.V
	}
	r.required(root, "requires-python")
	l.RequiresPython, _ = root.Get("requires-python").Str()
	if _, err := version.ParseSet(l.RequiresPython.V); err != nil {
		r.fail(l.RequiresPython.Range, "requires-python: %s", err)
	}
	l.ResolutionMarkers = r.markerList(root.Get("resolution-markers"))
	l.SupportedMarkers = r.markerList(root.Get("supported-markers"))
	l.RequiredMarkers = r.markerList(root.Get("required-markers"))
	l.Conflicts = r.conflicts(root.Get("conflicts"))
	l.conflictsAt = root.Get("conflicts").KeyRange()
	l.Options = r.options(root.Get("options"))
	l.Manifest = r.manifest(root.Get("manifest"))
	r.packages(l, first(root, "package", "distribution"))
	return l
}

func (r *reader) conflicts(n *tomltree.Node) [][]ConflictItem {
	if !r.expect(n, tomltree.Array) {
		return nil
	}
	out := make([][]ConflictItem, 0, n.Len())
	for set := range n.Children() {
		if set.Kind() != tomltree.Array {
			r.fail(set.Range(), "a set of conflicts is an array, not %s", set.Kind())
			continue
		}
		items := make([]ConflictItem, 0, set.Len())
		for item := range set.Children() {
			items = append(items, r.conflictItem(item))
		}
		out = append(out, items)
	}
	return out
}

func (r *reader) conflictItem(n *tomltree.Node) ConflictItem {
	if n.Kind() != tomltree.Table {
		r.fail(n.Range(), "a conflict is a table, not %s", n.Kind())
		return ConflictItem{}
	}
	item := ConflictItem{Package: r.name(n, "package")}
	if n.Get("extra") != nil {
		item.Extra = r.name(n, "extra")
	}
	if n.Get("group") != nil {
		item.Group = r.name(n, "group")
	}
	return item
}

func (r *reader) options(n *tomltree.Node) Options {
	if !r.expect(n, tomltree.Table) {
		return Options{}
	}
	return Options{
		ResolutionMode:   r.text(n, "resolution-mode"),
		PrereleaseMode:   r.text(n, "prerelease-mode"),
		ForkStrategy:     r.text(n, "fork-strategy"),
		ExcludeNewer:     n.Get("exclude-newer").Text(),
		ExcludeNewerSpan: n.Get("exclude-newer-span").Text(),
		node:             n,
	}
}

// maxPackages is twenty times the size of the largest lock that anybody has, and
// bounds what a hostile one can cost.
const maxPackages = 200_000

// packages reads all [[package]] tables into one allocation.
func (r *reader) packages(l *Lock, n *tomltree.Node) {
	if !r.expect(n, tomltree.Array) {
		return
	}
	if n.Len() > maxPackages {
		r.fail(n.KeyRange(), "more than %d packages are not read", maxPackages)
		return
	}
	all := make([]Package, n.Len())
	l.Packages = make([]*Package, n.Len())
	l.byName = make(map[string][]*Package, n.Len())
	i := 0
	for table := range n.Children() {
		p := &all[i]
		p.index, p.node = i, table
		l.Packages[i] = p
		if table.Kind() == tomltree.Table {
			r.pkg(p)
			l.byName[p.Name] = append(l.byName[p.Name], p)
		} else {
			r.fail(table.Range(), "a package is a table, not %s", table.Kind())
		}
		i++
	}
}
