package planner

import (
	"testing"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// input is a project with the manifest and the spec given as TOML; an empty
// manifest is none.
func input(t *testing.T, manifest, keys string) *Input {
	t.Helper()
	in := &Input{Platforms: []string{"linux/amd64"}, BuildPlatform: "linux/amd64", Dir: "."}
	var found diag.List
	if manifest != "" {
		in.Doc, found = pyproject.Parse(diag.NewFile("pyproject.toml", []byte(manifest)))
		in.Root = in.Doc
		in.Blame = in.Doc.File.LineRange(1)
	}
	entry := diag.NewFile("Dockerfile", []byte(keys))
	if in.Doc == nil {
		in.Blame = entry.LineRange(1)
	}
	tree, more := tomltree.Parse(entry)
	found.Append(more...)
	in.Spec, more = spec.Parse(tree)
	found.Append(more...)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return in
}

// slim is what is in the official slim image of a minor version.
func slim(minor string) *base.Facts {
	return &base.Facts{
		Python: "/usr/local/bin/python3", Minor: minor, Version: minor + ".1",
		Libc:   base.Libc{Family: base.Glibc, Version: "2.41"},
		Passwd: []byte("root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n"),
		Group:  []byte("root:x:0:\nwww-data:x:33:\n"),
	}
}

// message is the first line of the errors of a list, "" if there are none.
func message(found diag.List) string {
	for _, d := range found.Errors().Sorted() {
		return d.Summary
	}
	return ""
}
