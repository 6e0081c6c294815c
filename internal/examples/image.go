package examples

import (
	"archive/tar"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// nonRoot is a user by its number, which is not root's: the only form in which
// Kubernetes can tell (runAsNonRoot).
var nonRoot = regexp.MustCompile(`^[1-9][0-9]*(:[0-9]+)?$`)

// dists matches the directory of an installed distribution.
var dists = regexp.MustCompile(`/site-packages/([^/]+)-[^/-]+\.dist-info$`)

// checkImage checks what every image has to have and may not have.
func checkImage(t *testing.T, x *Example, img *testbed.Image) {
	t.Helper()
	config := img.Config.Config
	if !nonRoot.MatchString(config.User) {
		t.Errorf("the image runs as %q, want the number of a user that is not root", config.User)
	}
	if len(config.Entrypoint) == 0 || strings.HasSuffix(config.Entrypoint[0], "/sh") {
		t.Errorf("the image's entrypoint is %q, want a program and no shell", config.Entrypoint)
	}
	checkHistory(t, img)
	absent := map[string]bool{"uv": true}
	for _, name := range x.Absent {
		absent[name] = true
	}
	for name, f := range img.Files(t) {
		if base := path.Base(name); base == "uv" || base == "uvx" {
			t.Errorf("the image has %s", name)
		}
		if m := dists.FindStringSubmatch(name); m != nil && absent[m[1]] {
			t.Errorf("the image has the distribution %s", m[1])
		}
		if inside(name, config.WorkingDir) {
			checkReadOnly(t, name, f)
		}
	}
	checkWrite(t, &check{x: x, img: img})
}

// checkHistory sees that every layer is accounted for, and that none was made
// by running a program in what becomes the image.
func checkHistory(t *testing.T, img *testbed.Image) {
	t.Helper()
	layers := 0
	for _, h := range img.Config.History {
		if !h.EmptyLayer {
			layers++
		}
		if strings.HasPrefix(h.CreatedBy, "RUN ") {
			t.Errorf("a layer was made by %q", h.CreatedBy)
		}
	}
	if layers != len(img.Manifest.Layers) {
		t.Errorf("the history tells of %d layers, the image has %d", layers, len(img.Manifest.Layers))
	}
}

// inside reports whether a path of the image is at or below a directory.
func inside(name, dir string) bool {
	dir = strings.Trim(dir, "/")
	return name == dir || strings.HasPrefix(name, dir+"/")
}

// checkReadOnly sees that only root may change a file.
func checkReadOnly(t *testing.T, name string, f *testbed.File) {
	t.Helper()
	if f.Uid != 0 || f.Gid != 0 {
		t.Errorf("%s belongs to %d:%d", name, f.Uid, f.Gid)
	}
	if f.Typeflag != tar.TypeSymlink && f.Mode&0o022 != 0 {
		t.Errorf("%s can be written by others: %o", name, f.Mode)
	}
}

// tryToWrite tries what checkReadOnly reasons about.
const tryToWrite = `
import os, sys
try:
    open("written", "w")
except PermissionError as error:
    print(os.getuid(), error.filename)
else:
    sys.exit("the user can write to " + os.getcwd())
`

func checkWrite(t *testing.T, c *check) {
	t.Helper()
	out := c.python(t, tryToWrite, nil)
	if want := c.expand("${uid} written\n", nil); out.ExitCode != 0 || out.Stdout != want {
		t.Errorf("writing to the working directory gives %q with status %d, want %q: %s", out.Stdout, out.ExitCode, want, out.Stderr)
	}
}
