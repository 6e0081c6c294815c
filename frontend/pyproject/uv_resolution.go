package pyproject

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Resolution is what decides which versions a lock holds. A lock that was made
// under other settings is stale (Lock::satisfies in uv).
type Resolution struct {
	// Environments and RequiredEnvironments are PEP 508 markers.
	Environments         []Str
	RequiredEnvironments []Str
	Conflicts            []Conflict
	// Constraints and BuildConstraints are PEP 508 requirements.
	Constraints      []Str
	BuildConstraints []Str
	Overrides        []Override
	Excludes         []Override
	Indexes          []Index
	// IndexURL, ExtraIndexURL, FindLinks and NoIndex are the older form of Indexes.
	IndexURL      Str
	ExtraIndexURL []Str
	FindLinks     []Str
	NoIndex       Bool
	IndexStrategy Str
	Mode          Str
	Prerelease    Str
	ForkStrategy  Str
	// ExcludeNewer is a date, a time or a span of time; the flag says that it is
	// there in a form that is not a string (false, or a table).
	ExcludeNewer      Str
	ExcludeNewerOther bool
	// ExcludeNewerPackage and PrereleasePackage are tables by distribution.
	ExcludeNewerPackage field.Field
	PrereleasePackage   field.Field
	DependencyMetadata  []Metadata
}

// Conflict is a set of extras and groups that are never installed together.
type Conflict struct {
	Range diag.Range
	Items []ConflictItem
}

// ConflictItem is an extra or a group, of this package or of a named one. With
// neither it is the package itself.
type ConflictItem struct {
	Package, Extra, Group Str
}

// Override is one item of override-dependencies or exclude-dependencies: a
// requirement for all, or for what one package depends on.
type Override struct {
	Range diag.Range
	// Requirement is set in the form that is a plain string.
	Requirement Str
	// Package, Version and Dependencies are the scoped form.
	Package, Version Str
	Dependencies     []Str
}

// Metadata is one [[tool.uv.dependency-metadata]]: what uv takes as a
// distribution's metadata instead of building it.
type Metadata struct {
	Range          diag.Range
	Name           Str
	Version        Str
	RequiresDist   []Str
	RequiresPython Str
	ProvidesExtra  []Str
}

func readResolution(f field.Field) Resolution {
	r := Resolution{
		Environments:         f.Get("environments").StrOrStrs(),
		RequiredEnvironments: f.Get("required-environments").StrOrStrs(),
		Conflicts:            readConflicts(f.Get("conflicts")),
		Constraints:          f.Get("constraint-dependencies").Strs(),
		BuildConstraints:     f.Get("build-constraint-dependencies").Strs(),
		Overrides:            readOverrides(f.Get("override-dependencies")),
		Excludes:             readOverrides(f.Get("exclude-dependencies")),
		Indexes:              readIndexes(f.Get("index")),
		IndexURL:             f.Get("index-url").Str(),
		ExtraIndexURL:        f.Get("extra-index-url").Strs(),
		FindLinks:            f.Get("find-links").Strs(),
		NoIndex:              f.Get("no-index").Bool(),
		IndexStrategy:        f.Get("index-strategy").Str(),
		Mode:                 f.Get("resolution").Str(),
		Prerelease:           f.Get("prerelease").Str(),
		ForkStrategy:         f.Get("fork-strategy").Str(),
		ExcludeNewerPackage:  f.Get("exclude-newer-package"),
		PrereleasePackage:    f.Get("prerelease-package"),
		DependencyMetadata:   readMetadata(f.Get("dependency-metadata")),
	}
	if newer := f.Get("exclude-newer"); newer.Expect(tomltree.String, tomltree.Bool, tomltree.Table) {
		r.ExcludeNewerOther = newer.Node.Kind() != tomltree.String
		if !r.ExcludeNewerOther {
			r.ExcludeNewer = newer.Str()
		}
	}
	return r
}

func readConflicts(f field.Field) []Conflict {
	if !f.Expect(tomltree.Array) {
		return nil
	}
	var out []Conflict
	for set := range f.All() {
		if !set.Expect(tomltree.Array) {
			continue
		}
		c := Conflict{Range: set.Range()}
		for item := range set.All() {
			if item.Expect(tomltree.Table) {
				item.Only("package", "extra", "group")
				exclusive(item, "extra", "group")
				c.Items = append(c.Items, ConflictItem{item.Get("package").Str(), item.Get("extra").Str(), item.Get("group").Str()})
			}
		}
		out = append(out, c)
	}
	return out
}

func readOverrides(f field.Field) []Override {
	if !f.Expect(tomltree.Array) {
		return nil
	}
	var out []Override
	for item := range f.All() {
		if !item.Expect(tomltree.String, tomltree.Table) {
			continue
		}
		o := Override{Range: item.Range()}
		if item.Node.Kind() == tomltree.String {
			o.Requirement = item.Str()
		} else {
			item.Get("package").Expect(tomltree.Table)
			o.Package, o.Version = item.Get("package", "name").Str(), item.Get("package", "version").Str()
			o.Dependencies = item.Get("dependencies").Strs()
		}
		out = append(out, o)
	}
	return out
}

func readMetadata(f field.Field) []Metadata {
	if !f.Expect(tomltree.Array) {
		return nil
	}
	var out []Metadata
	for m := range f.All() {
		if !m.Expect(tomltree.Table) {
			continue
		}
		if !m.Get("name").Present() {
			m.Fail(m.Path()+" has no name", "", "")
		}
		out = append(out, Metadata{
			Range: m.Range(), Name: m.Get("name").Str(), Version: m.Get("version").Str(),
			RequiresDist: m.Get("requires-dist").Strs(), RequiresPython: m.Get("requires-python").Str(),
			ProvidesExtra: append(m.Get("provides-extra").Strs(), m.Get("provides-extras").Strs()...),
		})
	}
	return out
}
