package pyproject_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
)

var update = flag.Bool("update", false, "rewrite the expected output under testdata")

// Each archive under testdata/model holds a pyproject.toml and its model: every
// value that was read, by its Go name, with the line it was read from.
func TestModel(t *testing.T) {
	archives(t, "testdata/model/*.txtar", func(t *testing.T, f *diag.File) string {
		doc, list := pyproject.Parse(f)
		if len(list) > 0 {
			t.Errorf("findings in a good file:\n%s", list.Text())
		}
		return dump(doc)
	})
}

// Each archive under testdata/broken holds a pyproject.toml and its findings.
func TestBroken(t *testing.T) {
	archives(t, "testdata/broken/*.txtar", func(t *testing.T, f *diag.File) string {
		_, list := pyproject.Parse(f)
		if !list.HasErrors() {
			t.Error("no errors in a broken file")
		}
		return list.Text()
	})
}

// archives runs every archive: its first file is the input, its second what the
// function makes of it.
func archives(t *testing.T, glob string, run func(*testing.T, *diag.File) string) {
	t.Helper()
	paths, err := filepath.Glob(glob)
	if err != nil || len(paths) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := run(t, diag.NewFile(ar.Files[0].Name, ar.Files[0].Data))
			if *update {
				ar.Files = []txtar.File{ar.Files[0], {Name: "want", Data: []byte(got)}}
				if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) != 2 {
				t.Fatal("no expected output; run with -update")
			}
			if d := cmp.Diff(string(ar.Files[1].Data), got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// dump writes every value of the model that is set, in the order of its fields.
func dump(doc *pyproject.Document) string {
	var b strings.Builder
	walk("", reflect.ValueOf(*doc), func(path string, v any, r diag.Range) {
		fmt.Fprintf(&b, "%s = %v", path, v)
		if r.Known() {
			fmt.Fprintf(&b, " (line %d)", r.Start.Line)
		}
		b.WriteByte('\n')
	})
	return b.String()
}

// walk calls visit for each diag.Value in v that is set.
func walk(path string, v reflect.Value, visit func(path string, v any, r diag.Range)) {
	switch value := v.Interface().(type) {
	case pyproject.Str:
		if value.Set() {
			visit(path, value.V, value.Range)
		}
		return
	case pyproject.Bool:
		if value.Set() {
			visit(path, value.V, value.Range)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.Elem().IsValid() && v.Type() != reflect.TypeFor[*diag.File]() && strings.Contains(v.Type().String(), "pyproject.") {
			walk(path, v.Elem(), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Range" && f.Name != "Node" {
				walk(strings.TrimPrefix(path+"."+f.Name, "."), v.Field(i), visit)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i), visit)
		}
	case reflect.Bool, reflect.String:
		if !v.IsZero() {
			visit(path, v.Interface(), diag.Range{})
		}
	}
}
