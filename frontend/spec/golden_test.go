package spec_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/tomltree"
)

var update = flag.Bool("update", false, "rewrite the expected output under testdata")

// Each archive under testdata/broken holds a spec and the findings about it as
// they are printed.
func TestBroken(t *testing.T) {
	archives(t, "testdata/broken/*.txtar", func(t *testing.T, f *diag.File) string {
		_, list := spec.Parse(parse(t, f))
		if !list.HasErrors() {
			t.Error("no errors in a broken spec")
		}
		return list.Text()
	})
}

// Each archive under testdata/good holds a spec and what was read from it.
func TestGood(t *testing.T) {
	archives(t, "testdata/good/*.txtar", func(t *testing.T, f *diag.File) string {
		s, list := spec.Parse(parse(t, f))
		if len(list) > 0 {
			t.Errorf("findings in a good spec:\n%s", list.Text())
		}
		return dump(t, s)
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

func parse(t *testing.T, f *diag.File) *tomltree.Node {
	t.Helper()
	root, list := tomltree.Parse(f)
	if list.HasErrors() {
		t.Fatal(list.Err())
	}
	return root
}

func parseText(t *testing.T, text string) *tomltree.Node {
	t.Helper()
	return parse(t, diag.NewFile("spec.toml", []byte(text)))
}

// dump writes a spec without its ranges.
func dump(t *testing.T, s *spec.Spec) string {
	t.Helper()
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	out, err := json.MarshalIndent(plain(v), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out) + "\n"
}

// plain replaces values with ranges by what they hold, and drops what is empty.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "Range")
		if inner, ok := v["V"]; ok {
			return plain(inner)
		}
		for k, x := range v {
			if x = plain(x); x == nil || x == "" || x == 0. {
				delete(v, k)
			} else {
				v[k] = x
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	}
	return v
}
