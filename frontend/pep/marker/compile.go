package marker

import (
	"strings"

	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// compile turns a comparison into a test, following uv's parse_marker_key_op_value
// case by case. msg says why the comparison is an error.
func compile(l Operand, op Op, r Operand) (t test, msg string) {
	switch {
	case l.Key.isList():
		return test{}, l.Key.String() + " must stand on the right of \"in\""
	case l.Key != None && r.Key != None:
		return test{kind: meaningless}, ""
	case l.Key == Extra:
		return extraTest(op, r.Text), ""
	case r.Key == Extra:
		return extraTest(op, l.Text), ""
	case l.Key.isVersion():
		return versionTest(l.Key, op, r.Text), ""
	case l.Key.isString():
		return stringTest(l.Key, op, r.Text), ""
	case r.Key.isVersion():
		return invertedVersionTest(r.Key, op, l.Text), ""
	case r.Key.isString():
		return stringTest(r.Key, inverted(op), l.Text), ""
	case r.Key.isList():
		return listTest(r.Key, op, l.Text)
	default:
		return test{kind: meaningless}, ""
	}
}

// contains and notContains are "in" and "not in" with the variable on the right.
const (
	contains    Op = "contains"
	notContains Op = "not contains"
)

// inverted is the operator that means the same with its sides exchanged.
func inverted(op Op) Op {
	switch op {
	case LT:
		return GT
	case LE:
		return GE
	case GT:
		return LT
	case GE:
		return LE
	case In:
		return contains
	case NotIn:
		return notContains
	default:
		return op
	}
}

// extraTest tests for an extra; anything but a name is never chosen.
func extraTest(op Op, text string) test {
	switch {
	case op != EQ && op != NE:
		return test{kind: meaningless}
	case !name.Valid(text):
		return test{kind: never}
	default:
		return test{kind: chosen, key: Extra, value: name.Normalize(text), negated: op == NE}
	}
}

func listTest(k Key, op Op, text string) (t test, msg string) {
	switch {
	case op != In && op != NotIn:
		return test{}, k.String() + " can only be used with \"in\" and \"not in\""
	case !name.Valid(text):
		return test{kind: never}, ""
	default:
		return test{kind: chosen, key: k, value: name.Normalize(text), negated: op == NotIn}, ""
	}
}

// stringTest compares a string variable. Strings have no order: < and > never
// hold, <= and >= are equality (dependency specifiers, "Environment markers"),
// except that uv orders platform_release and platform_version as text.
func stringTest(k Key, op Op, value string) test {
	t := test{kind: compared, key: k, op: op, value: value}
	ordered := k == PlatformRelease || k == PlatformVersion
	switch op {
	case Compatible:
		return test{kind: meaningless}
	case LT, GT:
		if !ordered {
			return test{kind: never}
		}
	case LE, GE:
		if !ordered {
			t.op = EQ
		}
	}
	return t
}

// versionTest compares a version variable with a constant on its right.
func versionTest(k Key, op Op, text string) test {
	if op == In || op == NotIn {
		return versionListTest(k, op, text)
	}
	spec, err := version.NewSpecifier(version.Op(op), text)
	if err != nil {
		return test{kind: meaningless}
	}
	return specifierTest(k, spec)
}

// invertedVersionTest compares a constant with a version variable on its right.
func invertedVersionTest(k Key, op Op, text string) test {
	op = inverted(op)
	if op == contains || op == notContains || !version.Valid(text) {
		return test{kind: meaningless}
	}
	return versionTest(k, op, text)
}

// specifierTest is a test for the interval that a clause stands for, or for its
// complement, with nothing but releases in it (uv-pep440,
// release_specifier_to_range).
func specifierTest(k Key, spec version.Specifier) test {
	v := spec.Version.OnlyRelease()
	t := test{kind: ordered, key: k, op: Op(spec.Op), versions: []version.Version{v}}
	switch {
	case spec.Op == version.Compatible:
		t.op, t.versions = within, []version.Version{v, next(v, len(v.Release())-1)}
	case spec.Prefix:
		// python_version has two numbers, so it cannot begin with 3.9.1; uv takes
		// both == and != for false then.
		if k == PythonVersion && minorOnly(v).Compare(v) != 0 {
			return test{kind: never}
		}
		t.op, t.negated, t.versions = within, spec.Op == version.NotEqual, []version.Version{v, next(v, len(v.Release()))}
		if k == PythonVersion && len(v.Release()) > 2 {
			t.versions = []version.Version{minorOnly(v), next(minorOnly(v), 2)}
		}
	}
	return t
}

// next is the release after all those with the first n numbers of v.
func next(v version.Version, n int) version.Version {
	release := append([]uint64(nil), v.Release()[:n]...)
	release[n-1]++
	return version.New(release...)
}

func minorOnly(v version.Version) version.Version {
	return version.New(v.Segment(0), v.Segment(1))
}

// versionListTest is for versions separated by white space. A version of
// python_version with more than two numbers makes the whole list false in uv.
func versionListTest(k Key, op Op, text string) test {
	t := test{kind: listed, key: k, negated: op == NotIn}
	for _, word := range strings.Fields(text) {
		v, err := version.Parse(word)
		if err != nil {
			return test{kind: meaningless}
		}
		if k == PythonVersion {
			v = v.OnlyRelease()
			if minorOnly(v).Compare(v) != 0 {
				t.kind = never
			}
		}
		t.versions = append(t.versions, v)
	}
	return t
}
