package version

import (
	"cmp"
	"slices"
	"strings"
)

// Range is a set of versions as ascending intervals, in a form that is the same
// for the same set. The zero Range is empty.
type Range struct{ intervals []interval }

// interval holds the versions between two cuts; lo is always below hi.
type interval struct{ lo, hi cut }

// cut is a place between versions.
type cut struct {
	kind cutKind
	v    Version
}

type cutKind int8

const (
	// below everything; 0.dev0 is the least version.
	bottom cutKind = iota
	// below v and above all that is less.
	before
	// above v and below v+local.
	after
	// above v.postN for every N and below the next release. v is only a release.
	afterRelease
	top
)

// all is the Range of every version.
func all() Range { return Range{[]interval{{cut{kind: bottom}, cut{kind: top}}}} }

// least is the first of all versions.
var least = Version{release: []uint64{0}, hasDev: true}

func cutBefore(v Version) cut {
	if v.Compare(least) <= 0 {
		return cut{kind: bottom}
	}
	return cut{kind: before, v: v}
}

// cutAbove is the cut above v and all its local versions. What follows is known,
// and naming it makes equal cuts equal.
func cutAbove(v Version) cut {
	v.local = ""
	switch {
	case v.hasDev:
		v.devN++
	case v.hasPost:
		v.postN++
		v.hasDev, v.devN = true, 0
	default:
		v.hasPost, v.postN = true, 0
		v.hasDev, v.devN = true, 0
	}
	return cutBefore(v)
}

// cutAbovePosts is the cut above v and its post-releases, where ">v" begins.
func cutAbovePosts(v Version) cut {
	switch {
	case v.hasDev || v.hasPost:
		return cutAbove(v)
	case v.pre != noPhase:
		v.preN++
		v.hasDev, v.devN, v.local = true, 0, ""
		return cutBefore(v)
	default:
		return cut{kind: afterRelease, v: v}
	}
}

// compareCuts orders cuts from bottom to top.
func compareCuts(a, b cut) int {
	if a.kind == bottom || b.kind == bottom || a.kind == top || b.kind == top {
		return cmp.Compare(end(a), end(b))
	}
	if a.kind == afterRelease || b.kind == afterRelease {
		if c := compareRelease(a.v, b.v); c != 0 {
			return c
		}
		return cmp.Compare(boolRank(a.kind == afterRelease), boolRank(b.kind == afterRelease))
	}
	return cmp.Or(a.v.Compare(b.v), cmp.Compare(a.kind, b.kind))
}

func end(c cut) int {
	switch c.kind {
	case bottom:
		return -1
	case top:
		return 1
	default:
		return 0
	}
}

// above says whether v lies above c.
func (c cut) above(v Version) bool {
	switch c.kind {
	case bottom:
		return true
	case before:
		return v.Compare(c.v) >= 0
	case after:
		return v.Compare(c.v) > 0
	case afterRelease:
		return compareRelease(v, c.v) > 0
	default:
		return false
	}
}

// Range returns the versions that satisfy the clause. For "===" it is the version
// after it whatever its spelling, and nothing if that is no version.
func (s Specifier) Range() Range {
	v := s.Version
	switch s.Op {
	case Equal, NotEqual:
		r := equalRange(s)
		if s.Op == NotEqual {
			return r.Complement()
		}
		return r
	case LessEqual:
		return between(cut{kind: bottom}, cutAbove(v))
	case GreaterEqual:
		return between(cutBefore(v), cut{kind: top})
	case Less:
		return between(cut{kind: bottom}, cutBefore(v.floor()))
	case Greater:
		return between(cutAbovePosts(v), cut{kind: top})
	case Compatible:
		return between(cutBefore(v), cutBefore(v.next(len(v.release)-1).floor()))
	case ArbitraryEqual:
		if v.IsZero() {
			return Range{}
		}
		return between(cutBefore(v), cut{kind: after, v: v})
	default:
		return Range{}
	}
}

func equalRange(s Specifier) Range {
	switch {
	case s.Prefix:
		return between(cutBefore(s.Version.floor()), cutBefore(s.Version.next(len(s.Version.release)).floor()))
	case s.Version.local != "":
		return between(cutBefore(s.Version), cut{kind: after, v: s.Version})
	default:
		return between(cutBefore(s.Version), cutAbove(s.Version))
	}
}

// next is the release that follows all those with the first n numbers of v.
func (v Version) next(n int) Version {
	release := slices.Clone(v.release[:n])
	release[n-1]++
	return Version{epoch: v.epoch, release: release}
}

func between(lo, hi cut) Range {
	if compareCuts(lo, hi) >= 0 {
		return Range{}
	}
	return Range{[]interval{{lo, hi}}}
}

// Range returns the versions that satisfy every clause, see Specifier.Range.
func (s Set) Range() Range { return intersectAll(s.specs, Specifier.Range) }

// intersectAll intersects by halves, which keeps the cost of a hundred thousand
// "!=" clauses from being quadratic.
func intersectAll(specs []Specifier, rangeOf func(Specifier) Range) Range {
	switch len(specs) {
	case 0:
		return all()
	case 1:
		return rangeOf(specs[0])
	default:
		half := len(specs) / 2
		return intersectAll(specs[:half], rangeOf).Intersect(intersectAll(specs[half:], rangeOf))
	}
}

// Intersect returns the versions in both.
func (r Range) Intersect(o Range) Range {
	var out []interval
	for i, j := 0, 0; i < len(r.intervals) && j < len(o.intervals); {
		a, b := r.intervals[i], o.intervals[j]
		lo, hi := a.lo, a.hi
		if compareCuts(b.lo, lo) > 0 {
			lo = b.lo
		}
		if compareCuts(b.hi, hi) < 0 {
			hi = b.hi
			j++
		} else {
			i++
		}
		if compareCuts(lo, hi) < 0 {
			out = append(out, interval{lo, hi})
		}
	}
	return Range{out}
}

// Complement returns the versions that are not in r.
func (r Range) Complement() Range {
	var out []interval
	lo := cut{kind: bottom}
	for _, iv := range r.intervals {
		if compareCuts(lo, iv.lo) < 0 {
			out = append(out, interval{lo, iv.lo})
		}
		lo = iv.hi
	}
	if lo.kind != top {
		out = append(out, interval{lo, cut{kind: top}})
	}
	return Range{out}
}

// Union returns the versions in either.
func (r Range) Union(o Range) Range { return r.Complement().Intersect(o.Complement()).Complement() }

// Equal says whether both hold the same versions.
func (r Range) Equal(o Range) bool {
	return slices.EqualFunc(r.intervals, o.intervals, func(a, b interval) bool {
		return compareCuts(a.lo, b.lo) == 0 && compareCuts(a.hi, b.hi) == 0
	})
}

// SubsetOf says whether o holds every version of r.
func (r Range) SubsetOf(o Range) bool { return r.Intersect(o).Equal(r) }

// IsEmpty says whether there is no version in r.
func (r Range) IsEmpty() bool { return len(r.intervals) == 0 }

// Contains says whether v is in r.
func (r Range) Contains(v Version) bool {
	for _, iv := range r.intervals {
		if !iv.lo.above(v) {
			return false
		}
		if !iv.hi.above(v) {
			return true
		}
	}
	return false
}

// String writes the intervals for people, as "[1.2, 2.0.dev0)".
func (r Range) String() string {
	parts := make([]string, len(r.intervals))
	for i, iv := range r.intervals {
		parts[i] = lowText(iv.lo) + ", " + highText(iv.hi)
	}
	return strings.Join(parts, " | ")
}

func lowText(c cut) string {
	switch c.kind {
	case bottom:
		return "(-inf"
	case before:
		return "[" + c.v.String()
	default:
		return "(" + c.v.String()
	}
}

func highText(c cut) string {
	switch c.kind {
	case top:
		return "+inf)"
	case before:
		return c.v.String() + ")"
	default:
		return c.v.String() + "]"
	}
}
