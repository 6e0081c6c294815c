package pyproject

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Str is a string and where it stands.
type Str = diag.Value[string]

// Bool is a boolean and where it stands.
type Bool = diag.Value[bool]

// Document is one pyproject.toml.
type Document struct {
	File *diag.File
	// Tree is the whole document.
	Tree *tomltree.Node
	// Project is [project], nil if the file has none.
	Project *Project
	// BuildSystem is [build-system], nil if the file has none.
	BuildSystem *BuildSystem
	// Groups is [dependency-groups] in file order.
	Groups []Group
	// UV is [tool.uv]; its zero value stands for a file that has none.
	UV UV
	// Spec is [tool.pyfrontend], nil if the file has none. Package spec reads it.
	Spec *tomltree.Node
}

// maxBytes is the size of the largest file that is read: one gRPC message, in
// which the file comes to the frontend (dockerui/readfile.go), and a thousand
// times more than a project needs.
const maxBytes = 16 << 20

// Parse reads a pyproject.toml. It always returns a document; when the findings
// have errors, it holds what could be read nevertheless.
func Parse(f *diag.File) (*Document, diag.List) {
	doc := &Document{File: f}
	if finding := tomltree.Unfit(f, maxBytes); finding != nil {
		doc.Tree, _ = tomltree.Parse(diag.NewFile(f.Name, nil))
		return doc, diag.List{finding}
	}
	tree, list := tomltree.Parse(f)
	doc.Tree = tree
	findings := &list
	if list.HasErrors() {
		// What follows the fault is missing from the tree, and a key that is
		// missing for that reason must not be called missing.
		findings = &diag.List{}
	} else if tree.Len() == 0 {
		list.Append(empty(f))
	}
	doc.read(field.New(tree, "", findings))
	return doc, list
}

func empty(f *diag.File) *diag.Diagnostic {
	return &diag.Diagnostic{
		Summary:    "the file is empty",
		Detail:     "It has no table and no key, so there is no project to build an image of.",
		Suggestion: "write at least a [project] table with a name and a version; \"uv init\" writes one",
		Subject:    f.Range(0, 0),
	}
}

func (d *Document) read(root field.Field) {
	if f := root.Get("project"); f.Expect(tomltree.Table) {
		d.Project = readProject(f)
	}
	if f := root.Get("build-system"); f.Expect(tomltree.Table) {
		d.BuildSystem = readBuildSystem(f)
	}
	if f := root.Get("dependency-groups"); f.Expect(tomltree.Table) {
		d.Groups = readGroups(f)
	}
	tool := root.Get("tool")
	if !tool.Expect(tomltree.Table) {
		return
	}
	if f := tool.Get("uv"); f.Expect(tomltree.Table) {
		d.UV = readUV(f)
	}
	if f := tool.Get("pyfrontend"); f.Expect(tomltree.Table) {
		d.Spec = f.Node
	}
}

// IsPackage says whether uv builds and installs the project, as opposed to
// installing its dependencies only: tool.uv.package if it is set, else whether
// there is a [build-system] (PyProjectToml::is_package in uv).
//
// uv also treats a workspace member as a package when another member depends on
// it; that cannot be seen in this file, so the caller says it: required is true
// for such a member.
func (d *Document) IsPackage(required bool) bool {
	if d.UV.Package.Set() {
		return d.UV.Package.V
	}
	return d.BuildSystem != nil || required
}

// Managed says whether uv takes care of the project at all.
func (d *Document) Managed() bool { return !d.UV.Managed.Set() || d.UV.Managed.V }
