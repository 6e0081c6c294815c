package uvlock

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/pep/tag"
)

// Newest releases of the C libraries and of Python that hints are given for.
const (
	newestGlibc  = 45
	newestMusl   = 2
	newestPython = 16
	oldestPython = 9
)

// Alternative says what would have to change in an environment for a package to
// have a wheel: the base's C library, its version, or Python's. It is a
// sentence with the setting that does it, empty if nothing would help.
func (p *Package) Alternative(env *Environment) string {
	if len(p.tags) == 0 {
		return ""
	}
	at := env.Tags.Target()
	if at.Libc.Musl {
		if minor, ok := leastGlibc(p, at, 1); ok {
			return fmt.Sprintf("A base with glibc 2.%d or newer would do: base = \"slim\".", minor)
		}
	} else {
		if minor, ok := leastGlibc(p, at, at.Libc.Minor+1); ok {
			return fmt.Sprintf("A base with glibc 2.%d or newer would do.", minor)
		}
		if fits(p, at, tag.Libc{Musl: true, Minor: newestMusl}) {
			return "A base with musl would do: base = \"alpine\"."
		}
	}
	for minor := newestPython; minor >= oldestPython; minor-- {
		other := at
		other.Minor = minor
		if minor != at.Minor && fits(p, other, other.Libc) {
			return fmt.Sprintf("Python 3.%d would do: python = \"3.%d\".", minor, minor)
		}
	}
	return ""
}

// leastGlibc returns the oldest glibc from a minor version on that a wheel of
// the package runs with.
func leastGlibc(p *Package, at tag.Target, from int) (minor int, ok bool) {
	if !fits(p, at, tag.Libc{Minor: newestGlibc}) {
		return 0, false
	}
	for minor := from; minor < newestGlibc; minor++ {
		if fits(p, at, tag.Libc{Minor: minor}) {
			return minor, true
		}
	}
	return newestGlibc, true
}

func fits(p *Package, at tag.Target, libc tag.Libc) bool {
	at.Libc = libc
	tags, err := tag.For(at)
	if err != nil {
		return false
	}
	_, ok := tags.Best(p.tags)
	return ok
}

// Compiled guesses whether building a package takes a compiler: it does if the
// package has wheels for single platforms. Without any wheel nobody knows.
func (p *Package) Compiled() (compiled, known bool) {
	for i := range p.tags {
		if !p.tags[i].Pure() {
			return true, true
		}
	}
	return false, len(p.tags) > 0
}
