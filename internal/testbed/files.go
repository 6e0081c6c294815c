package testbed

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/containerd/containerd/v2/pkg/archive/compression"
)

// File is an entry of an image's root filesystem.
type File struct {
	tar.Header
	// Layer is the index of the layer it comes from.
	Layer int
	// Content is a regular file's.
	Content []byte
}

// Files returns the root filesystem that the layers make together, by path
// without a leading slash. Hard links hold the content of what they link to. It
// needs no rights on this machine: owners and modes are those in the layers.
func (i *Image) Files(t testing.TB) map[string]*File {
	t.Helper()
	if i.files == nil {
		files, err := i.merge()
		if err != nil {
			t.Fatalf("reading the image: %v", err)
		}
		i.files = files
	}
	return i.files
}

// File returns one entry and ends the test when it is not there.
func (i *Image) File(t testing.TB, name string) *File {
	t.Helper()
	f := i.Files(t)[strings.TrimPrefix(name, "/")]
	if f == nil {
		t.Fatalf("the image has no %s", name)
	}
	return f
}

// List returns the paths at or below dir, sorted.
func (i *Image) List(t testing.TB, dir string) []string {
	t.Helper()
	dir = strings.Trim(dir, "/")
	var names []string
	for _, name := range slices.Sorted(maps.Keys(i.Files(t))) {
		if dir == "" || name == dir || strings.HasPrefix(name, dir+"/") {
			names = append(names, name)
		}
	}
	return names
}

// merge applies the layers one after another.
func (i *Image) merge() (map[string]*File, error) {
	files := map[string]*File{}
	for n, desc := range i.Manifest.Layers {
		layer, err := i.openLayer(desc)
		if err != nil {
			return nil, err
		}
		err = errors.Join(applyLayer(files, n, layer), layer.Close())
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", desc.Digest, err)
		}
	}
	return files, nil
}

// applyLayer applies one layer: its whiteouts to what is below it (OCI image
// specification, layer.md), then its entries.
func applyLayer(files map[string]*File, n int, layer io.Reader) error {
	added := map[string]*File{}
	tr := tar.NewReader(layer)
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name := path.Clean(strings.TrimPrefix(h.Name, "/"))
		dir, base := path.Split(name)
		switch {
		case base == ".wh..wh..opq":
			remove(files, path.Clean(dir), false)
			continue
		case strings.HasPrefix(base, ".wh."):
			remove(files, dir+strings.TrimPrefix(base, ".wh."), true)
			continue
		}
		content, err := io.ReadAll(tr)
		if err != nil {
			return err
		}
		added[name] = &File{Header: *h, Layer: n, Content: content}
	}
	for name, f := range added {
		if old := files[name]; old != nil && old.Typeflag == tar.TypeDir && f.Typeflag != tar.TypeDir {
			remove(files, name, true)
		}
	}
	maps.Copy(files, added)
	return resolveLinks(files, added)
}

// resolveLinks gives hard links the content of their target.
func resolveLinks(files, added map[string]*File) error {
	for name, f := range added {
		if f.Typeflag != tar.TypeLink {
			continue
		}
		target := files[path.Clean(strings.TrimPrefix(f.Linkname, "/"))]
		if target == nil {
			return fmt.Errorf("%s is a hard link to %s, which is not there", name, f.Linkname)
		}
		f.Content = target.Content
	}
	return nil
}

// remove removes what is below name, and name itself.
func remove(files map[string]*File, name string, itself bool) {
	if itself {
		delete(files, name)
	}
	for other := range files {
		if name == "." || strings.HasPrefix(other, name+"/") {
			delete(files, other)
		}
	}
}

// decompress reads gzip, zstd or plain data, and closes the file with the
// reader.
func decompress(f *os.File) (io.ReadCloser, error) {
	d, err := compression.DecompressStream(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &closeBoth{d, f}, nil
}

type closeBoth struct {
	io.ReadCloser
	file *os.File
}

func (c *closeBoth) Close() error { return errors.Join(c.ReadCloser.Close(), c.file.Close()) }

// ReadTar returns the files of an archive by path, as Files does: of one that
// `docker export` writes, for example.
func ReadTar(r io.Reader) (map[string]*File, error) {
	files := map[string]*File{}
	return files, applyLayer(files, 0, r)
}
