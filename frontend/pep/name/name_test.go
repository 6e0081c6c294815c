package name_test

import (
	"testing"

	"github.com/org/pyfrontend/frontend/pep/name"
)

func TestNormalize(t *testing.T) {
	// PEP 503 names these spellings of one project.
	for _, s := range []string{"friendly-bard", "Friendly-Bard", "FRIENDLY-BARD", "friendly.bard", "friendly_bard", "friendly--bard", "FrIeNdLy-._.-bArD"} {
		if got := name.Normalize(s); got != "friendly-bard" {
			t.Errorf("Normalize(%q) = %q", s, got)
		}
		if !name.Equal(s, "friendly_bard") {
			t.Errorf("%q does not equal friendly_bard", s)
		}
	}
}

func TestValid(t *testing.T) {
	cases := map[string]bool{
		"a": true, "A": true, "0": true, "a.b_c-d": true, "zope.interface": true, "a--b": true,
		"": false, "-a": false, "a-": false, "_a": false, "a.": false, "a b": false, "é": false, "a/b": false, "a\n": false,
	}
	for s, want := range cases {
		if got := name.Valid(s); got != want {
			t.Errorf("Valid(%q) = %v", s, got)
		}
	}
}

func TestNormal(t *testing.T) {
	for s, want := range map[string]bool{"a-b": true, "a--b": false, "A": false, "a_b": false, "-a": false} {
		if got := name.Normal(s); got != want {
			t.Errorf("Normal(%q) = %v", s, got)
		}
	}
}

func TestNormalizeOfNormalDoesNotAllocate(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { name.Normalize("typing-extensions") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"", "a", "A_b", "--", "é.É", "a-.-b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := name.Normalize(s)
		if again := name.Normalize(n); again != n {
			t.Fatalf("Normalize(%q) = %q, and again %q", s, n, again)
		}
		if name.Valid(s) != name.Valid(n) {
			t.Fatalf("Valid(%q) = %v, but not so for its normal form %q", s, name.Valid(s), n)
		}
		if name.Valid(s) != (name.Valid(s) && name.Normal(n)) {
			t.Fatalf("%q is the normal form of %q and yet not normal", n, s)
		}
	})
}

func BenchmarkNormalize(b *testing.B) {
	for _, s := range []string{"typing-extensions", "Typing_Extensions"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				name.Normalize(s)
			}
		})
	}
}
