package uvlock

import (
	"fmt"
	"slices"

	"github.com/org/pyfrontend/frontend/pep/marker"
)

// RuleUnreachable is the rule of the warning that a project requires something
// in an environment for which the lock does not have it.
const RuleUnreachable = "DependencyUnreachable"

// unreached reports requirements of the roots that hold in the environment but
// have no edge that does: a fork of another platform took them along, or the
// lock was edited.
func (w *walk) unreached() {
	if w.target.OnlyGroups {
		return
	}
	for _, p := range w.target.roots {
		if p.Metadata == nil {
			continue
		}
		active := marker.Active{Extra: marker.Names{}}
		for _, extra := range p.extraNames() {
			active.Extra[extra] = w.target.extra(extra)
		}
		for i := range p.Metadata.RequiresDist {
			r := &p.Metadata.RequiresDist[i]
			if w.explained(p, r) || r.Marker != nil && !r.Marker.Condition.Eval(w.env.Markers, active) {
				continue
			}
			w.diags.Warn(RuleUnreachable, r.Range(),
				fmt.Sprintf("%q requires %q, but the lock has nothing to install for it on %s", p.Name, r.Name, w.env.Name),
				"", "Run `uv lock`, and check `environments` under [tool.uv].")
		}
	}
}

// explained says whether a requirement is met by something that was reached, or
// was taken out of the resolution on purpose.
func (w *walk) explained(p *Package, r *Requirement) bool {
	m := &w.lock.Manifest
	return r.Name == p.Name || slices.Contains(m.Excludes, r.Name) ||
		slices.ContainsFunc(m.Overrides, func(o Requirement) bool { return o.Name == r.Name }) || m.ScopedOverrides ||
		slices.ContainsFunc(w.lock.byName[r.Name], func(q *Package) bool { return w.visits[q.index].reached })
}
