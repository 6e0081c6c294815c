package uvlock

// formulas are boolean functions of the items of conflicts: which extras,
// groups and projects are active. They are reduced ordered binary decision
// diagrams, so that equal functions are equal numbers; uv keeps all markers in
// this form (uv: crates/uv-pep508, InternerGuard). Only locks with conflicts
// need them, and those have a handful of items.
type formulas struct {
	variables map[string]int32
	nodes     []decision
	unique    map[decision]formula
	memo      map[[3]formula]formula
	// overflow is set when a lock would need more nodes than any real one:
	// diagrams can grow exponentially, and the lock may be hostile.
	overflow bool
}

const maxDecisions = 1 << 14

// formula is a node of the diagram.
type formula int32

const (
	never  formula = 0
	always formula = 1
)

// decision chooses between two formulas by a variable.
type decision struct {
	variable  int32
	low, high formula
}

// last is the variable of the constants, after all others.
const last = int32(^uint32(0) >> 1)

func newFormulas() *formulas {
	return &formulas{
		variables: map[string]int32{},
		nodes:     []decision{{last, never, never}, {last, always, always}},
		unique:    map[decision]formula{},
		memo:      map[[3]formula]formula{},
	}
}

// Extra returns the formula that is true when the item is active, as markers
// encode it.
func (f *formulas) Extra(item string) formula {
	v, ok := f.variables[item]
	if !ok {
		v = int32(len(f.variables))
		f.variables[item] = v
	}
	return f.node(decision{v, never, always})
}

func (f *formulas) node(d decision) formula {
	if d.low == d.high {
		return d.low
	}
	id, ok := f.unique[d]
	if !ok && (len(f.nodes) >= maxDecisions || len(f.memo) >= 16*maxDecisions) {
		f.overflow = true
		return never
	}
	if !ok {
		id = formula(len(f.nodes))
		f.nodes = append(f.nodes, d)
		f.unique[d] = id
	}
	return id
}

// Constant returns always or never. It and the methods that follow make
// formulas an algebra for what remains of a marker.
func (f *formulas) Constant(holds bool) formula {
	if holds {
		return always
	}
	return never
}

// And returns a formula that is true when both are.
func (f *formulas) And(a, b formula) formula { return f.choose(a, b, never) }

// Or returns a formula that is true when one of both is.
func (f *formulas) Or(a, b formula) formula { return f.choose(a, always, b) }

// Not returns a formula that is true when a is not.
func (f *formulas) Not(a formula) formula { return f.choose(a, never, always) }

// choose returns "if a then b else c", of which all operations are made. Its
// depth is bounded by the number of variables.
func (f *formulas) choose(a, b, c formula) formula {
	switch {
	case f.overflow:
		return never
	case a == always || b == c:
		return b
	case a == never:
		return c
	}
	key := [3]formula{a, b, c}
	if r, ok := f.memo[key]; ok {
		return r
	}
	v := min(f.nodes[a].variable, f.nodes[b].variable, f.nodes[c].variable)
	low := f.choose(f.cofactor(a, v, false), f.cofactor(b, v, false), f.cofactor(c, v, false))
	high := f.choose(f.cofactor(a, v, true), f.cofactor(b, v, true), f.cofactor(c, v, true))
	r := f.node(decision{v, low, high})
	f.memo[key] = r
	return r
}

// cofactor fixes a variable that no formula of smaller order mentions.
func (f *formulas) cofactor(a formula, v int32, value bool) formula {
	d := f.nodes[a]
	switch {
	case d.variable != v:
		return a
	case value:
		return d.high
	default:
		return d.low
	}
}

// holds evaluates a formula for a set of active items.
func (f *formulas) holds(a formula, active map[int32]bool) bool {
	for a != never && a != always {
		d := f.nodes[a]
		a = d.low
		if active[d.variable] {
			a = d.high
		}
	}
	return a == always
}
