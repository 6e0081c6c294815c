package uvlock

import (
	"errors"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Marker is a PEP 508 marker as the lock has it. In a lock with conflicts
// "extra" does not mean what PEP 508 means by it: it holds encoded extras,
// groups and projects, see conflicts.go.
type Marker struct {
	Text string
	// Condition is the marker's meaning.
	Condition marker.Marker

	// index numbers the different markers of a lock.
	index int
	node  *tomltree.Node
}

// Range returns the first place of the lock that has the marker.
func (m *Marker) Range() diag.Range {
	if m == nil {
		return diag.Range{}
	}
	return m.node.Range()
}

// marker reads an optional marker; nil is always true. Equal markers are shared.
func (r *reader) marker(n *tomltree.Node) *Marker {
	if !r.expect(n, tomltree.String) {
		return nil
	}
	text := n.Text()
	if m, ok := r.markers[text]; ok {
		return m
	}
	m := &Marker{Text: text, index: len(r.markers), node: n}
	var err error
	if m.Condition, err = marker.Parse(text); err != nil {
		r.badMarker(n, err)
	}
	r.markers[text] = m
	return m
}

// badMarker reports a marker at the very byte, where the text of the marker
// stands in the file as it is.
func (r *reader) badMarker(n *tomltree.Node, err error) {
	at := n.Range()
	var e *pep.Error
	if errors.As(err, &e) && at.Text() == `"`+n.Text()+`"` {
		start := at.Start.Offset + 1
		at = r.file.Range(start+e.Offset, start+e.End)
	}
	r.fail(at, "invalid marker: %s", err)
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
