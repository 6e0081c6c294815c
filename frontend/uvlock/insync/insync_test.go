package insync_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/frontend/uvlock/insync"
)

// That the verdicts are uv's is tested in internal/oracle, with uv. The tests
// here are about what is said, and where.

const lock = `version = 1
revision = 5
requires-python = ">=3.11"

[[package]]
name = "app"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "idna" }]

[package.metadata]
requires-dist = [
    { name = "idna", specifier = ">=3" },
    { name = "six", marker = "sys_platform == 'win32'" },
    { name = "toml", marker = "extra == 'docs'" },
]
provides-extras = ["docs"]

[package.metadata.requires-dev]
dev = [{ name = "pytest" }]

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://index.example.com/simple" }
sdist = { url = "https://files.example.com/idna-3.10.tar.gz" }
`

const manifest = `[project]
name = "app"
version = "1.0"
requires-python = ">=3.11"
dependencies = [
    "idna>=3",
    "six; platform_system == 'Windows'",
]
[project.optional-dependencies]
docs = ["toml"]
[dependency-groups]
dev = ["pytest"]
[tool.uv]
package = false
`

func parseLock(t testing.TB, text string) *uvlock.Lock {
	t.Helper()
	l, diags := uvlock.Parse(diag.NewFile("uv.lock", []byte(text)))
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return l
}

func document(t testing.TB, name, text string) *pyproject.Document {
	t.Helper()
	doc, diags := pyproject.Parse(diag.NewFile(name, []byte(text)))
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return doc
}

func single(t testing.TB, text string) insync.Input {
	doc := document(t, "pyproject.toml", text)
	return insync.Input{Root: doc, Members: []insync.Manifest{{Dir: ".", Doc: doc}}}
}

func TestFresh(t *testing.T) {
	v, diags := insync.Check(parseLock(t, lock), single(t, manifest))
	if v.State != insync.InSync || len(diags) != 0 || len(v.Unknown) != 0 {
		t.Errorf("%v %v", v, diags.Err())
	}
}

// TestSpelling has sources that are written in another way than uv writes them.
func TestSpelling(t *testing.T) {
	l := strings.Replace(lock, `specifier = ">=3" }`, `git = "ssh://git.example.com/idna.git?subdirectory=a&rev=v1" }`, 1)
	l = strings.Replace(l, `{ name = "toml", `, `{ name = "toml", index = "https://index.example.com/simple", `, 1)
	m := manifest + `
[[tool.uv.index]]
name = "own"
url = "https://user:password@INDEX.example.com:443/simple/"
[tool.uv.sources]
idna = { git = "ssh://alice@git.example.com/idna.git/", rev = "v1", subdirectory = "a/" }
toml = { index = "own" }
`
	m = strings.Replace(m, "idna>=3", "IDNA", 1)
	v, diags := insync.Check(parseLock(t, l), single(t, m))
	if v.State != insync.InSync {
		t.Errorf("%v %v", v, diags.Err())
	}
	m = strings.Replace(m, `idna = { git = "ssh://alice@git.example.com/idna.git/", rev = "v1", subdirectory = "a/" }`, "", 1)
	m = strings.Replace(m, `"IDNA"`, `"idna @ git+ssh://git@git.example.com/idna.git@v1#subdirectory=a"`, 1)
	v, diags = insync.Check(parseLock(t, l), single(t, m))
	if v.State != insync.InSync {
		t.Errorf("%v %v", v, diags.Err())
	}
}

func TestStale(t *testing.T) {
	for _, tc := range []struct{ old, with, want string }{
		{`"idna>=3",`, `"idna>=4",`, `pyproject.toml:6: uv.lock is out of date: "idna>=4" is not what was locked
The lock has: idna>=3 (uv.lock:13).`},
		{`"idna>=3",`, `"idna>=3", "zipp",`, `pyproject.toml:6: uv.lock is out of date: "zipp" is not what was locked
The lock was made without "zipp" here.`},
		{`"idna>=3",`, ``, `pyproject.toml:2: uv.lock is out of date: app does not require idna>=3 any more
It is required in uv.lock:13.`},
		{`Windows`, `Linux`, `pyproject.toml:7: uv.lock is out of date: "six; platform_system == 'Linux'" applies elsewhere than when it was locked
The lock has: six; sys_platform == 'win32' (uv.lock:14).`},
		{`docs = `, `doc = `, `pyproject.toml:10: uv.lock is out of date: "toml" applies elsewhere`},
		{`"pytest"`, `"nose"`, `pyproject.toml:12: uv.lock is out of date: "nose" is not what was locked`},
		{`dev = `, `test = `, `pyproject.toml:12: uv.lock is out of date: it does not know the dependency group "test"`},
		{`"1.0"`, `"1.1"`, `pyproject.toml:3: uv.lock is out of date: "app" is at version 1.1, the lock has 1.0`},
		{`>=3.11`, `>=3.12`, `pyproject.toml:4: uv.lock is out of date: requires-python is >=3.12, the lock is for ">=3.11"`},
		{`name = "app"`, `name = "ape"`, `pyproject.toml:2: uv.lock is out of date: it has no project "ape"`},
		{`package = false`, `package = true`, `pyproject.toml:14: uv.lock is out of date: it has "app" as a project that is not a package, the manifest makes it a package`},
		{`package = false`, "package = false\nresolution = \"lowest\"", `pyproject.toml:15: uv.lock is out of date: tool.uv.resolution is "lowest", the lock was made with "highest"`},
		{`package = false`, "package = false\nconstraint-dependencies = [\"idna<9\"]", `pyproject.toml:15: uv.lock is out of date: "idna<9" is not what was locked`},
		{`package = false`, "package = false\nenvironments = [\"sys_platform == 'linux'\"]", `pyproject.toml:15: uv.lock is out of date: tool.uv.environments has "sys_platform == 'linux'", the lock has not`},
		{`package = false`, "package = false\nconflicts = [[{ extra = \"docs\" }, { group = \"dev\" }]]", `pyproject.toml:15: uv.lock is out of date: it does not know these conflicts`},
		{`package = false`, "package = false\ndefault-groups = [\"dev\", \"x\"]", `pyproject.toml:15: uv.lock is out of date: tool.uv.default-groups is not what was locked`},
		{`package = false`, "package = false\nsources.idna = { git = \"https://git.example.com/idna\" }", `pyproject.toml:6: uv.lock is out of date: "idna>=3" is not what was locked`},
	} {
		t.Run(tc.old+" to "+tc.with, func(t *testing.T) {
			v, diags := insync.Check(parseLock(t, lock), single(t, strings.Replace(manifest, tc.old, tc.with, 1)))
			err := diags.Err()
			if v.State != insync.Stale || err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%s: %v\nwant %s", v.State, err, tc.want)
			}
		})
	}
}

func TestUnsure(t *testing.T) {
	for _, tc := range []struct{ old, with, want string }{
		{`version = "1.0"`, `dynamic = ["version"]`, ""},
		{"dependencies = [\n    \"idna>=3\",\n    \"six; platform_system == 'Windows'\",\n]", `dynamic = ["dependencies"]`, "Only the build backend knows the dependencies of \"app\"."},
		{`"idna>=3"`, `"idna @ file:///x/idna-3.whl"`, `The URL of "idna" is a path.`},
		{`package = false`, "package = false\nexclude-newer-package = { idna = \"2026-01-01\" }", "exclude-newer is not compared."},
	} {
		t.Run(tc.with, func(t *testing.T) {
			in := single(t, strings.Replace(manifest, tc.old, tc.with, 1))
			v, diags := insync.Check(parseLock(t, lock), in)
			if tc.want == "" {
				// The lock has the version of a project that is dynamic now.
				if v.State != insync.Stale {
					t.Errorf("%s", v.State)
				}
				return
			}
			if v.State != insync.Unsure || len(diags) != 0 {
				t.Errorf("%s %v", v.State, diags.Err())
			}
			if diff := cmp.Diff([]string{tc.want}, v.Unknown); diff != "" {
				t.Error(diff)
			}
		})
	}
	in := single(t, manifest)
	in.Settings = true
	if v, _ := insync.Check(parseLock(t, lock), in); v.State != insync.Unsure {
		t.Errorf("with uv.toml: %s", v.State)
	}
	if v, _ := insync.Check(parseLock(t, strings.ReplaceAll(lock, "[package.metadata", "[package.other")), single(t, manifest)); v.State != insync.Unsure {
		t.Errorf("without metadata: %s", v.State)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(lock), []byte(manifest))
	f.Add([]byte(lock), []byte(strings.Replace(manifest, "package = false", "sources.idna = [{ index = \"x\", marker = \"os_name == 'nt'\" }]", 1)))
	f.Fuzz(func(t *testing.T, lock, manifest []byte) {
		l, _ := uvlock.Parse(diag.NewFile("uv.lock", lock))
		doc, _ := pyproject.Parse(diag.NewFile("pyproject.toml", manifest))
		if l == nil {
			return
		}
		v, diags := insync.Check(l, insync.Input{Root: doc, Members: []insync.Manifest{{Dir: ".", Doc: doc}}})
		if (v.State == insync.Stale) != diags.HasErrors() {
			t.Errorf("%s with %v", v.State, diags.Err())
		}
		for _, d := range diags {
			if !d.Subject.Known() {
				t.Errorf("a finding without a place: %v", d)
			}
		}
	})
}

// workspace writes a lock and the manifests of a workspace with n members.
func workspace(t testing.TB, n int) (*uvlock.Lock, insync.Input) {
	var l, members strings.Builder
	root := document(t, "pyproject.toml", "[tool.uv.workspace]\nmembers = [\"*\"]\n")
	in := insync.Input{Root: root}
	for i := range n {
		name := fmt.Sprintf("m%d", i)
		fmt.Fprintf(&members, "%q, ", name)
		fmt.Fprintf(&l, "[[package]]\nname = %q\nversion = \"1\"\nsource = { virtual = %q }\n[package.metadata]\nrequires-dist = [\n", name, name)
		var deps []string
		for d := range 20 {
			fmt.Fprintf(&l, "    { name = \"d%d\", specifier = \">=%d\", marker = \"python_full_version < '3.13'\" },\n", d, i)
			deps = append(deps, fmt.Sprintf("\"d%d>=%d; python_version < '3.13'\"", d, i))
		}
		l.WriteString("]\n")
		doc := document(t, name+"/pyproject.toml", fmt.Sprintf("[project]\nname = %q\nversion = \"1\"\nrequires-python = \">=3.11\"\ndependencies = [%s]\n", name, strings.Join(deps, ", ")))
		in.Members = append(in.Members, insync.Manifest{Dir: name, Doc: doc})
	}
	text := "version = 1\nrevision = 5\nrequires-python = \">=3.11\"\n[manifest]\nmembers = [" + members.String() + "]\n" + l.String()
	return parseLock(t, text), in
}

// BenchmarkCheck compares a workspace of 200 members with 20 requirements each.
func BenchmarkCheck(b *testing.B) {
	l, in := workspace(b, 200)
	b.ReportAllocs()
	for b.Loop() {
		if v, diags := insync.Check(l, in); v.State != insync.InSync {
			b.Fatal(v, diags.Err())
		}
	}
}
