package version_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/pep"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// versions parses many generated versions.
func versions(n int) []version.Version {
	g := newGenerator(2)
	vs := make([]version.Version, n)
	for i := range vs {
		vs[i] = version.MustParse(g.version())
	}
	return vs
}

func TestStringRoundTrips(t *testing.T) {
	for _, v := range versions(5000) {
		again := version.MustParse(v.String())
		if again.String() != v.String() || !again.Equal(v) {
			t.Errorf("%s parses as %s", v, again)
		}
	}
}

func TestKeyIsTheSameForEqualVersions(t *testing.T) {
	vs := versions(400)
	for _, a := range vs {
		for _, b := range vs {
			if (a.Key() == b.Key()) != a.Equal(b) {
				t.Fatalf("%s and %s: equal %v, keys %q and %q", a, b, a.Equal(b), a.Key(), b.Key())
			}
		}
	}
}

func TestOrderIsTotal(t *testing.T) {
	vs := versions(150)
	for _, a := range vs {
		for _, b := range vs {
			if a.Compare(b) != -b.Compare(a) {
				t.Fatalf("%s and %s: %d and %d", a, b, a.Compare(b), b.Compare(a))
			}
			for _, c := range vs {
				if a.Compare(b) <= 0 && b.Compare(c) <= 0 && a.Compare(c) > 0 {
					t.Fatalf("%s <= %s <= %s, but not the first and the last", a, b, c)
				}
			}
		}
	}
}

func TestRangeHoldsWhatTheSetContains(t *testing.T) {
	g := newGenerator(3)
	vs := versions(200)
	for range 2000 {
		set := version.MustParseSet(g.set())
		r := set.Range()
		outside := r.Complement()
		for _, v := range vs {
			if r.Contains(v) != set.Contains(v) || outside.Contains(v) == set.Contains(v) {
				t.Fatalf("%s and %s: the set says %v, its range %s says %v", set, v, set.Contains(v), r, r.Contains(v))
			}
		}
	}
}

func TestRangeAlgebra(t *testing.T) {
	g := newGenerator(4)
	for range 2000 {
		a, b := version.MustParseSet(g.set()).Range(), version.MustParseSet(g.set()).Range()
		if !a.Complement().Complement().Equal(a) {
			t.Fatalf("twice the complement of %s is %s", a, a.Complement().Complement())
		}
		if !a.Intersect(b).SubsetOf(a) || !a.SubsetOf(a.Union(b)) {
			t.Fatalf("%s and %s: intersection %s, union %s", a, b, a.Intersect(b), a.Union(b))
		}
		if !a.Union(b).Equal(b.Union(a)) || !a.Intersect(b).Equal(b.Intersect(a)) {
			t.Fatalf("%s and %s do not commute", a, b)
		}
		if !a.Intersect(a.Complement()).IsEmpty() {
			t.Fatalf("%s meets its complement", a)
		}
	}
}

func TestSetsOfRequiresPython(t *testing.T) {
	cases := []struct {
		a, b           string
		equal, release bool
	}{
		{">=3.11", ">= 3.11.0", true, true},
		{">=3.11,<4", ">=3.11,<4.0,>=3.9", true, true},
		{"==3.12.*", ">=3.12,<3.13", false, true}, // by PEP 440 the former has 3.12.0rc1
		{"~=3.11", ">=3.11,==3.*", true, true},
		{"~=3.11", ">=3.11,<4", true, true},
		{">3.11", ">=3.11.1", false, false},
		{">=3.11", ">=3.12", false, false},
		{"", ">=0", false, true},
		{"", ">=0.dev0", true, true},
		{">=3.11,<3.11", "<0", true, true},
	}
	for _, c := range cases {
		a, b := version.MustParseSet(c.a), version.MustParseSet(c.b)
		if got := a.Range().Equal(b.Range()); got != c.equal {
			t.Errorf("%q and %q: equal %v; %s and %s", c.a, c.b, got, a.Range(), b.Range())
		}
		if got := a.ReleaseRange().Equal(b.ReleaseRange()); got != c.release {
			t.Errorf("%q and %q: equal releases %v; %s and %s", c.a, c.b, got, a.ReleaseRange(), b.ReleaseRange())
		}
	}
}

func TestPythonMinors(t *testing.T) {
	cases := []struct {
		set  string
		want []int
	}{
		{">=3.12", []int{12, 13, 14, 15, 16}},
		{">=3.9.2,<3.12", []int{9, 10, 11}},
		{">3.12", []int{12, 13, 14, 15, 16}},
		{">=3.10,!=3.12.*,<=3.13", []int{10, 11, 13}},
		{"~=3.14", []int{14, 15, 16}},
		{"~=3.11.4", []int{11}},
		{"==3.13.*", []int{13}},
		{"==3.13", []int{13}},
		{">=3.14.0rc1,<3.15.0a1", []int{14}},
		{">=4", nil},
		{"<3.8", nil},
		{">=2.7,!=3.0.*,!=3.1.*,<3.9", []int{8}},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, version.MustParseSet(c.set).PythonMinors()); diff != "" {
			t.Errorf("%s: %s", c.set, diff)
		}
	}
	if got := version.MustParseSet("").PythonMinors(); len(got) != version.LastMinor-version.FirstMinor+1 {
		t.Errorf("no clause admits %v", got)
	}
}

func TestAdmitsMinor(t *testing.T) {
	cases := []struct {
		set         string
		some, every bool
	}{
		{">=3.9", true, true},
		{">=3.9.2", true, false},
		{">3.9", true, false},
		{"!=3.9.1", true, false},
		{"<=3.9", true, false},
		{"<3.9", false, false},
		{"<3.9.0", false, false},
		{"==3.9.*", true, true},
		{"", true, true},
	}
	for _, c := range cases {
		some, every := version.MustParseSet(c.set).AdmitsMinor(3, 9)
		if some != c.some || every != c.every {
			t.Errorf("%q: some %v, every %v", c.set, some, every)
		}
	}
}

// TestContainsRelease holds what uv's documentation of requires-python says.
func TestContainsRelease(t *testing.T) {
	cases := []struct {
		set, version string
		want         bool
	}{
		{">=3.14", "3.14.0rc1", true},
		{"<3.14", "3.14.0rc1", false},
		{">=3.14.0rc2", "3.14.0rc1", true},
		{"==3.14.*", "3.14.0a1", true},
		{">3.13", "3.13.0", false},
		{">3.13", "3.13.1", true},
		{"~=3.13", "3.14.1", true},
	}
	for _, c := range cases {
		if got := version.MustParseSet(c.set).ContainsRelease(version.MustParse(c.version)); got != c.want {
			t.Errorf("%s: %s is %v", c.set, c.version, got)
		}
	}
}

func TestSetEqual(t *testing.T) {
	cases := []struct {
		a, b string
		want bool
	}{
		{">=1,<2", "<2.0, >=1.0.0", true},
		{">=1,>=1", ">=1", true},
		{"~=1.0", "~=1.0.0", false},
		{"==1.*", "==1.0.*", false},
		{">=1", ">1", false},
		{"", "", true},
		{"", ">=0", false},
		{"===1.0", "===1.0.0", false},
		{"===foo", "===foo", true},
	}
	for _, c := range cases {
		if got := version.MustParseSet(c.a).Equal(version.MustParseSet(c.b)); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
	if got := version.MustParseSet("<2,>=1,<2").Canonical().String(); got != ">=1,<2" {
		t.Errorf("canonical form %q", got)
	}
}

func TestErrorsPoint(t *testing.T) {
	cases := []struct {
		text        string
		offset, end int
	}{
		{"", 0, 0},
		{"x", 0, 1},
		{" 1.0 x", 4, 5},
		{"1.0+", 4, 4},
		{"1.0+é", 4, 6},
		{"1!", 2, 2},
		{"99999999999999999999", 0, 20},
		{"1.0a99999999999999999999.dev1", 4, 24},
	}
	for _, c := range cases {
		_, err := version.Parse(c.text)
		checkOffset(t, c.text, err, c.offset, c.end)
	}
	sets := []struct {
		text        string
		offset, end int
	}{
		{">=1, <x", 6, 7}, {">=1,3", 4, 5}, {"~=1", 2, 3}, {">=1,>2+a", 5, 8}, {",>=1", 0, 0}, {">=1,,<2", 4, 4}, {">=1.*", 3, 4}, {"=== a b", 3, 7},
	}
	for _, c := range sets {
		_, err := version.ParseSet(c.text)
		checkOffset(t, c.text, err, c.offset, c.end)
	}
}

func checkOffset(t *testing.T, text string, err error, offset, end int) {
	t.Helper()
	var e *pep.Error
	if !errors.As(err, &e) {
		t.Errorf("%q: %v", text, err)
		return
	}
	if e.Offset != offset || e.End != end {
		t.Errorf("%q: %q at %d to %d, want %d to %d", text, e.Msg, e.Offset, e.End, offset, end)
	}
}

func TestParseAllocatesOnlyTheRelease(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _, _ = version.Parse("1.26.4rc1.post2.dev3") }); n > 1 {
		t.Errorf("Parse: %v allocations", n)
	}
	set, v := version.MustParseSet(">=1.2,<2,!=1.5.*"), version.MustParse("1.26.4")
	for name, f := range map[string]func(){
		"Valid": func() { version.Valid("1.26.4rc1+cu118") }, "Contains": func() { set.Contains(v) }, "Compare": func() { v.Compare(v) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1", "1.0rc1", "1!2.3.post4.dev5+a.1", " v1-1 ", "1.0+", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := version.Parse(s)
		if (err == nil) != version.Valid(s) {
			t.Fatalf("Parse and Valid disagree on %q: %v", s, err)
		}
		if err != nil {
			checkBounds(t, s, err)
			return
		}
		if again, err := version.Parse(v.String()); err != nil || again.String() != v.String() || !again.Equal(v) {
			t.Fatalf("%q: %s parses as %s: %v", s, v, again, err)
		}
	})
}

func FuzzParseSet(f *testing.F) {
	for _, s := range []string{">=1,<2", "~=1.0", "==1.*", "!=1.0+a", "===x", ">=1,", "", ">0.dev0"} {
		f.Add(s, "1.0.post1")
	}
	f.Fuzz(func(t *testing.T, s, candidate string) {
		set, err := version.ParseSet(s)
		if err != nil {
			checkBounds(t, s, err)
			return
		}
		again, err := version.ParseSet(set.String())
		if err != nil || !again.Equal(set) {
			t.Fatalf("%q: %s parses as %s: %v", s, set, again, err)
		}
		set.PythonMinors()
		v, err := version.Parse(candidate)
		arbitrary := slices.ContainsFunc(set.Specifiers(), func(c version.Specifier) bool { return c.Op == version.ArbitraryEqual })
		if err == nil && !arbitrary && set.Contains(v) != set.Range().Contains(v) {
			t.Fatalf("%q and %q: %v, but its range %s says otherwise", s, candidate, set.Contains(v), set.Range())
		}
	})
}

func checkBounds(t *testing.T, s string, err error) {
	t.Helper()
	var e *pep.Error
	if !errors.As(err, &e) || e.Offset < 0 || e.End < e.Offset || e.End > len(s) {
		t.Fatalf("%q: %#v", s, err)
	}
}

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{"1.26.4", "2.0.0rc1", "2.5.1+cu118"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = version.Parse(s)
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	v, o := version.MustParse("1.26.4"), version.MustParse("1.26.5")
	b.ReportAllocs()
	for b.Loop() {
		v.Compare(o)
	}
}

func BenchmarkParseSet(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = version.ParseSet(">=1.2,<2,!=1.5.*")
	}
}

func BenchmarkSetContains(b *testing.B) {
	set, v := version.MustParseSet(">=1.2,<2,!=1.5.*"), version.MustParse("1.26.4")
	b.ReportAllocs()
	for b.Loop() {
		set.Contains(v)
	}
}

// BenchmarkManyClauses shows that the cost of a set is not quadratic in the
// number of its clauses: 50,000 of them take no minute.
func BenchmarkManyClauses(b *testing.B) {
	for _, n := range []int{500, 5_000, 50_000} {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, "!=%d,", i)
		}
		set := version.MustParseSet(text.String())
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				set.PythonMinors()
			}
		})
	}
}

func TestManyClauses(t *testing.T) {
	var text strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&text, "!=%d,", i+4)
	}
	if got := version.MustParseSet(text.String()).PythonMinors(); len(got) == 0 {
		t.Error("no minor is left")
	}
}
