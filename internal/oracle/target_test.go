package oracle

import (
	"testing"

	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// target is a platform by uv's name for it.
type target struct {
	triple, machine string
	libc            tag.Libc
}

// targets are those that images are built for. uv takes the names without a
// version of glibc for manylinux_2_28, those with musl for musllinux_1_2 (uv:
// target_triple.rs).
var targets = []target{
	{"x86_64-unknown-linux-gnu", "x86_64", tag.Libc{Minor: 28}},
	{"aarch64-unknown-linux-gnu", "aarch64", tag.Libc{Minor: 28}},
	{"x86_64-unknown-linux-musl", "x86_64", tag.Libc{Musl: true, Minor: 2}},
	{"aarch64-unknown-linux-musl", "aarch64", tag.Libc{Musl: true, Minor: 2}},
}

func (g target) environment(t *testing.T, python interpreter) *uvlock.Environment {
	t.Helper()
	v, err := version.Parse(python.version)
	if err != nil {
		t.Fatal(err)
	}
	env, err := uvlock.Linux(g.machine, g.libc, v)
	if err != nil {
		t.Fatal(err)
	}
	return env
}
