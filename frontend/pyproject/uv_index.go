package pyproject

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Index is one [[tool.uv.index]].
type Index struct {
	Range diag.Range
	Name  Str
	// URL may also be a path, relative to the file.
	URL      Str
	Explicit Bool
	Default  Bool
	// Format is "simple" (the default) or "flat".
	Format       Str
	Authenticate Str
}

// Index returns the index of that name.
func (r *Resolution) Index(named string) (Index, bool) {
	for _, i := range r.Indexes {
		if i.Name.Set() && i.Name.V == named {
			return i, true
		}
	}
	return Index{}, false
}

func readIndexes(f field.Field) []Index {
	if !f.ExpectOr("write [[tool.uv.index]], with two brackets on each side", tomltree.Array) {
		return nil
	}
	var out []Index
	names, defaults := map[string]bool{}, 0
	for i := range f.All() {
		if !i.Expect(tomltree.Table) {
			continue
		}
		index := Index{
			Range: i.Range(), Name: i.Get("name").Str(), URL: i.Get("url").Str(),
			Explicit: i.Get("explicit").Bool(), Default: i.Get("default").Bool(),
			Format: i.Get("format").Str(), Authenticate: i.Get("authenticate").Str(),
		}
		if !i.Get("url").Present() {
			i.Fail(i.Path()+" has no url", "", "")
		}
		if names[index.Name.V] {
			i.FailAt(index.Name.Range, "two indexes have the name "+diag.Quote(index.Name.V), "", "")
		}
		if index.Name.Set() {
			names[index.Name.V] = true
		}
		if index.Default.V {
			if defaults++; defaults > 1 {
				i.FailAt(index.Default.Range, "more than one index is the default", "", "")
			}
		}
		out = append(out, index)
	}
	return out
}
