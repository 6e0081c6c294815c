package marker

import (
	"iter"
	"strings"

	"github.com/org/pyfrontend/frontend/pep/name"
)

// Marker is a condition on an environment. The zero Marker always holds. Markers
// are never changed after parsing and may be shared.
type Marker struct{ root *node }

// Op is the operator of a comparison, as written.
type Op string

// The operators of markers. uv has no "===" here.
const (
	EQ         Op = "=="
	NE         Op = "!="
	LT         Op = "<"
	LE         Op = "<="
	GT         Op = ">"
	GE         Op = ">="
	Compatible Op = "~="
	In         Op = "in"
	NotIn      Op = "not in"
)

// Operand is one side of a comparison: a variable, or a constant if Key is None.
type Operand struct {
	Key  Key
	Text string
}

// Comparison is a leaf of a marker.
type Comparison struct {
	Left  Operand
	Op    Op
	Right Operand
	// Offset and End delimit the comparison in the text that was parsed.
	Offset, End int
	// Ignored says that the comparison has no meaning and is left out, see the
	// package comment.
	Ignored bool
}

type nodeKind uint8

const (
	comparison nodeKind = iota
	and
	or
)

type node struct {
	kind nodeKind
	// ignored nodes are left out: comparisons without a meaning, and what has
	// nothing else in it.
	ignored    bool
	kids       []*node
	test       test
	comparison Comparison
}

// IsTrue says whether m holds whatever the environment. It does not reason: it
// sees only markers that were never written or are ignored as a whole.
func (m Marker) IsTrue() bool { return m.root == nil || m.root.ignored }

// Eval says whether m holds in env with what is active.
func (m Marker) Eval(env *Env, active Active) bool {
	return m.IsTrue() || m.root.eval(env, &active)
}

func (n *node) eval(env *Env, active *Active) bool {
	switch n.kind {
	case comparison:
		return n.test.eval(env, active)
	case and:
		for _, kid := range n.kids {
			if !kid.ignored && !kid.eval(env, active) {
				return false
			}
		}
		return true
	default:
		for _, kid := range n.kids {
			if !kid.ignored && kid.eval(env, active) {
				return true
			}
		}
		return false
	}
}

// Comparisons returns the leaves of m in the order written.
func (m Marker) Comparisons() iter.Seq[Comparison] {
	return func(yield func(Comparison) bool) {
		if m.root != nil {
			m.root.walk(yield)
		}
	}
}

func (n *node) walk(yield func(Comparison) bool) bool {
	if n.kind == comparison {
		return yield(n.comparison)
	}
	for _, kid := range n.kids {
		if !kid.walk(yield) {
			return false
		}
	}
	return true
}

// Uses says whether m has a comparison with k that is not ignored: a marker that
// uses none of Extra, Extras and DependencyGroups depends on the environment only.
func (m Marker) Uses(k Key) bool {
	for c := range m.Comparisons() {
		if !c.Ignored && (c.Left.Key == k || c.Right.Key == k) {
			return true
		}
	}
	return false
}

// String writes m like "packaging": one space between words, double quotes where
// possible, normalised extras; but no parentheses that precedence makes needless.
// It is empty for the zero Marker.
func (m Marker) String() string {
	if m.root == nil {
		return ""
	}
	var b strings.Builder
	m.root.write(&b, or)
	return b.String()
}

// write puts a disjunction in parentheses if it stands within a conjunction.
func (n *node) write(b *strings.Builder, within nodeKind) {
	if n.kind == comparison {
		n.comparison.write(b)
		return
	}
	open, word := n.kind == or && within == and, " and "
	if n.kind == or {
		word = " or "
	}
	if open {
		b.WriteByte('(')
	}
	for i, kid := range n.kids {
		if i > 0 {
			b.WriteString(word)
		}
		kid.write(b, n.kind)
	}
	if open {
		b.WriteByte(')')
	}
}

func (c Comparison) write(b *strings.Builder) {
	c.Left.write(b, c.Right.Key)
	b.WriteByte(' ')
	b.WriteString(string(c.Op))
	b.WriteByte(' ')
	c.Right.write(b, c.Left.Key)
}

// write writes an operand; a constant is quoted, and normalised as the variable
// on the other side demands.
func (o Operand) write(b *strings.Builder, other Key) {
	if o.Key != None {
		b.WriteString(o.Key.String())
		return
	}
	text, quote := o.Text, `"`
	if other == Extra || other.isList() {
		text = name.Normalize(text)
	}
	if strings.Contains(text, quote) {
		quote = "'"
	}
	b.WriteString(quote)
	b.WriteString(text)
	b.WriteString(quote)
}
