package uvlock

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// maxFindings bounds what a lock in which everything is wrong can cost.
const maxFindings = 100

// reader turns a tree into a Lock and collects what is wrong with it.
type reader struct {
	file  *diag.File
	diags diag.List
	// markers shares equal markers: a lock of a thousand packages has a dozen.
	markers map[string]*Marker
	wheel   tag.Parser
}

func newReader(f *diag.File) *reader {
	return &reader{file: f, markers: map[string]*Marker{}}
}

// fail reports an error about a range.
func (r *reader) fail(at diag.Range, summary string, args ...any) {
	if len(r.diags) < maxFindings {
		r.diags.Add(at, fmt.Sprintf(summary, args...), "", relock)
	}
}

// relock is what helps against a lock that uv would not have written.
const relock = "Run `uv lock` to write the lock again."

// expect reports a value of the wrong kind. A missing value is no error.
func (r *reader) expect(n *tomltree.Node, want tomltree.Kind) bool {
	if n != nil && n.Kind() != want {
		r.fail(n.Range(), "%q is %s, expected %s", n.Key(), n.Kind(), want)
		return false
	}
	return n != nil
}

// text reads an optional string.
func (r *reader) text(table *tomltree.Node, key string) string {
	if n := table.Get(key); r.expect(n, tomltree.String) {
		return n.Text()
	}
	return ""
}

// required reads a string that must be there.
func (r *reader) required(table *tomltree.Node, key string) string {
	n := table.Get(key)
	if n == nil {
		r.fail(table.Range(), "missing key %q", key)
	}
	if r.expect(n, tomltree.String) {
		return n.Text()
	}
	return ""
}

// name reads a required name and brings it to its normal form.
func (r *reader) name(table *tomltree.Node, key string) string {
	s := r.required(table, key)
	if n := table.Get(key); n.Kind() == tomltree.String && !name.Valid(s) {
		r.fail(n.Range(), "%q is not a valid name", s)
	}
	return name.Normalize(s)
}

// names reads a list of names.
func (r *reader) names(n *tomltree.Node) []string {
	if !r.expect(n, tomltree.Array) {
		return nil
	}
	out := make([]string, 0, n.Len())
	for c := range n.Children() {
		switch {
		case c.Kind() != tomltree.String:
			r.fail(c.Range(), "expected a name, found %s", c.Kind())
		case !name.Valid(c.Text()):
			r.fail(c.Range(), "%q is not a valid name", c.Text())
		default:
			out = append(out, name.Normalize(c.Text()))
		}
	}
	return out
}

// size reads an optional number of bytes.
func (r *reader) size(table *tomltree.Node) uint64 {
	n := table.Get("size")
	if !r.expect(n, tomltree.Integer) {
		return 0
	}
	size, ok := n.Uint64()
	if !ok {
		r.fail(n.Range(), "%q is not a size", n.Text())
	}
	return size
}

// first returns the first of several spellings of a key that is there.
func first(table *tomltree.Node, keys ...string) *tomltree.Node {
	for _, key := range keys {
		if n := table.Get(key); n != nil {
			return n
		}
	}
	return nil
}
