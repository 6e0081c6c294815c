package marker

import (
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/pep/version"
)

// test is a comparison made ready for evaluation.
type test struct {
	kind     testKind
	key      Key
	negated  bool
	op       Op
	value    string
	versions []version.Version
}

type testKind uint8

const (
	// meaningless comparisons are left out.
	meaningless testKind = iota
	// never holds.
	never
	// chosen asks whether an extra or a group is chosen.
	chosen
	// compared compares a string variable with value.
	compared
	// ordered compares a version variable with versions.
	ordered
	// listed looks a version variable up in versions.
	listed
)

// within is the operator of a half-open interval, from the first of versions to
// below the second.
const within Op = "within"

func (t *test) eval(env *Env, active *Active) bool {
	switch t.kind {
	case chosen:
		return active.of(t.key)[t.value] != t.negated
	case compared:
		return compareStrings(env.string(t.key), t.op, t.value)
	case ordered:
		return t.inOrder(env.version(t.key)) != t.negated
	case listed:
		v := env.version(t.key)
		return slices.ContainsFunc(t.versions, v.Equal) != t.negated
	default:
		return false
	}
}

func (a *Active) of(k Key) Names {
	switch k {
	case Extras:
		return a.Extras
	case DependencyGroups:
		return a.Groups
	default:
		return a.Extra
	}
}

func (t *test) inOrder(v *version.Version) bool {
	c := v.Compare(t.versions[0])
	switch t.op {
	case EQ:
		return c == 0
	case NE:
		return c != 0
	case LT:
		return c < 0
	case LE:
		return c <= 0
	case GT:
		return c > 0
	case GE:
		return c >= 0
	default:
		return c >= 0 && v.Compare(t.versions[1]) < 0
	}
}

func compareStrings(actual string, op Op, value string) bool {
	switch op {
	case EQ:
		return actual == value
	case NE:
		return actual != value
	case In:
		return strings.Contains(value, actual)
	case NotIn:
		return !strings.Contains(value, actual)
	case contains:
		return strings.Contains(actual, value)
	case notContains:
		return !strings.Contains(actual, value)
	case LT:
		return actual < value
	case LE:
		return actual <= value
	case GT:
		return actual > value
	default:
		return actual >= value
	}
}
