package project

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/doors"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pyproject"
)

// Wants lists patterns of files that are needed further, none when all is
// known. Each is asked for once.
func (p *Project) Wants() []string {
	if p.Found.HasErrors() {
		return nil
	}
	var all []string
	if r := p.Input.Spec.Requirements.V; r != "" {
		all = append(all, path.Clean(r))
	}
	all = append(all, p.memberManifests()...)
	if p.Input.Dir != "." {
		all = append(all, startFiles(p.Input.Dir)...)
		all = append(all, path.Join(p.Input.Dir, ".python-version"))
	}
	var out []string
	for _, name := range all {
		if !p.asked[name] && !strings.HasPrefix(name, "../") {
			p.asked[name] = true
			out = append(out, name)
		}
	}
	return out
}

// memberManifests are the manifests of a workspace: those that the lock knows
// by their directory, and those that the globs of the root find.
func (p *Project) memberManifests() []string {
	var out []string
	if l := p.Input.Locked; l != nil {
		for _, pkg := range l.Packages {
			if pkg.Source.Tree() && pkg.Source.Path() != "." && !pkg.Source.Outside() {
				out = append(out, path.Join(pkg.Source.Path(), "pyproject.toml"))
			}
		}
	}
	if p.root != nil && p.root.UV.Workspace != nil {
		for _, m := range p.root.UV.Workspace.Members {
			// "**" cannot be asked for element by element; the lock knows
			// those members.
			if glob := path.Clean(m.V); !strings.Contains(glob, "**") && !strings.HasPrefix(glob, "/") {
				out = append(out, path.Join(glob, "pyproject.toml"))
			}
		}
	}
	return out
}

// Add takes the files that were wanted.
func (p *Project) Add(files Files) {
	p.files = both{p.files, files}
	for _, name := range files.Names() {
		dir := path.Dir(name)
		if path.Base(name) != "pyproject.toml" || dir == "." || p.members[dir] != nil || p.excluded(dir) {
			continue
		}
		doc, found := pyproject.Parse(files.File(name))
		p.Found.Append(found...)
		p.members[dir] = doc
	}
	p.choose()
}

// excluded says whether the workspace leaves a directory out.
func (p *Project) excluded(dir string) bool {
	if p.root == nil || p.root.UV.Workspace == nil {
		return false
	}
	return slices.ContainsFunc(p.root.UV.Workspace.Exclude, func(x pyproject.Str) bool {
		ok, err := path.Match(path.Clean(x.V), dir)
		return ok && err == nil
	})
}

// choose picks the member that is built: the one of -f, or the spec's package.
func (p *Project) choose() {
	if p.Door.Kind == doors.Pyproject && p.root != nil && !same(p.root.File, p.entry) {
		for _, dir := range slices.Sorted(maps.Keys(p.members)) {
			if doc := p.members[dir]; same(doc.File, p.entry) {
				p.use(doc, dir)
			}
		}
	}
	want := p.Input.Spec.Package.V
	if want == "" {
		return
	}
	for _, dir := range slices.Sorted(maps.Keys(p.members)) {
		if doc := p.members[dir]; doc.Project.NormalName() == name.Normalize(want) {
			p.use(doc, dir)
		}
	}
}

// both joins files that came one after the other.
type both struct{ first, more Files }

// File implements Files; the newer wins.
func (b both) File(name string) *diag.File {
	if f := b.more.File(name); f != nil {
		return f
	}
	return b.first.File(name)
}

// Names implements Files.
func (b both) Names() []string {
	out := slices.Concat(b.first.Names(), b.more.Names())
	slices.Sort(out)
	return slices.Compact(out)
}
