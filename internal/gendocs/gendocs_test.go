package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/tomltree"
)

func TestDocumentsAreUpToDate(t *testing.T) {
	for _, d := range documents() {
		want, err := d.content()
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(d.path)))
		if err != nil {
			t.Fatalf("%v; run: go run ./internal/gendocs", err)
		}
		if diff := cmp.Diff(string(got), string(want)); diff != "" {
			t.Errorf("%s is out of date; run: go run ./internal/gendocs\n-have +want\n%s", d.path, diff)
		}
	}
}

// The archives of package spec, judged by a validator: what the parser accepts
// the schema accepts, and of what the parser refuses the schema accepts only what
// a schema cannot express.
func TestSchemaAgreesWithParser(t *testing.T) {
	validate := compile(t)
	beyond := map[string]bool{}
	for _, name := range beyondSchema {
		beyond[name] = true
	}
	paths, err := filepath.Glob("../../frontend/spec/testdata/*/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		root, _ := tomltree.Parse(diag.NewFile(name, ar.Files[0].Data))
		_, list := spec.Parse(root)
		valid := validate(root) == nil
		switch {
		case list.HasErrors() && valid && !beyond[name]:
			t.Errorf("the schema accepts %s", name)
		case list.HasErrors() && !valid && beyond[name]:
			t.Errorf("the schema refuses %s by now; take it off the list", name)
		case !list.HasErrors() && !valid:
			t.Errorf("the schema refuses %s: %v", name, validate(root))
		}
		delete(beyond, name)
	}
	for name := range beyond {
		t.Errorf("there is no %s", name)
	}
}

// beyondSchema are faults that only the parser sees: the grammars of image
// references, signals, ports and patterns, and what one value means for another.
var beyondSchema = []string{
	"base-empty", "base-not-a-reference", "base-scheme", "base-scratch", "base-typo", "base-upper-case", "windows-and-wide",
	"entrypoint-empty-program", "entrypoint-nul", "entrypoint-one-long-argument", "expose-strings",
	"healthcheck-docker-form", "healthcheck-no-test", "healthcheck-overflow", "requirements", "requirements-absolute", "requirements-empty",
	"stop-signal", "stop-signal-number", "stop-signal-short", "user-hidden-root", "user-root-with-uid", "volumes",
	"workdir-climbs", "workdir-double-root", "workdir-root", "workdir-slash", "workdir-system", "workdir-usr",
}

// compile returns a function that validates a table as [tool.pyfrontend].
func compile(t *testing.T) func(*tomltree.Node) error {
	t.Helper()
	data, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaURL, doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(schemaURL)
	if err != nil {
		t.Fatal(err)
	}
	return func(n *tomltree.Node) error {
		text, err := json.Marshal(object{"project": object{}, "tool": object{"other": 1, "pyfrontend": jsonValue(n)}})
		if err != nil {
			return err
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return err
		}
		return compiled.Validate(instance)
	}
}

// jsonValue is tomlValue with floats, which no default or example has.
func jsonValue(n *tomltree.Node) any {
	switch n.Kind() {
	case tomltree.Float:
		v, _ := n.Float64()
		return v.V
	case tomltree.Array:
		out := []any{}
		for c := range n.Children() {
			out = append(out, jsonValue(c))
		}
		return out
	case tomltree.Table:
		out := object{}
		for c := range n.Children() {
			out[c.Key()] = jsonValue(c)
		}
		return out
	default:
		return tomlValue(n)
	}
}
