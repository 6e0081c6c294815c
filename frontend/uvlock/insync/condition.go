package insync

import (
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// condition is when a requirement applies: all of some markers hold, none of
// some others, and an extra is chosen.
type condition struct {
	all, none []marker.Marker
	extra     string
}

func (c *condition) holds(env *marker.Env, active marker.Active) bool {
	if c.extra != "" && !active.Extra[c.extra] {
		return false
	}
	for _, m := range c.all {
		if !m.Eval(env, active) {
			return false
		}
	}
	for _, m := range c.none {
		if m.Eval(env, active) {
			return false
		}
	}
	return true
}

func (c *condition) trivial() bool {
	return c.extra == "" && len(c.none) == 0 && !slices.ContainsFunc(c.all, func(m marker.Marker) bool { return !m.IsTrue() })
}

func anyHolds(list []condition, env *marker.Env, active marker.Active) bool {
	return slices.ContainsFunc(list, func(c condition) bool { return c.holds(env, active) })
}

// equivalent says whether two disjunctions mean the same wherever the lock
// applies. They are evaluated in every environment that they can tell apart: a
// marker looks at a variable only to compare it with its constants, so those and
// one other value stand for all. Platforms are taken from a list, because uv
// knows which of their variables go together. With too many environments the
// answer is not sure.
func (c *checker) equivalent(a, b []condition, extras []string) (same, sure bool) {
	if slices.ContainsFunc(a, func(x condition) bool { return x.trivial() }) &&
		slices.ContainsFunc(b, func(x condition) bool { return x.trivial() }) {
		return true, true
	}
	key := text(a) + "|" + text(b) + "|" + strings.Join(extras, ",")
	answer, ok := c.answers[key]
	if !ok {
		answer.same, answer.sure = c.sampled(a, b, extras)
		c.answers[key] = answer
	}
	return answer.same, answer.sure
}

// answer is what equivalent found out; a project has few different markers.
type answer struct{ same, sure bool }

// text writes a disjunction such that equal texts mean the same.
func text(list []condition) string {
	var b strings.Builder
	for i := range list {
		b.WriteString(";" + list[i].extra)
		for _, m := range list[i].all {
			b.WriteString("&" + m.String())
		}
		for _, m := range list[i].none {
			b.WriteString("!" + m.String())
		}
	}
	return b.String()
}

// sampled evaluates two disjunctions in every environment they can tell apart.
func (c *checker) sampled(a, b []condition, extras []string) (same, sure bool) {
	s := newSamples()
	for _, list := range [][]condition{a, b} {
		for i := range list {
			for _, m := range slices.Concat(list[i].all, list[i].none) {
				s.add(m)
			}
		}
	}
	requires, err := version.ParseSet(c.lock.RequiresPython.V)
	if err != nil {
		return false, false
	}
	actives := choices(extras)
	if s.count()*len(actives) > maxSamples {
		return false, false
	}
	for env := range s.environments(requires) {
		for _, active := range actives {
			if anyHolds(a, env, active) != anyHolds(b, env, active) {
				return false, true
			}
		}
	}
	return true, true
}

// maxSamples bounds the cost of one comparison.
const maxSamples = 50_000

// choices are no extra, each one alone and all together.
func choices(extras []string) []marker.Active {
	out := []marker.Active{{}}
	all := marker.Names{}
	for _, e := range extras {
		out = append(out, marker.Active{Extra: marker.Names{e: true}})
		all[e] = true
	}
	return append(out, marker.Active{Extra: all})
}

// words returns the constants of a comparison with "in", which are a list or a
// text, and the constant itself.
func words(text string) []string {
	return append(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }), text)
}
