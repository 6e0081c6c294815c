package tag

import (
	"strconv"
	"strings"
)

// code is a tag as a number; unknown is a tag that no interpreter has here.
type code uint32

const unknown code = 0

// Kinds of tags, in the highest byte of a code. They overlap between Python, ABI
// and platform tags, which are never compared with one another.
const (
	kindGeneric code = (iota + 1) << 24
	kindCPython
	kindNone
	kindABI3
	kindABI3T
	kindAny
	kindLinux
	kindManylinux
	kindManylinux1
	kindManylinux2010
	kindManylinux2014
	kindMusllinux
)

// noMinor stands for the minor version that "py3" does not have.
const noMinor = 0xffff

// pythonCode reads "py3", "py313" or "cp313". The first digit is the major
// version, the rest the minor one.
func pythonCode(s string) code {
	kind, digits := kindGeneric, ""
	switch {
	case strings.HasPrefix(s, "py"):
		digits = s[2:]
	case strings.HasPrefix(s, "cp"):
		kind, digits = kindCPython, s[2:]
	}
	if len(digits) == 0 || len(digits) > 3 || !isDigit(digits[0]) {
		return unknown
	}
	major := code(digits[0]-'0') << 16
	if len(digits) == 1 {
		return kind | major | noMinor
	}
	minor, ok := number(digits[1:], 255)
	if !ok {
		return unknown
	}
	return kind | major | minor
}

// flags of a CPython ABI, one letter each after the version.
var abiFlags = [...]struct {
	letter byte
	bit    code
}{{'t', 1}, {'d', 2}, {'m', 4}, {'u', 8}}

// abiCode reads "none", "abi3", "abi3t" or an ABI of CPython such as "cp313t".
func abiCode(s string) code {
	switch s {
	case "none":
		return kindNone
	case "abi3":
		return kindABI3
	case "abi3t":
		return kindABI3T
	}
	rest, ok := strings.CutPrefix(s, "cp")
	if !ok || rest == "" || !isDigit(rest[0]) {
		return unknown
	}
	end := 1
	for end < len(rest) && isDigit(rest[end]) {
		end++
	}
	minor, ok := number(rest[1:end], 255)
	flags, known := abiFlagBits(rest[end:])
	if !ok || !known {
		return unknown
	}
	return kindCPython | code(rest[0]-'0')<<16 | minor<<8 | flags
}

func abiFlagBits(s string) (bits code, ok bool) {
	for i := range len(s) {
		bit := code(0)
		for _, f := range abiFlags {
			if f.letter == s[i] {
				bit = f.bit
			}
		}
		if bit == 0 || bits&bit != 0 {
			return 0, false
		}
		bits |= bit
	}
	return bits, true
}

// legacy are the platform tags before PEP 600, with the minor version of glibc
// 2.x that each stands for.
var legacy = [...]struct {
	prefix string
	kind   code
	minor  int
}{{"manylinux1_", kindManylinux1, 5}, {"manylinux2010_", kindManylinux2010, 12}, {"manylinux2014_", kindManylinux2014, 17}}

// platformCode reads "any" and the tags of Linux; those of other systems are
// unknown here.
func platformCode(s string) code {
	if s == "any" {
		return kindAny
	}
	for _, l := range legacy {
		if arch, ok := strings.CutPrefix(s, l.prefix); ok {
			return withArch(l.kind, arch)
		}
	}
	if arch, ok := strings.CutPrefix(s, "linux_"); ok {
		return withArch(kindLinux, arch)
	}
	if rest, ok := strings.CutPrefix(s, "manylinux_"); ok {
		return libcCode(kindManylinux, rest)
	}
	if rest, ok := strings.CutPrefix(s, "musllinux_"); ok {
		return libcCode(kindMusllinux, rest)
	}
	return unknown
}

// libcCode reads "2_28_x86_64": the version of the libc and the architecture.
func libcCode(kind code, s string) code {
	majorText, rest, _ := strings.Cut(s, "_")
	minorText, arch, _ := strings.Cut(rest, "_")
	major, okMajor := number(majorText, 15)
	minor, okMinor := number(minorText, 4095)
	if !okMajor || !okMinor {
		return unknown
	}
	return withArch(kind|major<<20|minor<<8, arch)
}

// withArch adds an architecture in the lowest byte.
func withArch(c code, arch string) code {
	for i, a := range arches {
		if a.name == arch {
			return c | code(i+1)
		}
	}
	if arch == "armv8l" { // a 32-bit process on a 64-bit kernel
		return withArch(c, "armv7l")
	}
	return unknown
}

// number reads a decimal number up to limit.
func number(s string, limit uint64) (code, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return code(n), err == nil && n <= limit
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
