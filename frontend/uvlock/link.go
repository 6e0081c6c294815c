package uvlock

import (
	"slices"

	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// link resolves every edge to its package, and checks what uv checks when it
// loads a lock (uv: Lock::new).
func (r *reader) link(l *Lock) {
	ids := r.identify(l)
	for _, p := range l.Packages {
		r.linkAll(l, ids, p.Dependencies)
		for i := range p.Extras {
			r.linkAll(l, ids, p.Extras[i].Dependencies)
		}
		for i := range p.Groups {
			r.linkAll(l, ids, p.Groups[i].Dependencies)
		}
		r.checkWheels(p)
	}
}

// packageID is what identifies a package among those of its name.
type packageID struct {
	name, version string
	source        sourceKey
}

func (p *Package) id() packageID {
	return packageID{p.Name, canonical(p.Version), p.Source.key()}
}

// identify indexes the packages whose name is ambiguous and reports those that
// are there twice.
func (r *reader) identify(l *Lock) map[packageID]*Package {
	ids := map[packageID]*Package{}
	for _, p := range l.Packages {
		if len(l.byName[p.Name]) == 1 {
			continue
		}
		id := p.id()
		if earlier, ok := ids[id]; ok {
			r.fail(p.Range(), "package %s is in the lock twice, first in line %d", p, earlier.Range().Start.Line)
			continue
		}
		ids[id] = p
	}
	return ids
}

// canonical returns a text that equal versions share: 1.0 is 1.0.0.
func canonical(s string) string {
	if s == "" {
		return ""
	}
	v, err := version.Parse(s)
	if err != nil {
		return s
	}
	return v.Key()
}

func (r *reader) linkAll(l *Lock, ids map[packageID]*Package, dependencies []Dependency) {
	for i := range dependencies {
		d := &dependencies[i]
		if d.Package = r.target(l, ids, d.node); d.Package == nil {
			continue
		}
		// uv drops extras that the package does not have, or that bring nothing.
		if len(d.Extras) > 0 {
			d.Extras = slices.DeleteFunc(d.Extras, func(extra string) bool {
				_, ok := d.Package.Extra(extra)
				return !ok
			})
		}
	}
}

// target finds the package that an edge leads to. Version and source stand in
// the edge only where the name is ambiguous (uv: PackageIdForDependency).
func (r *reader) target(l *Lock, ids map[packageID]*Package, edge *tomltree.Node) *Package {
	name := r.name(edge, "name")
	if name == "" {
		return nil
	}
	want := packageID{name: name, version: canonical(r.version(edge))}
	hasSource := edge.Get("source") != nil
	if hasSource {
		source := r.source(edge)
		want.source = source.key()
		if want.version == "" && !source.Tree() && len(l.byName[name]) > 1 {
			r.fail(edge.Range(), "dependency %q names no version, but the lock has several packages of that name", name)
			return nil
		}
	}
	switch same := l.byName[name]; {
	case len(same) == 0:
		r.fail(edge.Range(), "dependency %q is not in the lock", name)
		return nil
	case len(same) == 1:
		id := same[0].id()
		if (want.version == "" || want.version == id.version) && (!hasSource || want.source == id.source) {
			return same[0]
		}
	case !hasSource:
		r.fail(edge.Range(), "dependency %q names no source, but the lock has several packages of that name", name)
		return nil
	case ids[want] != nil:
		return ids[want]
	}
	r.fail(edge.Range(), "no package %q has the version and the source that this dependency asks for", name)
	return nil
}

// checkWheels reports wheels without a hash where the source demands one, a
// direct URL or a local archive (uv: Source::requires_hash).
func (r *reader) checkWheels(p *Package) {
	archive := p.Source.Kind == URL || p.Source.Kind == Path || p.Source.Git != nil && p.Source.Git.Path != ""
	for i := range p.Wheels {
		w := &p.Wheels[i]
		switch {
		case archive && w.Hash == "":
			r.fail(w.Range(), "a wheel of %q has no hash", p.Name)
		case p.Source.Tree() && w.Hash != "":
			r.fail(w.Range(), "%q is a source tree and cannot have wheels with hashes", p.Name)
		}
	}
}
