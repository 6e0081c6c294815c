package project

import (
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/spec"
)

// checkSelection reports extras and dependency groups that the project does not
// have, where they were asked for. The lock knows them too, but not who asked.
func (p *Project) checkSelection() {
	in := p.Input
	if in.Doc == nil || in.Doc.Project == nil {
		return
	}
	p.checkNames(in.Spec.Extras, "extra", "[project.optional-dependencies]", extras(in.Doc))
	p.checkNames(in.Spec.Groups, "dependency group", "[dependency-groups]", groups(in.Doc, p.root))
}

func (p *Project) checkNames(asked spec.List, what, table string, known []string) {
	for _, a := range asked.V {
		if contains(known, a.V) {
			continue
		}
		detail := "The table " + table + " has: " + strings.Join(known, ", ") + "."
		if len(known) == 0 {
			detail = "It has none: there is no table " + table + "."
		}
		p.Found.Add(a.Range, "the project has no "+what+" "+diag.Quote(a.V), detail, diag.DidYouMean(a.V, known))
	}
}

func contains(known []string, asked string) bool {
	for _, k := range known {
		if name.Equal(k, asked) {
			return true
		}
	}
	return false
}

func extras(doc *pyproject.Document) []string {
	var out []string
	for _, e := range doc.Project.Extras {
		out = append(out, e.Name.V)
	}
	return out
}

// groups are those of the project and, for a member of a workspace, of its
// root, as uv has it. The older tool.uv.dev-dependencies are the group "dev".
func groups(docs ...*pyproject.Document) []string {
	var out []string
	add := func(group string) {
		if !contains(out, group) {
			out = append(out, group)
		}
	}
	for _, doc := range docs {
		if doc == nil {
			continue
		}
		for _, g := range doc.Groups {
			add(g.Name.V)
		}
		if doc.Tree.Get("tool").Get("uv").Get("dev-dependencies") != nil {
			add("dev")
		}
	}
	return out
}
