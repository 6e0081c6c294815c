package uvlock

import (
	"cmp"
	"slices"

	"github.com/org/pyfrontend/frontend/diag"
)

// Installed is one distribution of an environment.
type Installed struct {
	Package *Package
	// Method is how it gets there.
	Method Method
	// Artifact is the file it is made from, nil for source trees and for
	// archives of which the lock has no entry.
	Artifact *Artifact
	// Why says for what is built why no wheel is used; empty for wheels.
	Why string
	// Parent is the package through which the walk first came here, nil for
	// roots and for requirements of the lock itself.
	Parent *Package
	// Root marks the selected members themselves.
	Root bool
}

// Method is how a distribution is installed.
type Method uint8

const (
	// FromWheel unpacks a wheel.
	FromWheel Method = iota
	// FromSdist builds an archive: of a registry, a URL, a path, or inside of
	// a Git repository.
	FromSdist
	// FromTree builds a source tree: local or a commit.
	FromTree
	// NotInstalled is for virtual projects, of which only the dependencies are
	// installed.
	NotInstalled
)

// String returns a word for each method.
func (m Method) String() string {
	return [...]string{"wheel", "sdist", "tree", "virtual"}[m]
}

// Built says whether code of the distribution runs to install it.
func (i *Installed) Built() bool { return i.Method == FromSdist || i.Method == FromTree }

// Resolve walks the lock from the selected roots and returns what uv would
// install in the environment, sorted by name, with the artifact of each. All
// findings are reported; with errors among them the list is not complete.
//
// It follows uv step by step (crates/uv-resolver/src/lock/installable.rs,
// crates/uv/src/commands/project/sync.rs), because where a lock allows for
// several readings only uv's counts.
func (l *Lock) Resolve(sel Selection, env *Environment) ([]Installed, diag.List) {
	w := newWalk(l, env)
	w.target = w.newTarget(&sel)
	w.checkEnvironment()
	w.checkSelection()
	if w.diags.HasErrors() {
		return nil, w.diags
	}
	w.roots()
	w.manifest()
	if w.conflicts != nil {
		w.activate()
	}
	w.walk()
	w.unreached()
	return w.choose(), w.diags
}

// choose picks the artifact of everything that was reached.
func (w *walk) choose() []Installed {
	out := make([]Installed, 0, len(w.reached))
	for _, p := range w.reached {
		if !w.visits[p.index].install {
			continue
		}
		in := Installed{Package: p, Parent: w.visits[p.index].parent, Root: slices.Contains(w.target.roots, p)}
		w.artifact(&in)
		out = append(out, in)
	}
	slices.SortFunc(out, func(a, b Installed) int {
		return cmp.Or(cmp.Compare(a.Package.Name, b.Package.Name), cmp.Compare(a.Package.index, b.Package.index))
	})
	return out
}
