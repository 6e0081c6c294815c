package tag_test

import (
	"math/rand/v2"
	"strings"
)

// generator makes the same texts on every run.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 425))} }

func (g generator) pick(words ...string) string { return words[g.IntN(len(words))] }

func (g generator) several(f func() string) string {
	n := 1
	if g.IntN(3) == 0 {
		n += g.IntN(3)
	}
	parts := make([]string, n)
	for i := range parts {
		parts[i] = f()
	}
	return strings.Join(parts, ".")
}

func (g generator) python() string {
	return g.pick("py3", "py2", "py313", "py38", "py30", "cp313", "cp312", "cp311", "cp38", "cp32", "cp314", "cp3", "pp310", "py27", "cp39", "cp313")
}

func (g generator) abi() string {
	return g.pick("none", "none", "none", "abi3", "abi3", "abi3t", "cp313", "cp313t", "cp312", "cp311", "cp313d", "cp38m", "pypy310_pp73", "cp314t")
}

func (g generator) arch() string {
	return g.pick("x86_64", "aarch64", "aarch64", "aarch64", "armv7l", "i686", "riscv64")
}

func (g generator) platform() string {
	switch g.IntN(6) {
	case 0, 1:
		return "any"
	case 2:
		return g.pick("musllinux_1_0_", "musllinux_1_1_", "musllinux_1_2_", "musllinux_1_3_") + g.arch()
	case 3:
		return g.pick("manylinux1_", "manylinux2010_", "manylinux2014_", "linux_") + g.arch()
	case 4:
		return g.pick("macosx_11_0_arm64", "win_amd64", "win32", "macosx_10_9_universal2")
	default:
		return "manylinux_2_" + g.pick("5", "12", "17", "24", "28", "31", "34", "39") + "_" + g.arch()
	}
}

// tags returns what follows the version in the name of a wheel.
func (g generator) tags() string {
	return g.several(g.python) + "-" + g.several(g.abi) + "-" + g.several(g.platform)
}

func (g generator) build() string { return g.pick("", "", "", "1-", "2-", "10-", "2a-", "2b-", "0_x-") }

func (g generator) wheel() string {
	return g.pick("numpy", "Typing_Extensions", "zope.interface") + "-" + g.pick("1.0", "2.1.0rc1", "1.0+cu118", "1.0.post2", "1.0_post2") + "-" + g.build() + g.tags() + ".whl"
}

func (g generator) broken() string {
	s := g.wheel()
	i := g.IntN(len(s))
	switch g.IntN(3) {
	case 0:
		return s[:i] + s[i+1:]
	case 1:
		return s[:i] + g.pick("-", "_", ".", " ", "a", "1", "+", "/") + s[i:]
	default:
		return s[:i]
	}
}
