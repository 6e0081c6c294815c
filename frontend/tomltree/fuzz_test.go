package tomltree_test

import (
	"bytes"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/pelletier/go-toml/v2"
)

// FuzzParse holds the tree against go-toml's decoder: the same documents are
// accepted, with the same values, and every range lies in the file.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"a.b = 1\n[c]\nd = [1, {e = 'f'}]\n[[g]]\n[g.h]\n", "a = 1\na = 2\n", "[a]\n[a]\n", "[a.b]\n[a]\nb.c=1",
		"\xef\xbb\xbfa = \"\\u0061\"\r\n", "a = [[[[", "a = 10:00", "\"\\n\" = '''x'''", "a = {\n}\n[[a]]", "a=[#]\n]",
		"a = 0x1_0\nb = -1.5e-3\nc = 2020-01-01T00:00Z",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, diags := tomltree.Parse(diag.NewFile("x.toml", data))
		walk(t, root, 0)
		for _, d := range diags {
			if !d.Subject.Known() {
				t.Errorf("finding without a position: %v", d)
			}
		}
		text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		if !diags.HasErrors() {
			agree(t, text, root)
			return
		}
		var v map[string]any
		if err := toml.Unmarshal(text, &v); err == nil && bytes.Count(data, []byte(".")) < 100 && bytes.Count(data, []byte("[")) < 100 && bytes.Count(data, []byte("{")) < 100 {
			t.Errorf("go-toml accepts what was refused: %v", diags.Err())
		}
	})
}

func walk(t *testing.T, n *tomltree.Node, depth int) {
	if depth > 300 {
		t.Fatal("too deep")
	}
	_ = n.Range().Text()
	_ = n.KeyRange().Text()
	for c := range n.Children() {
		walk(t, c, depth+1)
	}
}
