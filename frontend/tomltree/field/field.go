// Package field reads typed values out of a TOML tree and collects a finding
// for each value that is not of the type it must be. It is what the readers of
// manifests, locks and specs are written with: a reader asks for what it wants,
// never checks an error, and the findings say in the file's own terms what is
// wrong ("tool.uv.package must be a boolean, not a string").
package field

import (
	"iter"
	"strconv"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Field is a value of a document, or the absence of one, and the way to it. Every
// method may be called on an absent field: it reads as nothing, without a
// finding.
type Field struct {
	Node  *tomltree.Node
	path  string
	diags *diag.List
}

// New returns the field of a node, which may be nil. Findings go to diags; path
// is how they name the field, "" for the whole document.
func New(n *tomltree.Node, path string, diags *diag.List) Field {
	return Field{Node: n, path: path, diags: diags}
}

// Get follows keys through tables. A key that is missing, or that is looked for
// in something that is no table, gives an absent field; use Expect to complain
// about the latter.
func (f Field) Get(keys ...string) Field {
	for _, key := range keys {
		f = Field{Node: f.Node.Get(key), path: f.join(key), diags: f.diags}
	}
	return f
}

// Present says whether the field has a value.
func (f Field) Present() bool { return f.Node != nil }

// Path is the field's dotted name for messages: "tool.uv.sources.httpx[1]".
func (f Field) Path() string { return f.path }

// Key returns the field's own key and where it stands.
func (f Field) Key() diag.Value[string] {
	return diag.Value[string]{V: f.Node.Key(), Range: f.Node.KeyRange()}
}

// Range returns where the value stands.
func (f Field) Range() diag.Range { return f.Node.Range() }

// All yields the values of a table or the elements of an array in file order.
func (f Field) All() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		i := 0
		for c := range f.Node.Children() {
			path := f.path + "[" + strconv.Itoa(i) + "]"
			if f.Node.Kind() == tomltree.Table {
				path = f.join(c.Key())
			}
			if !yield(Field{Node: c, path: path, diags: f.diags}) {
				return
			}
			i++
		}
	}
}

func (f Field) join(key string) string {
	if !bare(key) {
		key = diag.Quote(key)
	}
	if f.path == "" {
		return key
	}
	return f.path + "." + key
}

// bare says whether a key can be written without quotes (TOML 1.0, "Keys").
func bare(key string) bool {
	return key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}
