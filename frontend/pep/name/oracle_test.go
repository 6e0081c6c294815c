package name_test

import (
	"math/rand/v2"
	"testing"

	"github.com/org/pyfrontend/frontend/pep/internal/oracle"
	"github.com/org/pyfrontend/frontend/pep/name"
)

// TestAgainstPackaging compares with Python's "packaging" on short texts of few
// characters, where every rule is met often.
func TestAgainstPackaging(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 503))
	texts := make([]string, 5000)
	for i := range texts {
		b := make([]byte, g.IntN(7))
		for j := range b {
			b[j] = "abZ09-_.-_. !"[g.IntN(13)]
		}
		texts[i] = string(b)
	}
	var want []struct {
		Canonical string `json:"canonical"`
		Valid     bool   `json:"valid"`
		Normal    bool   `json:"normal"`
	}
	oracle.Packaging(t, "testdata/oracle.py", texts, &want)
	for i, text := range texts {
		w := want[i]
		if name.Normalize(text) != w.Canonical || name.Valid(text) != w.Valid || name.Normal(text) != w.Normal {
			t.Errorf("%q: %q, valid %v, normal %v; want %+v", text, name.Normalize(text), name.Valid(text), name.Normal(text), w)
		}
	}
}
