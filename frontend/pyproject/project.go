package pyproject

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Project is the [project] table (PEP 621, PEP 639 for the licence).
type Project struct {
	// Range is the table's header.
	Range diag.Range
	// Name is as written; NormalName is how locks and indexes write it.
	Name Str
	// Version is unset if it is dynamic.
	Version        Str
	Dynamic        []Str
	RequiresPython Str
	Readme         Readme
	License        License
	// LicenseFiles are glob patterns; set says that the key is there at all.
	LicenseFiles    []Str
	LicenseFilesSet bool
	Scripts         []Script
	GUIScripts      []Script
	// Dependencies are PEP 508 requirements.
	Dependencies []Str
	// Extras is [project.optional-dependencies] in file order.
	Extras []Extra
}

// Readme is project.readme: a file, or a text.
type Readme struct {
	File        Str
	Text        Str
	ContentType Str
}

// License is project.license: an SPDX expression (PEP 639), or in the older form
// a file or a text.
type License struct {
	Expression Str
	File       Str
	Text       Str
}

// Script is one entry of project.scripts: a command and the object it calls.
type Script struct {
	Name   Str
	Target Str
}

// Extra is one list of project.optional-dependencies.
type Extra struct {
	Name         Str
	Requirements []Str
}

// NormalName returns the project's name in normal form (PEP 503), "" for none.
func (p *Project) NormalName() string {
	if p == nil {
		return ""
	}
	return name.Normalize(p.Name.V)
}

// IsDynamic says whether the field is listed in project.dynamic, so that only
// the build backend knows its value.
func (p *Project) IsDynamic(key string) bool {
	for _, d := range p.Dynamic {
		if d.V == key {
			return true
		}
	}
	return false
}

// Extra returns the extra of that name, whatever its spelling.
func (p *Project) Extra(extra string) (Extra, bool) {
	for _, e := range p.Extras {
		if name.Equal(e.Name.V, extra) {
			return e, true
		}
	}
	return Extra{}, false
}

func readProject(f field.Field) *Project {
	p := &Project{
		Range:           f.Range(),
		Name:            f.Get("name").Str(),
		Version:         f.Get("version").Str(),
		Dynamic:         f.Get("dynamic").Strs(),
		RequiresPython:  f.Get("requires-python").Str(),
		Readme:          readReadme(f.Get("readme")),
		License:         readLicense(f.Get("license")),
		LicenseFiles:    readLicenseFiles(f.Get("license-files")),
		LicenseFilesSet: f.Get("license-files").Present(),
		Scripts:         readScripts(f.Get("scripts")),
		GUIScripts:      readScripts(f.Get("gui-scripts")),
		Dependencies:    readDependencies(f.Get("dependencies")),
		Extras:          readExtras(f.Get("optional-dependencies")),
	}
	p.checkIdentity(f)
	return p
}

// checkIdentity reports a project without a name or a version. uv refuses both
// (ProjectWire in uv's pyproject.rs).
func (p *Project) checkIdentity(f field.Field) {
	switch {
	case !f.Get("name").Present():
		f.Fail("the project has no name", "", `write name = "..." under [project]`)
	case p.Name.Set() && !name.Valid(p.Name.V):
		f.FailAt(p.Name.Range, diag.Quote(p.Name.V)+" is not a valid project name",
			"A name has letters, digits, and - _ . between them (PEP 508).", "")
	}
	if !f.Get("version").Present() && !p.IsDynamic("version") {
		f.Fail("the project has no version", "Every project has one, or says that its build backend finds it.",
			"write version = \"0.1.0\" under [project], or dynamic = [\"version\"]")
	}
}

func readReadme(f field.Field) Readme {
	if !f.Expect(tomltree.String, tomltree.Table) {
		return Readme{}
	}
	if f.Node.Kind() == tomltree.String {
		return Readme{File: f.Str()}
	}
	return Readme{File: f.Get("file").Str(), Text: f.Get("text").Str(), ContentType: f.Get("content-type").Str()}
}

func readLicense(f field.Field) License {
	if !f.Expect(tomltree.String, tomltree.Table) {
		return License{}
	}
	if f.Node.Kind() == tomltree.String {
		return License{Expression: f.Str()}
	}
	return License{File: f.Get("file").Str(), Text: f.Get("text").Str()}
}

// readLicenseFiles also reads the table of the draft of PEP 639, which some
// backends still take: { paths = [...] } or { globs = [...] }.
func readLicenseFiles(f field.Field) []Str {
	if !f.Expect(tomltree.Array, tomltree.Table) {
		return nil
	}
	if f.Node.Kind() == tomltree.Array {
		return f.Strs()
	}
	return append(f.Get("paths").Strs(), f.Get("globs").Strs()...)
}

func readScripts(f field.Field) []Script {
	if !f.Expect(tomltree.Table) {
		return nil
	}
	var out []Script
	for s := range f.All() {
		if target := s.Str(); target.Set() {
			out = append(out, Script{Name: s.Key(), Target: target})
		}
	}
	return out
}

// readDependencies knows the table that Poetry's own format has in this place.
func readDependencies(f field.Field) []Str {
	if !f.ExpectOr(`write an array of requirements: dependencies = ["name>=1.0", ...]`, tomltree.Array) {
		return nil
	}
	return f.Strs()
}

func readExtras(f field.Field) []Extra {
	if !f.Expect(tomltree.Table) {
		return nil
	}
	var out []Extra
	checkNames(f, "an extra")
	for e := range f.All() {
		out = append(out, Extra{Name: e.Key(), Requirements: e.Strs()})
	}
	return out
}
