package uvlock

import (
	"net/url"
	"strings"

	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// pkg reads one [[package]]; its edges are resolved later, by link.
func (r *reader) pkg(p *Package) {
	n := p.node
	p.Name = r.name(n, "name")
	p.Version = r.version(n)
	p.Source = r.source(n)
	if p.Source.Kind == Registry && p.Version == "" {
		r.fail(n.Range(), "package %q has no version", p.Name)
	}
	if g := p.Source.Git; g != nil && g.Commit == "" {
		r.fail(n.Get("source").Range(), "the Git source of %q has no commit", p.Name)
	}
	p.ResolutionMarkers = r.markerList(n.Get("resolution-markers"))
	p.Dependencies = r.dependencies(n.Get("dependencies"))
	p.Extras = r.dependencySets(n.Get("optional-dependencies"))
	p.Groups = r.dependencySets(first(n, "dev-dependencies", "dependency-groups"))
	p.Defaults = r.defaultGroups(n.Get("default-groups"))
	p.GroupPython = r.groupPython(n.Get("group-requires-python"))
	p.Metadata = r.metadata(n.Get("metadata"))
	if sdist := n.Get("sdist"); r.expect(sdist, tomltree.Table) {
		a := r.artifact(sdist)
		p.Sdist = &a
	}
	r.wheels(p, n.Get("wheels"))
}

func (r *reader) version(n *tomltree.Node) string {
	s := r.text(n, "version")
	if s != "" && !version.Valid(s) {
		r.fail(n.Get("version").Range(), "%q is not a version", s)
	}
	return s
}

func (r *reader) dependencySets(n *tomltree.Node) []DependencySet {
	if !r.expect(n, tomltree.Table) {
		return nil
	}
	out := make([]DependencySet, 0, n.Len())
	for c := range n.Children() {
		out = append(out, DependencySet{Name: r.setName(c), Dependencies: r.dependencies(c)})
	}
	return out
}

func (r *reader) dependencies(n *tomltree.Node) []Dependency {
	if !r.expect(n, tomltree.Array) {
		return nil
	}
	out := make([]Dependency, 0, n.Len())
	for c := range n.Children() {
		if c.Kind() != tomltree.Table {
			r.fail(c.Range(), "a dependency is a table, not %s", c.Kind())
			continue
		}
		d := Dependency{node: c, Marker: r.marker(c.Get("marker"))}
		if extras := c.Get("extra"); extras != nil {
			d.Extras = r.names(extras)
		}
		out = append(out, d)
	}
	return out
}

func (r *reader) wheels(p *Package, n *tomltree.Node) {
	if !r.expect(n, tomltree.Array) {
		return
	}
	p.Wheels = make([]Wheel, 0, n.Len())
	p.tags = make([]tag.Wheel, 0, n.Len())
	for c := range n.Children() {
		if c.Kind() != tomltree.Table {
			r.fail(c.Range(), "a wheel is a table, not %s", c.Kind())
			continue
		}
		w := Wheel{Artifact: r.artifact(c)}
		if w.Filename == "" {
			w.Filename = r.text(c, "filename")
		}
		if zstd := c.Get("zstd"); r.expect(zstd, tomltree.Table) {
			w.ZstdHash, w.ZstdSize = r.hash(zstd), r.size(zstd)
		}
		p.Wheels = append(p.Wheels, w)
		p.tags = append(p.tags, r.wheelTags(p, &w))
	}
}

// wheelTags takes the file name of a wheel apart and checks that it is of the
// package's version; the local part may be left out (uv: PackageWire::unwire).
func (r *reader) wheelTags(p *Package, w *Wheel) tag.Wheel {
	if w.Filename == "" {
		r.fail(w.Range(), "a wheel of %q has no url, path or filename", p.Name)
		return tag.Wheel{}
	}
	parsed, err := r.wheel.Parse(w.Filename)
	switch {
	case err != nil:
		r.fail(w.Range(), "%q is not the name of a wheel: %s", w.Filename, err)
	case parsed.Version != p.Version && p.Version != "" && !sameVersion(p.Version, parsed.Version):
		r.fail(w.Range(), "the wheel %s is not of version %s", w.Filename, p.Version)
	}
	return parsed
}

// sameVersion compares versions that are written differently.
func sameVersion(locked, wheel string) bool {
	a, err := version.Parse(locked)
	if err != nil {
		return true // reported already
	}
	b, err := version.Parse(wheel)
	return err == nil && (a.Equal(b) || a.Equal(b.Public()))
}

// artifact reads what sdists and wheels have in common.
func (r *reader) artifact(n *tomltree.Node) Artifact {
	r.expect(first(n, "upload-time", "upload_time"), tomltree.String)
	a := Artifact{URL: r.text(n, "url"), Hash: r.hash(n), Size: r.size(n), node: n}
	if a.URL != "" {
		a.Filename = filename(a.URL)
		return a
	}
	a.Path = r.text(n, "path")
	a.Filename = filename(a.Path)
	return a
}

// algorithms are those that uv knows (crates/uv-pypi-types, HashAlgorithm).
var algorithms = [...]string{"sha256:", "md5:", "sha384:", "sha512:", "blake2b:"}

// hash reads an optional "algorithm:hex".
func (r *reader) hash(n *tomltree.Node) string {
	s := r.text(n, "hash")
	if s == "" {
		return ""
	}
	for _, algorithm := range algorithms {
		if digest, ok := strings.CutPrefix(s, algorithm); ok && isHex(digest) {
			return s
		}
	}
	r.fail(n.Get("hash").Range(), "%q is not a hash", s)
	return ""
}

// hexDigit is a table because a large lock has millions of digits.
var hexDigit = func() (t [256]bool) {
	for _, c := range []byte("0123456789abcdefABCDEF") {
		t[c] = true
	}
	return t
}()

func isHex(s string) bool {
	for i := range len(s) {
		if !hexDigit[s[i]] {
			return false
		}
	}
	return s != ""
}

// filename returns the unescaped last part of a URL or path, without query and
// fragment (uv: UrlString::filename).
func filename(location string) string {
	if i := strings.IndexByte(location, '#'); i >= 0 {
		location = location[:i]
	}
	if i := strings.IndexByte(location, '?'); i >= 0 {
		location = location[:i]
	}
	name := location[strings.LastIndexByte(location, '/')+1:]
	if strings.IndexByte(name, '%') < 0 {
		return name
	}
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}
