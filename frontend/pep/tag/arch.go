package tag

// arches are the architectures of Linux as "uname -m" names them, with the least
// minor version of glibc 2.x that a manylinux tag of theirs can have: 0 is for
// those that have none (uv-platform-tags, src/platform.rs). Their order is
// without meaning.
var arches = [...]struct {
	name     string
	minGlibc int
}{
	{"x86_64", 5},
	{"aarch64", 17},
	{"armv7l", 17},
	{"i686", 5},
	{"ppc64le", 17},
	{"s390x", 17},
	{"riscv64", 31},
	{"loongarch64", 36},
	{"ppc64", 17},
	{"ppc", 0},
	{"armv6l", 0},
	{"armv5tel", 0},
}
