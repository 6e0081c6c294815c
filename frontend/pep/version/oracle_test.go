package version_test

import (
	"testing"

	"github.com/org/pyfrontend/frontend/pep/internal/oracle"
	"github.com/org/pyfrontend/frontend/pep/version"
)

type oracleCases struct {
	Versions   []string    `json:"versions"`
	Pairs      [][2]string `json:"pairs"`
	Sets       []string    `json:"sets"`
	Candidates []string    `json:"candidates"`
	Relations  [][2]string `json:"relations"`
}

type oracleAnswers struct {
	Versions []*struct {
		Text string `json:"text"`
		Pre  bool   `json:"pre"`
		Post bool   `json:"post"`
		Dev  bool   `json:"dev"`
	} `json:"versions"`
	Pairs     []int    `json:"pairs"`
	Contains  [][]bool `json:"contains"`
	Relations []struct {
		Subset   bool `json:"subset"`
		Superset bool `json:"superset"`
		Disjoint bool `json:"disjoint"`
		Empty    bool `json:"empty"`
	} `json:"relations"`
	Prereleases []*bool `json:"prereleases"`
}

func makeCases() oracleCases {
	g := newGenerator(1)
	var c oracleCases
	for range 4000 {
		c.Versions = append(c.Versions, g.version(), g.broken())
		c.Pairs = append(c.Pairs, [2]string{g.version(), g.version()})
	}
	for range 60 {
		c.Candidates = append(c.Candidates, g.version())
	}
	for range 2500 {
		c.Sets = append(c.Sets, g.set(), g.brokenSpecifier())
		c.Relations = append(c.Relations, [2]string{g.set(), g.set()})
	}
	return c
}

// TestAgainstPackaging compares every answer of this package with Python's.
func TestAgainstPackaging(t *testing.T) {
	cases := makeCases()
	var want oracleAnswers
	oracle.Packaging(t, "testdata/oracle.py", cases, &want)

	t.Run("parse", func(t *testing.T) { checkVersions(t, cases, want) })
	t.Run("order", func(t *testing.T) {
		for i, p := range cases.Pairs {
			a, b := version.MustParse(p[0]), version.MustParse(p[1])
			if got := a.Compare(b); got != want.Pairs[i] {
				t.Errorf("%q compared with %q is %d, want %d", p[0], p[1], got, want.Pairs[i])
			}
		}
	})
	t.Run("contains", func(t *testing.T) { checkContains(t, cases, want) })
	t.Run("relations", func(t *testing.T) { checkRelations(t, cases, want) })
}

func checkVersions(t *testing.T, cases oracleCases, want oracleAnswers) {
	valid := 0
	for i, text := range cases.Versions {
		v, err := version.Parse(text)
		w := want.Versions[i]
		if (err == nil) != (w != nil) {
			t.Errorf("Parse(%q): %v; packaging says %v", text, err, w)
			continue
		}
		if w == nil {
			continue
		}
		valid++
		if v.String() != w.Text || v.IsPrerelease() != w.Pre || v.IsPostrelease() != w.Post || v.IsDevrelease() != w.Dev {
			t.Errorf("Parse(%q) = %s, want %+v", text, v, *w)
		}
	}
	if valid < len(cases.Versions)/2 || valid == len(cases.Versions) {
		t.Errorf("%d of %d versions are valid: the cases test little", valid, len(cases.Versions))
	}
}

func checkContains(t *testing.T, cases oracleCases, want oracleAnswers) {
	candidates := make([]version.Version, len(cases.Candidates))
	for i, c := range cases.Candidates {
		candidates[i] = version.MustParse(c)
	}
	for i, text := range cases.Sets {
		set, err := version.ParseSet(text)
		if (err == nil) != (want.Contains[i] != nil) {
			t.Errorf("ParseSet(%q): %v; packaging says %v", text, err, want.Contains[i] != nil)
			continue
		}
		if err != nil {
			continue
		}
		if got := set.Prereleases(); got != *want.Prereleases[i] {
			t.Errorf("%q: Prereleases() = %v", text, got)
		}
		for j, v := range candidates {
			if got := set.Contains(v); got != want.Contains[i][j] {
				t.Errorf("%q contains %q: %v, want %v", text, cases.Candidates[j], got, want.Contains[i][j])
			}
		}
	}
}

func checkRelations(t *testing.T, cases oracleCases, want oracleAnswers) {
	for i, p := range cases.Relations {
		a, b, w := version.MustParseSet(p[0]).Range(), version.MustParseSet(p[1]).Range(), want.Relations[i]
		if got := a.IsEmpty(); got != w.Empty {
			t.Errorf("%q is empty: %v, want %v", p[0], got, w.Empty)
		}
		if got := a.SubsetOf(b); got != w.Subset {
			t.Errorf("%q is a subset of %q: %v, want %v", p[0], p[1], got, w.Subset)
		}
		if got := b.SubsetOf(a); got != w.Superset {
			t.Errorf("%q is a subset of %q: %v, want %v", p[1], p[0], got, w.Superset)
		}
		if got := a.Equal(b); got != (w.Subset && w.Superset) {
			t.Errorf("%q equals %q: %v, want %v", p[0], p[1], got, w.Subset && w.Superset)
		}
		if got := a.Intersect(b).IsEmpty(); got != w.Disjoint {
			t.Errorf("%q and %q are disjoint: %v, want %v", p[0], p[1], got, w.Disjoint)
		}
	}
}
