package layers

import (
	"fmt"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// TestTreeOfCollisions has packages that claim the same files, within a group
// and across the borders of groups: they end as if uv had installed one package
// after another in the order of their names.
func TestTreeOfCollisions(t *testing.T) {
	bed := testbed.Require(t)
	var dists []dist
	for i := range 12 {
		name := fmt.Sprintf("claimant-%c", 'a'+i)
		d := dist{
			name: name, version: "1.0",
			files: map[string]string{
				"claimed/__init__.py":                      fmt.Sprintf("WHO = %q\n", name),
				"claimed/" + name[9:] + ".py":              fmt.Sprintf("WHO = %q\n", name),
				"tests/__init__.py":                        "",
				fmt.Sprintf("tests/test_%s.py", name[9:]):  "",
				fmt.Sprintf("shared_%d/__init__.py", i%5):  fmt.Sprintf("WHO = %q\n", name),
				fmt.Sprintf("shared_%d/broken.py", i%5):    []string{"WHO = 1\n", "WHO = (\n"}[i%2],
				fmt.Sprintf("spaces/%s/__init__.py", name): "",
			},
			scripts: map[string]string{"claimed": "claimed." + name[9:] + ":main", name: "claimed:main"},
		}
		if i%3 == 0 {
			d.tag = "cp313-cp313-manylinux_2_17_x86_64"
		}
		dists = append(dists, d)
	}
	index := serveIndex(t, dists...)
	var names []string
	for _, d := range dists {
		names = append(names, d.name)
	}
	compareTrees(t, bed, locked(t, bed, needs(index.URL, names...)), names...)
}
