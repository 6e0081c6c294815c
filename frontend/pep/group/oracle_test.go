package group_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/pep/group"
	"github.com/org/pyfrontend/frontend/pep/internal/oracle"
)

type oracleCase struct {
	Groups map[string][]any `json:"groups"`
	Wanted []string         `json:"wanted"`
	list   []group.Group[string]
}

var spellings = []string{"test", "Test", "a-b", "A_b", "dev", "lint", "docs"}

// makeCase makes some groups, some of which include others: forwards mostly, so
// that about half of the cases have no cycle.
func makeCase(g *rand.Rand) oracleCase {
	c := oracleCase{Groups: map[string][]any{}}
	names := []string{"test", "a-b", "dev", "lint", "Docs"}[:2+g.IntN(4)]
	for i, n := range names {
		items, list := []any{}, []group.Item[string](nil)
		for range g.IntN(4) {
			include := ""
			switch g.IntN(12) {
			case 0:
				include = spellings[g.IntN(len(spellings))]
			case 1, 2, 3, 4:
				if i+1 < len(names) {
					include = names[i+1+g.IntN(len(names)-i-1)]
				}
			}
			if include != "" {
				items, list = append(items, map[string]string{"include-group": include}), append(list, group.Item[string]{Include: include})
				continue
			}
			requirement := fmt.Sprintf("p%d", g.IntN(20))
			items, list = append(items, requirement), append(list, group.Item[string]{Value: requirement})
		}
		c.Groups[n] = items
		c.list = append(c.list, group.Group[string]{Name: n, Items: list})
	}
	for range 1 + g.IntN(2) {
		c.Wanted = append(c.Wanted, spellings[g.IntN(len(spellings))])
	}
	return c
}

func TestAgainstPackaging(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 735))
	cases := make([]oracleCase, 4000)
	for i := range cases {
		cases[i] = makeCase(g)
	}
	var want [][]string
	oracle.Packaging(t, "testdata/oracle.py", cases, &want)
	resolved := 0
	for i, c := range cases {
		table, errs := group.New(c.list)
		if len(errs) != 0 {
			t.Fatalf("%v: %v", c.Groups, errs)
		}
		got, errs := table.Resolve(c.Wanted...)
		if (len(errs) != 0) != (want[i] == nil) {
			t.Errorf("%v of %v: %v; packaging says %v", c.Wanted, c.Groups, errs, want[i])
			continue
		}
		if len(errs) != 0 {
			continue
		}
		resolved++
		// packaging repeats what is required twice; the oracle keeps the first.
		if diff := cmp.Diff(want[i], unique(got)); diff != "" {
			t.Errorf("%v of %v: %s", c.Wanted, c.Groups, diff)
		}
	}
	if resolved < len(cases)/5 || resolved == len(cases) {
		t.Errorf("%d of %d cases have no fault: the cases test little", resolved, len(cases))
	}
}

func unique(values []string) []string {
	out := []string{}
	for _, v := range values {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
