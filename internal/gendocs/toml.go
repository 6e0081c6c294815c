package main

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// parseTOML parses a text of the registries, which their tests know to be valid.
func parseTOML(text string) *tomltree.Node {
	root, _ := tomltree.Parse(diag.NewFile("registry.toml", []byte(text)))
	return root
}

// tomlValue returns a value as encoding/json writes it.
func tomlValue(n *tomltree.Node) any {
	switch n.Kind() {
	case tomltree.Integer:
		v, _ := n.Int()
		return v.V
	case tomltree.Bool:
		v, _ := n.Boolean()
		return v.V
	case tomltree.Array:
		out := []any{}
		for c := range n.Children() {
			out = append(out, tomlValue(c))
		}
		return out
	case tomltree.Table:
		out := object{}
		for c := range n.Children() {
			out[c.Key()] = tomlValue(c)
		}
		return out
	default:
		return n.Text()
	}
}
