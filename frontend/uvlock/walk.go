package uvlock

import (
	"github.com/org/pyfrontend/frontend/diag"
)

// walk is one traversal of a lock for one environment.
type walk struct {
	lock   *Lock
	env    *Environment
	target *target
	diags  diag.List

	// visits holds what is known of each package, by its index.
	visits  []visited
	reached []*Package
	// seen and queue are for pairs of a package and one of its extras; the
	// empty extra stands for the package's own dependencies.
	seen  map[visit]bool
	queue []visit
	// results holds what markers came out to be, by their index.
	results []result
	// covered says whether the environment lies within the resolution markers;
	// uv counts them as part of every edge's marker.
	covered bool
	// everything follows edges whatever their markers say.
	everything bool
	// conflicts is nil for locks without conflicts.
	conflicts *conflicts
}

type visited struct {
	reached, install bool
	parent           *Package
}

type visit struct {
	p     *Package
	extra string
}

type result uint8

const (
	unknown result = iota
	isTrue
	isFalse
)

func newWalk(l *Lock, env *Environment) *walk {
	w := &walk{
		lock: l, env: env,
		visits:  make([]visited, len(l.Packages)),
		seen:    make(map[visit]bool, len(l.Packages)),
		results: make([]result, l.markers),
	}
	if len(l.Conflicts) > 0 {
		w.conflicts = newConflicts()
	}
	return w
}

// dependencies returns the edges that a visit follows.
func (v visit) dependencies() []Dependency {
	if v.extra == "" {
		return v.p.Dependencies
	}
	deps, _ := v.p.Extra(v.extra)
	return deps
}

// roots puts the selected members and their groups on the queue.
func (w *walk) roots() {
	t := w.target
	if w.conflicts != nil {
		w.conflicts.selected(t)
	}
	for _, p := range t.roots {
		w.reach(p, nil, !t.OnlyGroups)
	}
	for _, p := range t.roots {
		if !t.OnlyGroups {
			w.push(visit{p, ""}, nil)
			for i := range p.Extras {
				if t.extra(p.Extras[i].Name) {
					w.push(visit{p, p.Extras[i].Name}, nil)
				}
			}
		}
		w.groups(p)
	}
	if t.groupRoot != nil {
		w.groups(t.groupRoot)
	}
}

// groups follows the edges of the wanted groups of a member.
func (w *walk) groups(p *Package) {
	for i := range p.Groups {
		if !w.target.includes(p, p.Groups[i].Name) {
			continue
		}
		for k := range p.Groups[i].Dependencies {
			d := &p.Groups[i].Dependencies[k]
			if w.holds(d.Marker, d) {
				w.follow(d, p)
			}
		}
	}
}

// follow enters a dependency and queues what it leads to.
func (w *walk) follow(d *Dependency, from *Package) {
	w.reach(d.Package, from, true)
	if w.conflicts != nil {
		w.conflicts.activateExtras(d)
	}
	w.pushOnce(visit{d.Package, ""}, d.Marker)
	for _, extra := range d.Extras {
		w.pushOnce(visit{d.Package, extra}, d.Marker)
	}
}

// reach notes a package. A member that is not to be installed itself is
// installed after all if something depends on it.
func (w *walk) reach(p, parent *Package, install bool) {
	v := &w.visits[p.index]
	if !v.reached {
		v.reached, v.parent = true, parent
		w.reached = append(w.reached, p)
	}
	v.install = v.install || install
}

// push queues a visit; with conflicts it is also noted under which condition.
func (w *walk) push(v visit, m *Marker) {
	if w.conflicts != nil {
		w.conflicts.reach(v, w.formula(m))
	}
	w.queue = append(w.queue, v)
}

func (w *walk) pushOnce(v visit, m *Marker) {
	if w.conflicts != nil {
		w.conflicts.reach(v, w.formula(m))
	}
	if !w.seen[v] {
		w.seen[v] = true
		w.queue = append(w.queue, v)
	}
}

// walk follows all edges that hold, breadth first.
func (w *walk) walk() {
	for head := 0; head < len(w.queue); head++ {
		v := w.queue[head]
		deps := v.dependencies()
		for i := range deps {
			d := &deps[i]
			if !w.holds(d.Marker, nil) {
				continue
			}
			w.reach(d.Package, v.p, true)
			w.enqueue(visit{d.Package, ""})
			for _, extra := range d.Extras {
				w.enqueue(visit{d.Package, extra})
			}
		}
	}
}

func (w *walk) enqueue(v visit) {
	if !w.seen[v] {
		w.seen[v] = true
		w.queue = append(w.queue, v)
	}
}

// manifest follows the requirements and groups that belong to no package: of
// scripts, and of workspaces whose root is no project.
func (w *walk) manifest() {
	m := &w.lock.Manifest
	for i := range m.Requirements {
		w.requirement(&m.Requirements[i], !w.target.OnlyGroups)
	}
	for i := range m.Groups {
		if !w.target.includes(nil, m.Groups[i].Name) {
			continue
		}
		for k := range m.Groups[i].Requirements {
			w.requirement(&m.Groups[i].Requirements[k], true)
		}
	}
}

// requirement follows a requirement that has no edge: the package is the one
// of that name whose fork is the environment's.
func (w *walk) requirement(req *Requirement, install bool) {
	if !w.plain(req.Marker) {
		return
	}
	p := w.inFork(req)
	if p == nil {
		return
	}
	w.follow(&Dependency{Package: p, Extras: req.Extras, node: req.node}, nil)
	w.visits[p.index].install = install || w.visits[p.index].install
}

// inFork finds the package of a name for the environment (uv:
// Lock::find_by_markers).
func (w *walk) inFork(req *Requirement) *Package {
	var found *Package
	for _, p := range w.lock.byName[req.Name] {
		if len(p.ResolutionMarkers) > 0 && !w.anyPlain(p.ResolutionMarkers) {
			continue
		}
		if found != nil {
			w.fail(req.Range(), "several packages %q apply to "+w.env.Name, req.Name)
			return nil
		}
		found = p
	}
	if found == nil {
		w.fail(req.Range(), "requirement %q is not in the lock", req.Name)
	}
	return found
}
