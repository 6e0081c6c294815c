package main

import (
	"bytes"
	"encoding/json"

	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// object is a JSON object; encoding/json sorts its keys.
type object = map[string]any

// schemaURL is where a release publishes the schema.
const schemaURL = "https://raw.githubusercontent.com/org/pyfrontend/main/docs/pyfrontend.schema.json"

// schema returns the JSON schema of a pyproject.toml with a [tool.pyfrontend].
// It is draft 7, the newest that taplo, and with it most editors, read. All of
// the file but that table is left alone; the table itself is a definition of its
// own, for schemas that collect those of many tools.
func schema() ([]byte, error) {
	root := object{
		"$schema":     "http://json-schema.org/draft-07/schema#",
		"$id":         schemaURL,
		"title":       "pyproject.toml with [tool.pyfrontend]",
		"type":        "object",
		"definitions": object{"pyfrontend": pyfrontend()},
		"properties": object{"tool": object{
			"type":       "object",
			"properties": object{"pyfrontend": object{"$ref": "#/definitions/pyfrontend"}},
		}},
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(root)
	return b.Bytes(), err
}

func pyfrontend() object {
	s := tableSchema(spec.Keys())
	s["description"] = "What the image of the project is to be."
	return s
}

// tableSchema describes a table with fixed keys. Keys that are planned are left
// out, as using one is an error.
func tableSchema(keys []spec.Key) object {
	properties := object{}
	for _, k := range keys {
		if k.Status == spec.Planned {
			continue
		}
		s := typeSchema(k.Type)
		s["description"] = k.Doc
		if k.Long != "" {
			s["description"] = k.Doc + " " + k.Long
		}
		if k.Default != "" {
			s["default"] = tomlValue(parseTOML("x = " + k.Default).Get("x"))
		}
		if k.Example != "" {
			s["examples"] = []any{tomlValue(parseTOML(k.Example).Get(k.Name))}
		}
		properties[k.Name] = s
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties}
}

func typeSchema(t spec.Type) object {
	if len(t.Alternatives) > 0 {
		var alternatives []object
		for _, a := range t.Alternatives {
			alternatives = append(alternatives, typeSchema(a))
		}
		return object{"anyOf": alternatives}
	}
	switch t.Kind {
	case tomltree.String:
		return stringSchema(t)
	case tomltree.Integer:
		s := object{"type": "integer", "minimum": t.Min}
		if t.Max != 0 {
			s["maximum"] = t.Max
		}
		return s
	case tomltree.Array:
		s := object{"type": "array", "items": typeSchema(*t.Items)}
		if t.NotEmpty {
			s["minItems"] = 1
		}
		return s
	case tomltree.Table:
		if t.Items == nil {
			return tableSchema(t.Keys)
		}
		return object{"type": "object", "additionalProperties": typeSchema(*t.Items), "propertyNames": object{"pattern": t.KeyPattern}}
	default:
		return object{"type": "boolean"}
	}
}

func stringSchema(t spec.Type) object {
	s := object{"type": "string"}
	if len(t.Enum) > 0 {
		s["enum"] = t.Enum
	}
	if t.Pattern != "" {
		s["pattern"] = t.Pattern
	}
	if len(t.Known) > 0 {
		// Editors offer the known values, any other string is taken too.
		return object{"anyOf": []object{{"enum": t.Known}, s}}
	}
	return s
}
