package tag

import (
	"fmt"
	"slices"
)

// Libc is the C library of a Linux system.
type Libc struct {
	// Musl tells musl from glibc.
	Musl bool
	// Minor is the M of glibc 2.M or of musl 1.M.
	Minor int
}

// String returns "glibc 2.36" or "musl 1.2".
func (l Libc) String() string {
	if l.Musl {
		return fmt.Sprintf("musl 1.%d", l.Minor)
	}
	return fmt.Sprintf("glibc 2.%d", l.Minor)
}

// Target is an interpreter: CPython 3.Minor on Linux.
type Target struct {
	// Minor is the M of Python 3.M.
	Minor int
	// FreeThreaded is for builds without the GIL (3.13t).
	FreeThreaded bool
	// Arch is the machine as "uname -m" names it, such as x86_64 or aarch64.
	Arch string
	Libc Libc
}

// Tags are the tags that an interpreter accepts, the best first. They are never
// changed and may be shared.
type Tags struct {
	target Target
	// groups maps a Python and an ABI tag to their place in the order.
	groups map[uint64]group
	// platforms maps a platform tag to its place within a group.
	platforms map[code]int
	// bound is the number of tags with a platform, which come before those of "any".
	bound int
	names []string
}

// group is the place of a pair of Python and ABI tags; -1 is for no place.
type group struct{ platform, any int }

// For returns the tags of a target. An unknown architecture is an error.
func For(t Target) (*Tags, error) {
	arch := slices.IndexFunc(arches[:], func(a struct {
		name     string
		minGlibc int
	},
	) bool {
		return a.name == t.Arch
	})
	if arch < 0 {
		return nil, fmt.Errorf("unknown architecture %q", t.Arch)
	}
	if t.Minor < 2 || t.Minor > 99 {
		return nil, fmt.Errorf("no tags are known for Python 3.%d", t.Minor)
	}
	b := builder{tags: &Tags{target: t, groups: map[uint64]group{}, platforms: map[code]int{}}, platforms: platformTags(t)}
	for i, p := range b.platforms {
		b.tags.platforms[platformCode(p)] = i
	}
	b.build()
	return b.tags, nil
}

// Target returns what the tags are for.
func (t *Tags) Target() Target { return t.target }

// Names returns all tags as text, the best first.
func (t *Tags) Names() []string { return slices.Clone(t.names) }

// platformTags returns the platform tags of a target, the best first
// (uv-platform-tags, compatible_tags). PEP 600 wants every older glibc accepted,
// and the legacy tags after the version they stand for.
func platformTags(t Target) []string {
	var out []string
	if t.Libc.Musl {
		for minor := t.Libc.Minor; minor >= 0; minor-- {
			out = append(out, fmt.Sprintf("musllinux_1_%d_%s", minor, t.Arch))
		}
		return append(out, "linux_"+t.Arch)
	}
	for minor := t.Libc.Minor; minor >= minGlibc(t.Arch); minor-- {
		out = append(out, fmt.Sprintf("manylinux_2_%d_%s", minor, t.Arch))
		for _, l := range legacy {
			if l.minor == minor {
				out = append(out, l.prefix+t.Arch)
			}
		}
	}
	return append(out, "linux_"+t.Arch)
}

// minGlibc returns a version beyond all for an architecture without manylinux.
func minGlibc(arch string) int {
	for _, a := range arches {
		if a.name == arch && a.minGlibc > 0 {
			return a.minGlibc
		}
	}
	return 1 << 30
}

// builder puts groups in the order of uv's Tags::from_env.
type builder struct {
	tags      *Tags
	platforms []string
	anys      int
}

func (b *builder) build() {
	t := b.tags.target
	cp := func(minor int) string { return fmt.Sprintf("cp3%d", minor) }
	py := func(minor int) string { return fmt.Sprintf("py3%d", minor) }
	abi, stable := cp(t.Minor), "abi3"
	if t.FreeThreaded {
		abi, stable = abi+"t", "abi3t"
	}
	b.platform(cp(t.Minor), abi)
	for minor := t.Minor; minor >= 2; minor-- {
		b.platform(cp(minor), stable)
		if minor == t.Minor {
			b.platform(cp(minor), "none")
		}
	}
	generic := []string{py(t.Minor), "py3"}
	for minor := t.Minor - 1; minor >= 0; minor-- {
		generic = append(generic, py(minor))
	}
	for _, python := range generic {
		b.platform(python, "none")
	}
	b.tags.bound = len(b.tags.names)
	b.any(cp(t.Minor))
	for _, python := range generic {
		b.any(python)
	}
}

// platform appends a Python and an ABI tag with every platform.
func (b *builder) platform(python, abi string) {
	key := pair(pythonCode(python), abiCode(abi))
	b.tags.groups[key] = group{platform: len(b.tags.names) / len(b.platforms), any: -1}
	for _, p := range b.platforms {
		b.tags.names = append(b.tags.names, python+"-"+abi+"-"+p)
	}
}

// any appends a Python tag for wheels of every platform.
func (b *builder) any(python string) {
	key := pair(pythonCode(python), abiCode("none"))
	g, ok := b.tags.groups[key]
	if !ok {
		g.platform = -1
	}
	g.any = b.anys
	b.anys++
	b.tags.groups[key] = g
	b.tags.names = append(b.tags.names, python+"-none-any")
}

func pair(python, abi code) uint64 { return uint64(python)<<32 | uint64(abi) }
