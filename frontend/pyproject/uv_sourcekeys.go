package pyproject

import (
	"slices"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// sourceKeys says for each kind which keys may stand beside the one that names
// it. The order is that in which uv decides what kind a table is: a git source
// may have a path, so git comes first.
var sourceKeys = []struct {
	kind SourceKind
	keys []string
}{
	{GitSource, []string{"rev", "tag", "branch", "subdirectory", "path", "lfs"}},
	{URLSource, []string{"subdirectory"}},
	{PathSource, []string{"editable", "package"}},
	{IndexSource, nil},
	{WorkspaceSource, []string{"editable"}},
}

// everySourceKey may stand in any source.
var everySourceKey = []string{"marker", "extra", "group"}

// ignoredSourceKeys are keys that uv reads for every kind and then forgets.
var ignoredSourceKeys = []string{"lfs", "subdirectory"}

// sourceKind finds out what kind of source a table is.
func sourceKind(f field.Field) (SourceKind, bool) {
	var all []string
	for _, k := range sourceKeys {
		if f.Get(string(k.kind)).Present() {
			return k.kind, true
		}
		all = append(all, string(k.kind))
		all = append(all, k.keys...)
	}
	all = append(all, everySourceKey...)
	f.Only(all...)
	f.Fail(f.Path()+" does not say where the distribution comes from", "",
		"write one of the keys git, url, path, index or workspace")
	return "", false
}

// checkSource complains about keys that cannot stand together, as uv does.
func checkSource(f field.Field, kind SourceKind) {
	var allowed, known []string
	for _, k := range sourceKeys {
		known = append(append(known, string(k.kind)), k.keys...)
		if k.kind == kind {
			allowed = append(append(allowed, string(kind)), k.keys...)
		}
	}
	allowed = append(append(allowed, everySourceKey...), ignoredSourceKeys...)
	f.Only(append(known, everySourceKey...)...)
	for c := range f.All() {
		if key := c.Key(); slices.Contains(known, key.V) && !slices.Contains(allowed, key.V) {
			f.FailAt(key.Range, f.Path()+" cannot have both "+string(kind)+" and "+diag.Visible(key.V), "", "")
		}
	}
	exclusive(f, "extra", "group")
	exclusive(f, "rev", "tag", "branch")
	if kind == GitSource {
		exclusive(f, "subdirectory", "path")
	}
	editable, _ := f.Get("editable").Node.Boolean()
	if pkg, ok := f.Get("package").Node.Boolean(); ok && !pkg.V && editable.V {
		f.FailAt(pkg.Range, f.Path()+" cannot be editable and not a package", "", "")
	}
	if kind == WorkspaceSource {
		f.Get("workspace").Expect(tomltree.Bool, tomltree.String)
	}
}

// exclusive complains if more than one of the keys is there.
func exclusive(f field.Field, keys ...string) {
	first := ""
	for _, key := range keys {
		k := f.Get(key)
		switch {
		case !k.Present():
		case first == "":
			first = key
		default:
			f.FailAt(k.Key().Range, f.Path()+" cannot have both "+first+" and "+key, "", "")
		}
	}
}
