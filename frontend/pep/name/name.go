// Package name compares the names of distributions, extras and dependency
// groups the way PyPA does: without regard to case and to which of "-", "_" and
// "." separates the words (PEP 503; PEP 685 for extras, PEP 735 for groups).
//
// No library was weighed: the rule is a dozen lines, and what the Go ecosystem
// has (deps.dev/util/pypi CanonPackageName) allocates for every name. Here a
// name that is normal already, as every name of a uv.lock is, is returned as it
// is.
package name

import "strings"

// Normalize returns the normal form of s: lower case, every run of "-", "_" and
// "." one "-". It does not say whether s is a name at all; see Valid.
func Normalize(s string) string {
	for i := range len(s) {
		if c := s[i]; isUpper(c) || c == '_' || c == '.' || c == '-' && i > 0 && s[i-1] == '-' {
			return normalize(s)
		}
	}
	return s
}

func normalize(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	separated := false
	for i := range len(s) {
		c := s[i]
		if isSeparator(c) {
			if !separated {
				b.WriteByte('-')
			}
			separated = true
			continue
		}
		separated = false
		if isUpper(c) {
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// Valid says whether s is a name: ASCII letters, digits and separators, with a
// letter or a digit at both ends (PEP 508, "Names").
func Valid(s string) bool {
	if s == "" || !isAlnum(s[0]) || !isAlnum(s[len(s)-1]) {
		return false
	}
	for i := range len(s) {
		if !isAlnum(s[i]) && !isSeparator(s[i]) {
			return false
		}
	}
	return true
}

// Normal says whether s is a valid name in its normal form.
func Normal(s string) bool { return Valid(s) && Normalize(s) == s }

// Equal says whether two names are the same one.
func Equal(a, b string) bool { return a == b || Normalize(a) == Normalize(b) }

func isSeparator(c byte) bool { return c == '-' || c == '_' || c == '.' }

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || isUpper(c) || '0' <= c && c <= '9'
}
