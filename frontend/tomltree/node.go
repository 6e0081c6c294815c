package tomltree

import (
	"iter"

	"github.com/org/pyfrontend/frontend/diag"
)

// Node is one value of a document with its key, if it has one. All methods may
// be called on a nil Node, which is a value that is not there: it has no kind,
// no range and no children.
//
// Offsets and links are 32 bits wide and links are indices, not pointers: a
// node is 48 bytes, and the garbage collector has one pointer to look at.
type Node struct {
	doc              *document
	keyStart, keyEnd int32
	start, end       int32
	// first, last and next link children in file order; 0 is none, because
	// node 0 is the root and nobody's child.
	first, last, next int32
	count             int32
	kind              Kind
	flags             flags
}

type flags uint8

const (
	// decodedValue and decodedKey: the text between the quotes is not the
	// value (escapes, multi-line strings); the document holds it apart.
	decodedValue flags = 1 << iota
	decodedKey
	// byHeader: a table with a [header] of its own, or an array of [[headers]].
	byHeader
	// byDottedKey: a table that a dotted key made; no header may reopen it.
	byDottedKey
	// closed: an inline table or array; nothing may be added to it.
	closed
)

// document is what the nodes of one file share.
type document struct {
	file  *diag.File
	text  string
	nodes []Node
	// values and keys hold decoded strings by the offset they start at.
	values, keys map[int32]string
	// index finds keys of large tables, by the table's first child.
	index map[int32]map[string]int32
}

// Kind returns the type of the value, Invalid for a nil Node.
func (n *Node) Kind() Kind {
	if n == nil {
		return Invalid
	}
	return n.kind
}

// Range returns the bytes of the value. For a table with a header that is the
// header with its brackets, for a table made by dotted keys the part of the key
// that first named it, for the root the whole file.
func (n *Node) Range() diag.Range {
	if n == nil {
		return diag.Range{}
	}
	return n.doc.file.Range(int(n.start), int(n.end))
}

// KeyRange returns the bytes of the key, quotes included; for a value without a
// key (an array's element) it is the range of the value.
func (n *Node) KeyRange() diag.Range {
	if n == nil {
		return diag.Range{}
	}
	if n.keyEnd == 0 {
		return n.Range()
	}
	return n.doc.file.Range(int(n.keyStart), int(n.keyEnd))
}

// Key returns the name under which the value is found in its table, "" for the
// root and for elements of arrays.
func (n *Node) Key() string {
	if n == nil || n.keyEnd == 0 {
		return ""
	}
	if n.flags&decodedKey != 0 {
		return n.doc.keys[n.keyStart]
	}
	raw := n.doc.text[n.keyStart:n.keyEnd]
	if raw[0] == '"' || raw[0] == '\'' {
		return raw[1 : len(raw)-1]
	}
	return raw
}

// Inline says whether the value is an inline table or an array in brackets, as
// opposed to one written with headers or dotted keys.
func (n *Node) Inline() bool { return n != nil && n.flags&closed != 0 }

// Len returns the number of children: elements of an array, keys of a table.
func (n *Node) Len() int {
	if n == nil {
		return 0
	}
	return int(n.count)
}

// First returns the first child in file order, nil if there is none.
func (n *Node) First() *Node {
	if n == nil || n.first == 0 {
		return nil
	}
	return &n.doc.nodes[n.first]
}

// Next returns the sibling that follows in file order, nil for the last one.
func (n *Node) Next() *Node {
	if n == nil || n.next == 0 {
		return nil
	}
	return &n.doc.nodes[n.next]
}

// Children yields the elements of an array or the values of a table in file
// order, without allocating.
func (n *Node) Children() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for c := n.First(); c != nil; c = c.Next() {
			if !yield(c) {
				return
			}
		}
	}
}

// Items returns the elements of an array or the values of a table in file order.
func (n *Node) Items() []*Node {
	out := make([]*Node, 0, n.Len())
	for c := range n.Children() {
		out = append(out, c)
	}
	return out
}

// Keys returns the keys of a table in file order.
func (n *Node) Keys() []string {
	if n.Kind() != Table {
		return nil
	}
	out := make([]string, 0, n.Len())
	for c := range n.Children() {
		out = append(out, c.Key())
	}
	return out
}

// Get follows keys through nested tables. It returns nil when a key is not
// there, or when something on the way is not a table.
func (n *Node) Get(path ...string) *Node {
	for _, key := range path {
		if n.Kind() != Table {
			return nil
		}
		n = n.child(key)
	}
	return n
}

func (n *Node) child(key string) *Node {
	id := n.doc.find(n, key)
	if id == 0 {
		return nil
	}
	return &n.doc.nodes[id]
}

// indexFrom is the number of keys from which a table is looked up in a map;
// below it a scan over neighbouring nodes is faster.
const indexFrom = 16

// find returns the index of the child of table that has the key, 0 if none.
func (d *document) find(table *Node, key string) int32 {
	if table.count >= indexFrom {
		return d.index[table.first][key]
	}
	for id := table.first; id != 0; id = d.nodes[id].next {
		if d.nodes[id].Key() == key {
			return id
		}
	}
	return 0
}
