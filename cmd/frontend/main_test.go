package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWithoutBuildKit runs the program as nobody should: it says so on standard
// error and leaves standard output alone.
func TestWithoutBuildKit(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "frontend")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v: %s", err, out)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(binary)
	cmd.Env = []string{}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(""), &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("it ended with %v, want status 1", err)
	}
	if stdout.Len() > 0 {
		t.Errorf("it printed %q", stdout.String())
	}
	if !strings.HasPrefix(stderr.String(), "pyfrontend: ") {
		t.Errorf("it said %q", stderr.String())
	}
}

// printers are what writes to standard output, by the path of the package.
var printers = map[string]map[string]bool{
	"fmt": {"Print": true, "Printf": true, "Println": true},
	"os":  {"Stdout": true},
}

// TestNothingIsPrinted looks for anything in the program's own packages that
// writes to standard output: that is the connection to BuildKit, and one stray
// line breaks every build.
func TestNothingIsPrinted(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,Module", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Dir string
			GoFiles         []string
			Module          *struct{ Main bool }
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Module == nil || !p.Module.Main {
			continue
		}
		for _, f := range p.GoFiles {
			files++
			check(t, filepath.Join(p.Dir, f))
		}
	}
	if files < 50 {
		t.Errorf("only %d files were looked at", files)
	}
}

// check reports the printers that a file uses.
func check(t *testing.T, name string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	imported := map[string]string{}
	for _, i := range file.Imports {
		path := strings.Trim(i.Path.Value, `"`)
		short := path[strings.LastIndex(path, "/")+1:]
		if i.Name != nil {
			short = i.Name.Name
		}
		imported[short] = path
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && printers[imported[x.Name]][s.Sel.Name] {
				t.Errorf("%s: %s.%s", set.Position(s.Pos()), x.Name, s.Sel.Name)
			}
		}
		return true
	})
}
