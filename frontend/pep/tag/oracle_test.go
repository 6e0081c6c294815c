package tag_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/pep/internal/oracle"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/pep/version"
)

type oracleTarget struct {
	Minor        int    `json:"minor"`
	FreeThreaded bool   `json:"free_threaded"`
	Arch         string `json:"arch"`
	Musl         bool   `json:"musl"`
	Libc         int    `json:"libc"`
}

func (o oracleTarget) target() tag.Target {
	return tag.Target{Minor: o.Minor, FreeThreaded: o.FreeThreaded, Arch: o.Arch, Libc: tag.Libc{Musl: o.Musl, Minor: o.Libc}}
}

type oracleCases struct {
	Targets []oracleTarget `json:"targets"`
	Wheels  []string       `json:"wheels"`
}

type oracleAnswers struct {
	Targets [][]string `json:"targets"`
	Wheels  []*struct {
		Name    string   `json:"name"`
		Version string   `json:"version"`
		Build   string   `json:"build"`
		Tags    []string `json:"tags"`
	} `json:"wheels"`
}

func makeCases() oracleCases {
	var c oracleCases
	for _, arch := range []string{"x86_64", "aarch64", "armv7l", "i686", "ppc64le", "s390x"} {
		for minor := 8; minor <= 15; minor++ {
			c.Targets = append(c.Targets,
				oracleTarget{Minor: minor, Arch: arch, Libc: 5 + 5*(minor-8)},
				oracleTarget{Minor: minor, Arch: arch, Libc: minor % 4, Musl: true},
				oracleTarget{Minor: minor, Arch: arch, Libc: 36, FreeThreaded: true})
		}
	}
	g := newGenerator(1)
	for range 4000 {
		c.Wheels = append(c.Wheels, g.wheel(), g.broken())
	}
	return c
}

// TestAgainstPackaging compares the order of tags and the parsing of file names
// with Python's "packaging".
func TestAgainstPackaging(t *testing.T) {
	cases := makeCases()
	var want oracleAnswers
	oracle.Packaging(t, "testdata/oracle.py", cases, &want)
	for i, target := range cases.Targets {
		tags, err := tag.For(target.target())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Targets[i], tags.Names()); diff != "" {
			t.Errorf("%+v: %s", target, diff)
		}
	}
	for i, filename := range cases.Wheels {
		w, err := tag.ParseWheel(filename)
		answer := want.Wheels[i]
		if i%2 == 1 && (err != nil) != (answer == nil) {
			continue // each is stricter about the characters of some parts
		}
		if (err != nil) != (answer == nil) {
			t.Errorf("ParseWheel(%q): %v; packaging accepts it: %v", filename, err, answer != nil)
		}
		if err != nil || answer == nil {
			continue
		}
		if name.Normalize(w.Name) != answer.Name || version.MustParse(w.Version).String() != answer.Version || w.Build.String() != answer.Build {
			t.Errorf("ParseWheel(%q) = %+v, want %+v", filename, w, *answer)
		}
		if diff := cmp.Diff(answer.Tags, expand(w)); diff != "" {
			t.Errorf("%q: %s", filename, diff)
		}
	}
}

// expand returns every tag of a wheel, sorted and in lower case.
func expand(w tag.Wheel) []string {
	var all []string
	for _, python := range strings.Split(w.Python, ".") {
		for _, abi := range strings.Split(w.ABI, ".") {
			for _, platform := range strings.Split(w.Platform, ".") {
				all = append(all, strings.ToLower(python+"-"+abi+"-"+platform))
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
