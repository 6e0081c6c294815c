package group_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/pep/group"
)

func include(s string) group.Item[string] { return group.Item[string]{Include: s} }

func value(s string) group.Item[string] { return group.Item[string]{Value: s} }

func table(t *testing.T, groups ...group.Group[string]) *group.Table[string] {
	t.Helper()
	table, errs := group.New(groups)
	if len(errs) != 0 {
		t.Fatal(errs)
	}
	return table
}

func TestErrorsHaveTheirPlaceAndPath(t *testing.T) {
	tb := table(t,
		group.Group[string]{Name: "Dev", Items: []group.Item[string]{value("a"), include("test"), include("nope")}},
		group.Group[string]{Name: "test", Items: []group.Item[string]{include("more")}},
		group.Group[string]{Name: "more", Items: []group.Item[string]{value("b"), include("TEST"), include("more")}},
	)
	values, errs := tb.Resolve("dev", "missing")
	if diff := cmp.Diff([]string{"a", "b"}, values); diff != "" {
		t.Error(diff)
	}
	want := []*group.Error{
		{Kind: group.Cycle, Group: 2, Item: 1, Path: []string{"test", "more", "TEST"}},
		{Kind: group.Cycle, Group: 2, Item: 2, Path: []string{"more", "more"}},
		{Kind: group.Unknown, Group: 0, Item: 2, Path: []string{"dev", "nope"}},
		{Kind: group.Unknown, Group: -1, Item: -1, Path: []string{"missing"}},
	}
	if diff := cmp.Diff(want, errs); diff != "" {
		t.Error(diff)
	}
	for i, message := range []string{
		`the dependency group "TEST" includes itself: test -> more -> TEST`, `the dependency group "more" includes itself: more -> more`,
		`there is no dependency group "nope": dev -> nope`, `there is no dependency group "missing"`,
	} {
		if errs[i].Error() != message {
			t.Errorf("%s, want %s", errs[i], message)
		}
	}
	if got := len(tb.Check()); got != 3 {
		t.Errorf("Check finds %d faults", got)
	}
}

func TestDuplicates(t *testing.T) {
	tb, errs := group.New([]group.Group[string]{{Name: "a-b", Items: []group.Item[string]{value("x")}}, {Name: "A_b"}})
	want := []*group.Error{{Kind: group.Duplicate, Group: 1, Item: -1, Path: []string{"a-b", "A_b"}}}
	if diff := cmp.Diff(want, errs); diff != "" {
		t.Error(diff)
	}
	if values, _ := tb.Resolve("a.b"); len(values) != 1 || !tb.Has("A.B") || tb.Has("c") {
		t.Errorf("the first group does not count: %v", values)
	}
}

// TestIncludesByTwos would take 2^60 steps if a group were entered each time.
func TestIncludesByTwos(t *testing.T) {
	var groups []group.Group[string]
	for i := range 60 {
		next := fmt.Sprintf("g%d", i+1)
		groups = append(groups, group.Group[string]{Name: fmt.Sprintf("g%d", i), Items: []group.Item[string]{include(next), include(next)}})
	}
	groups = append(groups, group.Group[string]{Name: "g60", Items: []group.Item[string]{value("x")}})
	values, errs := table(t, groups...).Resolve("g0")
	if diff := cmp.Diff([]string{"x"}, values); diff != "" || len(errs) != 0 {
		t.Error(diff, errs)
	}
}

// TestDeepIncludes would exhaust a small stack.
func TestDeepIncludes(t *testing.T) {
	const depth = 100_000
	groups := make([]group.Group[string], depth)
	for i := range groups {
		groups[i] = group.Group[string]{Name: fmt.Sprintf("g%d", i), Items: []group.Item[string]{include(fmt.Sprintf("g%d", (i+1)%depth))}}
	}
	if _, errs := table(t, groups...).Resolve("g0"); len(errs) != 1 || len(errs[0].Path) != depth+1 {
		t.Errorf("%d faults", len(errs))
	}
}

// FuzzResolve reads groups from bytes: one group per byte pair, which includes two
// others; it must end and find every cycle.
func FuzzResolve(f *testing.F) {
	f.Add([]byte{1, 2, 2, 0, 9, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		var groups []group.Group[int]
		for i := 0; i+1 < len(data); i += 2 {
			groups = append(groups, group.Group[int]{Name: fmt.Sprint("g", i/2), Items: []group.Item[int]{
				{Include: fmt.Sprint("g", data[i])}, {Value: i}, {Include: fmt.Sprint("g", data[i+1])},
			}})
		}
		tb, errs := group.New(groups)
		if len(errs) != 0 {
			t.Fatal(errs)
		}
		for i := range groups {
			values, errs := tb.Resolve(groups[i].Name)
			if len(values) > len(groups) {
				t.Fatalf("%d values of %d groups", len(values), len(groups))
			}
			for _, e := range errs {
				if e.Group < 0 || e.Item < 0 || groups[e.Group].Items[e.Item].Include != e.Path[len(e.Path)-1] {
					t.Fatalf("%+v is about another place", e)
				}
			}
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	var groups []group.Group[string]
	for i := range 100 {
		groups = append(groups, group.Group[string]{Name: fmt.Sprintf("g%d", i), Items: []group.Item[string]{value("x"), include(fmt.Sprintf("g%d", min(i+1, 99)))}})
	}
	groups[99].Items = groups[99].Items[:1]
	tb, _ := group.New(groups)
	b.ReportAllocs()
	for b.Loop() {
		tb.Resolve("g0")
	}
}
