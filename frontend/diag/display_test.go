package diag_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
)

func TestDisplayLeavesOrdinaryFilesAlone(t *testing.T) {
	data := []byte("[project]\n\tname = \"日本\" # é 🐍\n")
	f := diag.NewFile("f", data)
	if got := f.Display(f.LineRange(1)); !bytes.Equal(got, data) {
		t.Errorf("got %q", got)
	}
}

func TestDisplayOfLargeFile(t *testing.T) {
	f := diag.NewFile("uv.lock", bytes.Repeat([]byte("name = \"x\"\x1b\n"), 20_000))
	mark := f.LineRange(10_000)
	lines := strings.Split(string(f.Display(mark)), "\n")
	for n, line := range lines {
		near := n+1 >= 9_992 && n+1 <= 10_008
		if want := `name = "x"\x1b`; near && line != want || !near && line != "" {
			t.Fatalf("line %d is %q", n+1, line)
		}
	}
	if len(lines) != f.Lines() {
		t.Errorf("%d lines, want %d", len(lines), f.Lines())
	}
	for n, line := range strings.Split(string(f.Display()), "\n") {
		if n < 20_000 && line == "" {
			t.Fatalf("without marks line %d is missing", n+1)
		}
	}
}

// The mark of a long line is kept in sight, the rest of the line is cut.
func TestDisplayOfLongLine(t *testing.T) {
	long := strings.Repeat("x", 5_000)
	f := diag.NewFile("f", []byte(long+"\n"+long+"HERE"+long+"\n"))
	lines := strings.Split(string(f.Display(f.Range(10_001, 10_005))), "\n")
	if len(lines) != 3 || len(lines[0]) > 500 || len(lines[1]) > 500 {
		t.Errorf("lines of %d and %d bytes", len(lines[0]), len(lines[1]))
	}
	if !strings.Contains(lines[1], "HERE") {
		t.Errorf("the mark is out of sight: %q", lines[1])
	}
}
