package uvlock_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// Whether the walk agrees with uv is tested in internal/oracle, with uv. The
// tests here are about what uv does not have: messages, and locks that uv would
// not write.

func environment(t testing.TB, machine string, libc tag.Libc, python string) *uvlock.Environment {
	t.Helper()
	env, err := uvlock.Linux(machine, libc, version.MustParse(python))
	if err != nil {
		t.Fatal(err)
	}
	return env
}

var (
	glibc = tag.Libc{Minor: 28}
	musl  = tag.Libc{Musl: true, Minor: 2}
)

// app is a lock with a project that requires some packages, written by name,
// version and files.
func app(head string, edges []string, packages ...string) string {
	return "version = 1\nrevision = 3\nrequires-python = \">=3.11\"\n" + head +
		"\n[[package]]\nname = \"app\"\nversion = \"1\"\nsource = { virtual = \".\" }\ndependencies = [\n" + strings.Join(edges, ",\n") + "\n]\n" +
		strings.Join(packages, "")
}

func edge(name string) string { return fmt.Sprintf("{ name = %q }", name) }

// pkg is a package of an index with the given files.
func pkg(name string, files ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n[[package]]\nname = %q\nversion = \"1.0\"\nsource = { registry = \"https://index.example.com/simple\" }\n", name)
	var wheels []string
	for _, f := range files {
		switch {
		case strings.HasSuffix(f, ".whl"):
			wheels = append(wheels, fmt.Sprintf("    { url = \"https://files.example.com/%s\" },\n", f))
		case strings.Contains(f, "="):
			b.WriteString(f + "\n")
		default:
			fmt.Fprintf(&b, "sdist = { url = \"https://files.example.com/%s\" }\n", f)
		}
	}
	if wheels != nil {
		b.WriteString("wheels = [\n" + strings.Join(wheels, "") + "]\n")
	}
	return b.String()
}

func TestFindings(t *testing.T) {
	linux := environment(t, "x86_64", glibc, "3.12.1")
	for _, tc := range []struct {
		name string
		lock string
		sel  uvlock.Selection
		env  *uvlock.Environment
		// want are the summary, and what the rest has to contain.
		want []string
	}{
		{
			name: "no files", lock: app("", []string{edge("a")}, pkg("a")),
			want: []string{"a==1.0 has neither a wheel for linux x86_64 (glibc 2.28), Python 3.12 nor a source distribution", "no wheels at all"},
		},
		{
			name: "only for musl", lock: app("", []string{edge("a")}, pkg("a", "a-1.0-cp312-cp312-musllinux_1_2_x86_64.whl")),
			want: []string{"a==1.0 has neither", `base = "alpine"`, "It has: a-1.0-cp312-cp312-musllinux_1_2_x86_64.whl"},
		},
		{
			name: "only for glibc", env: environment(t, "x86_64", musl, "3.12"),
			lock: app("", []string{edge("a")}, pkg("a", "a-1.0-cp312-abi3-manylinux_2_34_x86_64.whl")),
			want: []string{"a==1.0 has neither a wheel for linux x86_64 (musl 1.2)", "glibc 2.34 or newer", `base = "slim"`},
		},
		{
			name: "only for a newer glibc", lock: app("", []string{edge("a")}, pkg("a", "a-1.0-py3-none-manylinux_2_39_x86_64.whl")),
			want: []string{"a==1.0 has neither", "glibc 2.39 or newer would do"},
		},
		{
			name: "only for another Python", lock: app("", []string{edge("a")}, pkg("a", "a-1.0-cp311-cp311-manylinux_2_17_x86_64.whl")),
			want: []string{"a==1.0 has neither", `python = "3.11"`},
		},
		{
			name: "must not be built", lock: app("", []string{edge("a")}, pkg("a", "a-1.0.tar.gz", "a-1.0-cp312-cp312-musllinux_1_2_x86_64.whl")),
			sel:  uvlock.Selection{Build: uvlock.BuildOptions{NoBuild: true}},
			want: []string{"a==1.0 has no wheel for linux x86_64 (glibc 2.28), Python 3.12, and it must not be built (no-build)", `base = "alpine"`},
		},
		{
			name: "wheels are excluded", lock: app("", []string{edge("a")}, pkg("a", "a-1.0-py3-none-any.whl")),
			sel:  uvlock.Selection{Build: uvlock.BuildOptions{NoBinaryPackages: []string{"a"}}},
			want: []string{"a==1.0 cannot be installed: its wheels are excluded (no-binary)"},
		},
		{
			name: "undefined extra", lock: app("", nil) + "\n[package.metadata]\nprovides-extras = [\"postgres\", \"web\"]\n",
			sel:  uvlock.Selection{Extras: []string{"postgress"}},
			want: []string{`"app" has no extra "postgress"`, "Did you mean postgres?"},
		},
		{
			name: "undefined group", lock: app("", nil) + "\n[package.metadata]\n[package.metadata.requires-dev]\nlint = []\n",
			sel:  uvlock.Selection{Groups: []string{"documentation"}},
			want: []string{`"app" has no dependency group "documentation"`, "There are: lint."},
		},
		{
			name: "undefined member", lock: app("\n[manifest]\nmembers = [\"app\", \"api\"]\n", nil),
			sel:  uvlock.Selection{Roots: []string{"apu"}},
			want: []string{`no package "apu" in the lock`, "Did you mean"},
		},
		{
			name: "another Python", lock: app("", nil), env: environment(t, "x86_64", glibc, "3.10.4"),
			want: []string{`Python 3.10.4 is not within requires-python = ">=3.11"`, "Choose another Python"},
		},
		{
			name: "another platform", lock: app("supported-markers = [\"sys_platform == 'darwin'\"]\n", nil),
			want: []string{"the lock was not made for linux x86_64 (glibc 2.28), Python 3.12", "It covers: sys_platform == 'darwin'."},
		},
		{
			name: "another fork", lock: app("resolution-markers = [\"platform_machine == 'arm64'\", \"extra != 'x' and platform_machine == 'riscv64'\"]\n", nil),
			want: []string{"the lock was not made for", "No fork"},
		},
		{
			name: "conflicting extras",
			lock: app("conflicts = [[{ package = \"app\", extra = \"a\" }, { package = \"app\", extra = \"b\" }]]\n", nil) +
				"\n[package.optional-dependencies]\na = []\nb = []\n[package.metadata]\nprovides-extras = [\"a\", \"b\"]\n",
			sel:  uvlock.Selection{Extras: []string{"a", "b"}},
			want: []string{`cannot be installed together: extra "a" of "app", extra "b" of "app"`, "tool.uv.conflicts"},
		},
		{
			name: "required but not locked for the platform",
			lock: app("", []string{`{ name = "a", marker = "platform_machine == 'arm64'" }`}) +
				"\n[package.metadata]\nrequires-dist = [{ name = \"a\" }]\n" + pkg("a", "a-1.0-py3-none-any.whl"),
			want: []string{`"app" requires "a", but the lock has nothing to install for it`, "environments"},
		},
		{
			name: "ambiguous requirement of a script",
			lock: "version = 1\nrequires-python = \">=3.11\"\n[manifest]\nrequirements = [{ name = \"a\" }]\n" +
				pkg("a", "a-1.0-py3-none-any.whl") + strings.Replace(pkg("a", "a-2.0-py3-none-any.whl"), `"1.0"`, `"2.0"`, 1),
			want: []string{`several packages "a" apply to linux`},
		},
		{
			name: "wheel without URL", lock: app("", []string{edge("a")}, "\n[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { registry = \"https://index.example.com/simple\" }\nwheels = [{ filename = \"a-1-py3-none-any.whl\" }]\n"),
			want: []string{"the wheel of a==1 has no URL"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			env := tc.env
			if env == nil {
				env = linux
			}
			_, diags := mustParse(t, tc.lock).Resolve(tc.sel, env)
			if len(diags) != 1 {
				t.Fatalf("got %d findings: %s", len(diags), diags.Text())
			}
			d := diags[0]
			if !strings.HasPrefix(d.Summary, tc.want[0]) {
				t.Errorf("got %s", d.Summary)
			}
			for _, part := range tc.want[1:] {
				if !strings.Contains(d.Detail+" "+d.Suggestion, part) {
					t.Errorf("%q is not in %q, %q", part, d.Detail, d.Suggestion)
				}
			}
			if !d.Subject.Known() {
				t.Error("no place")
			}
		})
	}
}

func TestAllFindingsAreCollected(t *testing.T) {
	l := mustParse(t, app("", []string{edge("a"), edge("b"), edge("c")}, pkg("a"), pkg("b", "b-1.0-py3-none-any.whl"), pkg("c")))
	_, diags := l.Resolve(uvlock.Selection{}, environment(t, "x86_64", glibc, "3.12"))
	if len(diags.Errors()) != 2 {
		t.Errorf("got %s", diags.Text())
	}
}

func summary(installed []uvlock.Installed) []string {
	var out []string
	for _, in := range installed {
		line := in.Package.String() + " " + in.Method.String()
		if in.Artifact != nil {
			line += " " + in.Artifact.Filename
		}
		if in.Why != "" {
			line += " (" + in.Why + ")"
		}
		if in.Root {
			line += " root"
		}
		if in.Parent != nil {
			line += " < " + in.Parent.Name
		}
		out = append(out, line)
	}
	return out
}

func TestCyclesAndSelfReferences(t *testing.T) {
	l := mustParse(t, app("", []string{edge("a"), edge("app")},
		pkg("a", "dependencies = [{ name = \"b\" }, { name = \"a\" }]", "a-1.0-py3-none-any.whl"),
		pkg("b", "dependencies = [{ name = \"a\" }, { name = \"app\" }]", "b-1.0.tar.gz"),
		pkg("unreached", "unreached-1.0.tar.gz")))
	installed, diags := l.Resolve(uvlock.Selection{}, environment(t, "aarch64", musl, "3.13"))
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"a==1.0 wheel a-1.0-py3-none-any.whl < app",
		"app==1 virtual (a virtual project: only its dependencies are installed) root",
		"b==1.0 sdist b-1.0.tar.gz (it has no wheels) < a",
	}
	if diff := cmp.Diff(want, summary(installed)); diff != "" {
		t.Error(diff)
	}
}

// TestEntangledConflicts holds a lock whose conflicts would need a decision
// diagram of exponential size: the answer is an error, in time.
func TestEntangledConflicts(t *testing.T) {
	const n = 40
	var items, extras, term []string
	for i := range n {
		items = append(items, fmt.Sprintf("{ package = \"app\", extra = \"e%d\" }", i))
		extras = append(extras, fmt.Sprintf("e%d = []\n", i))
	}
	for i := range n / 2 {
		term = append(term, fmt.Sprintf("extra == 'extra-3-app-e%d' and extra == 'extra-3-app-e%d'", i, n-1-i))
	}
	for i := range n {
		term = append([]string{fmt.Sprintf("extra == 'extra-3-app-e%d' and extra != 'extra-3-app-e%d'", i, i)}, term...)
	}
	text := app("conflicts = [["+strings.Join(items, ", ")+"]]\n",
		[]string{fmt.Sprintf("{ name = \"a\", marker = %q }", strings.Join(term, " or "))}) +
		"\n[package.optional-dependencies]\n" + strings.Join(extras, "") + pkg("a", "a-1.0-py3-none-any.whl")
	_, diags := mustParse(t, text).Resolve(uvlock.Selection{}, environment(t, "x86_64", glibc, "3.12"))
	if err := diags.Err(); err == nil || !strings.Contains(err.Error(), "too entangled") {
		t.Errorf("got %v", err)
	}
}

func TestPackageHelpers(t *testing.T) {
	l := mustParse(t, app("", nil, pkg("pure", "pure-1.0-py3-none-any.whl"), pkg("native", "native-1.0-cp312-cp312-manylinux_2_17_x86_64.whl"), pkg("source", "source-1.0.tar.gz")))
	var got []string
	for _, p := range l.Packages[1:] {
		compiled, known := p.Compiled()
		got = append(got, fmt.Sprint(p.Name, " ", compiled, " ", known, " ", p.Alternative(environment(t, "x86_64", musl, "3.12")) != ""))
	}
	if want := []string{"pure false true true", "native true true true", "source false false false"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
