package uvlock

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/pep/marker"
)

// conflicts is the state of a walk through a lock that has conflicts. In such a
// lock an edge may depend on which extras, groups and projects are active, and
// which extras are active depends on the edges: so the graph is walked twice,
// first to learn the extras (uv: installable.rs, to_resolution_from_packages).
type conflicts struct {
	*formulas
	// active holds the active items by their variable.
	active map[int32]bool
	// under is the condition under which a visit is reached.
	under map[visit]formula
	// results holds the formulas of markers, by their index.
	results map[*Marker]formula
}

func newConflicts() *conflicts {
	return &conflicts{
		formulas: newFormulas(),
		active:   map[int32]bool{},
		under:    map[visit]formula{},
		results:  map[*Marker]formula{},
	}
}

// encode writes an item as it stands in markers, as the value of "extra".
func (c ConflictItem) encode() string {
	switch {
	case c.Extra != "":
		return marker.ConflictExtra(c.Package, c.Extra)
	case c.Group != "":
		return marker.ConflictGroup(c.Package, c.Group)
	default:
		return marker.ConflictProject(c.Package)
	}
}

// String names the item as a user knows it.
func (c ConflictItem) String() string {
	switch {
	case c.Extra != "":
		return fmt.Sprintf("extra %q of %q", c.Extra, c.Package)
	case c.Group != "":
		return fmt.Sprintf("group %q of %q", c.Group, c.Package)
	default:
		return fmt.Sprintf("project %q", c.Package)
	}
}

func (c *conflicts) variableOf(item ConflictItem) int32 {
	return c.nodes[c.Extra(item.encode())].variable
}

func (c *conflicts) activateItem(item ConflictItem) { c.active[c.variableOf(item)] = true }

func (c *conflicts) activateExtras(d *Dependency) {
	for _, extra := range d.Extras {
		c.activateItem(ConflictItem{Package: d.Package.Name, Extra: extra})
	}
}

// selected makes active what the selection names.
func (c *conflicts) selected(t *target) {
	roots := t.roots
	if !t.OnlyGroups {
		for _, p := range roots {
			c.activateItem(ConflictItem{Package: p.Name})
			for i := range p.Extras {
				if t.extra(p.Extras[i].Name) {
					c.activateItem(ConflictItem{Package: p.Name, Extra: p.Extras[i].Name})
				}
			}
		}
	}
	if t.groupRoot != nil {
		roots = append(roots[:len(roots):len(roots)], t.groupRoot)
	}
	for _, p := range roots {
		for i := range p.Groups {
			if t.includes(p, p.Groups[i].Name) {
				c.activateItem(ConflictItem{Package: p.Name, Group: p.Groups[i].Name})
			}
		}
	}
}

// reach widens the condition under which a visit is reached; it says whether
// that changed it.
func (c *conflicts) reach(v visit, f formula) bool {
	old, ok := c.under[v]
	f = c.Or(old, f)
	c.under[v] = f
	return !ok || f != old
}

// holdsWith evaluates a formula with the extras of an edge active for the
// moment.
func (c *conflicts) holdsWith(f formula, d *Dependency) bool {
	var added []int32
	if d != nil {
		for _, extra := range d.Extras {
			v := c.variableOf(ConflictItem{Package: d.Package.Name, Extra: extra})
			if !c.active[v] {
				c.active[v] = true
				added = append(added, v)
			}
		}
	}
	ok := c.holds(f, c.active)
	for _, v := range added {
		delete(c.active, v)
	}
	return ok
}

// activate is the first of the two traversals: it activates the extras of all
// edges that hold under the condition that leads to them.
func (w *walk) activate() {
	c := w.conflicts
	queue := append([]visit(nil), w.queue...)
	for head := 0; head < len(queue) && !c.overflow; head++ {
		v := queue[head]
		parent, ok := c.under[v]
		if !ok {
			continue
		}
		deps := v.dependencies()
		for i := range deps {
			d := &deps[i]
			under := c.And(w.formula(d.Marker), parent)
			if !c.holdsWith(under, d) {
				continue
			}
			c.activateExtras(d)
			if c.reach(visit{d.Package, ""}, under) {
				queue = append(queue, visit{d.Package, ""})
			}
			for _, extra := range d.Extras {
				if c.reach(visit{d.Package, extra}, under) {
					queue = append(queue, visit{d.Package, extra})
				}
			}
		}
	}
	w.checkActive()
}

// checkActive reports extras that are active together and must not be.
func (w *walk) checkActive() {
	c := w.conflicts
	if c.overflow {
		w.fail(w.lock.conflictRange(), "the conflicts of this lock are too entangled to be resolved")
		return
	}
	for _, set := range w.lock.Conflicts {
		var both []ConflictItem
		for _, item := range set {
			if item.Extra != "" && c.active[c.variableOf(item)] {
				both = append(both, item)
			}
		}
		w.reportConflict(both)
	}
}

// reportConflict reports two or more items of one set.
func (w *walk) reportConflict(items []ConflictItem) {
	if len(items) < 2 {
		return
	}
	names := make([]string, len(items))
	for i, item := range items {
		names[i] = item.String()
	}
	w.diags.Add(w.lock.conflictRange(), "cannot be installed together: "+strings.Join(names, ", "),
		"The project declares them as conflicting in tool.uv.conflicts.", "Select only one of them.")
}
