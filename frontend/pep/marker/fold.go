package marker

// Algebra is what Residual computes with: conditions on extras.
type Algebra[T any] interface {
	// Constant is what always or never holds.
	Constant(holds bool) T
	// Extra is what holds if an extra is chosen.
	Extra(name string) T
	Not(T) T
	And(a, b T) T
	Or(a, b T) T
}

// Residual evaluates everything in m that depends on the environment alone and
// returns what remains: a condition on extras. In a uv.lock with conflicts that
// is a condition on which extras, groups and projects are chosen.
func Residual[T any](m Marker, env *Env, a Algebra[T]) T {
	if m.IsTrue() {
		return a.Constant(true)
	}
	return residual(m.root, env, a)
}

func residual[T any](n *node, env *Env, a Algebra[T]) T {
	if n.kind == comparison {
		return residualTest(&n.test, env, a)
	}
	join := a.And
	if n.kind == or {
		join = a.Or
	}
	result := a.Constant(n.kind == and)
	for _, kid := range n.kids {
		if !kid.ignored {
			result = join(result, residual(kid, env, a))
		}
	}
	return result
}

func residualTest[T any](t *test, env *Env, a Algebra[T]) T {
	if t.kind != chosen || t.key != Extra {
		return a.Constant(t.eval(env, &Active{}))
	}
	if t.negated {
		return a.Not(a.Extra(t.value))
	}
	return a.Extra(t.value)
}
