package tag_test

import (
	"fmt"
	"testing"

	"github.com/org/pyfrontend/frontend/pep/tag"
)

// lockWheels are the file names of a large lock: 1,000 releases, each with the
// wheels of a package that builds for everything, in the order of a lock.
func lockWheels() [][]string {
	var suffixes []string
	for _, python := range []string{"cp310", "cp311", "cp312", "cp313", "cp314"} {
		for _, platform := range []string{
			"macosx_11_0_arm64", "manylinux_2_17_aarch64.manylinux2014_aarch64", "manylinux_2_27_x86_64.manylinux_2_28_x86_64", "musllinux_1_2_x86_64", "win_amd64",
		} {
			suffixes = append(suffixes, python+"-"+python+"-"+platform+".whl")
		}
	}
	releases := make([][]string, 1000)
	for i := range releases {
		for _, s := range suffixes {
			releases[i] = append(releases[i], fmt.Sprintf("package_%d-%d.%d.%d-%s", i, i%5, i%17, i%3, s))
		}
	}
	return releases
}

// BenchmarkLock parses 25,000 file names and chooses for four platforms: what tags
// cost of the plan of a 1,000-package lock.
func BenchmarkLock(b *testing.B) {
	releases := lockWheels()
	targets := []*tag.Tags{
		tagsFor(b, bookworm), tagsFor(b, alpine),
		tagsFor(b, tag.Target{Minor: 13, Arch: "x86_64", Libc: tag.Libc{Minor: 36}}), tagsFor(b, tag.Target{Minor: 13, Arch: "aarch64", Libc: tag.Libc{Musl: true, Minor: 2}}),
	}
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			parseAll(b, releases)
		}
	})
	wheels := parseAll(b, releases)
	b.Run("choose", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, t := range targets {
				for _, list := range wheels {
					t.Best(list)
				}
			}
		}
	})
}

func parseAll(b *testing.B, releases [][]string) [][]tag.Wheel {
	var parser tag.Parser
	all := make([][]tag.Wheel, len(releases))
	for i, names := range releases {
		all[i] = make([]tag.Wheel, len(names))
		for j, n := range names {
			w, err := parser.Parse(n)
			if err != nil {
				b.Fatal(err)
			}
			all[i][j] = w
		}
	}
	return all
}
