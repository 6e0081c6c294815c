package pyproject

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

func readWorkspace(f field.Field) *Workspace {
	if !f.Expect(tomltree.Table) {
		return nil
	}
	f.Only("members", "exclude")
	return &Workspace{Range: f.Range(), Members: f.Get("members").Strs(), Exclude: f.Get("exclude").Strs()}
}

func readDefaultGroups(f field.Field) DefaultGroups {
	if !f.Expect(tomltree.String, tomltree.Array) {
		return DefaultGroups{}
	}
	if f.Node.Kind() == tomltree.Array {
		return DefaultGroups{Range: f.Range(), Names: f.Strs()}
	}
	if s := f.Str(); s.V != "all" {
		f.Fail(f.Path()+` must be "all" or an array of groups`, "", "write ["+diag.Quote(s.V)+"]")
		return DefaultGroups{}
	}
	return DefaultGroups{Range: f.Range(), All: true}
}

func readGroupSettings(f field.Field) []GroupSettings {
	if !f.Expect(tomltree.Table) {
		return nil
	}
	var out []GroupSettings
	checkNames(f, "a dependency group")
	for g := range f.All() {
		if g.Expect(tomltree.Table) {
			out = append(out, GroupSettings{Name: g.Key(), RequiresPython: g.Get("requires-python").Str()})
		}
	}
	return out
}
