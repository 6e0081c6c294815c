package version

import (
	"cmp"
	"strings"
)

// Compare returns -1, 0 or 1 as v is less than, equal to or greater than o in
// the order of PEP 440: epoch, release, then dev < a < b < rc < final < post,
// then the local part. It does not allocate.
func (v Version) Compare(o Version) int {
	if c := compareRelease(v, o); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(v.preRank(), o.preRank()),
		cmp.Compare(v.preN, o.preN),
		compareOptional(v.hasPost, v.postN, o.hasPost, o.postN),
		// No development release sorts after every one.
		compareOptional(!v.hasDev, v.devN, !o.hasDev, o.devN),
		compareLocal(v.local, o.local),
	)
}

// Equal says whether v and o are the same version: 1.0 equals 1.0.0.
func (v Version) Equal(o Version) bool { return v.Compare(o) == 0 }

// preRank places 1.0.dev1 before 1.0a1, and 1.0 and 1.0.post1 after 1.0rc1.
func (v Version) preRank() int {
	switch {
	case v.pre != noPhase:
		return int(v.pre)
	case v.hasDev && !v.hasPost:
		return 0
	default:
		return int(candidate) + 1
	}
}

// compareRelease compares epochs and releases; missing numbers are zeros.
func compareRelease(v, o Version) int {
	if v.epoch != o.epoch {
		return cmp.Compare(v.epoch, o.epoch)
	}
	for i := range max(len(v.release), len(o.release)) {
		if a, b := v.Segment(i), o.Segment(i); a != b {
			return cmp.Compare(a, b)
		}
	}
	return 0
}

// compareOptional orders the absent before every number.
func compareOptional(hasA bool, a uint64, hasB bool, b uint64) int {
	switch {
	case hasA && hasB:
		return cmp.Compare(a, b)
	case hasA:
		return 1
	case hasB:
		return -1
	default:
		return cmp.Compare(a, b)
	}
}

// compareLocal compares segment by segment: numbers by value and after words,
// and what has more segments after what it starts with.
func compareLocal(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		if c := compareSegment(x, y); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

func compareSegment(x, y string) int {
	nx, ny := numeric(x), numeric(y)
	switch {
	case nx && ny:
		// Without leading zeros the longer number is the greater.
		return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
	case nx:
		return 1
	case ny:
		return -1
	default:
		return cmp.Compare(x, y)
	}
}
