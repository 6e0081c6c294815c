package uvlock

import (
	"slices"

	"github.com/org/pyfrontend/frontend/pep/marker"
)

// holds evaluates the marker of an edge. In a lock with conflicts the extras of
// the edge itself count as active.
func (w *walk) holds(m *Marker, d *Dependency) bool {
	if !w.covered {
		return false
	}
	if w.conflicts != nil {
		return w.conflicts.holdsWith(w.formula(m), d)
	}
	return w.plain(m)
}

// plain evaluates a marker with no extra active, once for all edges that have it.
func (w *walk) plain(m *Marker) bool {
	if m == nil || w.everything {
		return true
	}
	r := &w.results[m.index]
	if *r == unknown {
		*r = isFalse
		if m.Condition.Eval(w.env.Markers, marker.Active{}) {
			*r = isTrue
		}
	}
	return *r == isTrue
}

func (w *walk) anyPlain(list []*Marker) bool { return slices.ContainsFunc(list, w.plain) }

// formula reduces a marker to its condition on the items of conflicts.
func (w *walk) formula(m *Marker) formula {
	switch {
	case !w.covered:
		return never
	case m == nil:
		return always
	}
	c := w.conflicts
	f, ok := c.results[m]
	if !ok {
		f = marker.Residual[formula](m.Condition, w.env.Markers, c.formulas)
		c.results[m] = f
	}
	return f
}

// covers says whether the environment lies within the forks of the lock. uv
// counts the union of the forks as part of every edge's marker, without what
// they say of extras (uv: fork_markers_union, UniversalMarker::pep508).
func (w *walk) covers() bool {
	forks := w.lock.ResolutionMarkers
	return len(forks) == 0 || slices.ContainsFunc(forks, func(m *Marker) bool {
		return marker.Residual[bool](m.Condition, w.env.Markers, anyExtra{})
	})
}

// anyExtra is the algebra in which a condition on extras can be met.
type anyExtra struct{}

func (anyExtra) Constant(holds bool) bool { return holds }
func (anyExtra) Extra(string) bool        { return true }
func (anyExtra) Not(bool) bool            { return true }
func (anyExtra) And(a, b bool) bool       { return a && b }
func (anyExtra) Or(a, b bool) bool        { return a || b }
