package oracle

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
)

// stub returns a distribution with nothing in it, named by a file name. A wheel
// installs; a source distribution builds, without any build requirement, to a
// wheel with nothing in it.
func stub(t *testing.T, filename string) []byte {
	t.Helper()
	if parts := strings.Split(strings.TrimSuffix(filename, ".whl"), "-"); strings.HasSuffix(filename, ".whl") {
		return stubWheel(t, parts[0], parts[1])
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(filename, ".tar.gz"), ".zip")
	i := strings.LastIndexByte(stem, '-')
	if i < 0 {
		t.Fatalf("%s is no distribution", filename)
	}
	return stubSdist(t, filename, stem[:i], stem[i+1:])
}

func stubWheel(t *testing.T, name, version string) []byte {
	t.Helper()
	info := fmt.Sprintf("%s-%s.dist-info/", name, version)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range [][2]string{
		{info + "METADATA", metadata(name, version)},
		{info + "WHEEL", "Wheel-Version: 1.0\nGenerator: stub\nRoot-Is-Purelib: true\nTag: py3-none-any\n"},
		{info + "RECORD", info + "METADATA,,\n" + info + "WHEEL,,\n" + info + "RECORD,,\n"},
	} {
		w, err := z.Create(f[0])
		if err == nil {
			_, err = w.Write([]byte(f[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func metadata(name, version string) string {
	return fmt.Sprintf("Metadata-Version: 2.2\nName: %s\nVersion: %s\n", strings.ReplaceAll(name, "_", "-"), version)
}

// backend is a build backend that brings its own wheel.
const backend = `
import os, zipfile
NAME, VERSION = %q, %q
def build_wheel(directory, config_settings=None, metadata_directory=None):
    info = f"{NAME}-{VERSION}.dist-info/"
    files = {
        info + "METADATA": f"Metadata-Version: 2.2\nName: {NAME.replace('_', '-')}\nVersion: {VERSION}\n",
        info + "WHEEL": "Wheel-Version: 1.0\nGenerator: stub\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[info + "RECORD"] = "".join(f"{name},,\n" for name in [*files, info + "RECORD"])
    wheel = f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, wheel), "w") as z:
        for name, text in files.items():
            z.writestr(name, text)
    return wheel
`

// stubSdist returns a source distribution in the form its name asks for.
func stubSdist(t *testing.T, filename, name, version string) []byte {
	t.Helper()
	escaped := strings.NewReplacer("-", "_", ".", "_").Replace(strings.ToLower(name))
	top := name + "-" + version + "/"
	files := [][2]string{
		{top + "PKG-INFO", metadata(escaped, version)},
		{top + "pyproject.toml", fmt.Sprintf("[project]\nname = %q\nversion = %q\n[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n",
			strings.ReplaceAll(escaped, "_", "-"), version)},
		{top + "backend.py", fmt.Sprintf(backend, escaped, version)},
	}
	var b bytes.Buffer
	if strings.HasSuffix(filename, ".zip") {
		z := zip.NewWriter(&b)
		for _, f := range files {
			w, err := z.Create(f[0])
			if err == nil {
				_, err = w.Write([]byte(f[1]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	g := gzip.NewWriter(&b)
	w := tar.NewWriter(g)
	for _, f := range files {
		err := w.WriteHeader(&tar.Header{Name: f[0], Mode: 0o644, Size: int64(len(f[1]))})
		if err == nil {
			_, err = w.Write([]byte(f[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
