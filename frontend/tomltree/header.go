package tomltree

import "github.com/pelletier/go-toml/v2/unstable"

// header opens the table of a [header] or the next element of a [[header]].
func (b *builder) header(e *unstable.Node) {
	start, end := b.headerSpan(e)
	b.current, b.depth = 0, 0
	for it := e.Key(); it.Next() && !b.stopped; {
		key := b.keyNode(it.Node())
		b.depth++
		if b.depth > maxDepth {
			b.tooDeep(int(key.keyStart))
			return
		}
		if !it.IsLast() {
			b.current = b.through(key)
			continue
		}
		key.start, key.end = start, end
		if e.Kind == unstable.ArrayTable {
			b.current = b.openElement(key)
		} else {
			b.current = b.openTable(key)
		}
	}
}

// through enters a table on the way to the one that a header names, and makes
// it if it is not there. The way through an array of tables is its last element.
func (b *builder) through(key Node) int32 {
	id := b.child(b.current, &key)
	if id == 0 {
		key.kind, key.start, key.end = Table, key.keyStart, key.keyEnd
		return b.add(b.current, key)
	}
	n := &b.doc.nodes[id]
	switch {
	case n.flags&closed != 0 || n.kind != Table && n.kind != Array:
		b.duplicate(&key, id, "this key is already a value and cannot be extended")
		return b.detached()
	case n.kind == Array:
		return n.last
	}
	return id
}

// openTable opens the table that a [header] names. A table that was only passed
// through before may be opened once.
func (b *builder) openTable(key Node) int32 {
	id := b.child(b.current, &key)
	if id == 0 {
		key.kind = Table
		key.flags |= byHeader
		return b.add(b.current, key)
	}
	n := &b.doc.nodes[id]
	if n.kind != Table || n.flags&(byHeader|byDottedKey|closed) != 0 {
		b.duplicate(&key, id, "table defined twice")
		return b.detached()
	}
	n.flags = n.flags&^decodedKey | key.flags&decodedKey | byHeader
	n.keyStart, n.keyEnd, n.start, n.end = key.keyStart, key.keyEnd, key.start, key.end
	return id
}

// openElement appends to the array of tables that a [[header]] names.
func (b *builder) openElement(key Node) int32 {
	array := b.child(b.current, &key)
	if array == 0 {
		key.kind = Array
		key.flags |= byHeader
		array = b.add(b.current, key)
	}
	n := &b.doc.nodes[array]
	if n.kind != Array || n.flags&closed != 0 {
		b.duplicate(&key, array, "this key is already defined and is not an array of tables")
		return b.detached()
	}
	return b.add(array, Node{kind: Table, flags: byHeader, start: key.start, end: key.end})
}

// headerSpan returns the bytes of a header with its brackets, which go-toml
// does not tell: they are the nearest ones around the keys.
func (b *builder) headerSpan(e *unstable.Node) (start, end int32) {
	text := b.doc.text
	start = int32(b.base) + int32(e.Child().Raw.Offset)
	end = start
	for it := e.Key(); it.Next(); {
		r := it.Node().Raw
		end = int32(b.base) + int32(r.Offset+r.Length)
	}
	end = blank(text, end) + 1
	for start > 0 && text[start] != '[' {
		start--
	}
	if e.Kind == unstable.ArrayTable {
		start, end = start-1, end+1
	}
	return start, end
}
