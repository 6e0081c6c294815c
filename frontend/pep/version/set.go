package version

import (
	"cmp"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/pep"
)

// Set is a list of clauses that a version must satisfy, all of them. The zero
// Set admits every version.
type Set struct{ specs []Specifier }

// ParseSet reads clauses separated by commas, such as ">=1.2, !=1.5.*". The empty
// text is the Set of all versions; a comma after the last clause is tolerated, as
// by uv and "packaging". Errors are *pep.Error.
func ParseSet(s string) (Set, error) {
	set, err := parseSet(s)
	if err != nil {
		return Set{}, err
	}
	return set, nil
}

func parseSet(s string) (Set, *pep.Error) {
	if blank(s) {
		return Set{}, nil
	}
	var set Set
	for at, more := 0, true; more; {
		var part string
		part, _, more = strings.Cut(s[at:], ",")
		if !more && blank(part) && len(set.specs) > 0 {
			break
		}
		spec, err := parseSpecifier(part)
		if err != nil {
			return Set{}, err.Shift(at)
		}
		set.specs = append(set.specs, spec)
		at += len(part) + 1
	}
	return set, nil
}

func blank(s string) bool {
	for i := range len(s) {
		if !isSpace(s[i]) {
			return false
		}
	}
	return true
}

// MustParseSet is ParseSet for constants of the program; it panics on an error.
func MustParseSet(s string) Set {
	set, err := ParseSet(s)
	if err != nil {
		panic(err)
	}
	return set
}

// SetOf returns the Set of the given clauses.
func SetOf(specs ...Specifier) Set { return Set{specs: slices.Clone(specs)} }

// Specifiers returns the clauses in the order written; the caller must not change
// them.
func (s Set) Specifiers() []Specifier { return s.specs }

// IsEmpty says whether there is no clause at all.
func (s Set) IsEmpty() bool { return len(s.specs) == 0 }

// Contains says whether v satisfies every clause, pre-releases included: this is
// SpecifierSet.contains(v) of "packaging", which admits a pre-release because
// there is nothing else to choose from.
func (s Set) Contains(v Version) bool {
	for i := range s.specs {
		if !s.specs[i].Contains(v) {
			return false
		}
	}
	return true
}

// Prereleases says whether a clause names a pre-release, by which a requirement
// asks for pre-releases to be considered even where final releases exist
// (PEP 440, "Handling of pre-releases").
func (s Set) Prereleases() bool {
	return slices.ContainsFunc(s.specs, func(c Specifier) bool {
		return c.Op != NotEqual && !c.Version.IsZero() && c.Version.IsPrerelease()
	})
}

// Equal says whether both have the same clauses, in any order and spelling. It is
// how uv compares a requirement of a manifest with the one in its lock; for
// whether they admit the same versions compare Ranges.
func (s Set) Equal(o Set) bool {
	return slices.EqualFunc(s.sorted(), o.sorted(), func(a, b Specifier) bool { return compareSpecifiers(a, b) == 0 })
}

// Canonical returns the clauses without repetitions in uv's order: by version,
// then by operator.
func (s Set) Canonical() Set { return Set{specs: s.sorted()} }

func (s Set) sorted() []Specifier {
	specs := slices.Clone(s.specs)
	slices.SortStableFunc(specs, compareSpecifiers)
	return slices.CompactFunc(specs, func(a, b Specifier) bool { return compareSpecifiers(a, b) == 0 })
}

// compareSpecifiers tells clauses apart by what they mean: the number of release
// numbers counts for ~= and for prefixes only.
func compareSpecifiers(a, b Specifier) int {
	c := cmp.Or(
		a.Version.Compare(b.Version),
		cmp.Compare(operatorRank(a.Op), operatorRank(b.Op)),
		cmp.Compare(boolRank(a.Prefix), boolRank(b.Prefix)),
		cmp.Compare(a.text, b.text),
	)
	if c == 0 && (a.Op == Compatible || a.Prefix) {
		return cmp.Compare(len(a.Version.release), len(b.Version.release))
	}
	return c
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// operatorRank is the order of uv's Operator (crates/uv-pep440/src/version.rs).
func operatorRank(op Op) int {
	return slices.Index([]Op{Equal, ArbitraryEqual, NotEqual, Compatible, Less, LessEqual, Greater, GreaterEqual}, op)
}

// String returns the clauses in the order written, joined by commas.
func (s Set) String() string {
	parts := make([]string, len(s.specs))
	for i, spec := range s.specs {
		parts[i] = spec.String()
	}
	return strings.Join(parts, ",")
}
