package version

// The minor versions of Python 3 that projects of today name: 3.7 is out of
// support everywhere, 3.16 is the furthest that has a number.
const (
	FirstMinor = 8
	LastMinor  = 16
)

// ReleaseRange returns the releases that satisfy every clause when pre-releases
// are taken for the release they precede: uv judges requires-python so, hence
// 3.14.0rc1 satisfies ">=3.14" (uv-pep440, release_specifiers_to_ranges). Only
// pass it versions from OnlyRelease, and compare it only with another such Range.
func (s Set) ReleaseRange() Range { return intersectAll(s.specs, Specifier.releaseRange) }

func (s Specifier) releaseRange() Range {
	if s.Version.IsZero() {
		return Range{}
	}
	v := s.Version.OnlyRelease()
	switch s.Op {
	case Equal, ArbitraryEqual:
		return releaseEqual(v, s.Prefix)
	case NotEqual:
		return releaseEqual(v, s.Prefix).Complement()
	case LessEqual:
		return between(cut{kind: bottom}, cut{kind: afterRelease, v: v})
	case GreaterEqual:
		return between(releaseBefore(v), cut{kind: top})
	case Less:
		return between(cut{kind: bottom}, releaseBefore(v))
	case Greater:
		return between(cut{kind: afterRelease, v: v}, cut{kind: top})
	case Compatible:
		return between(releaseBefore(v), releaseBefore(v.next(len(v.release)-1)))
	default:
		return Range{}
	}
}

func releaseEqual(v Version, prefix bool) Range {
	if prefix {
		return between(releaseBefore(v), releaseBefore(v.next(len(v.release))))
	}
	return between(releaseBefore(v), cut{kind: afterRelease, v: v})
}

// releaseBefore is the cut before a release; 0 is the least of them.
func releaseBefore(v Version) cut {
	if v.significant() == 1 && v.release[0] == 0 {
		return cut{kind: bottom}
	}
	return cut{kind: before, v: v}
}

// ContainsRelease says whether an interpreter of version v satisfies every
// clause, by uv's rule for requires-python: by its release numbers alone.
func (s Set) ContainsRelease(v Version) bool {
	v = v.OnlyRelease()
	for _, spec := range s.specs {
		if !spec.releaseRange().Contains(v) {
			return false
		}
	}
	return true
}

// AdmitsMinor says of Python major.minor whether some release of it satisfies
// every clause, and whether all of them do: ">=3.9.2" admits some of 3.9 but not
// every one.
func (s Set) AdmitsMinor(major, minor uint64) (some, every bool) {
	return admitsMinor(s.ReleaseRange(), major, minor)
}

func admitsMinor(admitted Range, major, minor uint64) (some, every bool) {
	v := New(major, minor)
	releases := between(releaseBefore(v), releaseBefore(v.next(2)))
	return !releases.Intersect(admitted).IsEmpty(), releases.SubsetOf(admitted)
}

// PythonMinors lists the minors M of FirstMinor to LastMinor of which some release
// 3.M.x satisfies every clause, in ascending order.
func (s Set) PythonMinors() []int {
	admitted := s.ReleaseRange()
	var minors []int
	for minor := FirstMinor; minor <= LastMinor; minor++ {
		if some, _ := admitsMinor(admitted, 3, uint64(minor)); some {
			minors = append(minors, minor)
		}
	}
	return minors
}
