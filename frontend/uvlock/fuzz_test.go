package uvlock_test

import (
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// FuzzParse reads a lock and, if it is one, resolves it in every way there is.
// A lock that is refused says where; one that is accepted resolves without a
// panic, to distributions each of which is in the lock once.
func FuzzParse(f *testing.F) {
	f.Add([]byte(every))
	f.Add([]byte(one("dependencies = [{ name = \"a\" }]\nwheels = [{ url = \"https://files.example.com/a-1.0-py3-none-any.whl\" }]\n")))
	f.Add([]byte("version = 1\nrequires-python = \">=3.11\"\nconflicts = [[{ package = \"a\", extra = \"x\" }, { package = \"a\" }]]\n[[package]]\nname = \"a\"\nsource = { virtual = \".\" }\n[package.optional-dependencies]\nx = [{ name = \"a\", extra = [\"x\"], marker = \"extra == 'extra-1-a-x'\" }]\n"))
	f.Add([]byte("version = 2\n"))
	env := environment(f, "x86_64", glibc, "3.12.1")
	f.Fuzz(func(t *testing.T, data []byte) {
		l, diags := uvlock.Parse(diag.NewFile("uv.lock", data))
		if (l == nil) != diags.HasErrors() {
			t.Fatalf("lock %v with %v", l != nil, diags.Err())
		}
		for _, d := range diags {
			if !d.Subject.Known() {
				t.Errorf("a finding without a place: %v", d)
			}
		}
		if l == nil {
			return
		}
		for _, sel := range []uvlock.Selection{
			{},
			{AllExtras: true, AllGroups: true},
			{OnlyGroups: true, DefaultGroups: []string{"dev"}},
			{Roots: []string{"a"}, Extras: []string{"x"}},
			{Build: uvlock.BuildOptions{NoBinary: true, NoBuildPackages: []string{"a"}}},
		} {
			installed, _ := l.Resolve(sel, env)
			seen := map[*uvlock.Package]bool{}
			for _, in := range installed {
				if seen[in.Package] {
					t.Fatalf("%s twice", in.Package)
				}
				seen[in.Package] = true
			}
		}
	})
}
