package tag_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/pep"
	"github.com/org/pyfrontend/frontend/pep/tag"
)

func tagsFor(t testing.TB, target tag.Target) *tag.Tags {
	t.Helper()
	tags, err := tag.For(target)
	if err != nil {
		t.Fatal(err)
	}
	return tags
}

func wheel(t testing.TB, filename string) tag.Wheel {
	t.Helper()
	w, err := tag.ParseWheel(filename)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var (
	bookworm = tag.Target{Minor: 13, Arch: "aarch64", Libc: tag.Libc{Minor: 36}}
	alpine   = tag.Target{Minor: 13, Arch: "x86_64", Libc: tag.Libc{Musl: true, Minor: 2}}
)

// TestRankIsThePlaceInTheList compares the look-up with a search for the first of
// all tags that a wheel has.
func TestRankIsThePlaceInTheList(t *testing.T) {
	g := newGenerator(2)
	targets := []tag.Target{bookworm, alpine, {Minor: 13, FreeThreaded: true, Arch: "aarch64", Libc: tag.Libc{Minor: 31}}, {Minor: 9, Arch: "armv6l", Libc: tag.Libc{Minor: 36}}}
	for _, target := range targets {
		tags := tagsFor(t, target)
		names := tags.Names()
		fitting := 0
		for range 4000 {
			w := wheel(t, g.wheel())
			has := expand(w)
			want := slices.IndexFunc(names, func(n string) bool { return slices.Contains(has, n) })
			rank, ok := tags.Rank(&w)
			if ok != (want >= 0) || ok && rank != want {
				t.Errorf("%+v: %s-%s-%s has rank %d, %v; want %d", target, w.Python, w.ABI, w.Platform, rank, ok, want)
			}
			if ok {
				fitting++
			}
			if (tags.Mismatch(&w) == tag.Fits) != ok {
				t.Errorf("%s-%s-%s: %s does not fit", w.Python, w.ABI, w.Platform, tags.Mismatch(&w))
			}
		}
		if fitting == 0 {
			t.Errorf("%+v: no wheel fits", target)
		}
	}
}

func TestBest(t *testing.T) {
	cases := []struct {
		target tag.Target
		want   int
		tags   []string
	}{
		{bookworm, 1, []string{"py3-none-any", "cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64", "cp313-cp313-musllinux_1_2_aarch64"}},
		{bookworm, 1, []string{"cp313-cp313-manylinux_2_17_aarch64", "cp313-cp313-manylinux_2_36_aarch64", "cp313-cp313-manylinux_2_37_aarch64"}},
		{bookworm, 0, []string{"cp312-abi3-manylinux_2_28_aarch64", "cp311-abi3-manylinux_2_34_aarch64"}},
		{bookworm, -1, []string{"cp313-cp313-manylinux_2_28_x86_64", "cp312-cp312-manylinux_2_28_aarch64", "cp313-cp313t-manylinux_2_28_aarch64"}},
		{alpine, -1, []string{"cp313-cp313-manylinux_2_17_x86_64", "cp313-cp313-musllinux_1_3_x86_64"}},
		{alpine, 1, []string{"cp313-cp313-manylinux_2_17_x86_64", "cp313-cp313-musllinux_1_1_x86_64"}},
		{alpine, 0, []string{"py3-none-any", "py3-none-any"}},
	}
	for _, c := range cases {
		var wheels []tag.Wheel
		for _, tags := range c.tags {
			wheels = append(wheels, wheel(t, "a-1-"+tags+".whl"))
		}
		got, ok := tagsFor(t, c.target).Best(wheels)
		if !ok {
			got = -1
		}
		if got != c.want {
			t.Errorf("%+v of %q: %d, want %d", c.target, c.tags, got, c.want)
		}
	}
}

func TestBuildBreaksTies(t *testing.T) {
	ascending := []string{"", "0-", "1-", "1a-", "1b-", "2-", "02b-", "10-"}
	tags := tagsFor(t, alpine)
	for i := range ascending {
		for j := range ascending {
			wheels := []tag.Wheel{wheel(t, "a-1-"+ascending[i]+"py3-none-any.whl"), wheel(t, "a-1-"+ascending[j]+"py3-none-any.whl")}
			want := 0
			if j > i {
				want = 1
			}
			if got, _ := tags.Best(wheels); got != want {
				t.Errorf("of builds %q and %q, the %d. is best", ascending[i], ascending[j], got+1)
			}
		}
	}
}

func TestMismatch(t *testing.T) {
	cases := map[string]tag.Mismatch{
		"py3-none-any": tag.Fits, "cp313-cp313-manylinux_2_28_x86_64": tag.WrongPlatform, "cp313-cp313-win_amd64": tag.WrongPlatform,
		"cp313-cp313t-manylinux_2_28_aarch64": tag.WrongABI, "cp312-cp312-manylinux_2_28_aarch64": tag.WrongABI, "cp314-cp314-manylinux_2_28_aarch64": tag.WrongPython,
		"pp310-pypy310_pp73-manylinux_2_28_aarch64": tag.WrongPython, "py2-none-any": tag.WrongPython,
	}
	tags := tagsFor(t, bookworm)
	for text, want := range cases {
		w := wheel(t, "a-1-"+text+".whl")
		if got := tags.Mismatch(&w); got != want {
			t.Errorf("%s: %s does not fit, want %s", text, got, want)
		}
	}
}

func TestForRefuses(t *testing.T) {
	for _, target := range []tag.Target{{Minor: 13}, {Minor: 13, Arch: "amd64"}, {Arch: "x86_64"}, {Minor: 1000, Arch: "x86_64"}} {
		if _, err := tag.For(target); err == nil {
			t.Errorf("%+v has tags", target)
		}
	}
}

func TestParseWheelErrorsPoint(t *testing.T) {
	cases := []struct{ filename, want string }{
		{"a-1-py3-none-any.zip", ""},
		{"a-1-py3-none.whl", "a-1-py3-none"},
		{"a-1-1-py3-none-any-x.whl", "a-1-1-py3-none-any-x"},
		{"-1-py3-none-any.whl", ""},
		{"a!-1-py3-none-any.whl", "a!"},
		{"a-x-py3-none-any.whl", "x"},
		{"a-1-x-py3-none-any.whl", "x"},
		{"a-1-1+-py3-none-any.whl", "1+"},
		{"a-1-py3--any.whl", ""},
		{"a-1-py3-none-any..any.whl", "any..any"},
		{"a-1-py3-no ne-any.whl", "no ne"},
		{"a-1-99999999999999999999-py3-none-any.whl", "99999999999999999999"},
	}
	for _, c := range cases {
		_, err := tag.ParseWheel(c.filename)
		var e *pep.Error
		if !errors.As(err, &e) || e.Offset > e.End || e.End > len(c.filename) || c.filename[e.Offset:e.End] != c.want {
			t.Errorf("%q: %#v, want it about %q", c.filename, err, c.want)
		}
	}
}

func TestRankDoesNotAllocate(t *testing.T) {
	const filename = "numpy-2.1.0-cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"
	tags, w := tagsFor(t, bookworm), wheel(t, filename)
	if n := testing.AllocsPerRun(100, func() { tags.Rank(&w) }); n != 0 {
		t.Errorf("Rank: %v allocations", n)
	}
	var parser tag.Parser
	if n := testing.AllocsPerRun(100, func() { _, _ = parser.Parse(filename) }); n != 0 {
		t.Errorf("Parse: %v allocations", n)
	}
}

func FuzzParseWheel(f *testing.F) {
	g := newGenerator(3)
	for range 20 {
		f.Add(g.wheel())
	}
	f.Add("a-1-1-py3-none-any.whl")
	tags := tagsFor(f, bookworm)
	names := tags.Names()
	f.Fuzz(func(t *testing.T, filename string) {
		w, err := tag.ParseWheel(filename)
		if err != nil {
			var e *pep.Error
			if !errors.As(err, &e) || e.Offset < 0 || e.End < e.Offset || e.End > len(filename) {
				t.Fatalf("%q: %#v", filename, err)
			}
			return
		}
		rank, ok := tags.Rank(&w)
		if ok && (rank < 0 || rank >= len(names)) {
			t.Fatalf("%q has rank %d of %d", filename, rank, len(names))
		}
	})
}

func BenchmarkParseWheel(b *testing.B) {
	const filename = "numpy-2.1.0-cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"
	b.Run("first", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = tag.ParseWheel(filename)
		}
	})
	b.Run("release-after-release", func(b *testing.B) {
		b.ReportAllocs()
		var parser tag.Parser
		other := strings.Replace(filename, "2.1.0", "2.1.1", 1)
		for b.Loop() {
			_, _ = parser.Parse(filename)
			_, _ = parser.Parse(other)
		}
	})
	b.Run("next-of-release", func(b *testing.B) {
		b.ReportAllocs()
		var parser tag.Parser
		for b.Loop() {
			_, _ = parser.Parse(filename)
		}
	})
}

// TestParserIsParseWheel feeds one Parser with names, good and bad, in a row.
func TestParserIsParseWheel(t *testing.T) {
	g := newGenerator(4)
	var parser tag.Parser
	tags := tagsFor(t, bookworm)
	for range 5000 {
		filename := g.wheel()
		if g.IntN(3) == 0 {
			filename = g.broken()
		}
		want, wantErr := tag.ParseWheel(filename)
		got, err := parser.Parse(filename)
		if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
			t.Fatalf("%q: %v, want %v", filename, err, wantErr)
		}
		gotRank, ok := tags.Rank(&got)
		wantRank, wantOK := tags.Rank(&want)
		if got.Name != want.Name || got.Version != want.Version || got.Build != want.Build || got.Platform != want.Platform || gotRank != wantRank || ok != wantOK {
			t.Fatalf("%q: %+v, want %+v", filename, got, want)
		}
	}
}

func TestZeroWheelFitsNothing(t *testing.T) {
	if _, ok := tagsFor(t, bookworm).Best([]tag.Wheel{{}}); ok {
		t.Error("a wheel without a name fits")
	}
}

func BenchmarkRank(b *testing.B) {
	tags := tagsFor(b, bookworm)
	for name, filename := range map[string]string{
		"fits": "numpy-2.1.0-cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64.whl", "not": "numpy-2.1.0-cp312-cp312-win_amd64.whl",
	} {
		w := wheel(b, filename)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tags.Rank(&w)
			}
		})
	}
}

func BenchmarkFor(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tagsFor(b, bookworm)
	}
}
