package uvlock_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// commit is a whole Git object name.
const commit = "0123456789abcdef0123456789abcdef01234567"

// every has each kind of source, artifact and section that uv writes.
const every = `version = 1
revision = 5
requires-python = ">=3.11"
resolution-markers = [
    "python_full_version >= '3.13'",
    "python_full_version < '3.13'",
]
supported-markers = ["sys_platform == 'linux'"]
required-markers = ["platform_machine == 'aarch64'"]
conflicts = [[
    { package = "app", extra = "cpu" },
    { package = "app", group = "gpu" },
    { package = "app" },
]]
future = { key = "ignored" }

[options]
resolution-mode = "lowest"
exclude-newer = "2026-01-01T00:00:00Z"

[manifest]
members = ["app", "member"]
requirements = [{ name = "loose", specifier = ">=1" }]
constraints = [{ name = "limited", specifier = "<2" }]
overrides = [
    { name = "forced", specifier = "==3" },
    { package = { name = "scoped" }, dependencies = [{ name = "x" }] },
]
excludes = ["Left_Out"]
build-constraints = [{ name = "hatchling", specifier = "==1.0" }]

[manifest.dependency-groups]
docs = [{ name = "sphinx" }]

[[package]]
name = "app"
source = { editable = "." }
dependencies = [
    { name = "archive" },
    { name = "forked", version = "1.0", source = { registry = "https://index.example.com/simple" }, marker = "python_full_version < '3.13'" },
    { name = "forked", version = "2.0", source = { registry = "https://index.example.com/simple" }, marker = "python_full_version >= '3.13'" },
    { name = "member", extra = ["fast", "unknown"] },
]

[package.optional-dependencies]
cpu = [{ name = "wheel-only" }]

[package.dev-dependencies]
dev = [{ name = "tree" }]

[package.metadata]
requires-dist = [
    { name = "archive", url = "https://files.example.com/archive-1.0.tar.gz" },
    { name = "forked", specifier = ">=1", index = "https://index.example.com/simple", conflict = { package = "app", extra = "cpu" } },
    { name = "member", extras = ["fast"], virtual = "packages/member" },
]
provides-extras = ["cpu"]

[package.metadata.requires-dev]
dev = [{ name = "tree", git = "https://git.example.com/tree?rev=main" }]
empty = []

[[package]]
name = "archive"
version = "1.0"
source = { url = "https://files.example.com/archive-1.0.tar.gz", subdirectory = "sub" }
sdist = { hash = "sha256:aa" }

[[package]]
name = "built"
version = "1.0"
source = { directory = "../built" }

[[package]]
name = "flat"
version = "1.0"
source = { registry = "../links" }
sdist = { path = "flat-1.0.tar.gz" }
wheels = [
    { path = "flat-1.0-py3-none-any.whl", hash = "md5:bb" },
]

[[package]]
name = "forked"
version = "1.0"
source = { registry = "https://index.example.com/simple" }
resolution-markers = ["python_full_version < '3.13'"]
sdist = { url = "https://files.example.com/forked-1.0.tar.gz", hash = "sha256:cc", size = 10, upload_time = "2026-01-01T00:00:00Z" }

[[package]]
name = "forked"
version = "2.0"
source = { registry = "https://index.example.com/simple" }
resolution-markers = ["python_full_version >= '3.13'"]
sdist = { url = "https://files.example.com/forked-2.0.tar.gz" }

[[package]]
name = "member"
version = "0.1"
source = { virtual = "packages/member" }

[package.optional-dependencies]
fast = [{ name = "flat" }]

[[package]]
name = "tree"
version = "1.0"
source = { git = "https://git.example.com/tree?subdirectory=d&lfs=true&rev=main#` + commit + `" }

[[package]]
name = "wheel-only"
version = "1.0+local"
source = { path = "dist/wheel_only-1.0+local-py3-none-any.whl" }
wheels = [
    { filename = "wheel_only-1.0+local-py3-none-any.whl", hash = "sha256:dd" },
]

[[package]]
name = "zipped"
version = "1.0"
source = { registry = "https://index.example.com/simple" }
wheels = [
    { url = "https://files.example.com/zipped-1.0%2Bx-py3-none-any.whl", hash = "sha256:ee", size = 20, zstd = { hash = "sha256:ff", size = 15 } },
]
`

func parse(t testing.TB, text string) (*uvlock.Lock, diag.List) {
	t.Helper()
	return uvlock.Parse(diag.NewFile("uv.lock", []byte(text)))
}

func mustParse(t testing.TB, text string) *uvlock.Lock {
	t.Helper()
	l, diags := parse(t, text)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEveryPackage(t *testing.T) {
	l := mustParse(t, every)
	var got []string
	for _, p := range l.Packages {
		if at := l.File.LineRange(p.Range().Start.Line).Text(); at != fmt.Sprintf("name = %q", p.Name) {
			t.Errorf("%s: its line is %s", p, at)
		}
		line := fmt.Sprintf("%s %s", p, p.Source)
		if p.Sdist != nil {
			line += fmt.Sprintf(" sdist(%s%s %s %d)", p.Sdist.URL, p.Sdist.Path, p.Sdist.Hash, p.Sdist.Size)
		}
		for _, w := range p.Wheels {
			line += fmt.Sprintf(" wheel(%s %s %d %s %d)", w.Filename, w.Hash, w.Size, w.ZstdHash, w.ZstdSize)
		}
		got = append(got, line)
	}
	want := []string{
		"app editable+.",
		"archive==1.0 url+https://files.example.com/archive-1.0.tar.gz sdist( sha256:aa 0)",
		"built==1.0 directory+../built",
		"flat==1.0 registry+../links sdist(flat-1.0.tar.gz  0) wheel(flat-1.0-py3-none-any.whl md5:bb 0  0)",
		"forked==1.0 registry+https://index.example.com/simple sdist(https://files.example.com/forked-1.0.tar.gz sha256:cc 10)",
		"forked==2.0 registry+https://index.example.com/simple sdist(https://files.example.com/forked-2.0.tar.gz  0)",
		"member==0.1 virtual+packages/member",
		"tree==1.0 git+https://git.example.com/tree?subdirectory=d&lfs=true&rev=main#" + commit,
		"wheel-only==1.0+local path+dist/wheel_only-1.0+local-py3-none-any.whl wheel(wheel_only-1.0+local-py3-none-any.whl sha256:dd 0  0)",
		"zipped==1.0 registry+https://index.example.com/simple wheel(zipped-1.0+x-py3-none-any.whl sha256:ee 20 sha256:ff 15)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEverySection(t *testing.T) {
	l := mustParse(t, every)
	app := l.Named("app")[0]
	var edges []string
	for _, d := range app.Dependencies {
		edge := d.Package.String() + " " + strings.Join(d.Extras, ",")
		if d.Marker != nil {
			edge += " " + d.Marker.Text
		}
		edges = append(edges, edge)
	}
	want := []string{
		"archive==1.0 ", "forked==1.0  python_full_version < '3.13'",
		"forked==2.0  python_full_version >= '3.13'", "member==0.1 fast",
	}
	if diff := cmp.Diff(want, edges); diff != "" {
		t.Error(diff)
	}
	git := l.Named("tree")[0].Source
	if diff := cmp.Diff(&uvlock.GitSource{
		Repository: "https://git.example.com/tree", Commit: commit, RefKind: "rev", Ref: "main", LFS: true,
	}, git.Git); diff != "" || git.Subdirectory != "d" {
		t.Errorf("subdirectory %q, %s", git.Subdirectory, diff)
	}
	if diff := cmp.Diff([][]uvlock.ConflictItem{{{Package: "app", Extra: "cpu"}, {Package: "app", Group: "gpu"}, {Package: "app"}}}, l.Conflicts); diff != "" {
		t.Error(diff)
	}
	m := l.Manifest
	for got, want := range map[int]int{
		len(m.Requirements): 1, len(m.Constraints) + len(m.BuildConstraints): 2, len(l.ResolutionMarkers) + len(l.SupportedMarkers): 3,
	} {
		if got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
	if len(m.Overrides) != 1 || !m.ScopedOverrides || m.Excludes[0] != "left-out" || m.Groups[0].Name != "docs" {
		t.Errorf("manifest: %+v", m)
	}
	meta := app.Metadata
	if len(meta.Groups) != 2 || meta.RequiresDist[0].Source.Kind != uvlock.URL || meta.RequiresDist[1].Conflict.Extra != "cpu" {
		t.Errorf("metadata: %+v", meta)
	}
	if l.Root() != app || l.Members()[1] != "member" || l.Options.ResolutionMode != "lowest" || l.Revision != 5 {
		t.Errorf("lock: %+v", l)
	}
	if b := l.Named("built")[0].Source; !b.Outside() || !b.Local() || !b.Tree() || b.Remote() {
		t.Errorf("source: %+v", b)
	}
}

// one is a lock with one package, for tests that break it.
func one(lines string) string {
	return "version = 1\nrequires-python = \">=3.11\"\n\n[[package]]\nname = \"a\"\nversion = \"1.0\"\nsource = { registry = \"https://index.example.com/simple\" }\n" + lines
}

func TestRefused(t *testing.T) {
	const wheel = "https://files.example.com/a-1.0-py3-none-any.whl"
	for _, tc := range []struct{ name, text, want string }{
		{"unknown version", "version = 2\npackage = 3\n", "uv.lock:1: uv.lock has version 2"},
		{"no version", "requires-python = \">=3.11\"\n", "uv.lock:1: uv.lock has no version number"},
		{"no requires-python", "version = 1\n", `uv.lock:1: missing key "requires-python"`},
		{"empty", "", `uv.lock:1: missing key "requires-python"`},
		{"truncated", every[:len(every)/2], "uv.lock:"},
		{"not a table", "version = 1\nrequires-python = \"\"\npackage = [1]\n", "uv.lock:3: a package is a table"},
		{"not an array", "version = 1\nrequires-python = \"\"\npackage = 1\n", `uv.lock:3: "package" is an integer, expected an array`},
		{"no name", "version = 1\nrequires-python = \">=3\"\n[[package]]\nsource = { virtual = \".\" }\n", `uv.lock:3: missing key "name"`},
		{"bad name", "version = 1\nrequires-python = \">=3\"\n[[package]]\nname = \"-\"\nsource = { virtual = \".\" }\n", `uv.lock:4: "-" is not a valid name`},
		{"no source", "version = 1\nrequires-python = \">=3\"\n[[package]]\nname = \"a\"\n", `uv.lock:3: missing key "source"`},
		{"unknown source", "version = 1\nrequires-python = \">=3\"\n[[package]]\nname = \"a\"\nsource = { ipfs = \"x\" }\n", `uv.lock:5: unknown kind of source`},
		{"registry without version", "version = 1\nrequires-python = \">=3\"\n[[package]]\nname = \"a\"\nsource = { registry = \"x\" }\n", `uv.lock:3: package "a" has no version`},
		{"git without commit", "version = 1\nrequires-python = \">=3\"\n[[package]]\nname = \"a\"\nsource = { git = \"https://x\" }\n", `uv.lock:5: the Git source of "a" has no commit`},
		{"bad commit", "version = 1\nrequires-python = \">=3\"\n[[package]]\nname = \"a\"\nsource = { git = \"https://x#123\" }\n", `uv.lock:5: "123" is not a commit`},
		{"bad version", strings.Replace(one(""), "1.0", "one", 1), `uv.lock:6: "one" is not a version`},
		{"unknown dependency", one("dependencies = [\n{ name = \"b\" },\n]\n"), `uv.lock:9: dependency "b" is not in the lock`},
		{"dependency on another version", one("dependencies = [{ name = \"a\", version = \"2.0\" }]\n"), `uv.lock:8: no package "a" has the version`},
		{"duplicate package", one("\n[[package]]\nname = \"A\"\nversion = \"v1.0\"\nsource = { registry = \"https://index.example.com/simple\" }\n"), `uv.lock:10: package a==v1.0 is in the lock twice, first in line 5`},
		{"ambiguous source", one("dependencies = [{ name = \"a\" }]\n[[package]]\nname = \"a\"\nversion = \"2\"\nsource = { registry = \"https://index.example.com/simple\" }\n"), `uv.lock:8: dependency "a" names no source`},
		{"ambiguous version", one("dependencies = [{ name = \"a\", source = { registry = \"https://index.example.com/simple\" } }]\n[[package]]\nname = \"a\"\nversion = \"2\"\nsource = { registry = \"https://index.example.com/simple\" }\n"), `uv.lock:8: dependency "a" names no version`},
		{"bad hash", one("wheels = [{ url = \"" + wheel + "\", hash = \"crc:1\" }]\n"), `uv.lock:8: "crc:1" is not a hash`},
		{"bad size", one("wheels = [{ url = \"" + wheel + "\", size = -1 }]\n"), `uv.lock:8: "-1" is not a size`},
		{"wheel without place", one("wheels = [{ hash = \"md5:1\" }]\n"), `uv.lock:8: a wheel of "a" has no url, path or filename`},
		{"wrong kinds", one("dependencies = 1\nsdist = []\nwheels = {}\nmetadata = 1\nresolution-markers = [1]\n"), `uv.lock:8: "dependencies" is an integer`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, diags := parse(t, tc.text)
			err := diags.Err()
			if l != nil || err == nil || !strings.HasPrefix(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestLineEndsAndByteOrderMark(t *testing.T) {
	want := mustParse(t, every)
	for name, text := range map[string]string{
		"CRLF": strings.ReplaceAll(every, "\n", "\r\n"),
		"BOM":  "\xef\xbb\xbf" + every,
	} {
		got := mustParse(t, text)
		for i, p := range got.Packages {
			if p.String() != want.Packages[i].String() || p.Range().Start.Line != want.Packages[i].Range().Start.Line {
				t.Errorf("%s: %s in line %d", name, p, p.Range().Start.Line)
			}
		}
	}
}
