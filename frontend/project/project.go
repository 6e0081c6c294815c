// Package project turns the files of a project into what the planner works
// from. It reads nothing itself: it is given files, says which further ones it
// wants (members of a workspace, a requirements file that the spec names), and
// is asked again when they are there. The frontend fetches them from the
// client, the command line from a directory.
package project

import (
	"path"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/doors"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Files are what is known of a directory.
type Files interface {
	// File returns a file by its path, nil if it does not exist.
	File(name string) *diag.File
	// Names lists the files that exist, sorted.
	Names() []string
}

// Patterns are the files that are looked for first. "*" stands for one path
// element.
var Patterns = append([]string{
	"pyproject.toml", "uv.lock", "uv.toml", ".python-version", "requirements.txt",
}, startFiles(".")...)

// startFiles are the files below a directory that tell how a project starts.
func startFiles(dir string) []string {
	var out []string
	for _, f := range []string{"main.py", "app.py", "src/main.py", "*/__main__.py", "src/*/__main__.py"} {
		out = append(out, path.Join(dir, f))
	}
	return out
}

// Project is what has been read so far.
type Project struct {
	Input *planner.Input
	Door  doors.Door
	// Found are the findings about the files.
	Found diag.List
	// Whole says that the workspace as a whole is wanted, as for its lock: its
	// root need not be a project.
	Whole bool

	entry *diag.File
	files Files
	// root is the manifest at the root of the context.
	root *pyproject.Document
	// members are the manifests below the root by directory.
	members map[string]*pyproject.Document
	asked   map[string]bool
}

// New reads the first files. entry is the file named by -f, nil if there is
// none; args are the build arguments.
func New(entry *diag.File, files Files, args map[string]string) *Project {
	p := &Project{entry: entry, files: files, members: map[string]*pyproject.Document{}, asked: map[string]bool{}}
	for _, name := range Patterns {
		p.asked[name] = true
	}
	p.Input = &planner.Input{
		PythonVersion: files.File(".python-version"),
		Lock:          files.File("uv.lock"),
		Settings:      files.File("uv.toml"),
		Dir:           ".",
	}
	var found diag.List
	p.Door, found = doors.Read(entry)
	p.Found.Append(found...)
	p.manifest()
	p.readSpec(args)
	p.lock()
	return p
}

// manifest parses the project's pyproject.toml: the context's. One named by -f
// that is another file is a member's, or the project itself where the context
// has none.
func (p *Project) manifest() {
	f := p.files.File("pyproject.toml")
	if p.Door.Kind == doors.Requirements {
		return
	}
	if p.Door.Kind == doors.Pyproject && f == nil {
		// Not in the context: it cannot be built (checkEntry), but its
		// mistakes can be shown.
		f = p.entry
	}
	if f == nil {
		return
	}
	doc, found := pyproject.Parse(f)
	if r, ok := conflict(f); ok && found.HasErrors() {
		// What the parser makes of the marks helps nobody.
		found = nil
		found.Add(r, f.Name+" holds the marks of a merge conflict", "", "Decide between the two sides and remove the marks.")
	}
	p.Found.Append(found...)
	p.root = doc
	p.use(doc, ".")
}

func same(a, b *diag.File) bool { return string(a.Data) == string(b.Data) }

// use makes a manifest the one that is built.
func (p *Project) use(doc *pyproject.Document, dir string) {
	p.Input.Doc, p.Input.Dir = doc, dir
	p.Input.Blame = doc.File.LineRange(1)
	if doc.Project != nil {
		p.Input.Blame = doc.Project.Range
	}
}

// readSpec joins the table of pyproject.toml, the keys of the Dockerfile and
// the build arguments; later ones win.
func (p *Project) readSpec(args map[string]string) {
	var nodes []*tomltree.Node
	if p.Input.Doc != nil {
		nodes = append(nodes, p.Input.Doc.Spec)
	}
	nodes = append(nodes, p.Door.Spec, spec.FromBuildArgs(args))
	var found diag.List
	p.Input.Spec, found = spec.Parse(nodes...)
	p.Found.Append(found...)
	p.Found.Append(spec.UnknownBuildArgs(args)...)
}
