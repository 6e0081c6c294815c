package marker_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/pep"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/version"
)

var linux = marker.Linux("aarch64", version.MustParse("3.13.5"))

func TestLinux(t *testing.T) {
	want := marker.Values{
		OSName: "posix", SysPlatform: "linux", PlatformMachine: "armv7l", PlatformSystem: "Linux",
		ImplementationName: "cpython", PlatformPythonImplementation: "CPython", PythonFullVersion: "3.14.0", ImplementationVersion: "3.14.0",
	}
	if diff := cmp.Diff(want, marker.Linux("armv7l", version.MustParse("3.14")).Values()); diff != "" {
		t.Error(diff)
	}
}

// TestPrereleaseOfPython holds uv's rule that a pre-release of Python is taken for
// its release (uv-pypi-types, ResolverMarkerEnvironment).
func TestPrereleaseOfPython(t *testing.T) {
	env := marker.Linux("x86_64", version.MustParse("3.14.0rc1"))
	for text, want := range map[string]bool{
		`python_version >= "3.14"`: true, `python_full_version >= "3.14"`: true, `python_full_version == "3.14.0"`: true, `python_full_version < "3.14"`: false,
		`python_full_version < "3.14.0rc2"`: false, `implementation_version >= "3.14"`: false,
	} {
		if got := marker.MustParse(text).Eval(env, marker.Active{}); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
}

func TestNewEnvWantsVersions(t *testing.T) {
	for _, v := range []marker.Values{{PythonFullVersion: "x", ImplementationVersion: "1"}, {PythonFullVersion: "1", ImplementationVersion: ""}} {
		if _, err := marker.NewEnv(v); err == nil {
			t.Errorf("%+v is no environment", v)
		}
	}
}

func TestZeroMarker(t *testing.T) {
	var m marker.Marker
	if !m.IsTrue() || !m.Eval(linux, marker.Active{}) || m.String() != "" || m.Uses(marker.Extra) {
		t.Error("the zero Marker does not always hold")
	}
}

func TestUses(t *testing.T) {
	m := marker.MustParse(`sys_platform == "linux" and (extra == "a" or "b" in extras) and "x" in dependency_groups and os_name ~= "x"`)
	for k, want := range map[marker.Key]bool{marker.SysPlatform: true, marker.Extra: true, marker.Extras: true, marker.DependencyGroups: true, marker.OSName: false, marker.PythonVersion: false} {
		if got := m.Uses(k); got != want {
			t.Errorf("Uses(%s) = %v", k, got)
		}
	}
}

func TestComparisonsHaveTheirPlace(t *testing.T) {
	const text = `a ; os_name == "posix" and ("x"   in extras)`
	r, err := marker.ParseRequirement(text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for c := range r.Marker.Comparisons() {
		got = append(got, text[c.Offset:c.End])
	}
	if diff := cmp.Diff([]string{`os_name == "posix"`, `"x"   in extras`}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMarkerErrorsPoint(t *testing.T) {
	cases := []struct {
		text string
		want string // the bytes at fault
		end  bool   // at the end of the text
	}{
		{text: "", end: true},
		{text: "os_name", end: true},
		{text: "os_name == ", end: true},
		{text: "os_name == 'x", want: "'x"},
		{text: "os_nam == 'x'", want: "os_nam"},
		{text: "os_name = 'x'", want: "="},
		{text: "os_name === 'x'", want: "==="},
		{text: "os_name not 'x'", want: "'"},
		{text: "(os_name == 'x'", want: "("},
		{text: "os_name == 'x')", want: ")"},
		{text: "os_name == 'x' os_name == 'y'", want: "o"},
		{text: "os_name == 'x' and", end: true},
		{text: "os_name == 'x' und os_name == 'y'", want: "u"},
		{text: "extras == 'x'", want: "extras == 'x'"},
		{text: "'x' == extras", want: "'x' == extras"},
		{text: "os_name == 'x' & 1", want: "&"},
		{text: strings.Repeat("(", 500) + "os_name == 'x'" + strings.Repeat(")", 500), want: "("},
	}
	for _, c := range cases {
		_, err := marker.Parse(c.text)
		checkFault(t, c.text, err, c.want, c.end)
	}
}

func TestRequirementErrorsPoint(t *testing.T) {
	cases := []struct {
		text string
		want string
		end  bool
	}{
		{text: "", end: true},
		{text: "-a", want: "-"},
		{text: "a- >= 1", want: "-"},
		{text: "a b", want: "b"},
		{text: "a[", end: true},
		{text: "a[b", want: "["},
		{text: "a[b c]", want: "c"},
		{text: "a[b,]", want: "]"},
		{text: "a>=1,<x", want: "x"},
		{text: "a (>=1", want: "("},
		{text: "a @ ", end: true},
		{text: "a @ ; os_name == 'x'", want: ";"},
		{text: "a; os_nam == 'x'", want: "os_nam"},
		{text: "a>=1 os_name == 'x'", want: " "},
		{text: "a=1", want: "="},
	}
	for _, c := range cases {
		_, err := marker.ParseRequirement(c.text)
		checkFault(t, c.text, err, c.want, c.end)
	}
}

func checkFault(t *testing.T, text string, err error, want string, end bool) {
	t.Helper()
	var e *pep.Error
	if !errors.As(err, &e) || e.Offset > e.End || e.End > len(text) {
		t.Errorf("%q: %#v", text, err)
		return
	}
	if got := text[e.Offset:e.End]; got != want || end && e.Offset != len(text) {
		t.Errorf("%q: %q is about %q at %d, want %q", text, e.Msg, got, e.Offset, want)
	}
}

func TestRequirement(t *testing.T) {
	cases := []struct{ text, want string }{
		{"Flask_SQLAlchemy [b,A_x] (>=1.0, <2) ; os_name=='x'", `flask-sqlalchemy[b,a-x]>=1.0,<2; os_name == "x"`},
		{"a@https://example.com/a.zip", "a @ https://example.com/a.zip"},
		{"a @ https://example.com/a;b ; os_name == 'x'", `a @ https://example.com/a;b ; os_name == "x"`},
		{"a @ ../my project", "a @ ../my project"},
		{"a[] ", "a"},
		{"a ==1.*, ", "a==1.*"},
	}
	for _, c := range cases {
		r, err := marker.ParseRequirement(c.text)
		if err != nil || r.String() != c.want {
			t.Errorf("ParseRequirement(%q) = %q, %v", c.text, r, err)
		}
	}
}

func TestRequirementEqual(t *testing.T) {
	cases := []struct {
		a, b string
		want bool
	}{
		{"A_b[x,y]>=1,<2", "a-b[Y,X] <2.0,>=1", true},
		{"a[x,x]", "a[x]", true},
		{"a", "a; os_name=='x'", false},
		{"a", "b", false},
		{"a>=1", "a>=2", false},
		{"a @ x", "a @ y", false},
		{"a[x]", "a", false},
	}
	for _, c := range cases {
		a, errA := marker.ParseRequirement(c.a)
		b, errB := marker.ParseRequirement(c.b)
		if errA != nil || errB != nil || a.Equal(b) != c.want {
			t.Errorf("%q and %q: %v, %v, %v", c.a, c.b, a.Equal(b), errA, errB)
		}
	}
}

// truth is the algebra of what is chosen.
type truth marker.Names

func (truth) Constant(holds bool) bool { return holds }
func (c truth) Extra(name string) bool { return c[name] }
func (truth) Not(b bool) bool          { return !b }
func (truth) And(a, b bool) bool       { return a && b }
func (truth) Or(a, b bool) bool        { return a || b }

func TestResidualIsEvalWithTheExtrasLeftOpen(t *testing.T) {
	g := newGenerator(9)
	for _, chosen := range []marker.Names{nil, {"test": true}, {"a-b": true, "x": true}} {
		for range 2000 {
			m := marker.MustParse(g.marker(3))
			if got, want := marker.Residual[bool](m, linux, truth(chosen)), m.Eval(linux, marker.Active{Extra: chosen}); got != want {
				t.Fatalf("%s with %v is %v, and as a residual %v", m, chosen, want, got)
			}
		}
	}
}

const typical = `(platform_machine == 'aarch64' and sys_platform == 'linux') or (python_full_version < '3.13' and extra == 'extra-4-root-cpu')`

func TestEvalDoesNotAllocate(t *testing.T) {
	m := marker.MustParse(typical + ` or python_version in "3.8 3.9"`)
	active := marker.Active{Extra: marker.Names{"x": true}}
	env := marker.Linux("x86_64", version.MustParse("3.13.5"))
	if n := testing.AllocsPerRun(100, func() { m.Eval(env, active) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParse(f *testing.F) {
	g := newGenerator(7)
	for range 20 {
		f.Add(g.marker(2))
	}
	f.Add(`'x' in extras`)
	f.Fuzz(func(t *testing.T, s string) {
		m, err := marker.Parse(s)
		if err != nil {
			checkBounds(t, s, err)
			return
		}
		again, err := marker.Parse(m.String())
		if err != nil || again.String() != m.String() {
			t.Fatalf("%q: %s parses as %s: %v", s, m, again, err)
		}
		active := marker.Active{Extra: marker.Names{"test": true}}
		if m.Eval(linux, active) != again.Eval(linux, active) {
			t.Fatalf("%q is %v, but %s is not", s, m.Eval(linux, active), again)
		}
	})
}

func FuzzParseRequirement(f *testing.F) {
	g := newGenerator(8)
	for range 20 {
		f.Add(g.requirement())
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := marker.ParseRequirement(s)
		if err != nil {
			checkBounds(t, s, err)
			return
		}
		again, err := marker.ParseRequirement(r.String())
		if err != nil || !again.Equal(r) || again.String() != r.String() {
			t.Fatalf("%q: %s parses as %s: %v", s, r, again, err)
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
	for name, text := range map[string]string{"platform": `sys_platform == 'win32'`, "typical": typical} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = marker.Parse(text)
			}
		})
	}
}

func BenchmarkEval(b *testing.B) {
	env := marker.Linux("x86_64", version.MustParse("3.13.5"))
	active := marker.Active{Extra: marker.Names{"extra-4-root-gpu": true}}
	for name, text := range map[string]string{"platform": `sys_platform == 'win32'`, "python": `python_full_version < '3.13'`, "typical": typical} {
		m := marker.MustParse(text)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Eval(env, active)
			}
		})
	}
}

func BenchmarkParseRequirement(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = marker.ParseRequirement(`uvicorn[standard]>=0.30,<1 ; sys_platform != 'win32'`)
	}
}
