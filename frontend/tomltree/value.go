package tomltree

import (
	"github.com/pelletier/go-toml/v2/unstable"
)

// keyValue adds "a.b.c = value" to a table.
func (b *builder) keyValue(table int32, e *unstable.Node, depth int) {
	for it := e.Key(); it.Next() && !b.stopped; {
		key := b.keyNode(it.Node())
		depth++
		if depth > maxDepth {
			b.tooDeep(int(key.keyStart))
			return
		}
		existing := b.child(table, &key)
		switch {
		case it.IsLast() && existing != 0:
			b.duplicate(&key, existing, "key defined twice")
			return
		case it.IsLast():
			b.value(table, key, e.Value(), b.afterEquals(key.keyEnd), depth)
		case existing == 0:
			key.kind, key.start, key.end = Table, key.keyStart, key.keyEnd
			key.flags |= byDottedKey
			table = b.add(table, key)
		case b.doc.nodes[existing].flags&byDottedKey == 0:
			b.duplicate(&key, existing, "this key is already defined and cannot be extended by a dotted key")
			return
		default:
			table = existing
		}
	}
}

// value adds a value that starts at an offset and returns the offset after it.
// n brings the key, if there is one.
func (b *builder) value(parent int32, n Node, v *unstable.Node, start int32, depth int) int32 {
	switch v.Kind {
	case unstable.Array, unstable.InlineTable:
		return b.container(parent, n, v, start, depth)
	}
	n.kind = scalarKind(v.Kind)
	n.start = int32(b.base) + int32(v.Raw.Offset)
	n.end = n.start + int32(v.Raw.Length)
	switch n.kind {
	case String:
		b.decoded(&n, v)
	case DateTime:
		b.checkDateTime(&n)
	}
	b.add(parent, n)
	return n.end
}

// decoded keeps a string apart whose value is not the text between its quotes.
func (b *builder) decoded(n *Node, v *unstable.Node) {
	// Every escape is longer than what it stands for, and a multi-line
	// string has four more quotes.
	if len(v.Data) == int(v.Raw.Length)-2 {
		return
	}
	n.flags |= decodedValue
	if b.doc.values == nil {
		b.doc.values = map[int32]string{}
	}
	b.doc.values[n.start] = string(v.Data)
}

// container adds an array in brackets or an inline table.
func (b *builder) container(parent int32, n Node, v *unstable.Node, start int32, depth int) int32 {
	depth++
	if depth > maxDepth {
		b.tooDeep(int(start))
		return start
	}
	n.kind, n.start, n.end = Array, start, start+1
	n.flags |= closed
	if v.Kind == unstable.InlineTable {
		n.kind = Table
	}
	id := b.add(parent, n)
	at := start + 1
	for it := v.Children(); it.Next() && !b.stopped; {
		c := it.Node()
		if c.Kind == unstable.KeyValue {
			b.keyValue(id, c, depth)
			at = int32(b.base) + int32(c.Raw.Offset+c.Raw.Length)
		} else {
			at = b.value(id, Node{}, c, trivia(b.doc.text, at), depth)
		}
	}
	if b.stopped {
		return at
	}
	end := trivia(b.doc.text, at) + 1
	b.doc.nodes[id].end = end
	return end
}

// afterEquals returns where the value begins whose key ends at an offset.
func (b *builder) afterEquals(at int32) int32 {
	return blank(b.doc.text, blank(b.doc.text, at)+1)
}

// blank skips spaces and tabs.
func blank(text string, at int32) int32 {
	for int(at) < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	return at
}

// trivia skips what may stand between the values of an array: white space,
// line ends, commas and comments. go-toml tells where neither arrays nor inline
// tables end, so their brackets are found behind their last value.
func trivia(text string, at int32) int32 {
	for int(at) < len(text) {
		switch text[at] {
		case ' ', '\t', '\r', '\n', ',':
			at++
		case '#':
			for int(at) < len(text) && text[at] != '\n' {
				at++
			}
		default:
			return at
		}
	}
	return at
}

func scalarKind(k unstable.Kind) Kind {
	switch k {
	case unstable.String:
		return String
	case unstable.Integer:
		return Integer
	case unstable.Float:
		return Float
	case unstable.Bool:
		return Bool
	default:
		return DateTime
	}
}
