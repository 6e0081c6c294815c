package uvlock

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// expression is a random boolean expression that knows its value.
type expression struct {
	f    formula
	eval func(bits int) bool
}

// random builds the same expression as a diagram and as a function.
func random(r *rand.Rand, f *formulas, variables, depth int) expression {
	if depth == 0 {
		v := r.IntN(variables)
		return expression{f.Extra(fmt.Sprint(v)), func(bits int) bool { return bits>>v&1 == 1 }}
	}
	a, b := random(r, f, variables, depth-1), random(r, f, variables, depth-1)
	switch r.IntN(3) {
	case 0:
		return expression{f.And(a.f, b.f), func(bits int) bool { return a.eval(bits) && b.eval(bits) }}
	case 1:
		return expression{f.Or(a.f, b.f), func(bits int) bool { return a.eval(bits) || b.eval(bits) }}
	default:
		return expression{f.Not(a.f), func(bits int) bool { return !a.eval(bits) }}
	}
}

// TestFormulas holds diagrams against truth tables: the same values, and one
// number for one function.
func TestFormulas(t *testing.T) {
	const variables = 5
	f := newFormulas()
	r := rand.New(rand.NewPCG(1, 2))
	tables := map[uint32]formula{}
	for range 2000 {
		e := random(r, f, variables, r.IntN(5))
		table := uint32(0)
		for bits := range 1 << variables {
			active := map[int32]bool{}
			for v := range variables {
				active[f.nodes[f.Extra(fmt.Sprint(v))].variable] = bits>>v&1 == 1
			}
			if f.holds(e.f, active) != e.eval(bits) {
				t.Fatalf("wrong for %b", bits)
			}
			if e.eval(bits) {
				table |= 1 << bits
			}
		}
		if other, ok := tables[table]; ok && other != e.f {
			t.Fatalf("two diagrams for one function")
		}
		tables[table] = e.f
	}
	if len(tables) < 100 || f.Constant(true) != always || f.Constant(false) != never {
		t.Errorf("only %d functions were tried", len(tables))
	}
}
