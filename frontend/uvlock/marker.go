package uvlock

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Marker is a PEP 508 marker as the lock has it. In a lock with conflicts
// "extra" does not mean what PEP 508 means by it: it holds encoded extras,
// groups and projects, see conflict.go.
type Marker struct {
	Text string

	node *tomltree.Node
}

// Range returns the first place of the lock that has the marker.
func (m *Marker) Range() diag.Range {
	if m == nil {
		return diag.Range{}
	}
	return m.node.Range()
}

// marker reads an optional marker; nil is always true.
func (r *reader) marker(n *tomltree.Node) *Marker {
	if !r.expect(n, tomltree.String) {
		return nil
	}
	text := n.Text()
	if m, ok := r.markers[text]; ok {
		return m
	}
	m := &Marker{Text: text, node: n}
	r.markers[text] = m
	return m
}

func (r *reader) markerList(n *tomltree.Node) []*Marker {
	if !r.expect(n, tomltree.Array) {
		return nil
	}
	out := make([]*Marker, 0, n.Len())
	for c := range n.Children() {
		if m := r.marker(c); m != nil {
			out = append(out, m)
		}
	}
	return out
}
