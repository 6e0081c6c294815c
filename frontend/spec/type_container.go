package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

func (t Type) validInteger(f field.Field) bool {
	n := f.Int().V
	if n >= t.Min && (t.Max == 0 || n <= t.Max) {
		return true
	}
	bounds := fmt.Sprintf("between %d and %d", t.Min, t.Max)
	if t.Max == 0 {
		bounds = fmt.Sprintf("%d or more", t.Min)
	}
	f.Fail(fmt.Sprintf("%s: %d must be %s", f.Path(), n, bounds), "", "")
	return false
}

func (t Type) validArray(f field.Field) bool {
	if t.NotEmpty && f.Node.Len() == 0 {
		f.Fail(f.Path()+" is empty", "", "leave the key out, or write at least one element")
		return false
	}
	ok := true
	for item := range f.All() {
		ok = t.Items.valid(item) && ok
	}
	return ok
}

func (t Type) validTable(f field.Field) bool {
	if t.Items == nil {
		return validKeys(f, t.Keys)
	}
	ok := true
	names := regexp.MustCompile(t.KeyPattern)
	for entry := range f.All() {
		key := entry.Key()
		switch {
		case !names.MatchString(key.V):
			f.FailAt(key.Range, f.Path()+": "+diag.Quote(key.V)+" is not "+t.KeyWrong, "", "")
			ok = false
		case t.Items.Kind == tomltree.String && entry.Node.Kind() == tomltree.Table:
			dotted(entry)
			ok = false
		default:
			ok = t.Items.valid(entry) && ok
		}
	}
	return ok
}

// dotted explains the mistake that everybody makes once with labels: the dots of
// a key in TOML make tables, unless the key is in quotes.
func dotted(f field.Field) {
	var names []string
	n := f.Node
	for ; n.Kind() == tomltree.Table && n.Len() > 0; n = n.First() {
		names = append(names, n.Key())
	}
	names = append(names, n.Key())
	f.FailAt(f.Key().Range, f.Path()+" must be a string, not a table",
		"In TOML the dots of a key make tables, unless the key is in quotes.",
		fmt.Sprintf("write %s = %s", quoted(strings.Join(names, ".")), "..."))
}

// validKeys checks the keys of a table against the ones that it may have.
func validKeys(f field.Field, keys []Key) bool {
	ok := true
	for entry := range f.All() {
		key := entry.Key()
		k, known := find(keys, key.V)
		switch {
		case !known:
			unknown(f, key, keys)
			ok = false
		case k.Status == Planned:
			f.FailAt(key.Range, key.V+" is not supported yet", "It is part of the specification and comes with a later version.", "")
			ok = false
		default:
			ok = k.typ().valid(entry) && ok
		}
	}
	return ok
}

func unknown(f field.Field, key Str, keys []Key) {
	where, suggestion := "", suggestKey(key.V, keys)
	if f.Path() != "" {
		where = " in " + f.Path()
	}
	f.FailAt(key.Range, "unknown key "+diag.Quote(key.V)+where, "", suggestion)
}

// suggestKey finds the key that was meant: by its spelling, or because another
// tool calls the same thing by this name. Failing both it lists all keys.
func suggestKey(written string, keys []Key) string {
	var names []string
	for _, k := range keys {
		for _, foreign := range k.Also {
			if strings.EqualFold(foreign, written) {
				return "did you mean " + k.Name + "?"
			}
		}
		names = append(names, k.Name)
	}
	if s := diag.DidYouMean(written, names); s != "" {
		return s
	}
	slices.Sort(names)
	return "the keys are " + strings.Join(names, ", ")
}

// silent runs a check and says whether it reported nothing.
func silent(f field.Field, check func(field.Field)) bool {
	before := f.Findings()
	check(f)
	return f.Findings() == before
}
