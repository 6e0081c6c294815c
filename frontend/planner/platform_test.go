package planner

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/base"
)

func TestTargetTriple(t *testing.T) {
	glibc := func(v string) base.Libc { return base.Libc{Family: base.Glibc, Version: v} }
	musl := base.Libc{Family: base.Musl, Version: "1.2"}
	for _, c := range []struct {
		platform string
		libc     base.Libc
		want     string
	}{
		{"linux/amd64", glibc("2.41"), "x86_64-manylinux_2_40"},
		{"linux/amd64", glibc("2.36"), "x86_64-manylinux_2_36"},
		{"linux/arm64", glibc("2.31"), "aarch64-manylinux_2_31"},
		{"linux/arm64/v8", glibc("2.30"), "aarch64-manylinux_2_28"},
		{"linux/amd64", glibc("2.27"), "x86_64-manylinux_2_17"},
		{"linux/amd64", glibc("2.17"), "x86_64-manylinux_2_17"},
		{"linux/amd64", glibc(""), "x86_64-manylinux_2_28"},
		{"linux/amd64/v3", glibc("2.41"), "x86_64-manylinux_2_40"},
		{"linux/amd64", musl, "x86_64-unknown-linux-musl"},
		{"linux/arm64", musl, "aarch64-unknown-linux-musl"},
		{"linux/arm/v7", glibc("2.41"), ""},
		{"linux/riscv64", glibc("2.41"), ""},
		{"windows/amd64", glibc("2.41"), ""},
		{"nonsense/", glibc("2.41"), ""},
	} {
		if got := targetTriple(c.platform, c.libc); got != c.want {
			t.Errorf("%s with %s: %q, want %q", c.platform, c.libc, got, c.want)
		}
	}
}

// Every name that is ever handed to uv is one that uv knows.
func TestTargetTripleIsKnownToUV(t *testing.T) {
	known := uvPlatforms(t)
	for _, platform := range []string{"linux/amd64", "linux/arm64"} {
		for _, libc := range []base.Libc{{Family: base.Musl, Version: "1.1"}, {Family: base.Musl, Version: "1.2"}, {Family: base.Glibc}} {
			wantKnown(t, known, targetTriple(platform, libc))
		}
		for minor := 0; minor < 60; minor++ {
			wantKnown(t, known, targetTriple(platform, base.Libc{Family: base.Glibc, Version: fmt.Sprintf("2.%d", minor)}))
		}
	}
}

func wantKnown(t *testing.T, known []string, triple string) {
	t.Helper()
	if !slices.Contains(known, triple) {
		t.Errorf("uv knows no platform %q", triple)
	}
}

// uvPlatforms asks uv for the values of --python-platform: it lists them when
// it is given a wrong one.
func uvPlatforms(t *testing.T) []string {
	t.Helper()
	uv, err := exec.LookPath("uv")
	if err != nil {
		missing(t, "uv is not installed")
	}
	out, _ := exec.Command(uv, "pip", "install", "--python-platform", "none-such").CombinedOutput()
	_, list, found := strings.Cut(string(out), "possible values: ")
	list, _, closed := strings.Cut(list, "]")
	if !found || !closed {
		t.Fatalf("uv does not list its platforms: %s", out)
	}
	var known []string
	for _, v := range strings.Split(list, ",") {
		known = append(known, strings.TrimSpace(v))
	}
	return known
}
