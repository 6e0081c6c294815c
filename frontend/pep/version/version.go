// Package version is PEP 440: versions, their order, specifiers, and the sets of
// versions that specifiers stand for.
//
// Semantics are those of Python's "packaging" 26 (the oracle of this package's
// tests), which uv's resolver shares, but for:
//
//   - "===": uv compares the normal form of what was written, "packaging" and this
//     package its text; it never occurs in a uv.lock;
//   - interpreters: uv judges them by their release alone (3.14.0rc1 satisfies
//     ">=3.14"), which is Set.ContainsRelease here, and not Set.Contains;
//   - numbers from 2^63 are errors here, from 2^64 in uv, and never in "packaging".
//
// Weighed and not used, at their newest releases and against the same oracle:
// aquasecurity/go-pep440-version 0.0.1 (a regular expression for every parse and
// check, takes "=1!1.0-3.*" for a specifier, leaves "_" in local versions) and
// deps.dev/util/semver (pads every version to three numbers, refuses spellings
// such as 0_PRE10, has its own pre-release policy). Neither tells where in a text
// the fault is, nor compares specifiers as sets.
package version

import (
	"slices"
	"strconv"
	"strings"
)

// Version is a parsed version. The zero Version is no version; see IsZero.
// Versions that differ in their text may be equal (1.0 and 1.0.0): use Compare,
// or Key for maps, never ==.
type Version struct {
	// release has the numbers as written, trailing zeros included.
	release []uint64
	epoch   uint64
	preN    uint64
	postN   uint64
	devN    uint64
	// local is normalised: lower case, "." between segments, no leading zeros.
	local           string
	pre             phase
	hasPost, hasDev bool
}

// phase is the kind of a pre-release, in order.
type phase uint8

const (
	noPhase phase = iota
	alpha
	beta
	candidate
)

func (p phase) String() string { return [...]string{"", "a", "b", "rc"}[p] }

// New returns the version of nothing but release numbers, as New(3, 13) for 3.13.
func New(release ...uint64) Version {
	if len(release) == 0 {
		release = []uint64{0}
	}
	return Version{release: slices.Clone(release)}
}

// IsZero says whether v is the zero Version, which no text stands for.
func (v Version) IsZero() bool { return v.release == nil }

// Release returns the release numbers as written; the caller must not change them.
func (v Version) Release() []uint64 { return v.release }

// Segment returns the i-th release number, 0 for those that are not written.
func (v Version) Segment(i int) uint64 {
	if i < len(v.release) {
		return v.release[i]
	}
	return 0
}

// Epoch returns the number before "!", 0 by default.
func (v Version) Epoch() uint64 { return v.epoch }

// Local returns the normalised text after "+", "" if there is none.
func (v Version) Local() string { return v.local }

// IsPrerelease says whether v is an alpha, beta, candidate or development release.
func (v Version) IsPrerelease() bool { return v.pre != noPhase || v.hasDev }

// IsPostrelease says whether v is a post-release.
func (v Version) IsPostrelease() bool { return v.hasPost }

// IsDevrelease says whether v is a development release.
func (v Version) IsDevrelease() bool { return v.hasDev }

// OnlyRelease returns v without everything but its release numbers; the epoch
// goes too, as in uv (uv-pep440, Version::only_release).
func (v Version) OnlyRelease() Version { return Version{release: v.release} }

// Public returns v without its local part.
func (v Version) Public() Version {
	v.local = ""
	return v
}

// String returns the normal form (PEP 440, "Normalization"). Trailing zeros of
// the release stay, as in "packaging" and uv.
func (v Version) String() string {
	if v.IsZero() {
		return ""
	}
	return string(v.append(make([]byte, 0, 24), len(v.release)))
}

// Key returns a text that is the same for equal versions, for use as a map key.
func (v Version) Key() string {
	if v.IsZero() {
		return ""
	}
	return string(v.append(make([]byte, 0, 24), v.significant()))
}

// append writes the normal form with the first n release numbers.
func (v Version) append(b []byte, n int) []byte {
	if v.epoch != 0 {
		b = append(strconv.AppendUint(b, v.epoch, 10), '!')
	}
	for i, r := range v.release[:n] {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendUint(b, r, 10)
	}
	if v.pre != noPhase {
		b = strconv.AppendUint(append(b, v.pre.String()...), v.preN, 10)
	}
	if v.hasPost {
		b = strconv.AppendUint(append(b, ".post"...), v.postN, 10)
	}
	if v.hasDev {
		b = strconv.AppendUint(append(b, ".dev"...), v.devN, 10)
	}
	if v.local != "" {
		b = append(append(b, '+'), v.local...)
	}
	return b
}

// significant is the number of release numbers without trailing zeros, at least 1.
func (v Version) significant() int {
	n := len(v.release)
	for n > 1 && v.release[n-1] == 0 {
		n--
	}
	return n
}

// normalLocal lowers a local part, joins its segments by "." and drops leading
// zeros of the numeric ones. s has been checked by the parser.
func normalLocal(s string) string {
	segments := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	for i, segment := range segments {
		if numeric(segment) {
			segments[i] = trimZeros(segment)
		}
	}
	return strings.Join(segments, ".")
}

func trimZeros(s string) string {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}

func numeric(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
