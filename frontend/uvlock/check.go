package uvlock

import (
	"fmt"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// fail reports an error of the walk.
func (w *walk) fail(at diag.Range, summary string, args ...any) {
	w.diags.Add(at, fmt.Sprintf(summary, args...), "", "")
}

// newTarget finds the roots of a selection (uv: InstallTarget).
func (w *walk) newTarget(sel *Selection) *target {
	t := &target{Selection: sel}
	names := sel.Roots
	root := w.lock.Root()
	switch {
	case len(names) > 0:
		t.single = len(names) == 1
	case root != nil:
		names, t.single = []string{root.Name}, true
	default:
		names = w.lock.Manifest.Members
	}
	for _, name := range names {
		if p := w.member(name); p != nil {
			t.roots = append(t.roots, p)
		}
	}
	if t.single && root != nil && !slices.Contains(t.roots, root) {
		t.groupRoot = root
	}
	return t
}

// member finds a root by its name.
func (w *walk) member(name string) *Package {
	switch same := w.lock.byName[name]; len(same) {
	case 1:
		return same[0]
	case 0:
		w.diags.Add(w.lock.membersRange(), fmt.Sprintf("no package %q in the lock", name), "",
			suggestion(name, w.lock.Members(), "The members are: "))
	default:
		w.fail(same[0].Range(), "%q cannot be installed by itself: the lock has several packages of that name", name)
	}
	return nil
}

// suggestion proposes what a name may have been meant for, or lists what there is.
func suggestion(name string, candidates []string, list string) string {
	if s := diag.DidYouMean(name, candidates); s != "" {
		return strings.ToUpper(s[:1]) + s[1:]
	}
	if len(candidates) == 0 {
		return ""
	}
	return list + strings.Join(candidates, ", ") + "."
}

// membersRange is the place of the lock that is about its members.
func (l *Lock) membersRange() diag.Range {
	if root := l.Root(); root != nil {
		return root.Range()
	}
	return l.File.LineRange(1)
}

// conflictRange is the place of the lock that is about conflicts.
func (l *Lock) conflictRange() diag.Range { return l.conflictsAt }

// checkEnvironment reports an interpreter or a platform that the lock was not
// made for (uv: do_sync).
func (w *walk) checkEnvironment() {
	python := w.env.Python()
	if requires, err := version.ParseSet(w.lock.RequiresPython.V); err == nil && !requires.ContainsRelease(python) {
		w.diags.Add(w.lock.RequiresPython.Range,
			fmt.Sprintf("Python %s is not within requires-python = %q", python, w.lock.RequiresPython.V), "",
			"Choose another Python, or widen requires-python in pyproject.toml and run `uv lock`.")
	}
	w.covered = w.covers()
	limits := w.lock.SupportedMarkers
	switch {
	case len(limits) > 0 && !w.anyPlain(limits):
		w.unsupported(limits, "tool.uv.environments leaves it out.",
			"Add the platform to `environments` under [tool.uv] in pyproject.toml, then run `uv lock`.")
	case !w.covered && !w.diags.HasErrors():
		w.unsupported(w.lock.ResolutionMarkers, "No fork of the resolution (resolution-markers) covers it.", relock)
	}
}

func (w *walk) unsupported(markers []*Marker, detail, suggestion string) {
	texts := make([]string, len(markers))
	for i, m := range markers {
		texts[i] = m.Text
	}
	w.diags.Add(markers[0].Range(), "the lock was not made for "+w.env.Name,
		detail+" It covers: "+strings.Join(texts, "; ")+".", suggestion)
}

// checkSelection reports extras and groups that do not exist and those that
// must not be selected together.
func (w *walk) checkSelection() {
	t := w.target
	w.checkExtras(t)
	w.checkGroups(t)
	w.checkGroupPython(t)
	if len(w.lock.Conflicts) > 0 && !w.diags.HasErrors() {
		w.checkConflicts(t)
	}
}

// checkExtras follows uv (validate_extras): one root that has the extra is
// enough. Without metadata empty extras cannot be told from missing ones; locks
// of revision 0 do not list them either.
func (w *walk) checkExtras(t *target) {
	var known []string
	for _, p := range t.roots {
		known = append(known, p.extraNames()...)
		if p.Metadata == nil || w.lock.Revision == 0 {
			return
		}
	}
	for _, extra := range t.Extras {
		if !slices.Contains(known, extra) {
			w.missing("extra", extra, known)
		}
	}
}

func (w *walk) checkGroups(t *target) {
	var known []string
	for i := range w.lock.Manifest.Groups {
		known = append(known, w.lock.Manifest.Groups[i].Name)
	}
	roots := t.roots
	if t.groupRoot != nil {
		roots = append(slices.Clip(roots), t.groupRoot)
	}
	for _, p := range roots {
		known = append(known, p.groupNames()...)
		if p.Metadata == nil {
			return
		}
	}
	for _, group := range t.Groups {
		if !slices.Contains(known, group) {
			w.missing("dependency group", group, known)
		}
	}
}

// checkGroupPython reports wanted groups that need another interpreter.
func (w *walk) checkGroupPython(t *target) {
	w.groupPython(t, nil, w.lock.Manifest.GroupPython)
	for _, p := range t.roots {
		w.groupPython(t, p, p.GroupPython)
	}
	if t.groupRoot != nil {
		w.groupPython(t, t.groupRoot, t.groupRoot.GroupPython)
	}
}

func (w *walk) groupPython(t *target, p *Package, list []GroupPython) {
	for _, g := range list {
		requires, err := version.ParseSet(g.Requires.V)
		if python := w.env.Python(); err == nil && t.includes(p, g.Group) && !requires.ContainsRelease(python) {
			w.diags.Add(g.Requires.Range, fmt.Sprintf("the dependency group %q needs Python %s, not %s", g.Group, g.Requires.V, python), "",
				"Choose another Python, or leave the group out.")
		}
	}
}

func (w *walk) missing(what, name string, known []string) {
	slices.Sort(known)
	known = slices.Compact(known)
	of := "the project"
	if len(w.target.roots) > 0 {
		of = fmt.Sprintf("%q", w.target.roots[0].Name)
	}
	at := w.lock.membersRange()
	if len(w.target.roots) > 0 {
		at = w.target.roots[0].Range()
	}
	w.diags.Add(at, fmt.Sprintf("%s has no %s %q", of, what, name), "", suggestion(name, known, "There are: "))
}

// checkConflicts reports selected items of one set of conflicts, for members
// that the selection can reach (uv: detect_conflicts).
func (w *walk) checkConflicts(t *target) {
	reachable := w.reachableMembers(t)
	for _, set := range w.lock.Conflicts {
		var both []ConflictItem
		for _, item := range set {
			group, _ := t.group(item.Group)
			switch {
			case !reachable[item.Package]:
			case item.Extra != "" && t.extra(item.Extra),
				item.Group != "" && group,
				item.Extra == "" && item.Group == "" && !t.OnlyGroups:
				both = append(both, item)
			}
		}
		w.reportConflict(both)
	}
}

// reachableMembers follows all edges of the selection, whatever their markers,
// and returns the names of the members among what it finds, with the roots (uv:
// InstallTarget::packages).
func (w *walk) reachableMembers(t *target) map[string]bool {
	all := newWalk(w.lock, w.env)
	all.conflicts, all.target, all.everything, all.covered = nil, t, true, true
	all.roots()
	all.walk()
	out := map[string]bool{}
	for _, p := range all.reached {
		out[p.Name] = slices.Contains(w.lock.Manifest.Members, p.Name)
	}
	for _, p := range t.roots {
		out[p.Name] = true
	}
	return out
}
