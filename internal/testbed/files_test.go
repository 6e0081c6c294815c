package testbed

import (
	"archive/tar"
	"bytes"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// layer makes a layer of headers; a regular file's content is its name.
func layer(t *testing.T, headers ...tar.Header) *bytes.Buffer {
	t.Helper()
	var buf bytes.Buffer
	tw := tar.NewWriter(&buf)
	for _, h := range headers {
		content := ""
		if h.Typeflag == tar.TypeReg {
			content = h.Name
		}
		h.Size = int64(len(content))
		if err := tw.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	return &buf
}

func file(name string) tar.Header { return tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644} }

func dir(name string) tar.Header { return tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: 0o755} }

func TestApplyLayer(t *testing.T) {
	lower := []tar.Header{dir("etc/"), file("etc/a"), file("etc/b"), dir("opt/"), file("opt/old"), dir("srv/"), file("srv/x")}
	tests := []struct {
		name  string
		upper []tar.Header
		want  []string
	}{
		{"addition", []tar.Header{file("etc/c")}, []string{"etc", "etc/a", "etc/b", "etc/c", "opt", "opt/old", "srv", "srv/x"}},
		{"whiteout of a file", []tar.Header{file("etc/.wh.a")}, []string{"etc", "etc/b", "opt", "opt/old", "srv", "srv/x"}},
		{"whiteout of a directory", []tar.Header{file(".wh.opt")}, []string{"etc", "etc/a", "etc/b", "srv", "srv/x"}},
		{
			"opaque directory",
			[]tar.Header{dir("opt/"), file("opt/.wh..wh..opq"), file("opt/new")},
			[]string{"etc", "etc/a", "etc/b", "opt", "opt/new", "srv", "srv/x"},
		},
		{"file in place of a directory", []tar.Header{file("srv")}, []string{"etc", "etc/a", "etc/b", "opt", "opt/old", "srv"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]*File{}
			for n, l := range [][]tar.Header{lower, tt.upper} {
				if err := applyLayer(files, n, layer(t, l...)); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(tt.want, slices.Sorted(maps.Keys(files))); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

func TestApplyLayerHardLink(t *testing.T) {
	files := map[string]*File{}
	link := tar.Header{Typeflag: tar.TypeLink, Name: "etc/link", Linkname: "etc/a"}
	if err := applyLayer(files, 0, layer(t, file("etc/a"), link)); err != nil {
		t.Fatal(err)
	}
	if got := string(files["etc/link"].Content); got != "etc/a" {
		t.Errorf("content of the link %q, want that of its target", got)
	}
	link.Linkname = "etc/nothing"
	if err := applyLayer(map[string]*File{}, 0, layer(t, link)); err == nil {
		t.Error("a hard link to nothing is no error")
	}
}
