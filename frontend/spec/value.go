package spec

import (
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

func boolean() Type { return Type{Name: "boolean", Kind: tomltree.Bool} }

// matching is a string of some form; wrong finishes `"x" is not ...`.
func matching(name, pattern, wrong string) Type {
	return Type{Name: name, Kind: tomltree.String, Pattern: pattern, Wrong: wrong}
}

// array is an array whose elements have one type.
func array(name string, items Type) Type {
	return Type{Name: name, Kind: tomltree.Array, Items: &items}
}

// pep508Name is the form of the names of distributions, extras and groups
// (PEP 508, "Names").
const pep508Name = `^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`

func distribution() Type {
	return matching("name", pep508Name, "a valid name of a distribution")
}

// names is an array of names of extras or groups.
func names(what string) Type {
	return array("array of names", matching("name", pep508Name, "a valid name of "+article(what)+what))
}

func article(s string) string {
	if strings.HasPrefix(s, "e") {
		return "an "
	}
	return "a "
}

func secretID() Type {
	return matching("string", `^[A-Za-z0-9][A-Za-z0-9._-]*$`, "an id of a build secret: letters, digits and . _ -")
}

// systemPackages has names as apt and apk take them, with an optional "=version".
// A leading hyphen would be an option.
func systemPackages() Type {
	packages := array("array of strings", matching("string", `^[A-Za-z0-9][A-Za-z0-9.+_-]*(=[A-Za-z0-9.+:~_-]+)?$`, "the name of a package"))
	return Type{Name: "table", Kind: tomltree.Table, Keys: []Key{
		{Name: "build", Type: packages, Default: `[]`, Since: "0.1", Doc: "Packages that are there while distributions are compiled.", Also: []string{"dev"}},
		{Name: "run", Type: packages, Default: `[]`, Since: "0.1", Doc: "Packages that are in the image.", Also: []string{"runtime", "prod"}},
	}}
}

// listOf returns an array of strings with its place.
func listOf(f field.Field) List {
	if !f.Present() {
		return List{}
	}
	return List{V: f.Strs(), Range: f.Range()}
}

// pairs returns the strings of a table in file order.
func pairs(f field.Field) []Pair {
	var out []Pair
	for entry := range f.All() {
		out = append(out, Pair{Name: entry.Key(), Value: entry.Str()})
	}
	return out
}

// control says whether s holds a control character: no name, path or address
// does, and a line end would end the line of a file that the value is written
// to, such as /etc/passwd.
func control(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 })
}

func list(items []string, last string) string {
	n := len(items) - 1
	if n < 1 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:n], ", ") + last + items[n]
}

// quoted returns s as a TOML basic string.
func quoted(s string) string {
	r := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)
	return `"` + diag.Visible(r.Replace(s)) + `"`
}

// quotedArray returns items as a TOML array.
func quotedArray(items []string) string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = quoted(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}
