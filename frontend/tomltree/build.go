package tomltree

import (
	"bytes"
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/pelletier/go-toml/v2/unstable"
)

// builder turns go-toml's expressions into a document.
type builder struct {
	doc   *document
	diags diag.List
	// base is where the text begins: after a byte order mark, if there is one.
	base int
	// current is the table that key-values go to, depth how deep it lies.
	current int32
	depth   int
	stopped bool
}

func newBuilder(f *diag.File) *builder {
	doc := &document{file: f}
	doc.nodes = []Node{{doc: doc, kind: Table, flags: byHeader}}
	b := &builder{doc: doc}
	if bytes.HasPrefix(f.Data, bom) {
		b.base = len(bom)
	}
	return b
}

// reserve makes room for about as many nodes as there will be. It is called
// when the file is known to be of a reasonable size.
func (b *builder) reserve() {
	d := b.doc
	d.text = string(d.file.Data)
	count := max(bytes.Count(d.file.Data, []byte{'='}), bytes.Count(d.file.Data, []byte{','}))
	nodes := make([]Node, 1, 1+count*5/4)
	nodes[0] = d.nodes[0]
	d.nodes = nodes
}

// add appends a node as the last child of parent.
func (b *builder) add(parent int32, n Node) int32 {
	d := b.doc
	n.doc = d
	id := int32(len(d.nodes))
	d.nodes = append(d.nodes, n)
	p := &d.nodes[parent]
	if p.last == 0 {
		p.first = id
	} else {
		d.nodes[p.last].next = id
	}
	p.last = id
	p.count++
	if p.kind == Table && p.count >= indexFrom {
		d.indexKey(p, id)
	}
	return id
}

// indexKey notes a key of a large table, and with the first one that makes it
// large all before it.
func (d *document) indexKey(table *Node, id int32) {
	if d.index == nil {
		d.index = map[int32]map[string]int32{}
	}
	keys := d.index[table.first]
	if keys == nil {
		keys = make(map[string]int32, 2*indexFrom)
		d.index[table.first] = keys
		id = table.first
	}
	for ; id != 0; id = d.nodes[id].next {
		keys[d.nodes[id].Key()] = id
	}
}

// detached makes a table that no one can reach, for the content of a section
// whose header is wrong: its keys are still checked against each other.
func (b *builder) detached() int32 {
	b.doc.nodes = append(b.doc.nodes, Node{doc: b.doc, kind: Table, flags: byHeader})
	return int32(len(b.doc.nodes) - 1)
}

// keyNode returns a node that has only a key.
func (b *builder) keyNode(key *unstable.Node) Node {
	start := int32(b.base) + int32(key.Raw.Offset)
	n := Node{doc: b.doc, keyStart: start, keyEnd: start + int32(key.Raw.Length)}
	quoted := b.doc.text[start] == '"' || b.doc.text[start] == '\''
	// Every escape is longer than what it stands for.
	if quoted && len(key.Data) != int(key.Raw.Length)-2 {
		n.flags |= decodedKey
		if b.doc.keys == nil {
			b.doc.keys = map[int32]string{}
		}
		b.doc.keys[start] = string(key.Data)
	}
	return n
}

// child finds the key in a table.
func (b *builder) child(table int32, key *Node) int32 {
	return b.doc.find(&b.doc.nodes[table], key.Key())
}

// duplicate reports a key that cannot be defined again.
func (b *builder) duplicate(key *Node, earlier int32, what string) {
	was := b.doc.nodes[earlier].KeyRange()
	b.fail(int(key.keyStart), int(key.keyEnd), fmt.Sprintf("%s: %q", what, key.Key()),
		fmt.Sprintf("It is first defined in line %d.", was.Start.Line))
}

// tooDeep reports nesting beyond the bound and ends the parse.
func (b *builder) tooDeep(at int) {
	b.fail(at, at+1, fmt.Sprintf("nested more than %d levels deep", maxDepth), "")
	b.stopped = true
}
