package doors

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/org/pyfrontend/frontend/diag"
)

var update = flag.Bool("update", false, "rewrite the expected output under testdata")

// Each archive holds the file of -f, and what is seen in it: the door, the
// directives, the keys and the findings. {bom} and {cr} stand for what cannot
// stand in a file of text.
func TestGolden(t *testing.T) {
	escapes := strings.NewReplacer("{bom}", "\ufeff", "{cr}", "\r", "{nul}", "\x00")
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f := diag.NewFile(ar.Files[0].Name, []byte(escapes.Replace(string(ar.Files[0].Data))))
			got := describe(f)
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
			agree(t, f)
		})
	}
}

func describe(f *diag.File) string {
	d, found := Read(f)
	var b strings.Builder
	kinds := []string{"none", "pyproject", "dockerfile", "requirements", "script"}
	fmt.Fprintf(&b, "door: %s\n", kinds[d.Kind])
	if d.Syntax.Set() {
		fmt.Fprintf(&b, "syntax: %s (line %d)\n", d.Syntax.V, d.Syntax.Range.Start.Line)
	}
	if d.Check.Set() {
		fmt.Fprintf(&b, "check: %s (line %d)\n", d.Check.V, d.Check.Range.Start.Line)
	}
	if d.Spec != nil {
		fmt.Fprintf(&b, "keys: %s\n", strings.Join(d.Spec.Keys(), " "))
	}
	if len(found) > 0 {
		fmt.Fprintf(&b, "\n%s", found.Text())
	}
	return b.String()
}

// agree holds the directives against BuildKit's own reading, which is what the
// daemon acts on.
func agree(t *testing.T, f *diag.File) {
	t.Helper()
	d, found := Read(f)
	if _, cmdline, loc, ok := parser.ParseDirective("syntax", f.Data); ok != d.Syntax.Set() || ok && (cmdline != d.Syntax.V || loc[0].Start.Line != d.Syntax.Range.Start.Line) {
		t.Errorf("BuildKit reads syntax %q at %v, this %+v", cmdline, loc, d.Syntax)
	}
	if _, cmdline, _, ok := parser.ParseDirective("check", f.Data); !found.HasErrors() && (ok != d.Check.Set() || cmdline != d.Check.V) {
		t.Errorf("BuildKit reads check %q, this %+v", cmdline, d.Check)
	}
}
