package planner

import (
	"strconv"
	"strings"

	"github.com/containerd/platforms"

	"github.com/org/pyfrontend/frontend/base"
)

// targetTriple returns the value of uv's --python-platform that installs for a
// base's libc on a platform, "" if uv knows none (uv: crates/
// uv-configuration/src/target_triple.rs: a closed list of names).
func targetTriple(platform string, libc base.Libc) string {
	p, err := platforms.Parse(platform)
	if err != nil || p.OS != "linux" {
		return ""
	}
	machine := base.Machine(p.Architecture)
	if machine != "x86_64" && machine != "aarch64" {
		return ""
	}
	if libc.Family == base.Musl {
		return machine + "-unknown-linux-musl"
	}
	return machine + "-" + manylinux(libc.Version)
}

// manylinux returns the newest name that uv has and the libc can run: 2.17,
// 2.28, and every minor from 2.31 to 2.40.
func manylinux(version string) string {
	_, minor, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(minor)
	switch {
	case err != nil:
		// Unknown: what uv itself takes for "linux".
		return "manylinux_2_28"
	case n >= 40:
		return "manylinux_2_40"
	case n >= 31:
		return "manylinux_2_" + minor
	case n >= 28:
		return "manylinux_2_28"
	default:
		return "manylinux_2_17"
	}
}
