package layers

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// dist is a distribution that a test makes up.
type dist struct {
	name, version string
	// tag is that of a wheel, "py3-none-any" if empty; "sdist" makes it a
	// source distribution.
	tag string
	// files are relative to site-packages, scripts are entry points.
	files   map[string]string
	scripts map[string]string
}

// fault is what goes wrong when a file is asked for.
type fault func(w http.ResponseWriter, r *http.Request, content []byte)

// index is a package index on this machine, which steps reach over the host's
// network.
type index struct {
	URL string

	mu     sync.Mutex
	files  map[string][]byte
	faults map[string]fault
}

// serveIndex serves distributions until the test ends.
func serveIndex(t *testing.T, dists ...dist) *index {
	t.Helper()
	x := &index{files: map[string][]byte{}, faults: map[string]fault{}}
	for _, d := range dists {
		name, content := d.pack(t)
		x.files[name] = content
	}
	server := httptest.NewServer(http.HandlerFunc(x.serve))
	t.Cleanup(server.Close)
	x.URL = server.URL + "/simple"
	return x
}

// fail lets a file fail, nil ends that.
func (x *index) fail(file string, f fault) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.faults[file] = f
}

func (x *index) serve(w http.ResponseWriter, r *http.Request) {
	dir, name := path.Split(strings.TrimSuffix(r.URL.Path, "/"))
	if dir == "/simple/" {
		w.Header().Set("Content-Type", "text/html")
		for _, f := range slices.Sorted(maps.Keys(x.files)) {
			if project, _, _ := strings.Cut(f, "-"); strings.ReplaceAll(project, "_", "-") == name {
				fmt.Fprintf(w, "<a href=\"/files/%s#sha256=%x\">%s</a>\n", f, sha256.Sum256(x.files[f]), f)
			}
		}
		return
	}
	content, ok := x.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	x.mu.Lock()
	f := x.faults[name]
	x.mu.Unlock()
	if f != nil {
		f(w, r, content)
		return
	}
	_, _ = w.Write(content)
}

// pack writes a distribution's file.
func (d dist) pack(t *testing.T) (name string, content []byte) {
	t.Helper()
	if d.tag == "sdist" {
		return d.sdist(t)
	}
	tag := d.tag
	if tag == "" {
		tag = "py3-none-any"
	}
	stem := strings.ReplaceAll(d.name, "-", "_") + "-" + d.version
	files := maps.Clone(d.files)
	if files == nil {
		files = map[string]string{}
	}
	info := stem + ".dist-info/"
	files[info+"METADATA"] = fmt.Sprintf("Metadata-Version: 2.1\nName: %s\nVersion: %s\n", d.name, d.version)
	files[info+"WHEEL"] = fmt.Sprintf("Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: %v\nTag: %s\n", strings.HasSuffix(tag, "any"), tag)
	if len(d.scripts) > 0 {
		entry := "[console_scripts]\n"
		for _, s := range slices.Sorted(maps.Keys(d.scripts)) {
			entry += s + " = " + d.scripts[s] + "\n"
		}
		files[info+"entry_points.txt"] = entry
	}
	files[info+"RECORD"] = record(files, info)
	return stem + "-" + tag + ".whl", zipped(t, files)
}

// record lists the files of a wheel with their hashes.
func record(files map[string]string, info string) string {
	out := ""
	for _, f := range slices.Sorted(maps.Keys(files)) {
		sum := sha256.Sum256([]byte(files[f]))
		out += fmt.Sprintf("%s,sha256=%s,%d\n", f, base64.RawURLEncoding.EncodeToString(sum[:]), len(files[f]))
	}
	return out + info + "RECORD,,\n"
}

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(f)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[f])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sdistBackend builds the wheel that lies in the sources, and writes into it
// what it ran on: a build that needs nothing but Python.
const sdistBackend = `import os, platform, shutil, zipfile
def build_wheel(directory, config_settings=None, metadata_directory=None):
    name = next(f for f in os.listdir(".") if f.endswith(".whl"))
    wheel = shutil.copy(name, directory)
    with zipfile.ZipFile(wheel, "a") as z:
        z.writestr(name.split("-")[0] + "_built_on.txt", platform.machine())
    return name
`

// sdist wraps the wheel of a distribution into sources that only its own
// backend can build.
func (d dist) sdist(t *testing.T) (name string, content []byte) {
	t.Helper()
	d.tag = ""
	wheel, data := d.pack(t)
	stem := strings.ReplaceAll(d.name, "-", "_") + "-" + d.version
	files := map[string]string{
		wheel:            string(data),
		"backend.py":     sdistBackend,
		"pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n",
		"PKG-INFO":       fmt.Sprintf("Metadata-Version: 2.2\nName: %s\nVersion: %s\n", d.name, d.version),
	}
	var b bytes.Buffer
	gz := gzip.NewWriter(&b)
	tw := tar.NewWriter(gz)
	for _, f := range slices.Sorted(maps.Keys(files)) {
		if err := tw.WriteHeader(&tar.Header{Name: stem + "/" + f, Mode: 0o644, Size: int64(len(files[f])), Format: tar.FormatPAX}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(files[f])); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	if err := gz.Close(); err != nil {
		t.Fatal(err)
	}
	return stem + ".tar.gz", b.Bytes()
}
