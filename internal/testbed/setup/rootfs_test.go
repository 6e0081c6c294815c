package setup

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// debian is a tar as mmdebstrap makes one, of a few files.
func debian(t *testing.T, change func(map[string]string)) *bytes.Buffer {
	t.Helper()
	var wheel bytes.Buffer
	zw := zip.NewWriter(&wheel)
	w, err := zw.Create("pip/__init__.py")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("pip")); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"usr/bin/dash":                                      "dash",
		"usr/bin/python3.13":                                "elf\x003.13.5\x00elf",
		"usr/lib/python3.13/os.py":                          "os",
		"usr/lib/python3.13/EXTERNALLY-MANAGED":             "no",
		"usr/lib/python3.13/sysconfig/__init__.py":          "x = 1\n            prefix_scheme = 'posix_local'\n",
		"usr/share/python-wheels/pip-25.1-py3-none-any.whl": wheel.String(),
		"usr/share/base-passwd/passwd.master":               "root:*:0:0:root:/root:/bin/bash\n",
		"usr/share/base-passwd/group.master":                "root:*:0:\n",
		"usr/share/ca-certificates/mozilla/B.crt":           "B\n",
		"usr/share/ca-certificates/mozilla/A.crt":           "A\n",
		"usr/share/doc/dash/copyright":                      "free",
		"usr/local/":                                        "", // directories after what is moved into them
		"var/lib/dpkg/status":                               "Package: dash\n",
	}
	if change != nil {
		change(files)
	}
	var buf bytes.Buffer
	tw := tar.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: "./" + name, Mode: 0o644, Size: int64(len(files[name]))}
		if strings.HasSuffix(name, "/") {
			h.Typeflag, h.Mode = tar.TypeDir, 0o755
		}
		if err := tw.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	return &buf
}

// read returns the files of a tar, links as "-> target". A file that comes
// before the directory it is in, or comes twice, fails the test.
func read(t *testing.T, r io.Reader) map[string]string {
	t.Helper()
	files := map[string]string{}
	tr := tar.NewReader(r)
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		name := path.Clean(h.Name)
		if parent := path.Dir(name); parent != "." && files[parent] != "dir" {
			t.Errorf("%s comes before its directory", name)
		}
		if _, twice := files[name]; twice {
			t.Errorf("%s comes twice", name)
		}
		content, err := io.ReadAll(tr)
		if err != nil {
			t.Fatal(err)
		}
		switch h.Typeflag {
		case tar.TypeDir:
			files[name] = "dir"
		case tar.TypeSymlink:
			files[name] = "-> " + h.Linkname
		default:
			files[name] = string(content)
		}
	}
}

func TestWriteRootfs(t *testing.T) {
	const python = "elf\x003.13.5\x00elf"
	tests := []struct {
		layout layout
		want   map[string]string // "" for a file that is not there
	}{
		{layoutPython, map[string]string{
			"usr/local/bin/python3.13":                               python,
			"usr/local/bin/python3":                                  "-> python3.13",
			"usr/local/bin/python":                                   "-> python3",
			"usr/local/lib/python3.13/os.py":                         "os",
			"usr/local/lib/python3.13/sysconfig/__init__.py":         "x = 1\n            prefix_scheme = 'posix_prefix'\n",
			"usr/local/lib/python3.13/site-packages/pip/__init__.py": "pip",
			"usr/local/lib/python3.13/EXTERNALLY-MANAGED":            "",
			"usr/bin/python3.13":                                     "",
			"usr/bin/dash":                                           "dash",
			"usr/share/doc/dash/copyright":                           "",
			"etc/passwd":                                             "root:x:0:0:root:/root:/bin/bash\n",
			"etc/shadow":                                             "root:*:20000:0:99999:7:::\n",
			"etc/group":                                              "root:x:0:\n",
			"etc/ssl/certs/ca-certificates.crt":                      "A\nB\n",
			"tmp":                                                    "dir",
			"var/lib/dpkg/status":                                    "Package: dash\n",
		}},
		{layoutDebian, map[string]string{
			"usr/bin/dash":             "dash",
			"usr/bin/python3.13":       "",
			"usr/local/bin/python3.13": "",
			"usr/lib/python3.13/os.py": "",
			"usr/local/bin/python3":    "",
			"var/lib/dpkg/status":      "Package: dash\n",
		}},
		{layoutDistroless, map[string]string{
			"usr/bin/dash":             "",
			"usr/bin/python3.13":       python,
			"usr/bin/python3":          "-> python3.13",
			"usr/lib/python3.13/os.py": "os",
			"home/nonroot":             "dir",
			"etc/passwd":               distrolessPasswd,
			"var/lib/dpkg/status":      "",
		}},
	}
	for _, tt := range tests {
		t.Run(string(tt.layout), func(t *testing.T) {
			var out bytes.Buffer
			version, err := writeRootfs(debian(t, nil), &out, tt.layout)
			if err != nil {
				t.Fatal(err)
			}
			if version != "3.13.5" {
				t.Errorf("version %q", version)
			}
			got := read(t, &out)
			for name, want := range tt.want {
				if got[name] != want {
					t.Errorf("%s: %q, want %q", name, got[name], want)
				}
			}
		})
	}
}

// What the layouts rely on in Debian's packages is an error when it is gone, so
// that a stand-in never quietly differs from the image it stands for.
func TestWriteRootfsErrors(t *testing.T) {
	tests := map[string]struct {
		change func(map[string]string)
		want   string
	}{
		"no Python":   {func(f map[string]string) { delete(f, "usr/bin/python3.13") }, "no Python of a known version"},
		"no passwd":   {func(f map[string]string) { delete(f, "usr/share/base-passwd/passwd.master") }, "no passwd and group"},
		"not patched": {func(f map[string]string) { f["usr/lib/python3.13/sysconfig/__init__.py"] = "" }, "is not where it was"},
		"no pip":      {func(f map[string]string) { delete(f, "usr/share/python-wheels/pip-25.1-py3-none-any.whl") }, "pip's wheel"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := writeRootfs(debian(t, tt.change), io.Discard, layoutPython)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}
