package pyproject_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
)

// Files that cannot stand in an archive of text.
func TestUnreadable(t *testing.T) {
	elf := append([]byte("\x7fELF\x02\x01\x01\x00"), bytes.Repeat([]byte{0, 0xff}, 4096)...)
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"binary", elf, `pyproject.toml:1: error: this is a binary file, not TOML
   1 | \x7fELF\x02\x01\x01\x00\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff…
     |                    ^^^^
`},
		{"gzip", []byte("\x1f\x8b\x08\x01"), `pyproject.toml:1: error: this is a binary file, not TOML
   1 | \x1f\x8b\x08\x01
     | ^^^^
`},
		{"not UTF-8", []byte("[project]\nname = \"caf\xe9\"\n"), `pyproject.toml:2: error: not UTF-8: byte 0xE9
   2 | name = "caf\xe9"
     |            ^^^^
  TOML files are UTF-8 by definition.
`},
		{"UTF-16", []byte("\xff\xfe[\x00p\x00"), `pyproject.toml:1: error: the file is UTF-16, and TOML is UTF-8
  save it as UTF-8; in PowerShell: Set-Content -Encoding utf8
`},
		{"50 MB", bytes.Repeat([]byte("a"), 50<<20), `pyproject.toml:1: error: the file is too large: 50 MiB, at most 16 MiB are read
  Is it another file than it should be?
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, list := pyproject.Parse(diag.NewFile("pyproject.toml", tt.data))
			if got := list.Text(); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
			if doc == nil || doc.Tree.Len() != 0 {
				t.Error("there is no empty document")
			}
		})
	}
}

// A byte order mark, as Windows editors write it, is no fault.
func TestByteOrderMark(t *testing.T) {
	doc, list := pyproject.Parse(diag.NewFile("pyproject.toml", []byte("\xef\xbb\xbf[project]\r\nname = \"x\"\r\nversion = \"1\"\r\n")))
	if len(list) != 0 || doc.Project.Name.V != "x" || doc.Project.Name.Range.Start.Line != 2 {
		t.Errorf("%+v\n%s", doc.Project, list.Text())
	}
}

func TestLookups(t *testing.T) {
	doc, _ := pyproject.Parse(diag.NewFile("pyproject.toml", []byte(`
[project]
name = "My_Project"
dynamic = ["version"]
optional-dependencies = { "A.b" = ["x"] }
readme = "README.md"
license = { file = "COPYING" }
[dependency-groups]
"C_d" = []
[tool.uv.sources]
"E-f" = { path = "e" }
[[tool.uv.index]]
url = "https://index.example.com"
[[tool.uv.index]]
name = "named"
url = "https://named.example.com"
`)))
	if got := doc.Project.NormalName(); got != "my-project" {
		t.Errorf("name %q", got)
	}
	if !doc.Project.IsDynamic("version") || doc.Project.IsDynamic("readme") {
		t.Error("dynamic")
	}
	if e, ok := doc.Project.Extra("a_B"); !ok || e.Requirements[0].V != "x" {
		t.Errorf("extra %+v", e)
	}
	if _, ok := doc.Project.Extra("x"); ok {
		t.Error("an extra that is not there")
	}
	if g, ok := doc.Group("c-D"); !ok || g.Name.V != "C_d" {
		t.Errorf("group %+v", g)
	}
	if _, ok := doc.Group(""); ok {
		t.Error("a group that is not there")
	}
	if s := doc.UV.SourcesOf("e_F"); len(s) != 1 || s[0].Kind != pyproject.PathSource {
		t.Errorf("sources %+v", s)
	}
	if doc.UV.SourcesOf("other") != nil {
		t.Error("sources that are not there")
	}
	if i, ok := doc.UV.Resolution.Index("named"); !ok || !strings.Contains(i.URL.V, "named") {
		t.Errorf("index %+v", i)
	}
	if _, ok := doc.UV.Resolution.Index(""); ok {
		t.Error("the index without a name was found by it")
	}
	var files []string
	for _, f := range doc.ReferencedFiles() {
		files = append(files, f.V)
	}
	if !reflect.DeepEqual(files, []string{"README.md", "COPYING"}) {
		t.Errorf("referenced files %q", files)
	}
	if (*pyproject.Project)(nil).NormalName() != "" {
		t.Error("a project that is not there has a name")
	}
}

// No input breaks the reader, and every value that it reads lies in the file.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"[project]\nname = 'x'\nversion = '1'\ndependencies = ['a']\n", "tool.uv.sources.a = [{git = 'x'}]", "tool.uv.conflicts = [[{extra = 'a'}]]",
		"[[tool.uv.index]]\nurl = 'x'\n", "project = 1\ntool = []", "\xff\xfe", "", "[dependency-groups]\na = [{include-group = 'b'}]",
		"[project.readme]\nfile = \"\"\"\nx\"\"\"", "[tool.uv]\npackage = 'x'\nworkspace.members = ['*']",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := diag.NewFile("pyproject.toml", data)
		doc, list := pyproject.Parse(file)
		walk("", reflect.ValueOf(*doc), func(path string, _ any, r diag.Range) {
			if r.Known() && (r.File != file || r.Start.Offset > r.End.Offset) {
				t.Errorf("%s is outside of the file", path)
			}
		})
		for _, d := range list {
			if !d.Subject.Known() || d.Summary == "" {
				t.Errorf("a finding without a place or a text: %+v", d)
			}
		}
		_ = list.Text()
		_ = doc.IsPackage(true) || doc.Managed()
	})
}
