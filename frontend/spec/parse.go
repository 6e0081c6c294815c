package spec

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Parse reads the spec from its sources in rising precedence: the table of
// pyproject.toml, the keys of a one-line Dockerfile, the build arguments. A nil
// source is skipped. A key of a later source replaces the same key of an earlier
// one as a whole; tables such as env are not mixed, so that one place shows the
// whole value.
//
// Every source is checked, also where another one wins. The spec that is
// returned holds what is valid, and the defaults of the rest.
func Parse(sources ...*tomltree.Node) (*Spec, diag.List) {
	var list diag.List
	s, keys := defaults(), Keys()
	winners := make([]field.Field, len(keys))
	for _, source := range sources {
		f := field.New(source, "", &list)
		if !f.Expect(tomltree.Table) {
			continue
		}
		validKeys(f, keys)
		for i, k := range keys {
			if value := f.Get(k.Name); value.Present() {
				winners[i] = value
			}
		}
	}
	for i, k := range keys {
		// The findings of the winner are reported already.
		var ignored diag.List
		if f := field.New(winners[i].Node, k.Name, &ignored); f.Present() && k.Type.valid(f) {
			k.set(s, f)
		}
	}
	return s, list
}
