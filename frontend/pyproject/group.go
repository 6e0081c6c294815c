package pyproject

import (
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Group is one list of [dependency-groups] (PEP 735) as it is written; package
// pep/group resolves the includes.
type Group struct {
	Name  Str
	Items []GroupItem
}

// GroupItem is either a requirement (PEP 508) or the name of a group that is
// included; the other one is unset.
type GroupItem struct {
	Requirement Str
	Include     Str
}

// Group returns the dependency group of that name, whatever its spelling.
func (d *Document) Group(group string) (Group, bool) {
	for _, g := range d.Groups {
		if name.Equal(g.Name.V, group) {
			return g, true
		}
	}
	return Group{}, false
}

func readGroups(f field.Field) []Group {
	var out []Group
	checkNames(f, "a dependency group")
	for g := range f.All() {
		group := Group{Name: g.Key()}
		if g.Expect(tomltree.Array) {
			for item := range g.All() {
				if i, ok := readGroupItem(item); ok {
					group.Items = append(group.Items, i)
				}
			}
		}
		out = append(out, group)
	}
	return out
}

func readGroupItem(f field.Field) (GroupItem, bool) {
	if !f.Expect(tomltree.String, tomltree.Table) {
		return GroupItem{}, false
	}
	if f.Node.Kind() == tomltree.String {
		return GroupItem{Requirement: f.Str()}, true
	}
	// PEP 735: "Dependency Object Specifiers ... must contain exactly one key",
	// and include-group is the only one there is.
	f.Only("include-group")
	include := f.Get("include-group")
	if !include.Present() {
		f.Fail(f.Path()+" has no include-group", "A table in a dependency group includes another group (PEP 735).", `write { include-group = "..." }`)
	}
	value := include.Str()
	return GroupItem{Include: value}, value.Set()
}
